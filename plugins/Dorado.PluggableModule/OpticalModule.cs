using Twin.Contracts;
using Twin.Units;

namespace Dorado.PluggableModule;

/// <summary>Pluggable module: electrical lanes to light and back, with a signal processor that retimes both ways or without one.</summary>
/// <remarks>
/// <para>
/// Power, each figure for the lanes that are up: <c>drawn = low power + a (chips) / eta</c>, chips = signal processor (standing + lanes + leakage) +
/// drivers + amplifiers + lasers (V I), a the activation of the state machine, eta the efficiency of the converters in the module. Leakage
/// <c>P0 exp((T - 85 degC) / Ts)</c> reaches the thermal solve with its slope.
/// </para>
/// <para>
/// Heat: all that is drawn plus the light that arrives less the light that leaves. Signal processor in its node; drivers, amplifiers, lasers and arriving light in the optics; the rest in the shell.
/// </para>
/// </remarks>
internal sealed class OpticalModule(ModuleParameters datasheet, DspModuleParameters? dsp) : IComponent, IPowerBehavior, IControlBehavior
{
    private static readonly Temperature LeakageReference = Temperature.FromCelsius(85);

    private readonly HostSideParameters _host = datasheet.Host;
    private readonly ReceiverParameters _receiver = datasheet.Receiver;
    private ModuleState? _state;
    private LaserBank? _lasers;
    private RailLoad _supply;
    private Leakage _leakage;
    private ThermalNode _case;
    private ThermalNode _optics;
    private ThermalNode _processor;
    private ElectricalReceiver _hostIn;
    private ElectricalTransmitter _hostOut;
    private OpticalReceiver _lineIn;
    private OpticalTransmitter _lineOut;
    private Signal<Voltage> _voltage;
    private Fault _degraded;

    public void Describe(IComponentBuilder builder)
    {
        builder.HardwareType("module");
        builder.Replaceable(datasheet.Insertion);
        if (datasheet.Laser.Wavelengths.Count == 0)
        {
            builder.Refuse("laser.wavelengths", "is empty; name at least one wavelength.");
            return;
        }

        DescribeHeat(builder);
        DescribeLanes(builder);
        _state = new ModuleState(builder, datasheet);
        _lasers = new LaserBank(builder, datasheet.Laser, datasheet.Lanes);
        _voltage = builder.Signal<Voltage>(
            "supply-voltage", SignalKind.Sensor, new SignalOptions("Supply voltage in the module.", 0, Metric: "chassis.module.supply_voltage"));

        // CMIS lower memory: temperature in steps of 1/256 K, supply in steps of 100 uV; offsets are engineering defaults.
        builder.Sensor("case-sensor", _case, new SensorOptions(1, 0.05, 1.0 / 256, Duration.FromSeconds(1), Duration.FromMilliseconds(100)));
        builder.Sensor("supply-sensor", _voltage, new SensorOptions(0.01, 0.001, 1e-4, Duration.Zero, Duration.FromMilliseconds(100)));
    }

    public void StepPower(in StepContext step)
    {
        double activation = _state!.Activation(step);
        bool isOn = step.IsLive(_supply) && _state.Current(step) == ModuleState.Ready;
        (Power laser, Power launched) = _lasers!.Light(step, step[_optics], isOn, _lineOut);
        Power optics = laser + (activation * ((Sum(step.Up(_lineOut)) * datasheet.DriverPower) + (Sum(step.Up(_lineIn)) * _receiver.AmplifierPower)));
        Power processor = dsp is null ? Power.Zero : activation * (dsp.ProcessorStanding + (Sum(step.Up(_hostIn)) * dsp.ProcessorLane * (1 + (0.5 * step[_degraded]))));
        Power leaked = DrawLeakage(step, activation);

        // The converters lose their share on everything but the controller, whose figure is at the connector already.
        Power losses = (optics + processor + leaked) * ((1 / datasheet.ConverterEfficiency.Fraction) - 1);
        Power drawn = step.Draw(_supply, datasheet.LowPower + optics + processor + losses);
        if (drawn == Power.Zero)
        {
            // Dead supply: nothing is posted but the light that still arrives.
            (optics, processor) = (Power.Zero, Power.Zero);
        }

        step.AddHeat(_case, drawn - optics - processor);
        step.AddHeat(_optics, optics - launched + Total(step.Lanes(_lineIn).Power));
        if (dsp is not null)
        {
            step.AddHeat(_processor, processor);
        }
    }

    public void StepControl(in StepContext step)
    {
        _state!.Advance(step, step.IsLive(_supply), step[_case]);
        step.Set(_voltage, step[_supply]);

        // Outputs are squelched unless ready. A degraded signal processor: 12 dB less signal to noise towards the host, up to three times the noise in front of its slicers.
        double degraded = dsp is null ? 0 : step[_degraded];
        bool isReady = _state.Current(step) == ModuleState.Ready;
        ElectricalTransmitterView host = step.Lanes(_hostOut);
        host.Swing.Fill(isReady ? _host.Swing : Voltage.Zero);
        host.SignalToNoise.Fill(_host.SignalToNoise - Decibels.FromSi(12 * degraded));
        step.InputNoise(_hostIn).Fill(_host.InputNoise * (1 + (2 * degraded)));
        step.Lanes(_lineIn).NoiseDensity.Fill(_receiver.Noise * (1 + (2 * degraded)));
    }

    private void DescribeHeat(IComponentBuilder builder)
    {
        _supply = builder.RailLoad("supply", datasheet.SupplyVoltage, datasheet.MaximumPower);
        _case = builder.ThermalNode("shell", datasheet.CaseCapacity, new TemperatureLimits(datasheet.CaseWarning, datasheet.CaseAlarm, datasheet.CaseShutdown));
        builder.Couple(_case, builder.Mount("case"), datasheet.CaseConductance);
        _optics = builder.ThermalNode("optics", datasheet.OpticsCapacity);
        builder.Couple(_optics, _case, datasheet.OpticsConductance);
        if (dsp is not null)
        {
            _processor = builder.ThermalNode("dsp", dsp.ProcessorCapacity, new TemperatureLimits(
                Temperature.FromCelsius(105), Temperature.FromCelsius(115), Temperature.FromCelsius(125)));
            builder.Couple(_processor, _case, dsp.ProcessorConductance);
            builder.Couple(_processor, _optics, dsp.BoardConductance);
            _leakage = builder.Leakage("leakage", _supply, _processor);
        }
    }

    private void DescribeLanes(IComponentBuilder builder)
    {
        int lanes = datasheet.Lanes;
        LaserParameters laser = datasheet.Laser;
        var format = new LaneFormat(datasheet.SymbolRate, Modulation.Pam4, datasheet.TargetBitErrorRatio);
        _hostIn = builder.ElectricalReceiver(
            "host-rx", lanes, format, new ElectricalReceiverOptions(_host.InputNoise, _host.Bandwidth, _host.Equalizer, _host.ImplementationLoss, _host.FeedbackTap));
        _hostOut = builder.ElectricalTransmitter(
            "host-tx", lanes, format, new ElectricalTransmitterOptions(_host.Swing, _host.SignalToNoise, _host.Jitter, _host.Bandwidth, _host.LevelMismatch));
        _lineIn = builder.OpticalReceiver(
            "line-rx", lanes, format, new OpticalReceiverOptions(
                _receiver.Responsivity, _receiver.Noise, _receiver.Bandwidth, _receiver.Overload, _host.Equalizer, _receiver.ImplementationLoss));
        _lineOut = builder.OpticalTransmitter(
            "line-tx", lanes, format, new OpticalTransmitterOptions(laser.Wavelengths[0], laser.Bandwidth, laser.LevelMismatch));

        Relay relay = dsp is null ? Relay.Linear : Relay.Retimed;
        Duration latency = dsp?.Latency ?? (datasheet as LinearModuleParameters)?.Latency ?? Duration.Zero;
        builder.Forward(_hostIn, _lineOut, relay, latency);
        builder.Forward(_lineIn, _hostOut, relay, latency);
        if (dsp is not null)
        {
            _degraded = builder.Fault("dsp-degraded", "1: the signal processor's margins are gone, its lanes take half as much power again.");
        }
    }

    private Power DrawLeakage(in StepContext step, double activation)
    {
        if (dsp is null)
        {
            return Power.Zero;
        }

        Power leakage = activation * Math.Exp((step[_processor] - LeakageReference) / dsp.LeakageSlope) * dsp.Leakage;
        return step.DrawLeakage(_leakage, leakage, leakage / dsp.LeakageSlope);
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum;
    }

    private static Power Total(ReadOnlySpan<Power> values)
    {
        double sum = 0;
        foreach (Power value in values)
        {
            sum += value.Watts;
        }

        return Power.FromSi(sum);
    }
}
