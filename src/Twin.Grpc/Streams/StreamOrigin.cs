namespace Twin.Grpc.Streams;

/// <summary>Where a stream begins among the samples that are kept.</summary>
internal readonly record struct StreamOrigin
{
    // No run is ever in this epoch: what is there of the run's own epoch, is all new.
    private const long NoEpoch = -1;

    /// <summary>With the newest frame.</summary>
    public static StreamOrigin Now => default;

    /// <summary>With the beginning of the epoch, as far as it is kept: where a stream goes on under another structure.</summary>
    public static StreamOrigin Epoch => new() { Position = new V1.Position { Epoch = NoEpoch }, IsSameRun = true, IsContinued = true };

    /// <summary>After a position that a client has seen.</summary>
    /// <param name="position">The position; null for <see cref="Now"/>.</param>
    /// <param name="isSameRun">Whether that was in this run.</param>
    public static StreamOrigin After(V1.Position? position, bool isSameRun) => new() { Position = position, IsSameRun = isSameRun };

    /// <summary>The position; null to begin with the newest frame.</summary>
    public V1.Position? Position { get; private init; }

    /// <summary>Whether it was seen in this run.</summary>
    public bool IsSameRun { get; private init; }

    /// <summary>Whether it is the same stream that goes on, so that its terms say nothing of a resumption.</summary>
    public bool IsContinued { get; private init; }
}
