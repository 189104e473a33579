using Twin.Units;

namespace Twin.Contracts.Proof;

/// <summary>Datasheet values of a laser module; diode figures at 25 degC, cooler figures at a hot side of 50 degC.</summary>
public sealed record LaserModuleParameters
{
    /// <summary>Threshold current.</summary>
    [Parameter("threshold current", Minimum = "1 mA", Maximum = "500 mA"), Spread(Lot = "5 %", Part = "2 %")]
    public Current Threshold { get; init; } = Current.FromMilliamperes(40);

    /// <summary>Slope efficiency.</summary>
    [Parameter("slope efficiency", Minimum = "0.05 W/A", Maximum = "0.9 W/A"), Spread(Lot = "3 %")]
    public SlopeEfficiency Slope { get; init; } = SlopeEfficiency.FromWattsPerAmpere(0.42);

    /// <summary>Characteristic temperature of the threshold.</summary>
    [Parameter("T0", Minimum = "20 K", Maximum = "500 K")]
    public TemperatureDifference T0 { get; init; } = TemperatureDifference.FromKelvin(70);

    /// <summary>Characteristic temperature of the slope.</summary>
    [Parameter("T1", Minimum = "20 K", Maximum = "1000 K")]
    public TemperatureDifference T1 { get; init; } = TemperatureDifference.FromKelvin(250);

    /// <summary>Largest heat the cooler pumps without temperature difference.</summary>
    [Parameter("cooler Qmax", Minimum = "1 W", Maximum = "100 W")]
    public Power CoolerMaximumHeat { get; init; } = Power.FromWatts(18);

    /// <summary>Largest temperature difference of the cooler without heat.</summary>
    [Parameter("cooler dTmax", Minimum = "20 K", Maximum = "120 K")]
    public TemperatureDifference CoolerMaximumDifference { get; init; } = TemperatureDifference.FromKelvin(70);

    /// <summary>Current of the cooler at both.</summary>
    [Parameter("cooler Imax", Minimum = "0.5 A", Maximum = "20 A")]
    public Current CoolerMaximumCurrent { get; init; } = Current.FromAmperes(4);

    /// <summary>Where the cooler holds the submount.</summary>
    [Parameter("submount set point", Minimum = "15 degC", Maximum = "70 degC")]
    public Temperature SetPoint { get; init; } = Temperature.FromCelsius(45);
}

/// <summary>External laser module: eight continuous-wave lasers on a submount that a thermoelectric cooler holds at its set point.</summary>
/// <remarks>Diode: formulas L1 to L6. Cooler: a heat pump of the contract with the figures Qmax, dTmax and Imax of its data sheet.</remarks>
internal sealed class LaserModule : IComponent, IPowerBehavior, ILightBehavior
{
    private const int Count = 8;
    private const double CurrentPerKelvinSecond = 0.4;
    private const double CurrentPerKelvin = 0.3;
    private static readonly Temperature Reference = Temperature.FromCelsius(25);
    private static readonly Wavelength Line = Wavelength.FromNanometers(1308);
    private static readonly WavelengthDrift Drift = WavelengthDrift.FromNanometersPerKelvin(0.09);
    private static readonly double RinPerHertz = RelativeIntensityNoise.FromDecibelsPerHertz(-150).PerHertz;

    private readonly LaserModuleParameters _datasheet;
    private readonly ThermalNode[] _junctions = new ThermalNode[Count];
    private IReadOnlyList<Fault> _dead = [];
    private ThermalNode _submount;
    private ThermalNode _base;
    private RailLoad _supply;
    private HeatPump _cooler;
    private LightSource _light;
    private Actuator<Current> _bias;
    private StateVariable<double> _coolerCurrent;
    private Signal<Power> _coolerPower;
    private LaneSignal<Current> _biasCurrent;

    public LaserModule(LaserModuleParameters datasheet) => _datasheet = datasheet;

    public void Describe(IComponentBuilder builder)
    {
        builder.HardwareType("laser");
        builder.Replaceable(Duration.FromSeconds(2));
        _submount = builder.ThermalNode("submount", HeatCapacity.FromJoulesPerKelvin(3));
        _base = builder.ThermalNode("base", HeatCapacity.FromJoulesPerKelvin(25), new(
            Temperature.FromCelsius(65), Temperature.FromCelsius(70), Temperature.FromCelsius(80)));
        builder.Couple(_base, builder.Mount("case"), ThermalConductance.FromWattsPerKelvin(4));
        for (int laser = 0; laser < Count; laser++)
        {
            _junctions[laser] = builder.ThermalNode(ElementName.Numbered("junction", laser, Count), HeatCapacity.FromMillijoulesPerKelvin(5));
            builder.Couple(_junctions[laser], _submount, ThermalConductance.FromWattsPerKelvin(0.125));
        }

        _supply = builder.RailLoad("supply", Voltage.FromVolts(3.3), Power.FromWatts(31.2));
        _cooler = builder.HeatPump("cooler", _supply, _submount, _base, HeatPumpOptions.FromRating(
            _datasheet.CoolerMaximumHeat, _datasheet.CoolerMaximumDifference, _datasheet.CoolerMaximumCurrent, Temperature.FromCelsius(50)));
        _light = builder.LightSource("out", Count, new([Line], Decibels.FromDb(20), Frequency.FromMegahertz(1)));
        _bias = builder.Actuator("bias", Current.FromMilliamperes(350), Current.Zero, Current.FromMilliamperes(600), "Bias of each laser.");
        _coolerCurrent = builder.State("cooler-current", 0.0);
        _coolerPower = builder.Signal<Power>("cooler-power", SignalKind.Truth, new("Electrical power of the cooler.", 0));
        _biasCurrent = builder.Signals<Current>("bias-current", "laser", Count, SignalKind.Truth, new("Bias current.", 0, 0.6, "chassis.laser.bias_current", "laser"));
        _dead = builder.Faults("dead", Count, "At severity 1 the laser emits nothing, in between its slope falls in proportion.");
        builder.Sensor("submount-sensor", _submount, new(0.1, 0.01, 0.01, Duration.Zero, Duration.FromMilliseconds(10)));
    }

    public void StepPower(in StepContext step)
    {
        Current bias = step.Get(_bias);
        Voltage forward = Voltage.FromVolts(0.95) + (Resistance.FromOhms(0.6) * bias);
        for (int laser = 0; laser < Count; laser++)
        {
            Power drawn = step.Draw(_supply, forward * bias);
            step.AddHeat(_junctions[laser], drawn - Emitted(step, laser));
            step.Values(_biasCurrent)[laser] = drawn / forward;
        }

        StepCooler(step);
    }

    public void StepLight(in StepContext step)
    {
        LightView light = step.Emitted(_light);
        for (int laser = 0; laser < Count; laser++)
        {
            light.Power[laser] = Emitted(step, laser);
            light.Wavelength[laser] = Line + (Drift * (step[_junctions[laser]] - Reference));
            light.RinPerHertz[laser] = RinPerHertz;
        }
    }

    // Proportional and integral control of the current, faster than the chassis' control stage; held between zero and Imax.
    private void StepCooler(in StepContext step)
    {
        double maximum = _datasheet.CoolerMaximumCurrent.Amperes;
        double error = (step[_submount] - _datasheet.SetPoint).Kelvin;
        ref double integral = ref step.State(_coolerCurrent);
        integral = Math.Clamp(integral + (CurrentPerKelvinSecond * error * step.Elapsed.Seconds), 0, maximum);
        step.Drive(_cooler, Current.FromSi(Math.Clamp(integral + (CurrentPerKelvin * error), 0, maximum)));
        step.Set(_coolerPower, step.ElectricalPower(_cooler));
    }

    private Power Emitted(in StepContext step, int laser)
    {
        if (!step.IsLive(_supply))
        {
            return Power.Zero;
        }

        TemperatureDifference rise = step[_junctions[laser]] - Reference;
        Current above = step.Get(_bias) - (_datasheet.Threshold * Math.Exp(rise / _datasheet.T0));
        return (1 - step[_dead[laser]]) * Math.Exp(-(rise / _datasheet.T1)) * Power.Max(Power.Zero, _datasheet.Slope * above);
    }
}
