using Twin.Units;

namespace Twin.Engine.Running;

/// <summary>Which moment of a run a frame shows.</summary>
/// <param name="Epoch">Counts restores, forks and reloads: positions of different epochs do not compare.</param>
/// <param name="Step">Steps done since the start of the run.</param>
/// <param name="Time">Simulated time since the start of the run.</param>
/// <param name="PublishedTimestamp">Value of <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/> when the frame was published; observes only.</param>
public readonly record struct FrameHeader(long Epoch, long Step, Duration Time, long PublishedTimestamp)
{
    /// <summary>Value of <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/> when the first frame of the epoch was published: since then counters count; observes only.</summary>
    public long EpochTimestamp { get; init; }
}
