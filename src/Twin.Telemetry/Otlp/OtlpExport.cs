using System.Globalization;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Trace;
using Twin.Engine.Running;
using Twin.Telemetry.Instruments;

namespace Twin.Telemetry.Otlp;

/// <summary>Sends metrics, traces and log records of a twin by OTLP: the SDK collects and serialises, a spool on disk keeps every request until its receiver took it.</summary>
/// <remarks>
/// Nothing here is on the way of a step or of a call: the SDK's exporters write files, and one task for each kind of telemetry sends them. May be used from any thread.
/// </remarks>
public sealed class OtlpExport : IAsyncDisposable
{
    /// <summary>Names of the activity sources whose spans are sent.</summary>
    public const string ActivitySources = "Twin.*";

    // So long at most a span or a log record lies in memory alone, unless OTEL_BSP_SCHEDULE_DELAY or OTEL_BLRP_SCHEDULE_DELAY says otherwise.
    private const int BatchMilliseconds = 1000;

    private readonly OtlpOptions _options;
    private readonly TelemetryResource _resource;
    private readonly TimeProvider _time;
    private readonly SpoolSlot _slot;
    private readonly Dictionary<OtlpSignal, OtlpChannel> _channels = [];
    private readonly TracerProvider? _traces;
    private readonly ILoggerFactory? _logs;
    private readonly BatchLogRecordExportProcessor? _logProcessor;
    private MetricExport? _metrics;
    private EventExport? _events;

    /// <summary>Opens the spool and starts to take spans and log records. Nothing is sent before <see cref="Start"/>.</summary>
    /// <param name="resource">What the telemetry says of its origin.</param>
    /// <param name="options">What is sent where.</param>
    /// <param name="time">The clock of intervals, waits and limits; null for the system's.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="IOException">The spool cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The spool may not be written.</exception>
    public OtlpExport(TelemetryResource resource, OtlpOptions options, TimeProvider? time = null)
        : this(resource, options, time, null)
    {
    }

    /// <summary>Looks whether a folder can be the spool, before anything starts.</summary>
    /// <param name="folder">The folder; made if it is not there.</param>
    /// <exception cref="IOException">It cannot be made or written, or all of its parts are in use.</exception>
    /// <exception cref="UnauthorizedAccessException">It, or a part of it, may not be written; the message names it and what helps.</exception>
    public static void ProbeSpool(string folder) => SpoolSlot.Open(folder).Dispose();

    internal OtlpExport(TelemetryResource resource, OtlpOptions options, TimeProvider? time, Func<double>? jitter)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (_resource, _options, _time) = (resource, options, time ?? TimeProvider.System);
        _slot = SpoolSlot.Open(options.SpoolFolder ?? OtlpOptions.DefaultSpoolFolder);
        foreach (OtlpSignal signal in Enum.GetValues<OtlpSignal>())
        {
            if (options.DestinationOf(signal) is { } destination)
            {
                _channels.Add(signal, new OtlpChannel(signal, destination, options, _slot.FolderOf(signal), _time, jitter));
            }
        }

        if (_channels.TryGetValue(OtlpSignal.Traces, out OtlpChannel? traces))
        {
            _traces = Sdk.CreateTracerProviderBuilder()
                .SetResourceBuilder(resource.Builder())
                .AddSource(ActivitySources)
                .AddProcessor(new BatchActivityExportProcessor(new OtlpTraceExporter(traces.ExporterOptions()), scheduledDelayMilliseconds: DelayOf("OTEL_BSP_SCHEDULE_DELAY")))
                .Build();
        }

        if (_channels.TryGetValue(OtlpSignal.Logs, out OtlpChannel? logs))
        {
            _logProcessor = new BatchLogRecordExportProcessor(new OtlpLogExporter(logs.ExporterOptions()), scheduledDelayMilliseconds: DelayOf("OTEL_BLRP_SCHEDULE_DELAY"));
            _logs = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddOpenTelemetry(logging =>
            {
                logging.IncludeFormattedMessage = true;
                logging.SetResourceBuilder(resource.Builder());
                logging.AddProcessor(_logProcessor);
            }));
        }
    }

    /// <summary>What became of each kind that is sent.</summary>
    public IReadOnlyList<ExportStatistics> Statistics => [.. _channels.Values.Select(channel => channel.Statistics)];

    /// <summary>How sending fares, for the metrics of the run.</summary>
    public IReadOnlyList<MetricSource> MetricSources => [.. Statistics.SelectMany(ExportMetrics.Of)];

    /// <summary>Hands the log records of a host over; it takes what passes that host's own filters. Nothing where logs are not sent.</summary>
    public ILoggerProvider LoggerProvider => new ForwardingLoggers(_logs);

    /// <summary>Starts to collect metrics, to follow the events and to send.</summary>
    /// <param name="twin">The twin.</param>
    /// <param name="logger">Told when a receiver is away, refuses or rejects; null for nobody.</param>
    /// <param name="sources">Quantities of the host's services; null for none. <see cref="MetricSources"/> are sent besides.</param>
    /// <exception cref="ArgumentException">A source names a metric that is none of the run.</exception>
    public void Start(ITwin twin, ILogger? logger = null, IEnumerable<MetricSource>? sources = null)
    {
        ArgumentNullException.ThrowIfNull(twin);
        foreach (OtlpChannel channel in _channels.Values)
        {
            channel.Start(logger);
        }

        if (_channels.TryGetValue(OtlpSignal.Metrics, out OtlpChannel? metrics))
        {
            var series = new StructureSeries(twin, RunReading.Of(twin, (sources ?? []).Concat(MetricSources)));
            _metrics = new MetricExport(twin, series, _resource, start => metrics.ExporterOptions(start), _options.Interval, _time, metrics.Report);
        }

        if (_logs is not null)
        {
            _events = new EventExport(twin, _logs.CreateLogger(EventExport.Category), _time, _channels[OtlpSignal.Logs].Report);
        }
    }

    /// <summary>Puts all there is into the spool now and waits until it is delivered.</summary>
    /// <param name="limit">How long to wait. What is not delivered by then stays in the spool.</param>
    /// <returns>Whether nothing waits any more.</returns>
    public async Task<bool> FlushAsync(TimeSpan limit)
    {
        const int milliseconds = 5000; // to write files, not to send
        if (_events is not null)
        {
            await _events.ExportAsync().ConfigureAwait(false);
        }

        if (_metrics is not null)
        {
            await _metrics.ExportAsync().ConfigureAwait(false);
        }

        _traces?.ForceFlush(milliseconds);
        _logProcessor?.ForceFlush(milliseconds);
        Task empty = Task.WhenAll(_channels.Values.Select(channel => channel.WhenEmpty()));
        try
        {
            await empty.WaitAsync(limit, _time).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Ends. What is not in the spool yet is put there; what waits in it stays for the next run.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_events is not null)
        {
            await _events.DisposeAsync().ConfigureAwait(false);
        }

        if (_metrics is not null)
        {
            await _metrics.DisposeAsync().ConfigureAwait(false);
        }

        _traces?.Dispose();
        _logs?.Dispose();
        foreach (OtlpChannel channel in _channels.Values)
        {
            await channel.DisposeAsync().ConfigureAwait(false);
        }

        _slot.Dispose();
    }

    private static int DelayOf(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int milliseconds) && milliseconds > 0 ? milliseconds : BatchMilliseconds;

    // The factory belongs to the export and outlives the host's own.
    private sealed class ForwardingLoggers(ILoggerFactory? logs) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => logs?.CreateLogger(categoryName) ?? Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public void Dispose()
        {
        }
    }
}
