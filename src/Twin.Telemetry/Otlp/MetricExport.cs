using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Twin.Engine.Running;
using Twin.Telemetry.Instruments;

namespace Twin.Telemetry.Otlp;

/// <summary>Collects the metrics of a twin at a fixed interval for an exporter of the SDK.</summary>
/// <remarks>
/// The SDK gives every sum the start time of its provider, for good. Totals that are part of the state, such as energies, can go back when the twin takes over a state;
/// so they have a provider for each epoch, made anew when a frame of another epoch is found: their points then carry a new start time, and a receiver sees a reset and
/// not a fall. What counts for the process, such as missed deadlines, has a provider of its own that lives as long as it.
/// </remarks>
internal sealed class MetricExport : IAsyncDisposable
{
    private readonly ITwin _twin;
    private readonly SeriesTable _table;
    private readonly string _version;
    private readonly ResourceBuilder _resource;
    private readonly Func<OtlpExporterOptions> _options;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly CancellationTokenSource _ending = new();
    private readonly PeriodicTimer _timer;
    private readonly Source _process;
    private readonly Task _running;
    private Source? _frames;
    private long _epoch;

    public MetricExport(
        ITwin twin,
        SeriesTable table,
        string version,
        ResourceBuilder resource,
        Func<OtlpExporterOptions> options,
        IReadOnlyList<ExportStatistics> statistics,
        TimeSpan interval,
        TimeProvider time)
    {
        (_twin, _table, _version, _resource, _options) = (twin, table, version, resource, options);
        _process = Open(new TwinInstruments(twin, table, version, InstrumentScope.Process, statistics));
        _timer = new PeriodicTimer(interval, time);
        _running = Task.Run(RunAsync);
    }

    /// <summary>Collects and exports now.</summary>
    /// <returns>False before the first frame, or when the exporter did not take it.</returns>
    public async Task<bool> ExportAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            return ExportFrame() && _process.Reader.Collect();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _timer.Dispose();
        Close(_frames);
        Close(_process);
        _ending.Dispose();
        _gate.Dispose();
    }

    private async Task RunAsync()
    {
        while (await _timer.WaitForNextTickAsync(_ending.Token).ConfigureAwait(false))
        {
            await ExportAsync().ConfigureAwait(false);
        }
    }

    private bool ExportFrame()
    {
        while (_twin.Frames.TryReadLatest([], [], out FrameHeader newest))
        {
            if (_frames is null || newest.Epoch != _epoch)
            {
                Close(_frames);
                _epoch = newest.Epoch;
                _frames = Open(new TwinInstruments(_twin, _table, _version, InstrumentScope.Frame) { Epoch = _epoch });
            }

            // A new epoch may begin between the look at the frame and the collection, which then takes nothing.
            if (_frames.Reader.Collect())
            {
                return true;
            }

            if (!_frames.Instruments.MetOtherEpoch)
            {
                return false;
            }
        }

        return false;
    }

    private Source Open(TwinInstruments instruments)
    {
        var reader = new FramePushReader(instruments, new OtlpMetricExporter(_options()));
        MeterProvider provider = instruments.Configure(Sdk.CreateMeterProviderBuilder().SetResourceBuilder(_resource)).AddReader(reader).Build();
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
