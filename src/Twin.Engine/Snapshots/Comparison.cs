using Twin.Engine.Running;

namespace Twin.Engine.Snapshots;

/// <summary>How two moments differ.</summary>
/// <param name="First">Where the one is.</param>
/// <param name="Second">Where the other is.</param>
/// <param name="ChassisDifferences">In what their chassis differ, sentences; empty when both are of the same one.</param>
/// <param name="Compared">Signals that were compared.</param>
/// <param name="Differing">Signals that differ by as much as was asked.</param>
/// <param name="Signals">The first of them in the order asked for.</param>
/// <param name="Knobs">Live parameters, actuators and faults whose values differ at all, in order of path: where the difference may come from.</param>
public sealed record Comparison(
    FrameHeader First,
    FrameHeader Second,
    IReadOnlyList<string> ChassisDifferences,
    int Compared,
    int Differing,
    IReadOnlyList<ValueDifference> Signals,
    IReadOnlyList<ValueDifference> Knobs);
