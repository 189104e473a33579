using Twin.Contracts;
using Twin.Units;

namespace Etesian.Cooling;

/// <summary>What fan and pump controllers have in common.</summary>
public abstract record SpeedControlParameters
{
    /// <summary>Temperature of switch chips that is held.</summary>
    [Parameter("set point of switch chips", Minimum = "0 degC", Maximum = "130 degC", Live = true, Source = "hw-mgmt ramps the fans from 75 to 105 degC; the upper knee of its first ramp is 85 degC (thermal parameters, switch system)")]
    public Temperature AsicSetPoint { get; init; } = Temperature.FromCelsius(85);

    /// <summary>Temperature of optical engines that is held.</summary>
    [Parameter("set point of optical engines", Minimum = "0 degC", Maximum = "130 degC", Live = true, Source = "no public limit found (thermal parameters, co-packaged optics); engineering default")]
    public Temperature OpticsSetPoint { get; init; } = Temperature.FromCelsius(75);

    /// <summary>Temperature of laser modules that is held.</summary>
    [Parameter("set point of laser modules", Minimum = "0 degC", Maximum = "130 degC", Live = true, Source = "catalogue cases reach 45-55 degC (els_modules ELS-14, ELS-17)")]
    public Temperature LasersSetPoint { get; init; } = Temperature.FromCelsius(45);

    /// <summary>Highest speed.</summary>
    [Parameter("highest speed", Minimum = "0.05", Maximum = "1")]
    public Ratio MaximumSpeed { get; init; } = Ratio.FromFraction(1);

    /// <summary>Error that moves the speed over its whole range.</summary>
    [Parameter("proportional band", Minimum = "1 K", Maximum = "500 K", Source = "slope of hw-mgmt's second ramp, 40 to 100 % over 20 K: 33 K for the whole range")]
    public TemperatureDifference ProportionalBand { get; init; } = TemperatureDifference.FromKelvin(33);

    /// <summary>Time in which a constant error repeats its proportional part.</summary>
    [Parameter("integral time", Minimum = "0.1 s", Maximum = "1 h", Source = "about the time constant of a heat sink, engineering default")]
    public Duration IntegralTime { get; init; } = Duration.FromSeconds(60);

    /// <summary>Readings below are taken as a lost sensor.</summary>
    [Parameter("lowest temperature that a sensor can truly read", Minimum = "-100 degC", Maximum = "50 degC", Source = "industrial parts go down to -40 degC (thermal parameters, pluggable modules)")]
    public Temperature LowestPlausible { get; init; } = Temperature.FromCelsius(-45);

    /// <summary>Readings above are taken as a lost sensor.</summary>
    [Parameter("highest temperature that a sensor can truly read", Minimum = "100 degC", Maximum = "500 degC", Source = "chips shut down at 130 degC (thermal parameters, switch ASIC); a reading at the end of its range is a broken sensor")]
    public Temperature HighestPlausible { get; init; } = Temperature.FromCelsius(200);

    /// <summary>How far a rotor may stay behind its command before it counts as failed.</summary>
    [Parameter("speed error that counts as a failed rotor", Minimum = "0.01", Maximum = "1", Source = "engineering default")]
    public Ratio SpeedTolerance { get; init; } = Ratio.FromFraction(0.15);

    /// <summary>How long it may do so.</summary>
    [Parameter("time after which a speed error counts", Minimum = "0 s", Maximum = "10 min", Source = "engineering default: some time constants of a rotor")]
    public Duration SpeedTimeout { get; init; } = Duration.FromSeconds(5);

    /// <summary>Time between runs; a whole multiple of the base step.</summary>
    [Parameter("time between runs", Minimum = "1 ms", Maximum = "1 min", Source = "engineering default")]
    public Duration Period { get; init; } = Duration.FromSeconds(1);
}
