using Twin.Contracts;
using Twin.Units;

namespace Acme.InPLaser;

/// <summary>External laser module: continuous-wave lasers, each with its junction, under constant-power control; on the body, or on a cooler.</summary>
/// <remarks>
/// Laser: formulas L1 to L6 of the reference, the junction temperature being that of the last solve. Per laser: electrical V I, light P, heat V I - P in its junction. Driver loss
/// and controller heat the body. <see cref="StepPower"/> settles the bias and states the light; <see cref="StepLight"/> sends what was stated, so energy closes by construction.
/// </remarks>
internal sealed class LaserModule : IComponent, IPowerBehavior, ILightBehavior
{
    private const int Off = 0;
    private const int On = 1;
    private const int Limited = 2;
    private const int TooHot = 3;
    private const int LaserLost = 4;

    // A laser that gives less than this share of its set point is lost to the engine that it feeds.
    private const double LostBelow = 0.5;

    // A bias three times that of a new laser: nobody waits for more.
    private const double MostAgeing = 2;

    private readonly LaserModuleParameters _datasheet;
    private readonly double _inverseT0;
    private readonly double _inverseT1;
    private readonly double _rinPerHertz;
    private readonly ThermalNode[] _junctions;
    private readonly Wavelength[] _grid;
    private Cooler? _cooler;
    private IReadOnlyList<Fault> _dead = [];
    private ThermalNode _body;
    private RailLoad _supply;
    private LightSource _light;
    private LiveParameter<Power> _setPoint;
    private LiveParameter<Ratio> _ageing;
    private LaneParameter<Current> _threshold;
    private LaneParameter<SlopeEfficiency> _slope;
    private LaneParameter<Wavelength> _offset;
    private StateArray<double> _emittedW;
    private StateVariable<int> _isHot;
    private LaneSignal<Power> _outputPower;
    private LaneSignal<Current> _bias;
    private LaneSignal<Voltage> _voltage;
    private LaneSignal<Wavelength> _wavelength;
    private LaneSignal<Ratio> _efficiency;
    private Signal<Ratio> _age;
    private Signal<Ratio> _biasUse;
    private Signal<Ratio> _moduleEfficiency;
    private StatusSignal _status;
    private ComponentEvent _shutdown;

    internal LaserModule(LaserModuleParameters datasheet)
    {
        _datasheet = datasheet;
        _inverseT0 = 1 / datasheet.T0.Kelvin;
        _inverseT1 = 1 / datasheet.T1.Kelvin;
        _rinPerHertz = datasheet.Rin.PerHertz;
        _junctions = new ThermalNode[datasheet.Lasers];
        _grid = new Wavelength[datasheet.Lasers];
    }

    public void Describe(IComponentBuilder builder)
    {
        builder.HardwareType("laser");
        builder.Replaceable(Duration.FromSeconds(2));
        if (_datasheet.Wavelengths.Count == 0)
            builder.Refuse("wavelengths", "At least one is needed.");
        for (int i = 0; i < _grid.Length; i++)
            _grid[i] = _datasheet.Wavelengths.Count == 0 ? Wavelength.FromNanometers(1310) : _datasheet.Wavelengths[i % _datasheet.Wavelengths.Count];

        int count = _datasheet.Lasers;
        _body = builder.ThermalNode("body", _datasheet.BodyCapacity, new TemperatureLimits(
            _datasheet.WarningTemperature, _datasheet.CriticalTemperature, _datasheet.ShutdownTemperature));
        builder.Couple(_body, builder.Mount("case"), _datasheet.BodyConductance);
        _supply = builder.RailLoad("supply", _datasheet.SupplyVoltage, _datasheet.MaximumPower);
        _cooler = _datasheet.Cooler is null ? null : new Cooler(builder, _datasheet.Cooler, _supply, _body);
        ThermalNode seat = _cooler?.Submount ?? _body;
        ThermalConductance toSeat = ThermalConductance.FromWattsPerKelvin(1 / _datasheet.JunctionResistance.KelvinPerWatt);
        for (int i = 0; i < count; i++)
        {
            _junctions[i] = builder.ThermalNode(ElementName.Numbered("laser", i, count), _datasheet.JunctionCapacity);
            builder.Couple(_junctions[i], seat, toSeat);
        }

        builder.Sensor("body-sensor", _body, SensorOptions.DieTemperature);
        _light = builder.LightSource("out", count, new LightSourceOptions(_grid, _datasheet.PolarizationExtinction, _datasheet.LineWidth));
        _setPoint = builder.LiveParameter("output-power", _datasheet.OutputPower, Power.Zero, Power.FromMilliwatts(500), "Power of each output that the control loop holds.");
        _ageing = builder.LiveParameter("ageing", _datasheet.Ageing, Ratio.Zero, Ratio.FromFraction(MostAgeing), "Growth of the bias for constant power since new.");
        _threshold = builder.LaneParameter("threshold", _datasheet.Threshold, count, new Variation(0, 0, _datasheet.ThresholdSpread));
        _slope = builder.LaneParameter("slope", _datasheet.Slope, count, new Variation(0, 0, _datasheet.SlopeSpread));
        _offset = builder.LaneParameter("wavelength-offset", Wavelength.Zero, count, new Variation(0, 0, _datasheet.WavelengthSpread.Meters, IsRelative: false));
        _dead = builder.Faults("laser-dead", count, "At 1 the laser is open and dark; in part it loses that share of its slope, which the control loop hides until the bias limit.");
        _emittedW = builder.StateArray("emitted", count, 0.0);
        _isHot = builder.State("hot-latch", 0);
        _shutdown = builder.Event("over-temperature", AlarmSeverity.Critical, "Lasers switched off at {0} degC, limit {1} degC; stay off until reset.");
        DescribeSignals(builder, count);
    }

    public void StepPower(in StepContext step)
    {
        GuardTemperature(step);
        bool isPowered = step.IsLive(_supply);
        bool isOn = isPowered && step.State(_isHot) == 0;
        double setPointW = isOn ? step.Get(_setPoint).Watts : 0;
        double aged = 1 + step.Get(_ageing);
        double limitA = _datasheet.MaximumBias.Amperes;
        double lasersW = 0, lightW = 0, highestA = 0, weakestW = double.PositiveInfinity;
        ReadOnlySpan<Current> threshold = step.Get(_threshold);
        ReadOnlySpan<SlopeEfficiency> slope = step.Get(_slope);
        Span<double> emitted = step.State(_emittedW);
        Span<Power> outputPower = step.Values(_outputPower);
        Span<Current> bias = step.Values(_bias);
        Span<Voltage> voltage = step.Values(_voltage);
        Span<Ratio> efficiency = step.Values(_efficiency);
        for (int i = 0; i < _junctions.Length; i++)
        {
            // 1. Bias that the settled control loop finds at the junction temperature of the last solve.
            double healthy = 1 - step[_dead[i]];
            var law = new LaserDiodeLaw(
                threshold[i].Amperes * aged,
                slope[i].WattsPerAmpere * healthy / aged,
                (step[_junctions[i]] - _datasheet.Reference).Kelvin,
                _inverseT0,
                _inverseT1,
                _datasheet.DiodeVoltage.Volts);
            double biasA = law.Bias(setPointW, limitA);
            double emittedW = law.Power(biasA);
            double voltageV = biasA > 0 ? _datasheet.DiodeVoltage.Volts + (_datasheet.SeriesResistance.Ohms * biasA) : 0;
            double electricalW = biasA * voltageV;

            // 2. What does not leave as light warms the junction.
            step.AddHeat(_junctions[i], Power.FromSi(electricalW - emittedW));
            emitted[i] = emittedW;
            lasersW += electricalW;
            lightW += emittedW;
            highestA = Math.Max(highestA, biasA);
            weakestW = Math.Min(weakestW, emittedW);

            outputPower[i] = Power.FromSi(emittedW);
            bias[i] = Current.FromSi(biasA);
            voltage[i] = Voltage.FromSi(voltageV);
            efficiency[i] = Ratio.FromSi(electricalW > 0 ? emittedW / electricalW : 0);
        }

        // 3. Cooler, if there is one: its own power is drawn by the engine.
        _cooler?.Drive(step, isOn);
        Power cooling = _cooler?.Drawn(step) ?? Power.Zero;

        // 4. Drivers and controller. On a dead rail the loop above has found no current anywhere.
        Power drawn = step.Draw(_supply, Power.FromSi((lasersW / _datasheet.DriverEfficiency) + _datasheet.Controller.Watts));
        step.AddHeat(_body, drawn - Power.FromSi(lasersW));

        step.Set(_age, Ratio.FromSi(step.Get(_ageing) / _datasheet.EndOfLife));
        step.Set(_biasUse, Ratio.FromSi(highestA / limitA));
        step.Set(_moduleEfficiency, Ratio.FromSi(drawn > Power.Zero ? lightW / (drawn + cooling).Watts : 0));
        step.Set(_status, !isPowered ? Off : step.State(_isHot) != 0 ? TooHot : weakestW < LostBelow * setPointW ? LaserLost : highestA >= limitA ? Limited : On);
    }

    public void StepLight(in StepContext step)
    {
        LightView light = step.Emitted(_light);
        ReadOnlySpan<double> emittedW = step.State(_emittedW);
        ReadOnlySpan<Wavelength> offset = step.Get(_offset);
        Span<Wavelength> published = step.Values(_wavelength);
        for (int i = 0; i < _junctions.Length; i++)
        {
            Wavelength wavelength = _grid[i] + offset[i] + (_datasheet.WavelengthDrift * (step[_junctions[i]] - _datasheet.WavelengthReference));
            light.Power[i] = Power.FromSi(emittedW[i]);
            light.Wavelength[i] = wavelength;
            published[i] = wavelength;
        }

        light.RinPerHertz.Fill(_rinPerHertz);
    }

    private void DescribeSignals(IComponentBuilder builder, int count)
    {
        _outputPower = builder.Signals<Power>("power", "laser", count, SignalKind.Sensor, new SignalOptions(
            "Light in the output fibre.", 0, 0.5, "chassis.laser.output_power"));
        _bias = builder.Signals<Current>("bias-current", "laser", count, SignalKind.Sensor, new SignalOptions(
            "Bias that holds the output power.", 0, _datasheet.MaximumBias.Amperes, "chassis.laser.bias_current"));
        _voltage = builder.Signals<Voltage>("voltage", "laser", count, SignalKind.Sensor, new SignalOptions(
            "Voltage over the laser.", 0, _datasheet.DiodeVoltage.Volts + (_datasheet.SeriesResistance.Ohms * _datasheet.MaximumBias.Amperes), "chassis.laser.voltage"));
        _wavelength = builder.Signals<Wavelength>("wavelength", "laser", count, SignalKind.Truth, new SignalOptions(
            "Vacuum wavelength.", 1.2e-6, 1.4e-6, "chassis.laser.wavelength"));
        _efficiency = builder.Signals<Ratio>("wall-plug-efficiency", "laser", count, SignalKind.Truth, new SignalOptions(
            "Light over electrical power of the laser alone.", 0, 1, "chassis.laser.wall_plug_efficiency"));
        _age = builder.Signal<Ratio>("age", SignalKind.Truth, new SignalOptions(
            "Growth of the bias over that at the end of life.", 0, MostAgeing / _datasheet.EndOfLife.Fraction, "chassis.laser.age"));
        _biasUse = builder.Signal<Ratio>("bias-use", SignalKind.Sensor, new SignalOptions("Highest bias over the greatest one allowed.", 0, 1));
        _moduleEfficiency = builder.Signal<Ratio>("module-efficiency", SignalKind.Truth, new SignalOptions("All light over the power that the module draws.", 0, 1));
        _status = builder.Status("state", ["off", "on", "limited", "too-hot", "laser-lost"], new SignalOptions("What the lasers are doing."));
        builder.Health(_status,
        [
            StateHealth.Ok,
            StateHealth.Ok,
            StateHealth.Degraded("A laser is at its bias limit and gives less light than asked for: too hot, or worn out. Swap the module."),
            StateHealth.Failed("All lasers switched themselves off because the module was too hot; they stay off until reset. Mend the cooling first."),
            StateHealth.Degraded("A laser gives less than half of the light asked for; the lanes it feeds are dark. Swap the module."),
        ]);
        builder.Alarm("bias-high", _biasUse, new AlarmOptions(
            double.NegativeInfinity, 0.9, 0.03, AlarmSeverity.Warning, "A laser needs nearly all the bias it may have: too hot, or close to its end. Plan to swap the module."));
    }

    private void GuardTemperature(in StepContext step)
    {
        // While a steady state is sought temperatures overshoot; a latch set then would be an artefact of the search.
        double bodyC = step[_body].Celsius;
        if (!step.IsSettling && step.State(_isHot) == 0 && bodyC >= _datasheet.ShutdownTemperature.Celsius)
        {
            step.State(_isHot) = 1;
            step.Raise(_shutdown, bodyC, _datasheet.ShutdownTemperature.Celsius);
        }
    }
}
