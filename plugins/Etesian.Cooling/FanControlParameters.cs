using Twin.Contracts;
using Twin.Units;

namespace Etesian.Cooling;

/// <summary>Settings of a fan controller.</summary>
public sealed record FanControlParameters : SpeedControlParameters
{
    /// <summary>Case temperature of pluggable modules that is held.</summary>
    [Parameter("set point of pluggable modules", Minimum = "0 degC", Maximum = "130 degC", Live = true, Source = "commercial case limit 70 degC (thermal parameters, pluggable modules) less 10 K")]
    public Temperature ModulesSetPoint { get; init; } = Temperature.FromCelsius(60);

    /// <summary>Lowest speed.</summary>
    [Parameter("lowest speed", Minimum = "0.05", Maximum = "1", Source = "hw-mgmt: 20 % (thermal parameters, switch system)")]
    public Ratio MinimumSpeed { get; init; } = Ratio.FromFraction(0.2);

    internal SpeedControlSettings ToSettings() => new(
        [
            new("asic", AsicSetPoint, "switch chips"),
            new("optics", OpticsSetPoint, "optical engines"),
            new("modules", ModulesSetPoint, "pluggable modules"),
            new("lasers", LasersSetPoint, "laser modules"),
        ],
        "fans", "fan-speeds", MinimumSpeed, MaximumSpeed, ProportionalBand, IntegralTime, LowestPlausible, HighestPlausible, SpeedTolerance, SpeedTimeout, Period);
}
