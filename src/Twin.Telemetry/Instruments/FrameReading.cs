using Twin.Engine.Running;
using Twin.Telemetry.Catalogue;

namespace Twin.Telemetry.Instruments;

/// <summary>The values of all series at one published frame under one structure of the chassis, for one reader.</summary>
/// <remarks>A reading pins one frame: the ring is read once, and all values follow from that copy. Allocates nothing after it was made. Not for concurrent use.</remarks>
internal sealed class FrameReading
{
    private readonly ITwin _twin;
    private readonly FrameRing _frames;
    private readonly SeriesTable _table;
    private readonly double[] _words;
    private readonly double[] _values;
    private readonly bool[] _shown;

    /// <summary>Makes it without values.</summary>
    /// <param name="twin">The twin.</param>
    /// <param name="frames">Its frames under the structure of the table.</param>
    /// <param name="table">The series.</param>
    public FrameReading(ITwin twin, FrameRing frames, SeriesTable table)
    {
        _twin = twin;
        _frames = frames;
        _table = table;
        _words = new double[table.Run.Count + table.Words.Length];
        _values = new double[table.SeriesCount];
        _shown = new bool[table.SeriesCount];
    }

    /// <summary>Which frame it is.</summary>
    public FrameHeader Header { get; private set; }

    /// <summary>Values of the series, in the order of the table.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>Which series there are so far: those of sparse metrics come with their first value other than zero.</summary>
    public ReadOnlySpan<bool> Shown => _shown;

    /// <summary>Reads the newest frame.</summary>
    /// <returns>False before the first one.</returns>
    public bool TryRead()
    {
        int run = _table.Run.Count;
        if (!_frames.TryReadLatest(_table.Words, _words.AsSpan(run), out FrameHeader header))
        {
            return false;
        }

        Header = header;
        PacingStatus pacing = _twin.Pacing;
        for (int i = 0; i < run; i++)
        {
            _words[i] = _table.Run[i].Read(header, pacing);
        }

        foreach (MetricFamily family in _table.Families)
        {
            Read(family);
        }

        return true;
    }

    private void Read(MetricFamily family)
    {
        bool isGauge = family.Definition.Kind == MetricKind.Gauge;
        bool isSparse = family.Definition.IsSparse;
        Series[] series = family.Series;
        for (int i = 0; i < series.Length; i++)
        {
            double value = series[i].Evaluate(_words);

            // A sum has no "not a number": the last good total stands.
            if (isGauge || !double.IsNaN(value))
            {
                _values[family.First + i] = value;
            }

            _shown[family.First + i] |= !isSparse || value != 0;
        }
    }
}
