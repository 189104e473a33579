using Twin.Contracts;
using Twin.Units;

namespace Etesian.Cooling;

/// <summary>Settings of a pump controller.</summary>
public sealed record PumpControlParameters : SpeedControlParameters
{
    /// <summary>Lowest speed.</summary>
    [Parameter("lowest speed", Minimum = "0.05", Maximum = "1", Source = "keeps the loop moving: engineering default")]
    public Ratio MinimumSpeed { get; init; } = Ratio.FromFraction(0.3);

    internal SpeedControlSettings ToSettings() => new(
        [
            new("asic", AsicSetPoint, "switch chips"),
            new("optics", OpticsSetPoint, "optical engines"),
            new("lasers", LasersSetPoint, "laser modules"),
        ],
        "pumps", "pump-speeds", MinimumSpeed, MaximumSpeed, ProportionalBand, IntegralTime, LowestPlausible, HighestPlausible, SpeedTolerance, SpeedTimeout, Period);
}
