namespace Twin.Grpc;

/// <summary>Limits of the services. A request beyond one of them is refused with RESOURCE_EXHAUSTED and the limit in the message.</summary>
public sealed class GrpcOptions
{
    /// <summary>Streams open at a time, signals and events together.</summary>
    public int MaximumStreams { get; set; } = 256;

    /// <summary>Signals of one stream.</summary>
    public int MaximumSignalsPerStream { get; set; } = 100_000;

    /// <summary>Signals of one unary read. With names and units an entry takes 60 to 80 bytes, and clients accept 4 MiB unless told otherwise.</summary>
    public int MaximumSignalsPerRead { get; set; } = 50_000;

    /// <summary>Globs and components of one request.</summary>
    public int MaximumPatterns { get; set; } = 1_000;

    /// <summary>Shortest period of samples in simulated milliseconds.</summary>
    public int MinimumPeriodMilliseconds { get; set; } = 1;

    /// <summary>Wall time between two looks for new frames, in milliseconds. It adds to the latency of every sample.</summary>
    public int PollMilliseconds { get; set; } = 2;

    /// <summary>Bytes for samples that no stream waits for any more, kept for clients that come back. Every new selection and period gets an eighth of what is left; 0 keeps one sample of each.</summary>
    public long HistoryBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>Throws when a limit makes no sense.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A limit is less than one, or <see cref="HistoryBytes"/> less than zero.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumStreams, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumSignalsPerStream, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumSignalsPerRead, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumPatterns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MinimumPeriodMilliseconds, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(PollMilliseconds, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(HistoryBytes);
    }
}
