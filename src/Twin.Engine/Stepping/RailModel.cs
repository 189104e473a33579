namespace Twin.Engine.Stepping;

/// <summary>A rail: parallel sources feed loads. Rails are solved from the loads towards the inlets.</summary>
internal sealed class RailModel
{
    public required string Path { get; init; }

    public required int[] Loads { get; init; }

    public required int[] Sources { get; init; }

    public required double ResistanceOhm { get; init; }

    /// <summary>Node that takes the path loss, or -1.</summary>
    public required int LossNode { get; init; }

    /// <summary>Words: voltage at the loads, power delivered by the sources.</summary>
    public required int Words { get; init; }

    public const int Voltage = 0;
    public const int Delivered = 1;
    public const int WordCount = 2;

    public sealed record Load(int Component, int Rail, int Input, int Post, int[] Leaks, int[] HeatPumps, int[] Sources, double MaximumW, string Path, int Drawn);

    public sealed record Source(
        int Component, int Load, int InletInput, int Rail, int LossNode, int Input, int Output, double OutputV, double RatedW, double LoadLineOhm,
        double TripAbove, double RippleV, double LossStandbyW, double LossLinear, double LossQuadratic, int TripEvent);
}
