using System.Globalization;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Exporter;
using Twin.Telemetry.Catalogue;

namespace Twin.Telemetry.Otlp;

/// <summary>The way of one kind of telemetry from the SDK's exporter over the spool to its receiver.</summary>
internal sealed class OtlpChannel : IAsyncDisposable
{
    // The SDK's own limit is no use here: its exports are cut into requests.
    private const int MostExportBytes = 256 << 20;

    private readonly Spool _spool;
    private readonly OtlpSender _sender;
    private readonly Delivery _delivery;
    private readonly ExportReports _reports;
    private readonly CancellationTokenSource _ending = new();
    private readonly int _requestBytes;
    private readonly OtlpSignal _signal;
    private Task _running = Task.CompletedTask;

    /// <summary>Opens the spool. Nothing is sent before <see cref="Start"/>.</summary>
    public OtlpChannel(OtlpSignal signal, OtlpDestination destination, OtlpOptions options, string folder, TimeProvider time, Func<double>? jitter)
    {
        _signal = signal;
        _requestBytes = options.RequestBytes;
        Statistics = new ExportStatistics(signal);
        _reports = new ExportReports(signal, destination, time);
        _spool = new Spool(folder, options.SpoolBytesOf(signal), Statistics, _reports);
        _sender = new OtlpSender(signal, destination, time);
        _delivery = new Delivery(_spool, _sender, Statistics, _reports, options.RequestsPerSecond, time, new Backoff(jitter));
    }

    /// <summary>What became of this kind of telemetry.</summary>
    public ExportStatistics Statistics { get; }

    /// <summary>Tells the log of a failure that nobody has thought of.</summary>
    /// <param name="exception">The failure.</param>
    public void Report(Exception exception) => _reports.Failed(exception);

    /// <summary>Options for an exporter of the SDK that writes into the spool.</summary>
    /// <param name="start">When the sums that it writes began to count; null for what the SDK says.</param>
    public OtlpExporterOptions ExporterOptions(DateTimeOffset? start = null) => new()
    {
        // Never connected to; the SDK wants one.
        Endpoint = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1/{_signal}")),
        Protocol = OtlpExportProtocol.HttpProtobuf,
        Compression = OtlpExportCompression.None,
        MaxRequestSizeBytes = MostExportBytes,
        Headers = string.Empty,
        HttpClientFactory = () => new HttpClient(new SpoolHandler(_spool, new RequestSplitter(_signal, _requestBytes, MetricCatalogue.SchemaUrl), start)),
    };

    /// <summary>Starts to send.</summary>
    /// <param name="logger">Told how it fares; null for nobody.</param>
    public void Start(ILogger? logger)
    {
        if (logger is not null)
        {
            _reports.Attach(logger);
        }

        _running = Task.Run(() => _delivery.RunAsync(_ending.Token));
    }

    /// <summary>Ends once nothing waits.</summary>
    public Task WhenEmpty() => _spool.WhenEmpty();

    /// <summary>Ends sending. What waits stays on disk for the next run.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _sender.Dispose();
        _ending.Dispose();
    }
}
