using System.Diagnostics;
using System.Runtime.InteropServices;
using Twin.Contracts;
using Twin.Engine.Compiling;
using Twin.Engine.Stepping;
using Twin.PluginTestKit.Cases;
using Twin.Units;

namespace Twin.PluginTestKit.Bench;

/// <summary>Drives one component alone over a block of its own, in the stages of the engine and with inputs of the kit's choice.</summary>
/// <remarks>
/// Same builder, same layout of the sections, same views and the same order as in a chassis, but no other part: temperatures, flows, rails, light and lanes are
/// what the scenario says, so that every corner is reached and nothing averages out. Fans find their flow on their own curve at the speed that the component sets,
/// heat pumps their heat from its current, sensors read its truth. A step allocates nothing by itself.
/// </remarks>
internal sealed class ComponentBench
{
    /// <summary>The behaviours that run less often than every step run in every so many, with their usual period as elapsed time.</summary>
    private const int FlowEvery = 3;
    private const int LinkEvery = 2;
    private const int ControlEvery = 2;
    private const ulong RandomSeed = 0x5DEECE66DUL;
    private const double ZeroCelsiusK = 273.15;

    private static readonly Duration BaseStep = Duration.FromMilliseconds(1);
    private static readonly Duration LinkPeriod = Duration.FromMilliseconds(10);
    private static readonly Duration SlowPeriod = Duration.FromMilliseconds(100);

    private readonly IComponent _component;
    private readonly ComponentBuilder _builder;
    private readonly InputElement[] _elements;
    private readonly double[] _initial;
    private readonly double[] _words;
    private readonly BlockLayout _block;
    private readonly Duration _controlPeriod;
    private readonly long[] _allocated = new long[Enum.GetValues<Behavior>().Length];
    private int _step;

    /// <summary>Puts a component on a bench.</summary>
    /// <param name="described">The component.</param>
    /// <param name="elements">Its inputs.</param>
    /// <param name="initial">Words of a fresh block.</param>
    public ComponentBench(DescribedComponent described, InputElement[] elements, double[] initial)
    {
        _component = described.Component;
        _builder = described.Builder;
        _elements = elements;
        _initial = initial;
        _words = [.. initial];
        _block = BlockLayout.Of(_builder);
        _controlPeriod = _builder.Period ?? SlowPeriod;
    }

    /// <summary>The whole block: inputs, posts, outputs, private state.</summary>
    public ReadOnlySpan<double> Words => _words;

    /// <summary>Where the sections lie.</summary>
    public BlockLayout Block => _block;

    /// <summary>What the component declared.</summary>
    public ComponentBuilder Builder => _builder;

    /// <summary>The first call that threw or wrote a number that is not finite; nothing runs after it.</summary>
    public CallFailure? Failure { get; private set; }

    /// <summary>The books of the last step.</summary>
    public EnergyBooks Books { get; private set; }

    /// <summary>Told after each call how long it took; null for nobody.</summary>
    public Action<Behavior, long>? Timed { get; set; }

    /// <summary>Told before each call, for whoever waits for one that does not return; null for nobody.</summary>
    public Action<Behavior>? Calling { get; set; }

    /// <summary>Bytes allocated by the calls of one behaviour since <see cref="Start"/>.</summary>
    public long Allocated(Behavior behavior) => _allocated[(int)behavior];

    /// <summary>Fingerprint of the block: every bit of every word.</summary>
    public ulong Hash() => Hash64.Of(_words);

    /// <summary>Whether the component has a behaviour.</summary>
    public bool Has(Behavior behavior) => behavior switch
    {
        Behavior.Reset => _component is IResetBehavior,
        Behavior.StepFlow => _component is IFlowBehavior,
        Behavior.StepPower => _component is IPowerBehavior,
        Behavior.StepLight => _component is ILightBehavior,
        Behavior.StepLink => _component is ILinkBehavior,
        _ => _component is IControlBehavior,
    };

    /// <summary>Begins anew: initial words, then reset.</summary>
    /// <param name="phase">The first inputs.</param>
    public void Start(InputPhase phase)
    {
        _initial.CopyTo(_words, 0);
        Array.Clear(_allocated);
        _step = 0;
        Failure = null;
        WriteInputs(phase);
        WriteLight(phase);
        ReadSensors(phase);
        if (_component is IResetBehavior)
        {
            Call(Behavior.Reset, Duration.Zero, isSettling: false, StepRights.Outputs);
        }
    }

    /// <summary>Takes over words that another bench, or this one at another time, had after a number of steps. The component is told nothing.</summary>
    /// <param name="words">The words.</param>
    /// <param name="step">How many steps had been done.</param>
    public void Restore(double[] words, int step)
    {
        words.CopyTo(_words, 0);
        _step = step;
        Failure = null;
    }

    /// <summary>Does one step in the engine's order.</summary>
    /// <param name="phase">The inputs that hold.</param>
    public void Step(InputPhase phase)
    {
        bool settles = phase.IsSettling;
        WriteInputs(phase);
        if (_step % FlowEvery == 0)
        {
            if (_component is IFlowBehavior)
            {
                Call(Behavior.StepFlow, SlowPeriod, settles, StepRights.Outputs);
            }

            MoveFluids(phase);
        }

        _words.AsSpan(_block.Posts, _block.Outputs - _block.Posts).Clear();
        if (_component is IPowerBehavior)
        {
            Call(Behavior.StepPower, BaseStep, settles, StepRights.Posts);
        }

        // The engine brings light to a component just before its light behaviour: who charges it in the power behaviour charges that of the step before.
        WriteLight(phase);
        if (_component is ILightBehavior)
        {
            Call(Behavior.StepLight, BaseStep, settles, StepRights.Posts);
        }

        SolveRails(phase);
        if (_step % LinkEvery == 0)
        {
            WriteLink(phase);
            if (_component is ILinkBehavior)
            {
                Call(Behavior.StepLink, LinkPeriod, settles, StepRights.Outputs);
            }
        }

        PumpHeat();
        CloseBooks();
        ReadSensors(phase);
        if (_component is IControlBehavior && _step % ControlEvery == 0)
        {
            Call(Behavior.StepControl, _controlPeriod, settles, StepRights.Outputs);
        }

        _step++;
    }

    private void Call(Behavior behavior, Duration elapsed, bool isSettling, StepRights rights)
    {
        if (Failure is not null)
        {
            return;
        }

        Calling?.Invoke(behavior);
        var step = new StepContext(
            _words.AsSpan(0, _block.Posts),
            _words.AsSpan(_block.Posts, _block.Outputs - _block.Posts),
            _words.AsSpan(_block.Outputs, _block.Raw - _block.Outputs),
            _words.AsSpan(_block.Raw),
            elapsed,
            isSettling,
            rights,
            RandomSeed);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long started = Stopwatch.GetTimestamp();
        try
        {
            Invoke(behavior, in step);
        }
#pragma warning disable CA1031 // Whatever a plugin throws is a finding.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Failure = new CallFailure(behavior.ToString(), $"It threw {ExceptionText.Of(exception)}. The engine would set the component aside.");
        }

        long ended = Stopwatch.GetTimestamp();
        _allocated[(int)behavior] += GC.GetAllocatedBytesForCurrentThread() - allocated;
        Timed?.Invoke(behavior, ended - started);
        foreach (EventDraft item in CollectionsMarshal.AsSpan(_builder.Events))
        {
            _words[_block.Raw + item.Raw + LaneLayout.EventCount] = 0;
        }

        if (Failure is null && !FiniteCheck.AllFinite(_words.AsSpan(_block.Posts, _block.Raw - _block.Posts)))
        {
            int word = Array.FindIndex(_words, _block.Posts, value => !double.IsFinite(value));
            Failure = new CallFailure($"{behavior}, {WordNames.Of(_builder, _block, word)}", $"It wrote {_words[word]}. The engine would set the component aside.");
        }
    }

    private void Invoke(Behavior behavior, in StepContext step)
    {
        switch (behavior)
        {
            case Behavior.Reset: ((IResetBehavior)_component).Reset(in step); break;
            case Behavior.StepFlow: ((IFlowBehavior)_component).StepFlow(in step); break;
            case Behavior.StepPower: ((IPowerBehavior)_component).StepPower(in step); break;
            case Behavior.StepLight: ((ILightBehavior)_component).StepLight(in step); break;
            case Behavior.StepLink: ((ILinkBehavior)_component).StepLink(in step); break;
            default: ((IControlBehavior)_component).StepControl(in step); break;
        }
    }

    private void WriteInputs(InputPhase phase)
    {
        for (int i = 0; i < _elements.Length; i++)
        {
            InputElement element = _elements[i];
            switch (element.Role)
            {
                case InputRole.Plain or InputRole.Temperature or InputRole.Fault or InputRole.Tripped or InputRole.Rail or InputRole.SensorInput:
                    Write(phase, i, element);
                    break;
                case InputRole.RailNoise:
                    _words[element.Word] = phase.Levels[i] * _words[element.Item];
                    break;
                case InputRole.Amplitude:
                    for (int lane = 0; lane < element.Count; lane++)
                    {
                        _words[element.Word + lane] = 2 * LevelOf(phase, i, element, lane) * _words[element.Item + lane];
                    }

                    break;
            }
        }
    }

    private void WriteLight(InputPhase phase) => WriteRole(phase, InputRole.Light);

    private void WriteLink(InputPhase phase) => WriteRole(phase, InputRole.Link);

    private void WriteRole(InputPhase phase, InputRole role)
    {
        for (int i = 0; i < _elements.Length; i++)
        {
            if (_elements[i].Role == role)
            {
                Write(phase, i, _elements[i]);
            }
        }
    }

    private void Write(InputPhase phase, int index, InputElement element)
    {
        for (int lane = 0; lane < element.Count; lane++)
        {
            _words[element.Word + lane] = LevelOf(phase, index, element, lane);
        }
    }

    private static double LevelOf(InputPhase phase, int index, InputElement element, int lane)
    {
        LanePattern pattern = phase.Patterns[index];
        if (pattern == LanePattern.Same)
        {
            return phase.Levels[index];
        }

        double share = CaseRandom.Uniform(phase.Seed + ((ulong)index << 32), (ulong)lane);
        return pattern == LanePattern.Ends ? (share < 0.5 ? element.Low : element.High)
            : element.IsLogarithmic ? element.Low * Math.Pow(element.High / element.Low, share)
            : element.Low + (share * (element.High - element.Low));
    }

    private void MoveFluids(InputPhase phase)
    {
        for (int i = 0; i < _elements.Length; i++)
        {
            InputElement element = _elements[i];
            if (element.Role == InputRole.Flow)
            {
                FlowResistance resistance = _builder.Flows[element.Item].Resistance;
                double flow = phase.Levels[i];
                int inputs = element.Word - LaneLayout.ElementFlow;
                _words[element.Word] = flow;
                _words[inputs + LaneLayout.ElementDrop] = (resistance.LinearPaPerM3S * flow) + (resistance.QuadraticPaPerM3S2 * flow * Math.Abs(flow));
            }
            else if (element.Role == InputRole.Mover)
            {
                MoveRotor(element, phase.Levels[i]);
            }
        }
    }

    // Affinity laws: flow as the speed, rise as its square. Beyond free delivery the fluid is blown through and the pressure falls along it.
    private void MoveRotor(InputElement element, double point)
    {
        FlowDraft flow = _builder.Flows[element.Item];
        IReadOnlyList<PressureFlowPoint> curve = flow.Mover!.Curve;
        double speed = Math.Max(0, _words[_block.Outputs + flow.Output]);
        double free = curve[^1].Flow.Si;
        double rise = point < 0 ? 1.2 * curve[0].Rise.Si : point > 1 ? -0.2 * curve[0].Rise.Si : RiseAt(curve, point * free);

        // A standing rotor still sees the pressure of its neighbours.
        bool isDriven = point is < 0 or > 1;
        _words[element.Word + LaneLayout.ElementFlow] = point * free * (isDriven ? 1 : speed);
        _words[element.Word + LaneLayout.ElementDrop] = -rise * (isDriven ? 1 : speed * speed);
    }

    private static double RiseAt(IReadOnlyList<PressureFlowPoint> curve, double flow)
    {
        int k = 1;
        while (k < curve.Count - 1 && curve[k].Flow.Si < flow)
        {
            k++;
        }

        double from = curve[k - 1].Flow.Si;
        double span = curve[k].Flow.Si - from;
        return curve[k - 1].Rise.Si + ((curve[k].Rise.Si - curve[k - 1].Rise.Si) * (span > 0 ? (flow - from) / span : 0));
    }

    private void SolveRails(InputPhase phase)
    {
        foreach (InletDraft inlet in CollectionsMarshal.AsSpan(_builder.Inlets))
        {
            _words[inlet.Input] = 0;
        }

        for (int i = 0; i < _elements.Length; i++)
        {
            if (_elements[i].Role != InputRole.SourceOutput)
            {
                continue;
            }

            SourceDraft source = _builder.Sources[_elements[i].Item];
            bool isFed = source.Load < 0 || _words[_builder.Loads[source.Load].Input + LaneLayout.LoadVoltage] > 0;
            bool converts = isFed && _words[_block.Outputs + source.Output] > 0.5 && _words[source.Input + LaneLayout.SourceTripped] == 0;
            double output = converts ? phase.Levels[i] * source.Options.Rated.Watts : 0;
            double loss = converts ? source.Options.Loss.At(Power.FromWatts(output)).Watts : 0;
            _words[source.Input + LaneLayout.SourceOutput] = output;
            _words[source.Input + LaneLayout.SourceLoss] = loss;
            if (source.Inlet >= 0)
            {
                _words[_builder.Inlets[source.Inlet].Input] += output + loss;
            }
        }
    }

    // Q_cold = alpha I T_cold - I^2 R / 2 - K dT and P = alpha I dT + I^2 R; D. M. Rowe (ed.), CRC Handbook of Thermoelectrics, ch. 2. What the module would generate becomes heat.
    private void PumpHeat()
    {
        foreach (HeatPumpDraft pump in CollectionsMarshal.AsSpan(_builder.HeatPumps))
        {
            double current = _words[_block.Posts + pump.Post];
            double coldK = _words[_builder.Points[pump.Cold].Input] + ZeroCelsiusK;
            double hotK = _words[_builder.Points[pump.Hot].Input] + ZeroCelsiusK;
            double seebeck = pump.Options.Seebeck.Si * current;
            double joule = current * current * pump.Options.Resistance.Si;
            double power = Math.Max(0, (seebeck * (hotK - coldK)) + joule);
            double cold = (seebeck * coldK) - (0.5 * joule) - (pump.Options.Conductance.Si * (hotK - coldK));
            _words[pump.Input + LaneLayout.PumpColdHeat] = cold;
            _words[pump.Input + LaneLayout.PumpHotHeat] = cold + power;
            _words[pump.Input + LaneLayout.PumpPower] = power;
        }
    }

    // Leakage and heat pumps are drawn and posted by the engine in one, and converters lose by themselves: they close by construction.
    private void CloseBooks()
    {
        double drawn = 0;
        double heat = 0;
        double lightIn = 0;
        double lightOut = 0;
        double hydraulic = 0;
        foreach (LoadDraft load in CollectionsMarshal.AsSpan(_builder.Loads))
        {
            drawn += _words[_block.Posts + load.Post];
        }

        foreach (PointDraft point in CollectionsMarshal.AsSpan(_builder.Points))
        {
            heat += point.Post >= 0 ? _words[_block.Posts + point.Post] : 0;
        }

        foreach (LightInputDraft light in CollectionsMarshal.AsSpan(_builder.LightInputs))
        {
            lightIn += Sum(light.Input + (LaneLayout.LightPower * light.Count), light.Count);
        }

        foreach (LightSourceDraft light in CollectionsMarshal.AsSpan(_builder.LightSources))
        {
            lightOut += Sum(_block.Outputs + light.Output + (LaneLayout.LightPower * light.Count), light.Count);
        }

        foreach (BundleDraft bundle in CollectionsMarshal.AsSpan(_builder.Bundles))
        {
            lightIn += bundle.Kind == BundleKind.OpticalReceiver ? Sum(bundle.Input + (LaneLayout.ReceivedPower * bundle.Count), bundle.Count) : 0;
            lightOut += bundle.Kind == BundleKind.OpticalTransmitter ? Sum(_block.Outputs + bundle.Output + (LaneLayout.OpticalPower * bundle.Count), bundle.Count) : 0;
        }

        foreach (FlowDraft flow in CollectionsMarshal.AsSpan(_builder.Flows))
        {
            hydraulic += flow.Mover is null ? 0 : Math.Max(0, -_words[flow.Input + LaneLayout.ElementDrop] * _words[flow.Input + LaneLayout.ElementFlow]);
        }

        Books = new EnergyBooks(drawn, heat, lightIn, lightOut, hydraulic);
    }

    private double Sum(int word, int count)
    {
        double sum = 0;
        foreach (double value in _words.AsSpan(word, count))
        {
            sum += value;
        }

        return sum;
    }

    private void ReadSensors(InputPhase phase)
    {
        for (int i = 0; i < _elements.Length; i++)
        {
            if (_elements[i].Role == InputRole.SensorError)
            {
                SensorDraft sensor = _builder.SensorDrafts[_elements[i].Item];
                double truth = _words[(sensor.Target.Section == Section.Inputs ? 0 : _block.Outputs) + sensor.Target.Offset];
                double error = 3 * (sensor.Options.Offset + sensor.Options.Noise) * phase.Levels[i];
                double resolution = sensor.Options.Resolution;
                _words[sensor.Input] = resolution > 0 ? Math.Round((truth + error) / resolution) * resolution : truth + error;
            }
        }
    }
}
