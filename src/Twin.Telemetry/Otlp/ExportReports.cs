using Microsoft.Extensions.Logging;

namespace Twin.Telemetry.Otlp;

/// <summary>Tells the log how sending fares: each turn of things once, and what happens again and again at most once a minute.</summary>
/// <remarks>Until there is a log, the first few messages are kept for it. May be used from any thread.</remarks>
internal sealed partial class ExportReports(OtlpSignal signal, OtlpDestination destination, TimeProvider time)
{
    private const int MostKept = 64;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (DateTimeOffset Last, long Items)> _repeated = new(StringComparer.Ordinal);
    private List<Action<ILogger>>? _early = [];
    private ILogger? _logger;
    private bool _isAway;

    /// <summary>Gives the log to write to.</summary>
    /// <param name="logger">The log.</param>
    public void Attach(ILogger logger)
    {
        List<Action<ILogger>>? early;
        lock (_gate)
        {
            _logger = logger;
            early = _early;
            _early = null;
        }

        early?.ForEach(write => write(logger));
    }

    /// <summary>A request failed and is kept. Said once until <see cref="Back"/>.</summary>
    public void Away(string reason)
    {
        lock (_gate)
        {
            if (_isAway)
            {
                return;
            }

            _isAway = true;
        }

        Write(logger => LogAway(logger, signal, destination.DisplayAddress, reason));
    }

    /// <summary>A request was taken.</summary>
    public void Back(int waiting)
    {
        lock (_gate)
        {
            if (!_isAway)
            {
                return;
            }

            _isAway = false;
        }

        Write(logger => LogBack(logger, signal, destination.DisplayAddress, waiting));
    }

    /// <summary>The receiver took a request but for a part.</summary>
    public void Rejected(long items, string message) => Repeated(nameof(Rejected), items, (logger, sum) => LogRejected(logger, destination.DisplayAddress, sum, signal, message));

    /// <summary>The receiver has something to say about a request that it took whole.</summary>
    public void Warned(string message) => Repeated(nameof(Warned), 0, (logger, _) => LogWarned(logger, destination.DisplayAddress, signal, message));

    /// <summary>The receiver refused a request for good.</summary>
    public void Refused(long items, string message) => Repeated(nameof(Refused), items, (logger, sum) => LogRefused(logger, destination.DisplayAddress, sum, signal, message));

    /// <summary>The oldest requests were dropped.</summary>
    public void Overflow(long items, long capacityBytes) => Repeated(nameof(Overflow), items, (logger, sum) => LogOverflow(logger, signal, capacityBytes, sum));

    /// <summary>A broken file was put aside.</summary>
    public void Unreadable(string path) => Write(logger => LogUnreadable(logger, signal, path));

    /// <summary>The spool cannot be written.</summary>
    public void Unwritable(string folder, string message) => Repeated(nameof(Unwritable), 0, (logger, _) => LogUnwritable(logger, signal, folder, message));

    /// <summary>An attempt ended in a way that nobody has thought of; the next one goes on.</summary>
    public void Failed(Exception exception) => Repeated(nameof(Failed), 0, (logger, _) => LogFailed(logger, exception, signal));

    [LoggerMessage(1, LogLevel.Warning, "{Signal} cannot be sent to {Address}: {Reason} They wait on disk until they can.")]
    private static partial void LogAway(ILogger logger, OtlpSignal signal, string address, string reason);

    [LoggerMessage(2, LogLevel.Information, "{Signal} are taken by {Address} again; {Waiting} requests wait for their turn.")]
    private static partial void LogBack(ILogger logger, OtlpSignal signal, string address, int waiting);

    [LoggerMessage(3, LogLevel.Warning, "{Address} rejected {Items} items of {Signal}; they are lost. It says: {Message}")]
    private static partial void LogRejected(ILogger logger, string address, long items, OtlpSignal signal, string message);

    [LoggerMessage(4, LogLevel.Warning, "{Address} took {Signal} and says: {Message}")]
    private static partial void LogWarned(ILogger logger, string address, OtlpSignal signal, string message);

    [LoggerMessage(5, LogLevel.Error, "{Address} refused {Items} items of {Signal}; they are lost. {Message}")]
    private static partial void LogRefused(ILogger logger, string address, long items, OtlpSignal signal, string message);

    [LoggerMessage(6, LogLevel.Error, "The spool of {Signal} is full at {Capacity} bytes: the oldest {Items} items are dropped.")]
    private static partial void LogOverflow(ILogger logger, OtlpSignal signal, long capacity, long items);

    [LoggerMessage(7, LogLevel.Error, "A file of the spool of {Signal} is broken; it is put aside as {Path}.")]
    private static partial void LogUnreadable(ILogger logger, OtlpSignal signal, string path);

    [LoggerMessage(8, LogLevel.Error, "The spool of {Signal} in {Folder} cannot be written: {Message}")]
    private static partial void LogUnwritable(ILogger logger, OtlpSignal signal, string folder, string message);

    [LoggerMessage(9, LogLevel.Error, "Export of {Signal} failed in an unforeseen way; it goes on with the next.")]
    private static partial void LogFailed(ILogger logger, Exception exception, OtlpSignal signal);

    private void Repeated(string kind, long items, Action<ILogger, long> write)
    {
        long sum;
        lock (_gate)
        {
            (DateTimeOffset last, long before) = _repeated.GetValueOrDefault(kind, (DateTimeOffset.MinValue, 0));
            sum = before + items;
            DateTimeOffset now = time.GetUtcNow();
            bool isDue = last == DateTimeOffset.MinValue || now - last >= Pause;
            _repeated[kind] = isDue ? (now, 0) : (last, sum);
            if (!isDue)
            {
                return;
            }
        }

        Write(logger => write(logger, sum));
    }

    private void Write(Action<ILogger> write)
    {
        ILogger? logger;
        lock (_gate)
        {
            logger = _logger;
            if (_early is { Count: < MostKept })
            {
                _early.Add(write);
            }
        }

        if (logger is not null)
        {
            write(logger);
        }
    }
}
