using Twin.Contracts;
using Twin.Units;

namespace Twin.PluginTestKit.Tests.Parts;

/// <summary>Datasheet of the part.</summary>
public sealed record PartParameters
{
    /// <summary>Power at work.</summary>
    [Parameter("power at work", Minimum = "1 W", Maximum = "100 W"), Spread(Lot = "5 %", Part = "2 %")]
    public Power Active { get; init; } = Power.FromWatts(20);

    /// <summary>Share of it that leaves as light.</summary>
    [Parameter("share that leaves as light", Minimum = "0", Maximum = "0.4")]
    public double LightShare { get; init; } = 0.1;

    /// <summary>Outputs.</summary>
    [Parameter("outputs", Minimum = "1", Maximum = "16")]
    public int Outputs { get; init; } = 4;

    /// <summary>Whether there is a switch.</summary>
    public bool Switched { get; init; }
}
