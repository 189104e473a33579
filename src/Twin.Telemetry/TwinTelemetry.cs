using System.Buffers;
using System.Reflection;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Twin.Engine.Running;
using Twin.Engine.Structure;
using Twin.Telemetry.Catalogue;
using Twin.Telemetry.Instruments;
using Twin.Telemetry.Prometheus;

namespace Twin.Telemetry;

/// <summary>The metrics of a running twin: OpenTelemetry instruments over its published frames, written as Prometheus text on demand and sent by OTLP if asked to.</summary>
/// <remarks>Reads frames only: nothing here holds up or changes a step. Every member may be used from any thread.</remarks>
public sealed class TwinTelemetry : IDisposable
{
    private const int FlushMilliseconds = 5000;

    private readonly SeriesTable _table;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly PrometheusExporter _exporter;
    private readonly List<TwinInstruments> _instruments = [];
    private readonly List<MeterProvider> _providers = [];
    private readonly MeterProvider? _otlp;

    /// <summary>Makes the instruments of a twin and, if an endpoint is given, starts to send.</summary>
    /// <param name="twin">The twin.</param>
    /// <param name="options">What the telemetry says about itself and where it goes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The OTLP interval is not between 100 ms and 1 hour.</exception>
    public TwinTelemetry(ITwin twin, TwinTelemetryOptions options)
    {
        ArgumentNullException.ThrowIfNull(twin);
        ArgumentNullException.ThrowIfNull(options);
        if (options.OtlpInterval < TimeSpan.FromMilliseconds(100) || options.OtlpInterval > TimeSpan.FromHours(1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.OtlpInterval, "The OTLP interval must be between 100 ms and 1 hour.");
        }

        _table = SeriesTable.Build(twin.Chassis);
        string version = typeof(TwinTelemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
        ResourceBuilder resource = ResourceOf(twin.Chassis, options, version);

        _exporter = new PrometheusExporter(
            MetricCatalogue.Metrics.Concat(MetricCatalogue.RunMetrics).Concat(_table.Families.Select(family => family.Definition))
                .DistinctBy(metric => metric.Name).ToDictionary(metric => metric.Name, StringComparer.Ordinal));
        Start(instruments => new FramePullReader(instruments, _exporter));

        if (options.OtlpEndpoint is { } endpoint)
        {
            var otlp = new OtlpMetricExporter(new OtlpExporterOptions { Endpoint = endpoint, Protocol = options.OtlpProtocol });
            _otlp = Start(instruments => new FramePeriodicReader(instruments, otlp, (int)options.OtlpInterval.TotalMilliseconds));
        }

        MeterProvider Start(Func<TwinInstruments, MetricReader> reader)
        {
            var instruments = new TwinInstruments(twin, _table, version);
            _instruments.Add(instruments);
            MeterProvider provider = instruments.Configure(Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource)).AddReader(reader(instruments)).Build();
            _providers.Add(provider);
            return provider;
        }
    }

    /// <summary>Media type of what <see cref="TryWriteAsync"/> writes.</summary>
    public static string ContentType => PrometheusText.ContentType;

    /// <summary>Signals that name a metric but are not exported, with the reason: duplicates, units that do not fit, names that are taken.</summary>
    public IReadOnlyList<UnexportedSignal> UnexportedSignals => _table.Unexported;

    /// <summary>Number of series that come from signals.</summary>
    public int SeriesCount => _table.SeriesCount;

    /// <summary>Writes the newest frame as Prometheus text, format 0.0.4. All values are of one step, the one in <c>chassis_twin_step</c>.</summary>
    /// <param name="writer">Where to; nothing is flushed. Memory of the caller: a slow reader of it holds up nobody.</param>
    /// <param name="cancellationToken">Ends the wait for another scrape that is being written.</param>
    /// <returns>False, with nothing written, before the first frame.</returns>
    /// <remarks>One scrape is written at a time. In steady state it allocates for sums only, about 100 bytes for each of their series.</remarks>
    public async ValueTask<bool> TryWriteAsync(IBufferWriter<byte> writer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(writer);
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _exporter.Write(writer);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Sends what there is by OTLP now and waits for the receiver, at most 5 s.</summary>
    /// <returns>Whether it arrived; true where nothing is to be sent.</returns>
    public bool Flush() => _otlp?.ForceFlush(FlushMilliseconds) ?? true;

    /// <summary>Sends a last time where there is an endpoint, then ends.</summary>
    public void Dispose()
    {
        _providers.ForEach(provider => provider.Dispose());
        _instruments.ForEach(instruments => instruments.Dispose());
        _gate.Dispose();
    }

    private static ResourceBuilder ResourceOf(CompiledChassis chassis, TwinTelemetryOptions options, string version) =>
        ResourceBuilder.CreateEmpty().AddAttributes(
        [
            new("service.name", "twin"),
            new("service.version", version),
            new("service.instance.id", options.ServiceInstanceId ?? $"{Environment.MachineName}:{Environment.ProcessId}"),
            new("host.id", options.HostId ?? $"{chassis.Model}/{chassis.Instance}"),
            new("chassis.model", chassis.Model),
            new("chassis.twin.mode", options.Mode),
        ]);
}
