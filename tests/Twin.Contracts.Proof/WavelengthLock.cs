using Twin.Units;

namespace Twin.Contracts.Proof;

/// <summary>Settings of a wavelength lock.</summary>
public sealed record WavelengthLockParameters
{
    /// <summary>Number of heaters that it moves.</summary>
    [Parameter("number of heaters", Minimum = "1", Maximum = "256")]
    public int Heaters { get; init; } = 8;

    /// <summary>Mean detuning, laser minus ring, that it holds.</summary>
    [Parameter("detuning to hold", Minimum = "-1 nm", Maximum = "1 nm")]
    public Wavelength Target { get; init; } = Wavelength.FromPicometers(108);

    /// <summary>How far the power of one heater moves the resonance of its rings.</summary>
    [Parameter("tuning efficiency", Minimum = "0.1 nm/W", Maximum = "1000 nm/W")]
    public TuningEfficiency Tuning { get; init; } = TuningEfficiency.FromNanometersPerWatt(7.8);

    /// <summary>Time constant of the closed loop.</summary>
    [Parameter("time constant of the loop", Minimum = "1 ms", Maximum = "60 s")]
    public Duration TimeConstant { get; init; } = Duration.FromSeconds(1);

    /// <summary>Power at which a heater ends.</summary>
    [Parameter("greatest heater power", Minimum = "1 mW", Maximum = "5 W")]
    public Power HeaterMaximum { get; init; } = Power.FromMilliwatts(400);
}

/// <summary>Holds rings on their lasers: for each heater an integral loop from the mean detuning of its rings to its power, which reports when it runs out of range.</summary>
internal sealed class WavelengthLock(WavelengthLockParameters settings) : IComponent, IControlBehavior
{
    private readonly SensorInput[] _detunings = new SensorInput[settings.Heaters];
    private readonly ActuatorOutput[] _heaters = new ActuatorOutput[settings.Heaters];
    private StateArray<double> _watts;
    private LaneSignal<Power> _commands;
    private Signal<Ratio> _locked;
    private ComponentEvent _lost;

    public void Describe(IComponentBuilder builder)
    {
        builder.HardwareType("controller");
        builder.ControlPeriod(Duration.FromMilliseconds(100));
        for (int heater = 0; heater < settings.Heaters; heater++)
        {
            _detunings[heater] = builder.SensorInput(
                ElementName.Numbered("detuning", heater, settings.Heaters), Wavelength.Dimension, aggregate: SensorAggregate.Mean);
            _heaters[heater] = builder.ActuatorOutput(ElementName.Numbered("heater", heater, settings.Heaters), Power.Dimension);
        }

        _watts = builder.StateArray("integral", settings.Heaters, 0.5 * settings.HeaterMaximum.Watts);
        _commands = builder.Signals<Power>("command", "loop", settings.Heaters, SignalKind.Truth, new("Heater power asked for.", 0, settings.HeaterMaximum.Watts));
        _locked = builder.Signal<Ratio>("locked", SignalKind.Status, new("Share of loops inside their range.", 0, 1));
        builder.Alarm("lock-lost", _locked, new(1, double.PositiveInfinity, 0, AlarmSeverity.Warning, "A ring heater is at its end: look at the engine's temperature."));
        _lost = builder.Event("range-left", AlarmSeverity.Warning, "Loop {0} out of range at {1} W.");
    }

    public void StepControl(in StepContext step)
    {
        double gain = step.IsSettling ? 0.5 : 1 - Math.Exp(-(step.Elapsed / settings.TimeConstant));
        Span<double> watts = step.State(_watts);
        Span<Power> commands = step.Values(_commands);
        double maximum = settings.HeaterMaximum.Watts;
        int locked = 0;
        for (int heater = 0; heater < watts.Length; heater++)
        {
            double error = step.Read(_detunings[heater])[0] - settings.Target.Meters;
            double before = watts[heater];
            watts[heater] = Math.Clamp(before + (gain * error / settings.Tuning.MetersPerWatt), 0, maximum);
            bool isInside = watts[heater] > 0 && watts[heater] < maximum;
            locked += isInside ? 1 : 0;
            if (!isInside && before > 0 && before < maximum)
            {
                step.Raise(_lost, heater, watts[heater]);
            }

            step.Command(_heaters[heater], watts[heater]);
            commands[heater] = Power.FromSi(watts[heater]);
        }

        step.Set(_locked, Ratio.FromSi((double)locked / watts.Length));
    }
}
