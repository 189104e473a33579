using System.Buffers;
using System.Reflection;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Twin.Engine.Running;
using Twin.Engine.Structure;
using Twin.Telemetry.Instruments;
using Twin.Telemetry.Prometheus;

namespace Twin.Telemetry;

/// <summary>The metrics of a running twin, from its published frames: written as Prometheus text or OpenMetrics on demand, and sent by OTLP if asked to.</summary>
/// <remarks>Reads frames only: nothing here holds up or changes a step. Every member may be used from any thread.</remarks>
public sealed class TwinTelemetry : IDisposable
{
    private const int FlushMilliseconds = 5000;

    private readonly SeriesTable _table;
    private readonly Exposition _exposition;
    private readonly List<TwinInstruments> _instruments = [];
    private readonly List<MeterProvider> _providers = [];
    private readonly MeterProvider? _otlp;

    /// <summary>Makes the series of a twin and, if an endpoint is given, starts to send.</summary>
    /// <param name="twin">The twin.</param>
    /// <param name="options">What the telemetry says about itself and where it goes.</param>
    /// <param name="sources">Quantities of the host's services; null for none.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <exception cref="ArgumentOutOfRangeException">The OTLP interval is not between 100 ms and 1 hour.</exception>
    /// <exception cref="ArgumentException">A source names a metric that is none of the run.</exception>
    public TwinTelemetry(ITwin twin, TwinTelemetryOptions options, IEnumerable<MetricSource>? sources = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(twin);
        ArgumentNullException.ThrowIfNull(options);
        if (options.OtlpInterval < TimeSpan.FromMilliseconds(100) || options.OtlpInterval > TimeSpan.FromHours(1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.OtlpInterval, "The OTLP interval must be between 100 ms and 1 hour.");
        }

        _table = SeriesTable.Build(twin.Chassis, RunReading.Of(twin, sources ?? []));
        string version = typeof(TwinTelemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
        ResourceBuilder resource = ResourceOf(twin.Chassis, options, version);

        _exposition = new Exposition(twin, _table, resource.Build(), time ?? TimeProvider.System);
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

    /// <summary>Signals that name a metric but are not exported, with the reason: duplicates, units that do not fit, names that are taken.</summary>
    public IReadOnlyList<UnexportedSignal> UnexportedSignals => _table.Unexported;

    /// <summary>Number of series, those of sparse metrics included; without <c>target_info</c> and the histogram of step durations.</summary>
    public int SeriesCount => _table.SeriesCount;

    /// <summary>Media type of a format.</summary>
    /// <param name="format">The format.</param>
    public static string ContentType(ExpositionFormat format) => ExpositionText.ContentType(format);

    /// <summary>Size of memory that holds every scrape in a format.</summary>
    /// <param name="format">The format.</param>
    public int MaximumBytes(ExpositionFormat format) => _exposition.MaximumBytes(format);

    /// <summary>Writes the newest frame. All values are of one step, the one in <c>chassis_twin_step</c>, whatever steps follow meanwhile.</summary>
    /// <param name="writer">Where to, in one piece; nothing is flushed. Memory of the caller: a slow reader of it holds up nobody.</param>
    /// <param name="format">The format.</param>
    /// <param name="cancellationToken">Ends the wait for another scrape that is being written.</param>
    /// <returns>False, with nothing written, before the first frame.</returns>
    /// <remarks>One scrape is written at a time. Allocates nothing, but what the writer takes.</remarks>
    public ValueTask<bool> TryWriteAsync(IBufferWriter<byte> writer, ExpositionFormat format = ExpositionFormat.Text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(writer);
        return _exposition.TryWriteAsync(writer, format, cancellationToken);
    }

    /// <summary>Sends what there is by OTLP now and waits for the receiver, at most 5 s.</summary>
    /// <returns>Whether it arrived; true where nothing is to be sent.</returns>
    public bool Flush() => _otlp?.ForceFlush(FlushMilliseconds) ?? true;

    /// <summary>Sends a last time where there is an endpoint, then ends.</summary>
    public void Dispose()
    {
        _providers.ForEach(provider => provider.Dispose());
        _instruments.ForEach(instruments => instruments.Dispose());
        _exposition.Dispose();
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
