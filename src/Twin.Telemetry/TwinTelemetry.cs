using System.Buffers;
using Twin.Engine.Running;
using Twin.Telemetry.Instruments;
using Twin.Telemetry.Prometheus;

namespace Twin.Telemetry;

/// <summary>The metrics of a running twin, from its published frames, written as Prometheus text or OpenMetrics on demand.</summary>
/// <remarks>
/// Reads frames only: nothing here holds up or changes a step. When the chassis gets another structure, the next scrape shows it. Every member may be used from any thread.
/// </remarks>
public sealed class TwinTelemetry : IDisposable
{
    private readonly Exposition _exposition;

    /// <summary>Makes the series of a twin.</summary>
    /// <param name="twin">The twin.</param>
    /// <param name="options">What the telemetry says about itself.</param>
    /// <param name="sources">Quantities of the host's services; null for none.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <exception cref="ArgumentException">A source names a metric that is none of the run.</exception>
    public TwinTelemetry(ITwin twin, TwinTelemetryOptions options, IEnumerable<MetricSource>? sources = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(twin);
        ArgumentNullException.ThrowIfNull(options);
        _exposition = new Exposition(twin, new StructureSeries(twin, RunReading.Of(twin, sources ?? [])), new TelemetryResource(twin.Chassis, options).Builder().Build(), StartTimes.By(time));
    }

    /// <summary>Signals that name a metric but are not exported, with the reason: duplicates, units that do not fit, names that are taken.</summary>
    public IReadOnlyList<UnexportedSignal> UnexportedSignals => _exposition.Table.Unexported;

    /// <summary>Number of series, those of sparse metrics included; without <c>target_info</c> and the histogram of step durations.</summary>
    public int SeriesCount => _exposition.Table.SeriesCount;

    /// <summary>Media type of a format.</summary>
    /// <param name="format">The format.</param>
    public static string ContentType(ExpositionFormat format) => ExpositionText.ContentType(format);

    /// <summary>Size of memory that holds every scrape in a format, as long as the chassis keeps its structure.</summary>
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

    /// <inheritdoc/>
    public void Dispose() => _exposition.Dispose();
}
