using Twin.Units;

namespace Twin.Engine.Snapshots;

/// <summary>Limits of what-if runs.</summary>
public sealed record SnapshotOptions
{
    /// <summary>Runs ahead at a time. Each takes one core as far as nobody else wants it, and the memory of a compiled chassis.</summary>
    public int MaximumRunAheads { get; init; } = 2;

    /// <summary>What-if runs that are kept.</summary>
    public int MaximumForks { get; init; } = 32;

    /// <summary>Commands of one request.</summary>
    public int MaximumCommands { get; init; } = 1000;

    /// <summary>Commands that one what-if run is given over its life: they are kept with it.</summary>
    public int MaximumForkCommands { get; init; } = 10_000;

    /// <summary>Longest run ahead in simulated time.</summary>
    public Duration LongestRunAhead { get; init; } = Duration.FromSeconds(24 * 3600);

    /// <summary>Wall time between two reports of progress.</summary>
    public TimeSpan ProgressPeriod { get; init; } = TimeSpan.FromSeconds(0.5);
}
