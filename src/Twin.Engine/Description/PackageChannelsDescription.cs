using Twin.Units;

namespace Twin.Engine.Description;

/// <summary>Channels in which the coolant of a stream flows over a part of a face: a passage between two junctions that takes up heat on its way.</summary>
/// <remarks>
/// The part of the face is cut into bands side by side and each band into strips along the flow. Every strip lies at a junction of its own. The coolant of a band passes its strips one after the other,
/// well mixed in each, so that a strip sees the temperature at which the coolant leaves it: warmer than its mean by half of what it warms there, and twice as many strips halve that. Bands mix
/// where the channels end: over a part of a face that is not heated alike from side to side, one band is too cold in the middle and too warm at the sides.
/// </remarks>
public sealed record PackageChannelsDescription
{
    /// <summary>Most strips of all bands together: each is a port of the package, and what a step costs grows with the square of their number.</summary>
    public const int MostStrips = 128;

    /// <summary>Name of the stream.</summary>
    public required string Stream { get; init; }

    /// <summary>Junction at the inlet; <c>inlet</c> is the world outside.</summary>
    public required string From { get; init; }

    /// <summary>Junction at the outlet; <c>outlet</c> is the world outside.</summary>
    public required string To { get; init; }

    /// <summary>Direction from inlet to outlet. The flow may reverse while the chassis runs.</summary>
    public required ChannelDirection Along { get; init; }

    /// <summary>Strips along the flow in each band, one or more.</summary>
    public required int Strips { get; init; }

    /// <summary>Bands side by side, one or more.</summary>
    public int Bands { get; init; } = 1;

    /// <summary>Pressure drop of all channels at the rated flow, greater than zero.</summary>
    public required Pressure Drop { get; init; }

    /// <summary>The rated flow through all channels together, greater than zero.</summary>
    public required VolumeFlow Flow { get; init; }

    /// <summary>Share of the drop at the rated flow that goes with the flow rather than its square, 0 to 1.</summary>
    public double LaminarShare { get; init; }

    /// <summary>Heat capacity of the coolant in the channels, with walls and cover, shared by the strips; greater than zero.</summary>
    public required HeatCapacity Capacity { get; init; }
}
