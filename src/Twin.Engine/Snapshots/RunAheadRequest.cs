using Twin.Units;

namespace Twin.Engine.Snapshots;

/// <summary>A run ahead: from a moment, with commands, over a stretch of simulated time, as fast as it goes.</summary>
public sealed record RunAheadRequest
{
    /// <summary>Where it starts. It is not changed, but for a fork that is kept under its own name.</summary>
    public required Moment From { get; init; }

    /// <summary>Commands that are applied before the first step; all of them or the run is refused.</summary>
    public IReadOnlyList<RequestedCommand> Commands { get; init; } = [];

    /// <summary>How far, in simulated time; rounded up to whole steps.</summary>
    public required Duration Length { get; init; }

    /// <summary>Words of the state to sample.</summary>
    public IReadOnlyList<int> Words { get; init; } = [];

    /// <summary>Simulated time between two samples, counted from the start of the live run; null for none. The first and the last moment are sampled in any case.</summary>
    public Duration? Period { get; init; }

    /// <summary>Name of the fork as which its end is kept: a new one, or that of the fork it started from, which then goes on. Null to keep nothing.</summary>
    public string? KeepAs { get; init; }

    /// <summary>Who asks.</summary>
    public string Origin { get; init; } = string.Empty;
}
