using System.Buffers;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Twin.Engine.Running;
using Twin.Telemetry.Catalogue;
using Twin.Telemetry.Instruments;
using Twin.Telemetry.Otlp;
using Twin.Telemetry.Prometheus;

namespace Twin.Telemetry;

/// <summary>The metrics of a running twin: OpenTelemetry instruments over its published frames, written as Prometheus text on demand.</summary>
/// <remarks>Reads frames only: nothing here holds up or changes a step. Every member may be used from any thread.</remarks>
public sealed class TwinTelemetry : IDisposable
{
    private readonly SeriesTable _table;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly PrometheusExporter _exporter;
    private readonly TwinInstruments _instruments;
    private readonly MeterProvider _provider;

    /// <summary>Makes the instruments of a twin.</summary>
    /// <param name="twin">The twin.</param>
    /// <param name="options">What the telemetry says about itself.</param>
    /// <param name="exports">How sending by OTLP fares, to be shown as metrics; null where nothing is sent.</param>
    public TwinTelemetry(ITwin twin, TwinTelemetryOptions options, IReadOnlyList<ExportStatistics>? exports = null)
    {
        ArgumentNullException.ThrowIfNull(twin);
        ArgumentNullException.ThrowIfNull(options);
        _table = SeriesTable.Build(twin.Chassis);
        var resource = new TelemetryResource(twin.Chassis, options);
        _exporter = new PrometheusExporter(
            MetricCatalogue.Metrics.Concat(MetricCatalogue.RunMetrics).Concat(MetricCatalogue.ExportMetrics).Concat(_table.Families.Select(family => family.Definition))
                .DistinctBy(metric => metric.Name).ToDictionary(metric => metric.Name, StringComparer.Ordinal));
        _instruments = new TwinInstruments(twin, _table, resource.Version, InstrumentScope.All, exports);
        _provider = _instruments.Configure(Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource.Builder())).AddReader(new FramePullReader(_instruments, _exporter)).Build();
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

    /// <inheritdoc/>
    public void Dispose()
    {
        _provider.Dispose();
        _instruments.Dispose();
        _gate.Dispose();
    }
}
