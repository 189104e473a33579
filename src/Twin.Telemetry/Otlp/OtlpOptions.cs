namespace Twin.Telemetry.Otlp;

/// <summary>What is sent by OTLP, and what is done while a receiver is away.</summary>
public sealed class OtlpOptions
{
    /// <summary>Least of <see cref="SpoolBytes"/>.</summary>
    public const long MinimumSpoolBytes = 1 << 20;

    /// <summary>Where metrics go; null for nowhere.</summary>
    public OtlpDestination? Metrics { get; set; }

    /// <summary>Where traces go; null for nowhere.</summary>
    public OtlpDestination? Traces { get; set; }

    /// <summary>Where log records go; null for nowhere.</summary>
    public OtlpDestination? Logs { get; set; }

    /// <summary>Time between two exports of metrics, 100 ms to 1 hour.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Folder in which requests wait until they are delivered; null for one among the user's own data. What an earlier run left there is delivered too.</summary>
    public string? SpoolFolder { get; set; }

    /// <summary>
    /// Bytes on disk that may wait: three quarters for metrics, an eighth each for traces and logs. Beyond it the oldest requests of that kind are dropped and counted.
    /// The default holds more than an hour of the largest shipped chassis at one export a second.
    /// </summary>
    public long SpoolBytes { get; set; } = 512L << 20;

    /// <summary>Most requests a second of one kind, so that a receiver that comes back is not overrun; 1 to 10,000.</summary>
    public double RequestsPerSecond { get; set; } = 50;

    /// <summary>Uncompressed bytes above which an export becomes several requests. Receivers of gRPC accept 4 MiB unless told otherwise.</summary>
    public int RequestBytes { get; set; } = 2 << 20;

    /// <summary>Folder used where <see cref="SpoolFolder"/> is null.</summary>
    public static string DefaultSpoolFolder => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } data ? data : Path.GetTempPath(),
        "twin",
        "spool");

    /// <summary>Whether anything is sent.</summary>
    public bool IsUsed => (Metrics ?? Traces ?? Logs) is not null;

    /// <summary>Destination of one kind; null for nowhere.</summary>
    /// <param name="signal">The kind.</param>
    public OtlpDestination? DestinationOf(OtlpSignal signal) => signal switch
    {
        OtlpSignal.Metrics => Metrics,
        OtlpSignal.Traces => Traces,
        _ => Logs,
    };

    /// <summary>Bytes on disk of one kind.</summary>
    /// <param name="signal">The kind.</param>
    public long SpoolBytesOf(OtlpSignal signal) => signal == OtlpSignal.Metrics ? SpoolBytes - (SpoolBytes / 4) : SpoolBytes / 8;

    /// <summary>Throws when a value makes no sense.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public void Validate()
    {
        if (Interval < TimeSpan.FromMilliseconds(100) || Interval > TimeSpan.FromHours(1))
        {
            throw new ArgumentOutOfRangeException(nameof(Interval), Interval, "The OTLP interval must be between 100 ms and 1 hour.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(SpoolBytes, MinimumSpoolBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(RequestBytes, 1);
        if (!(RequestsPerSecond is >= 1 and <= 10_000))
        {
            throw new ArgumentOutOfRangeException(nameof(RequestsPerSecond), RequestsPerSecond, "The requests a second must be 1 to 10,000.");
        }
    }
}
