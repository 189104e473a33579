using System.Buffers;
using OpenTelemetry.Resources;
using Twin.Engine.Running;
using Twin.Telemetry.Instruments;

namespace Twin.Telemetry.Prometheus;

/// <summary>The newest frame of a twin as text, in the format that a scrape asks for.</summary>
/// <remarks>One scrape is written at a time, into memory of the caller; the next one waits for some milliseconds. In steady state nothing is allocated.</remarks>
internal sealed class Exposition : IDisposable
{
    private readonly ITwin _twin;
    private readonly StartTimes _starts;
    private readonly FrameReading _reading;
    private readonly NumberTexts _numbers;
    private readonly ExpositionPage _text;
    private readonly ExpositionPage _openMetrics;
    private readonly SemaphoreSlim _gate = new(1, 1);

    public Exposition(ITwin twin, SeriesTable table, Resource resource, StartTimes starts)
    {
        _twin = twin;
        _starts = starts;
        _reading = new FrameReading(twin, table);
        _numbers = new NumberTexts(table.SeriesCount);
        _text = new ExpositionPage(table, ExpositionFormat.Text, resource);
        _openMetrics = new ExpositionPage(table, ExpositionFormat.OpenMetrics, resource);
    }

    /// <summary>Writes the newest frame.</summary>
    /// <returns>False, with nothing written, before the first one.</returns>
    public async ValueTask<bool> TryWriteAsync(IBufferWriter<byte> writer, ExpositionFormat format, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_reading.TryRead())
            {
                return false;
            }

            ExpositionPage page = format == ExpositionFormat.OpenMetrics ? _openMetrics : _text;
            writer.Advance(page.Write(_reading, _numbers, _twin.StepDurations, SecondsOf(_starts.OfEpoch(_reading.Header.EpochTimestamp)), SecondsOf(_starts.Process), writer.GetSpan(page.MaximumBytes)));
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Size of memory that holds any scrape.</summary>
    public int MaximumBytes(ExpositionFormat format) => (format == ExpositionFormat.OpenMetrics ? _openMetrics : _text).MaximumBytes;

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private static double SecondsOf(DateTimeOffset moment) => (moment - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond / 1e6;
}
