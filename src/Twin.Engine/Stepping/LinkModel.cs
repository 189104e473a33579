using Twin.Physics.Electrical;
using Twin.Physics.Signal;

namespace Twin.Engine.Stepping;

/// <summary>The lanes of the ports and the way their signals take.</summary>
internal sealed class LinkModel
{
    public required Port[] Ports { get; init; }

    public required Hop[] Hops { get; init; }

    public required Chain[] Chains { get; init; }

    /// <summary>Most lanes of a port.</summary>
    public const int MaximumLanes = 64;

    /// <summary>How a hop changes a signal.</summary>
    public enum HopKind
    {
        ElectricalTransmitter,
        Channel,
        ElectricalInput,
        OpticalTransmitter,
        Fibre,
        PartnerTransmitter,
        OpticalReceiver,
        ElectricalDriver,
        End,
    }

    /// <summary>One element of a chain. <paramref name="Word"/> is the first output word of its lane, further fields lie <paramref name="Stride"/> words apart.</summary>
    public sealed record Hop(
        HopKind Kind,
        int Word,
        int Stride,
        double A,
        double B,
        double C,
        double D,
        double E,
        int Arrivals,
        LinearEqualizer Equalizer,
        Physics.Signal.Modulation Modulation,
        BitErrorTarget Target,
        MarginReference Reference);

    /// <summary>One direction of a lane: a run of hops, the components it needs, and words for its result.</summary>
    /// <param name="FirstHop">First hop.</param>
    /// <param name="HopCount">Number of hops.</param>
    /// <param name="Components">Components it passes through.</param>
    /// <param name="LaneWords">Words of 'up' of every bundle it passes; utilisation lies a stride behind.</param>
    /// <param name="Result">Words of its result: error ratio, margin, limiting term.</param>
    public sealed record Chain(int FirstHop, int HopCount, int[] Components, (int Up, int Stride)[] LaneWords, int Result);

    public const int ResultErrorRatio = 0;
    public const int ResultMargin = 1;
    public const int ResultTerm = 2;
    public const int ResultSymbolErrorRatio = 3;
    public const int ResultWords = 4;

    /// <summary>A port: chains out and in, one pair for each lane.</summary>
    public sealed record Port(
        int Group, int FirstOut, int FirstIn, int Lanes, double RateBitPerS, ReedSolomonCode Code, SymbolBurst Burst, int Words, int StateEvent, int DownAlarm);

    public const int PortEnabled = 0;
    public const int PortUtilization = 1;
    public const int PortState = 2;
    public const int PortMargin = 3;
    public const int PortLimitingLane = 4;
    public const int PortLimitingDirection = 5;
    public const int PortLimitingTerm = 6;
    public const int PortErrorRatio = 7;
    public const int PortCodewordErrorRatio = 8;
    public const int PortPostErrorRatio = 9;
    public const int PortBytes = 10;
    public const int PortCodewords = 11;
    public const int PortUncorrectable = 12;
    public const int PortFarCodewordErrorRatio = 13;
    public const int PortDownRaised = 14;
    public const int PortWords = 15;
}
