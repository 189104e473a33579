using System.Buffers;
using OpenTelemetry.Resources;
using Twin.Engine.Running;
using Twin.Telemetry.Instruments;

namespace Twin.Telemetry.Prometheus;

/// <summary>The newest frame of a twin as text, in the format that a scrape asks for.</summary>
/// <remarks>One scrape is written at a time, into memory of the caller; the next one waits for some milliseconds. In steady state nothing is allocated.</remarks>
internal sealed class Exposition : IDisposable
{
    private readonly StepDurations _durations;
    private readonly StartTimes _starts;
    private readonly Resource _resource;
    private readonly Lock _followGate = new();
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile Pages _pages;

    public Exposition(ITwin twin, StructureSeries series, Resource resource, StartTimes starts)
    {
        _durations = twin.StepDurations;
        _resource = resource;
        _starts = starts;
        _pages = new Pages(series, resource);
    }

    /// <summary>The series of the structure that the chassis has now.</summary>
    public SeriesTable Table => Newest().Series.Table;

    /// <summary>Writes the newest frame.</summary>
    /// <returns>False, with nothing written, before the first one.</returns>
    public async ValueTask<bool> TryWriteAsync(IBufferWriter<byte> writer, ExpositionFormat format, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Pages pages = Newest();
            FrameReading reading = pages.Series.Reading;
            if (!reading.TryRead())
            {
                return false;
            }

            ExpositionPage page = pages.Of(format);
            writer.Advance(page.Write(reading, pages.Numbers, _durations, SecondsOf(_starts.OfEpoch(reading.Header.EpochTimestamp)), SecondsOf(_starts.Process), writer.GetSpan(page.MaximumBytes)));
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Size of memory that holds any scrape of the structure of now.</summary>
    public int MaximumBytes(ExpositionFormat format) => Newest().Of(format).MaximumBytes;

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private static double SecondsOf(DateTimeOffset moment) => (moment - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond / 1e6;

    private Pages Newest()
    {
        Pages pages = _pages;
        if (!pages.Series.IsReplaced)
        {
            return pages;
        }

        lock (_followGate)
        {
            return _pages = _pages.Series.IsReplaced ? new Pages(_pages.Series.Renew(), _resource) : _pages;
        }
    }

    // Everything that was made of one structure.
    private sealed class Pages(StructureSeries series, Resource resource)
    {
        private readonly ExpositionPage _text = new(series.Table, ExpositionFormat.Text, resource);
        private readonly ExpositionPage _openMetrics = new(series.Table, ExpositionFormat.OpenMetrics, resource);

        public StructureSeries Series => series;

        public NumberTexts Numbers { get; } = new(series.Table.SeriesCount);

        public ExpositionPage Of(ExpositionFormat format) => format == ExpositionFormat.OpenMetrics ? _openMetrics : _text;
    }
}
