using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Twin.Units;

namespace Twin.Contracts;

/// <summary>A component's window on the state during one call: inputs to read, outputs and own state to write.</summary>
/// <remarks>
/// Spans of the state block and plain numbers, nothing else: it cannot be kept beyond the call and could as well lie in another process.
/// Nothing here allocates. A default handle reaches a spare word; a handle of another component throws or reaches a word of this one, never a neighbour's.
/// Outputs that are not written keep the value of the last step; heat and draws start at zero in each step.
/// </remarks>
public readonly ref struct StepContext
{
    private readonly ReadOnlySpan<double> _inputs;
    private readonly Span<double> _posts;
    private readonly Span<double> _outputs;
    private readonly Span<double> _raw;
    private readonly StepRights _rights;
    private readonly ulong _seed;

    internal StepContext(
        ReadOnlySpan<double> inputs, Span<double> posts, Span<double> outputs, Span<double> raw, Duration elapsed, bool isSettling, StepRights rights, ulong seed)
    {
        _inputs = inputs;
        _posts = posts;
        _outputs = outputs;
        _raw = raw;
        Elapsed = elapsed;
        IsSettling = isSettling;
        _rights = rights;
        _seed = seed;
    }

    /// <summary>Simulated time that the call covers: the period of the behaviour, also at its first call.</summary>
    public Duration Elapsed { get; }

    /// <summary>
    /// True while the engine looks for a steady state: temperatures then jump from call to call to where they would settle, and the
    /// component does the same with its slow internal states (filters, start-up sequences, wear stands still).
    /// </summary>
    public bool IsSettling { get; }

    // ---- parameters, faults, state

    /// <summary>Present value of a live parameter.</summary>
    /// <param name="parameter">The handle.</param>
    public T Get<T>(LiveParameter<T> parameter)
        where T : struct, IQuantity<T> => T.FromSi(_inputs[parameter.Value]);

    /// <summary>Values of a lane parameter, one for each lane.</summary>
    /// <param name="parameter">The handle.</param>
    public ReadOnlySpan<T> Get<T>(LaneParameter<T> parameter)
        where T : struct, IQuantity<T> => MemoryMarshal.Cast<double, T>(_inputs.Slice(parameter.Values, parameter.Count));

    /// <summary>Severity of a fault: 0 (off) to 1.</summary>
    /// <param name="fault">The handle.</param>
    public double this[Fault fault] => _inputs[fault.Severity];

    /// <summary>Value of an actuator after automatic control and operator override.</summary>
    /// <param name="actuator">The handle.</param>
    public T Get<T>(Actuator<T> actuator)
        where T : struct, IQuantity<T> => T.FromSi(_inputs[actuator.Value]);

    /// <summary>The component's own variable, to read and to write.</summary>
    /// <param name="variable">The handle.</param>
    [UnscopedRef]
    public ref T State<T>(StateVariable<T> variable)
        where T : unmanaged =>
        ref MemoryMarshal.Cast<double, T>(_raw.Slice(variable.Offset, (Unsafe.SizeOf<T>() + 7) / 8))[0];

    /// <summary>The component's own array, to read and to write.</summary>
    /// <param name="array">The handle.</param>
    public Span<T> State<T>(StateArray<T> array)
        where T : unmanaged =>
        MemoryMarshal.Cast<double, T>(_raw.Slice(array.Offset, ((Unsafe.SizeOf<T>() * array.Count) + 7) / 8))[..array.Count];

    /// <summary>Next number of a random stream, even in [0, 1).</summary>
    /// <param name="stream">The handle. Its position moves on by one.</param>
    public double NextUniform(RandomStream stream) => (NextBits(stream) >> 11) * (1.0 / (1UL << 53));

    /// <summary>Next number of a random stream, normal with mean 0 and standard deviation 1.</summary>
    /// <param name="stream">The handle. Its position moves on by two.</param>
    /// <remarks>Box and Muller, Ann. Math. Statist. 29 (1958) 610, of which one of the two results is used.</remarks>
    public double NextNormal(RandomStream stream)
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - NextUniform(stream)));
        return radius * Math.Cos(2 * Math.PI * NextUniform(stream));
    }

    // ---- thermal

    /// <summary>Temperature of a node at the last solve.</summary>
    /// <param name="node">The handle.</param>
    public Temperature this[ThermalNode node] => Temperature.FromSi(_inputs[node.Temperature]);

    /// <summary>Temperature of a mount at the last solve.</summary>
    /// <param name="mount">The handle.</param>
    public Temperature this[Mount mount] => Temperature.FromSi(_inputs[mount.Temperature]);

    /// <summary>Mean temperature of a die block at the last solve.</summary>
    /// <param name="block">The handle.</param>
    public Temperature this[DieBlock block] => Temperature.FromSi(_inputs[block.Temperature]);

    /// <summary>Temperature at a probe of a die at the last solve.</summary>
    /// <param name="probe">The handle.</param>
    public Temperature this[ThermalProbe probe] => Temperature.FromSi(_inputs[probe.Temperature]);

    /// <summary>Adds heat to a node for this step.</summary>
    /// <param name="node">The handle.</param>
    /// <param name="heat">Positive warms. Adds to what was posted before in this step.</param>
    /// <exception cref="InvalidOperationException">Called outside the power and light behaviours.</exception>
    public void AddHeat(ThermalNode node, Power heat) => Posts[node.Heat] += heat.Watts;

    /// <summary>Adds heat to a die block for this step.</summary>
    /// <param name="block">The handle.</param>
    /// <param name="heat">Positive warms. Adds to what was posted before in this step.</param>
    /// <exception cref="InvalidOperationException">Called outside the power and light behaviours.</exception>
    public void AddHeat(DieBlock block, Power heat) => Posts[block.Heat] += heat.Watts;

    /// <summary>Changes a thermal coupling.</summary>
    /// <param name="coupling">The handle.</param>
    /// <param name="conductance">Zero or more. The network is factorised again when it has moved past the engine's threshold.</param>
    public void Set(ThermalCoupling coupling, ThermalConductance conductance) => _outputs[coupling.Conductance] = conductance.WattsPerKelvin;

    // ---- flow

    /// <summary>Flow through an element at the last flow solve, positive from inlet to outlet.</summary>
    /// <param name="element">The handle.</param>
    public VolumeFlow Flow(FlowElement element) => VolumeFlow.FromSi(_inputs[element.Inputs + LaneLayout.ElementFlow]);

    /// <summary>Temperature of the fluid where it enters the element.</summary>
    /// <param name="element">The handle.</param>
    public Temperature InletTemperature(FlowElement element) => Temperature.FromSi(_inputs[element.Inputs + LaneLayout.ElementInlet]);

    /// <summary>Temperature of the fluid where it leaves the element.</summary>
    /// <param name="element">The handle.</param>
    public Temperature OutletTemperature(FlowElement element) => Temperature.FromSi(_inputs[element.Inputs + LaneLayout.ElementOutlet]);

    /// <summary>Opens or throttles an element.</summary>
    /// <param name="element">The handle.</param>
    /// <param name="opening">1 fully open, towards 0 closed: the pressure drop at a flow grows with the inverse square.</param>
    public void SetOpening(FlowElement element, double opening) => _outputs[element.Opening] = opening;

    /// <summary>Present conductance of a convective exchange, referred to the inlet temperature of the fluid.</summary>
    /// <param name="exchange">The handle.</param>
    public ThermalConductance this[ConvectiveExchange exchange] => ThermalConductance.FromSi(_inputs[exchange.Conductance]);

    /// <summary>Scales a convective exchange, for fouling or a lost contact.</summary>
    /// <param name="exchange">The handle.</param>
    /// <param name="factor">1 as declared; zero or more.</param>
    public void SetScale(ConvectiveExchange exchange, double factor) => _outputs[exchange.Scale] = factor;

    /// <summary>Present conductance between the inlet temperatures of two fluids: effectiveness times the smaller heat-capacity flow.</summary>
    /// <param name="exchange">The handle.</param>
    public ThermalConductance this[StreamExchange exchange] => ThermalConductance.FromSi(_inputs[exchange.Conductance]);

    /// <summary>Scales the conductance UA between two fluids, for fouling.</summary>
    /// <param name="exchange">The handle.</param>
    /// <param name="factor">1 as declared; zero or more.</param>
    public void SetScale(StreamExchange exchange, double factor) => _outputs[exchange.Scale] = factor;

    /// <summary>Sets the speed of a fan or pump.</summary>
    /// <param name="mover">The handle.</param>
    /// <param name="ratio">Speed over the speed its curve was given for: 0 stands still, more than 1 is allowed.</param>
    public void SetSpeed(FlowMover mover, double ratio) => _outputs[mover.Speed] = ratio;

    /// <summary>Flow through a fan or pump at the last flow solve; negative when it leaks backwards.</summary>
    /// <param name="mover">The handle.</param>
    public VolumeFlow Flow(FlowMover mover) => VolumeFlow.FromSi(_inputs[mover.Inputs + LaneLayout.ElementFlow]);

    /// <summary>Pressure rise over a fan or pump at the last flow solve.</summary>
    /// <param name="mover">The handle.</param>
    public Pressure PressureRise(FlowMover mover) => Pressure.FromSi(-_inputs[mover.Inputs + LaneLayout.ElementDrop]);

    /// <summary>Power that the fluid takes from a fan or pump: pressure rise times flow, at least zero.</summary>
    /// <param name="mover">The handle.</param>
    /// <remarks>Draw it (over the efficiency), and post as heat what is not hydraulic: the engine warms the fluid where the pressure drops.</remarks>
    public Power HydraulicPower(FlowMover mover) => Power.FromSi(
        Math.Max(0, -_inputs[mover.Inputs + LaneLayout.ElementDrop] * _inputs[mover.Inputs + LaneLayout.ElementFlow]));

    // ---- electrical power

    /// <summary>Whether the rail of a load is alive.</summary>
    /// <param name="load">The handle.</param>
    public bool IsLive(RailLoad load) => _inputs[load.Inputs + LaneLayout.LoadVoltage] > 0;

    /// <summary>Voltage at a load, after droop and path loss of the last step. Zero on a dead rail.</summary>
    /// <param name="load">The handle.</param>
    public Voltage this[RailLoad load] => Voltage.FromSi(_inputs[load.Inputs + LaneLayout.LoadVoltage]);

    /// <summary>Noise on the rail of a load, rms, faster than a step.</summary>
    /// <param name="load">The handle.</param>
    public Voltage Noise(RailLoad load) => Voltage.FromSi(_inputs[load.Inputs + LaneLayout.LoadNoise]);

    /// <summary>Draws power from a rail during this step.</summary>
    /// <param name="load">The handle.</param>
    /// <param name="power">Zero or more. Adds to what was drawn before in this step.</param>
    /// <returns>What the rail gives: <paramref name="power"/>, or zero on a dead rail. Make heat and light from this, and energy closes.</returns>
    /// <exception cref="InvalidOperationException">Called outside the power and light behaviours.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The power is negative or not a number.</exception>
    public Power Draw(RailLoad load, Power power)
    {
        Span<double> posts = Posts;
        if (!(power.Watts >= 0))
        {
            ThrowNegativePower(power.Watts);
        }

        if (!IsLive(load))
        {
            return Power.Zero;
        }

        posts[load.Draw] += power.Watts;
        return power;
    }

    /// <summary>Draws power that rises with temperature from a load and releases it in a node, both of which the handle was declared with.</summary>
    /// <param name="leakage">The handle.</param>
    /// <param name="power">Power at the temperature of the last solve.</param>
    /// <param name="slopePerKelvin">Its slope with the node's temperature, which enters the thermal solve; zero or more.</param>
    /// <returns>What the rail gives: <paramref name="power"/>, or zero on a dead rail. Already posted as heat.</returns>
    /// <exception cref="InvalidOperationException">Called outside the power and light behaviours.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The power is negative or not a number.</exception>
    public Power DrawLeakage(Leakage leakage, Power power, ThermalConductance slopePerKelvin)
    {
        Span<double> posts = Posts;
        if (!(power.Watts >= 0 && slopePerKelvin.WattsPerKelvin >= 0))
        {
            ThrowNegativePower(Math.Min(power.Watts, slopePerKelvin.WattsPerKelvin));
        }

        if (_inputs[leakage.Load + LaneLayout.LoadVoltage] <= 0)
        {
            return Power.Zero;
        }

        posts[leakage.Slot] += power.Watts;
        posts[leakage.Slot + 1] += slopePerKelvin.WattsPerKelvin;
        return power;
    }

    /// <summary>Drives a thermoelectric module during this step. The engine posts its heat, and draws its power from the load it was declared with.</summary>
    /// <param name="pump">The handle.</param>
    /// <param name="current">Current; positive pumps heat from the cold node to the hot one. Replaces what was set before in this step; a module that is not driven carries no current.</param>
    /// <returns>The current that flows: <paramref name="current"/>, or zero on a dead rail.</returns>
    /// <exception cref="InvalidOperationException">Called outside the power and light behaviours.</exception>
    public Current Drive(HeatPump pump, Current current)
    {
        Span<double> posts = Posts;
        Current driven = _inputs[pump.Load + LaneLayout.LoadVoltage] > 0 ? current : Current.Zero;
        posts[pump.Current] = driven.Amperes;
        return driven;
    }

    /// <summary>Heat that left the cold node through a thermoelectric module in the last solve, conduction through the module included.</summary>
    /// <param name="pump">The handle.</param>
    public Power ColdHeat(HeatPump pump) => Power.FromSi(_inputs[pump.Inputs + LaneLayout.PumpColdHeat]);

    /// <summary>Heat that arrived at the hot node from a thermoelectric module in the last solve, conduction through the module included.</summary>
    /// <param name="pump">The handle.</param>
    public Power HotHeat(HeatPump pump) => Power.FromSi(_inputs[pump.Inputs + LaneLayout.PumpHotHeat]);

    /// <summary>Electrical power that a thermoelectric module turned into heat in the last solve.</summary>
    /// <param name="pump">The handle.</param>
    public Power ElectricalPower(HeatPump pump) => Power.FromSi(_inputs[pump.Inputs + LaneLayout.PumpPower]);

    /// <summary>Switches a converter on or off, from the next step on.</summary>
    /// <param name="source">The handle.</param>
    /// <param name="enabled">Whether it converts.</param>
    public void SetEnabled(PowerSource source, bool enabled) => _outputs[source.Enabled] = enabled ? 1 : 0;

    /// <summary>Power a converter delivered in the last step.</summary>
    /// <param name="source">The handle.</param>
    public Power Output(PowerSource source) => Power.FromSi(_inputs[source.Inputs + LaneLayout.SourceOutput]);

    /// <summary>Whether a converter has tripped on overload; it stays so until the component is reset.</summary>
    /// <param name="source">The handle.</param>
    public bool IsTripped(PowerSource source) => _inputs[source.Inputs + LaneLayout.SourceTripped] > 0;

    // ---- lanes

    /// <summary>For each lane, 1 where its port is configured and sends symbols, else 0. A lane that is up sends scrambled symbols whether or not there is traffic.</summary>
    /// <param name="bundle">The handle.</param>
    public ReadOnlySpan<double> Up(ElectricalTransmitter bundle) => _inputs.Slice(bundle.Inputs + (LaneLayout.Up * bundle.Count), bundle.Count);

    /// <inheritdoc cref="Up(ElectricalTransmitter)"/>
    public ReadOnlySpan<double> Up(ElectricalReceiver bundle) => _inputs.Slice(bundle.Inputs + (LaneLayout.Up * bundle.Count), bundle.Count);

    /// <inheritdoc cref="Up(ElectricalTransmitter)"/>
    public ReadOnlySpan<double> Up(OpticalTransmitter bundle) => _inputs.Slice(bundle.Inputs + (LaneLayout.Up * bundle.Count), bundle.Count);

    /// <inheritdoc cref="Up(ElectricalTransmitter)"/>
    public ReadOnlySpan<double> Up(OpticalReceiver bundle) => _inputs.Slice(bundle.Inputs + (LaneLayout.Up * bundle.Count), bundle.Count);

    /// <summary>For each lane, the share of its rate that carries packets, 0 to 1.</summary>
    /// <param name="bundle">The handle.</param>
    public ReadOnlySpan<double> Utilization(ElectricalTransmitter bundle) => _inputs.Slice(bundle.Inputs + (LaneLayout.Utilization * bundle.Count), bundle.Count);

    /// <inheritdoc cref="Utilization(ElectricalTransmitter)"/>
    public ReadOnlySpan<double> Utilization(ElectricalReceiver bundle) => _inputs.Slice(bundle.Inputs + (LaneLayout.Utilization * bundle.Count), bundle.Count);

    /// <inheritdoc cref="Utilization(ElectricalTransmitter)"/>
    public ReadOnlySpan<double> Utilization(OpticalTransmitter bundle) => _inputs.Slice(bundle.Inputs + (LaneLayout.Utilization * bundle.Count), bundle.Count);

    /// <inheritdoc cref="Utilization(ElectricalTransmitter)"/>
    public ReadOnlySpan<double> Utilization(OpticalReceiver bundle) => _inputs.Slice(bundle.Inputs + (LaneLayout.Utilization * bundle.Count), bundle.Count);

    /// <summary>What a bundle of electrical transmitters sends.</summary>
    /// <param name="bundle">The handle.</param>
    public ElectricalTransmitterView Lanes(ElectricalTransmitter bundle) => new(
        Field<Voltage>(bundle.Outputs, LaneLayout.ElectricalSwing, bundle.Count),
        Field<Decibels>(bundle.Outputs, LaneLayout.ElectricalSnr, bundle.Count),
        Field(bundle.Outputs, LaneLayout.ElectricalJitter, bundle.Count));

    /// <summary>Input noise of a bundle of electrical receivers, rms over the receiver's bandwidth. Filled from the options at reset; write to change.</summary>
    /// <param name="bundle">The handle.</param>
    public Span<Voltage> InputNoise(ElectricalReceiver bundle) => Field<Voltage>(bundle.Outputs, LaneLayout.ElectricalNoise, bundle.Count);

    /// <summary>What a bundle of optical transmitters sends.</summary>
    /// <param name="bundle">The handle.</param>
    public OpticalTransmitterView Lanes(OpticalTransmitter bundle) => new(
        Field<Power>(bundle.Outputs, LaneLayout.OpticalPower, bundle.Count),
        Field<Power>(bundle.Outputs, LaneLayout.OpticalOma, bundle.Count),
        Field<Wavelength>(bundle.Outputs, LaneLayout.OpticalWavelength, bundle.Count),
        Field(bundle.Outputs, LaneLayout.OpticalRin, bundle.Count),
        Field<Frequency>(bundle.Outputs, LaneLayout.OpticalBandwidth, bundle.Count),
        Field(bundle.Outputs, LaneLayout.OpticalMismatch, bundle.Count));

    /// <summary>What arrives at a bundle of optical receivers, and how they receive it.</summary>
    /// <param name="bundle">The handle.</param>
    public OpticalReceiverView Lanes(OpticalReceiver bundle) => new(
        Input<Power>(bundle.Inputs, LaneLayout.ReceivedPower, bundle.Count),
        Input<Power>(bundle.Inputs, LaneLayout.ReceivedOma, bundle.Count),
        Input<Wavelength>(bundle.Inputs, LaneLayout.ReceivedWavelength, bundle.Count),
        Field<Responsivity>(bundle.Outputs, LaneLayout.Responsivity, bundle.Count),
        Field<NoiseCurrentDensity>(bundle.Outputs, LaneLayout.NoiseDensity, bundle.Count),
        Field<Frequency>(bundle.Outputs, LaneLayout.ReceiverBandwidth, bundle.Count));

    /// <summary>The last verdict on the lanes that end or are retimed in these receivers.</summary>
    /// <param name="bundle">The handle.</param>
    public LinkVerdicts Verdicts(ElectricalReceiver bundle) => VerdictsAt(bundle.Outputs, bundle.Count);

    /// <inheritdoc cref="Verdicts(ElectricalReceiver)"/>
    public LinkVerdicts Verdicts(OpticalReceiver bundle) => VerdictsAt(bundle.Outputs, bundle.Count);

    /// <summary>The signals that arrived at the lanes that end or are retimed in these receivers.</summary>
    /// <param name="bundle">The handle.</param>
    /// <exception cref="InvalidOperationException">The component does not implement <see cref="ILinkBehavior"/>; only then are they kept.</exception>
    public ArrivingSignalView Arriving(ElectricalReceiver bundle) => ArrivingAt(bundle.Arrivals, bundle.Count);

    /// <inheritdoc cref="Arriving(ElectricalReceiver)"/>
    public ArrivingSignalView Arriving(OpticalReceiver bundle) => ArrivingAt(bundle.Arrivals, bundle.Count);

    // ---- light

    /// <summary>The light that leaves a source, to be written.</summary>
    /// <param name="source">The handle.</param>
    public LightView Emitted(LightSource source) => new(
        Field<Power>(source.Outputs, LaneLayout.LightPower, source.Count),
        Field<Wavelength>(source.Outputs, LaneLayout.LightWavelength, source.Count),
        Field(source.Outputs, LaneLayout.LightRin, source.Count));

    /// <summary>Light that comes back into each output of a source, after the last step.</summary>
    /// <param name="source">The handle.</param>
    /// <remarks>For the physics of the laser only: its energy is accounted for on the way, and the source posts nothing for it.</remarks>
    public ReadOnlySpan<Power> Reflected(LightSource source) => Input<Power>(source.Inputs, 0, source.Count);

    /// <summary>The light that arrives at an input, what the input reflects already taken off.</summary>
    /// <param name="input">The handle.</param>
    /// <remarks>All of it leaves again or becomes heat, in the same step, whether or not the component has power: post the difference.</remarks>
    public ArrivingLightView Arriving(LightInput input) => new(
        Input<Power>(input.Inputs, LaneLayout.LightPower, input.Count),
        Input<Wavelength>(input.Inputs, LaneLayout.LightWavelength, input.Count),
        Input<double>(input.Inputs, LaneLayout.LightRin, input.Count));

    // ---- signals, events, control

    /// <summary>Publishes a quantity.</summary>
    /// <param name="signal">The handle.</param>
    /// <param name="value">A finite value; one that is not quarantines the component.</param>
    public void Set<T>(Signal<T> signal, T value)
        where T : struct, IQuantity<T> => _outputs[signal.Value] = value.Si;

    /// <summary>The published values of a lane signal, to be written.</summary>
    /// <param name="signal">The handle.</param>
    public Span<T> Values<T>(LaneSignal<T> signal)
        where T : struct, IQuantity<T> => MemoryMarshal.Cast<double, T>(_outputs.Slice(signal.Values, signal.Count));

    /// <summary>Publishes a state.</summary>
    /// <param name="signal">The handle.</param>
    /// <param name="state">Position in the declared list.</param>
    public void Set(StatusSignal signal, int state) => _outputs[signal.Value] = state;

    /// <summary>The state published last.</summary>
    /// <param name="signal">The handle.</param>
    public int Get(StatusSignal signal) => (int)_outputs[signal.Value];

    /// <summary>Adds to a counter.</summary>
    /// <param name="counter">The handle.</param>
    /// <param name="increment">Zero or more.</param>
    public void Add(CounterSignal counter, double increment) => _outputs[counter.Value] += increment;

    /// <summary>The last reading of one of the component's own sensors, in the unit of what it reads.</summary>
    /// <param name="sensor">The handle.</param>
    public double this[Sensor sensor] => _inputs[sensor.Value];

    /// <summary>Raises a declared event at the end of this call.</summary>
    /// <param name="event">The handle.</param>
    /// <param name="first">Meaning as declared.</param>
    /// <param name="second">Meaning as declared.</param>
    /// <remarks>One event of each kind and call is reported; further ones count and replace the numbers.</remarks>
    public void Raise(ComponentEvent @event, double first = 0, double second = 0)
    {
        Span<double> slot = _raw.Slice(@event.Slot, LaneLayout.EventWords);
        slot[LaneLayout.EventCount]++;
        slot[LaneLayout.EventFirst] = first;
        slot[LaneLayout.EventSecond] = second;
    }

    /// <summary>What the bound sensors say, in SI (temperatures in degrees Celsius).</summary>
    /// <param name="input">The handle.</param>
    /// <returns>The aggregate, or one value for each bound signal, as declared.</returns>
    public ReadOnlySpan<double> Read(SensorInput input) => _inputs.Slice(input.Values, input.Count);

    /// <summary>Moves the bound actuators, from the next step on. Operators' overrides go first; ranges of the actuators apply.</summary>
    /// <param name="output">The handle.</param>
    /// <param name="value">In SI (temperatures in degrees Celsius).</param>
    public void Command(ActuatorOutput output, double value)
    {
        _outputs[output.Value + LaneLayout.ActuatorValue] = value;
        _outputs[output.Value + LaneLayout.ActuatorEngaged] = 1;
    }

    private Span<double> Posts
    {
        get
        {
            if (_rights != StepRights.Posts)
            {
                ThrowPostsRefused();
            }

            return _posts;
        }
    }

    private LinkVerdicts VerdictsAt(int offset, int count) => new(
        Field(offset, LaneLayout.VerdictErrorRatio, count),
        Field<Decibels>(offset, LaneLayout.VerdictMargin, count),
        Field<Decibels>(offset, LaneLayout.VerdictSnr, count));

    private ArrivingSignalView ArrivingAt(int offset, int count)
    {
        if (offset < 0)
        {
            ThrowNoArrivals();
        }

        return new ArrivingSignalView(
            Input<double>(offset, LaneLayout.ArrivalAmplitude, count),
            Input<double>(offset, LaneLayout.ArrivalNoise, count),
            Input<double>(offset, LaneLayout.ArrivalLoss, count),
            Input<double>(offset, LaneLayout.ArrivalJitter, count));
    }

    private Span<double> Field(int offset, int field, int count) => _outputs.Slice(offset + (field * count), count);

    private Span<T> Field<T>(int offset, int field, int count)
        where T : struct => MemoryMarshal.Cast<double, T>(Field(offset, field, count));

    private ReadOnlySpan<T> Input<T>(int offset, int field, int count)
        where T : struct => MemoryMarshal.Cast<double, T>(_inputs.Slice(offset + (field * count), count));

    // SplitMix64 (Steele, Lea, Flood, OOPSLA 2014, doi 10.1145/2660193.2660195) used as a counter-based generator: the position is the
    // only state, so that a copy of the state block continues with the same numbers.
    private ulong NextBits(RandomStream stream)
    {
        ref double word = ref _raw[stream.Counter];
        ulong counter = BitConverter.DoubleToUInt64Bits(word);
        word = BitConverter.UInt64BitsToDouble(counter + 1);
        ulong z = _seed + ((ulong)stream.Stream << 32) + (counter * 0x9E3779B97F4A7C15UL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    [DoesNotReturn]
    private static void ThrowNegativePower(double value) =>
        throw new ArgumentOutOfRangeException(nameof(value), value, "A load draws zero or more watts, with a slope of zero or more.");

    [DoesNotReturn]
    private static void ThrowNoArrivals() =>
        throw new InvalidOperationException("Arriving signals are kept for components that implement ILinkBehavior only.");

    [DoesNotReturn]
    private static void ThrowPostsRefused() =>
        throw new InvalidOperationException("Heat and draws are posted in StepPower and StepLight only; the ledger of the step is closed afterwards.");
}
