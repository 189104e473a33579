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

    /// <summary>Streams that one client has open at a time. A client is a token, else a certificate, else an address.</summary>
    public int ClientStreams { get; set; } = 200;

    /// <summary>Signals of all subscriptions of one client together.</summary>
    public int ClientSignals { get; set; } = 1_000_000;

    /// <summary>Values for each simulated second of all sampled subscriptions of one client together: signals through periods.</summary>
    /// <remarks>The default, 400 MB/s, is everything of a chassis with 50,000 signals at 1 kHz. Below it a reader that is too slow gets what is conflated; above it the server would gather values for nobody.</remarks>
    public int ClientValuesPerSecond { get; set; } = 50_000_000;

    /// <summary>Calls that one client makes in each second, over long.</summary>
    public int ClientCallsPerSecond { get; set; } = 20_000;

    /// <summary>Calls that one client makes at once after a pause.</summary>
    public int ClientCallBurst { get; set; } = 100_000;

    /// <summary>Wall time in seconds after which a run ahead ends whose client takes none of its messages: the few that there may be at a time are for those who read.</summary>
    public int RunAheadStallSeconds { get; set; } = 60;

    /// <summary>Entries of the audit that are kept in memory.</summary>
    public int AuditEntries { get; set; } = 4_096;

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
        ArgumentOutOfRangeException.ThrowIfLessThan(ClientStreams, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ClientSignals, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ClientValuesPerSecond, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ClientCallsPerSecond, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ClientCallBurst, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(RunAheadStallSeconds, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(RunAheadStallSeconds, 24 * 3600);
        ArgumentOutOfRangeException.ThrowIfLessThan(AuditEntries, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(HistoryBytes);
    }
}
