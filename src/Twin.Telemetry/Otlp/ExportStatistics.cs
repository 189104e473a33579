namespace Twin.Telemetry.Otlp;

/// <summary>What became of one kind of telemetry. Read and written by any thread.</summary>
public sealed class ExportStatistics
{
    private readonly long[] _dropped = new long[Enum.GetValues<DropReason>().Length];
    private long _exported;
    private long _requests;
    private long _retries;
    private long _kept;
    private long _spooledBytes;
    private long _spooledRequests;

    internal ExportStatistics(OtlpSignal signal) => Signal = signal;

    /// <summary>Which kind.</summary>
    public OtlpSignal Signal { get; }

    /// <summary>Data points, spans or log records that the receiver took.</summary>
    public long Exported => Interlocked.Read(ref _exported);

    /// <summary>Requests that the receiver took.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Requests that failed and were kept to be tried again.</summary>
    public long Retries => Interlocked.Read(ref _retries);

    /// <summary>Requests that were put into the spool by this run.</summary>
    public long Kept => Interlocked.Read(ref _kept);

    /// <summary>Bytes on disk that wait.</summary>
    public long SpooledBytes => Interlocked.Read(ref _spooledBytes);

    /// <summary>Requests that wait.</summary>
    public long SpooledRequests => Interlocked.Read(ref _spooledRequests);

    /// <summary>Data points, spans or log records that were lost. Of a file that was broken nobody knows how many it held: it counts as one.</summary>
    /// <param name="reason">Why.</param>
    public long Dropped(DropReason reason) => Interlocked.Read(ref _dropped[(int)reason]);

    internal void AddExported(long items)
    {
        Interlocked.Add(ref _exported, items);
        Interlocked.Increment(ref _requests);
    }

    internal void AddKept() => Interlocked.Increment(ref _kept);

    internal void AddRetry() => Interlocked.Increment(ref _retries);

    internal void AddDropped(DropReason reason, long items) => Interlocked.Add(ref _dropped[(int)reason], items);

    internal void SetSpooled(long bytes, long requests)
    {
        Interlocked.Exchange(ref _spooledBytes, bytes);
        Interlocked.Exchange(ref _spooledRequests, requests);
    }
}
