using Twin.Contracts;
using Twin.Units;

namespace Fulmen.Power;

/// <summary>One point of a measured efficiency curve.</summary>
public sealed record EfficiencyPoint
{
    /// <summary>Output as a share of the rated output.</summary>
    [Parameter("output as a share of the rated output", Minimum = "1 %", Maximum = "150 %")]
    public Ratio Load { get; init; } = Ratio.FromPercent(50);

    /// <summary>Output over input at that load.</summary>
    [Parameter("output over input at that load", Minimum = "10 %", Maximum = "99.9 %")]
    public Ratio Efficiency { get; init; } = Ratio.FromPercent(96);

    /// <summary>Makes a point from percentages.</summary>
    /// <param name="loadPercent">Output, percent of the rated output.</param>
    /// <param name="efficiencyPercent">Output over input, percent.</param>
    internal static EfficiencyPoint At(double loadPercent, double efficiencyPercent) =>
        new() { Load = Ratio.FromPercent(loadPercent), Efficiency = Ratio.FromPercent(efficiencyPercent) };
}
