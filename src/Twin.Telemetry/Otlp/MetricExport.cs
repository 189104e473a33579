using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using Twin.Engine.Running;
using Twin.Telemetry.Instruments;

namespace Twin.Telemetry.Otlp;

/// <summary>Collects the metrics of a twin at a fixed interval for an exporter of the SDK.</summary>
/// <remarks>
/// Totals that are part of the state, such as energies, can go back when the twin takes over a state. So they have a provider for each epoch, made anew when a frame
/// of another epoch is found: their points then carry the start of that epoch, and a receiver sees a reset and not a fall. What counts for the process, such as
/// missed deadlines, has a provider of its own that lives as long as it. Both show the same reading of one frame.
/// </remarks>
internal sealed class MetricExport : IAsyncDisposable
{
    private readonly SeriesTable _table;
    private readonly StepDurations _durations;
    private readonly FrameReading _reading;
    private readonly TelemetryResource _resource;
    private readonly Func<DateTimeOffset, OtlpExporterOptions> _options;
    private readonly Source _process;
    private readonly ExportLoop _loop;
    private Source? _frames;
    private long _epoch;

    /// <summary>Starts to collect.</summary>
    /// <param name="twin">The twin.</param>
    /// <param name="table">Its series.</param>
    /// <param name="resource">What the telemetry says of its origin.</param>
    /// <param name="options">Options of an exporter whose sums began to count at a moment.</param>
    /// <param name="interval">Time between two collections.</param>
    /// <param name="time">Clock of the interval.</param>
    /// <param name="failed">Told of an export that ended in a way that nobody has thought of.</param>
    public MetricExport(ITwin twin, SeriesTable table, TelemetryResource resource, Func<DateTimeOffset, OtlpExporterOptions> options, TimeSpan interval, TimeProvider time, Action<Exception> failed)
    {
        (_table, _durations, _resource, _options) = (table, twin.StepDurations, resource, options);
        _reading = new FrameReading(twin, table);

        // The SDK gives points the time of the system, whatever clock the interval has: so that of their start is the system's too.
        _process = Open(InstrumentScope.Process, StartTimes.System.Process);
        _loop = new ExportLoop(Export, interval, time, failed);
    }

    /// <summary>Collects and exports now.</summary>
    /// <returns>False before the first frame, or when the exporter did not take it.</returns>
    public Task<bool> ExportAsync() => _loop.ExportAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _loop.DisposeAsync().ConfigureAwait(false);
        Close(_frames);
        Close(_process);
    }

    private bool Export()
    {
        if (!_reading.TryRead())
        {
            return false;
        }

        if (_frames is null || _reading.Header.Epoch != _epoch)
        {
            Close(_frames);
            _epoch = _reading.Header.Epoch;
            _frames = Open(InstrumentScope.Frame, StartTimes.System.OfEpoch(_reading.Header.EpochTimestamp));
        }

        return _frames.Reader.Collect() && _process.Reader.Collect();
    }

    private Source Open(InstrumentScope scope, DateTimeOffset start)
    {
        var instruments = new TwinInstruments(_reading, _table, _durations, scope, _resource.Version);
        var reader = new FramePushReader(instruments, new OtlpMetricExporter(_options(start)));
        MeterProvider provider = instruments.Configure(Sdk.CreateMeterProviderBuilder().SetResourceBuilder(_resource.Builder())).AddReader(reader).Build();
        return new Source(instruments, reader, provider);
    }

    // The SDK collects a last time when it ends; what there is was exported.
    private static void Close(Source? source)
    {
        if (source is not null)
        {
            source.Instruments.Retire();
            source.Provider.Dispose();
            source.Instruments.Dispose();
        }
    }

    private sealed record Source(TwinInstruments Instruments, MetricReader Reader, MeterProvider Provider);
}
