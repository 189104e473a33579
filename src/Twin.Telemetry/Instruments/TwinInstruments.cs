using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;
using Twin.Engine.Running;
using Twin.Telemetry.Catalogue;

namespace Twin.Telemetry.Instruments;

/// <summary>The OpenTelemetry instruments of a twin for one metric reader, fed from one published frame in each collection.</summary>
/// <remarks>
/// Every reader has instruments of its own: the SDK overwrites the points of all readers of one instrument whenever one of them collects, and a scrape
/// would then mix two steps. Gauges are recorded when a frame is gathered, which allocates nothing; sums are observable, because a frame holds totals.
/// Not for concurrent use: a reader collects under its own lock.
/// </remarks>
internal sealed class TwinInstruments : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "twin";

    /// <summary>Metric of the durations of steps.</summary>
    public const string StepDuration = "chassis.twin.step.duration";

    // A stream needs one point more than it has series: the SDK keeps the last for what overflows.
    private const int SpareSeries = 8;

    /// <summary>Attributes of <see cref="StepDuration"/>.</summary>
    public static readonly KeyValuePair<string, object?>[] StepPhase = [new("phase", "step")];

    private readonly FrameReading _reading;
    private readonly Meter _meter;
    private readonly Action[] _gauges;
    private readonly Dictionary<string, int> _seriesCounts = new(StringComparer.Ordinal);
    private readonly StepDurationReplay _durations;
    private readonly Action<double> _recordDuration;

    public TwinInstruments(ITwin twin, SeriesTable table, string version)
    {
        _reading = new FrameReading(twin, table);
        _meter = new Meter(new MeterOptions(MeterName) { Version = version, TelemetrySchemaUrl = MetricCatalogue.SchemaUrl });
        _durations = new StepDurationReplay(twin.StepDurations);
        MetricCatalogue.TryFind(StepDuration, out MetricDefinition? duration);
        Histogram<double> histogram = _meter.CreateHistogram<double>(duration!.Name, duration.Unit, duration.Description);
        _recordDuration = seconds => histogram.Record(seconds, StepPhase);
        _gauges = [.. table.Families.Select(Create).OfType<Action>()];
    }

    /// <summary>Reads the newest frame, once, and sets every instrument to it.</summary>
    /// <returns>False before the first frame.</returns>
    public bool Gather()
    {
        if (!_reading.TryRead())
        {
            return false;
        }

        _durations.Replay(_recordDuration);
        foreach (Action record in _gauges)
        {
            record();
        }

        return true;
    }

    /// <summary>Makes a provider listen to these instruments and no other, with room for every series.</summary>
    public MeterProviderBuilder Configure(MeterProviderBuilder builder) =>
        builder.AddMeter(MeterName).AddView(instrument =>
        {
            if (!ReferenceEquals(instrument.Meter, _meter))
            {
                return MetricStreamConfiguration.Drop; // another twin, or another reader's instruments
            }

            return instrument.Name == StepDuration
                ? new ExplicitBucketHistogramConfiguration { Boundaries = StepDurations.BoundsSeconds.ToArray(), RecordMinMax = false }
                : new MetricStreamConfiguration { CardinalityLimit = _seriesCounts.GetValueOrDefault(instrument.Name, 1) + SpareSeries };
        });

    public void Dispose() => _meter.Dispose();

    // The instrument of a family; for a gauge what records it.
    private Action? Create(MetricFamily family)
    {
        MetricDefinition definition = family.Definition;
        _seriesCounts[definition.Name] = family.Series.Length;
        switch (definition.Kind)
        {
            case MetricKind.Gauge:
                Gauge<double> gauge = _meter.CreateGauge<double>(definition.Name, definition.Unit, definition.Description);
                return () => Record(gauge, family);
            case MetricKind.Counter:
                _meter.CreateObservableCounter(definition.Name, () => Observe(family), definition.Unit, definition.Description);
                return null;
            default:
                _meter.CreateObservableUpDownCounter(definition.Name, () => Observe(family), definition.Unit, definition.Description);
                return null;
        }
    }

    private void Record(Gauge<double> gauge, MetricFamily family)
    {
        ReadOnlySpan<double> values = _reading.Values.Slice(family.First, family.Series.Length);
        for (int i = 0; i < values.Length; i++)
        {
            gauge.Record(values[i], family.Series[i].Tags);
        }
    }

    private IEnumerable<Measurement<double>> Observe(MetricFamily family)
    {
        for (int i = 0; i < family.Series.Length; i++)
        {
            if (_reading.Shown[family.First + i])
            {
                yield return new Measurement<double>(_reading.Values[family.First + i], family.Series[i].Tags);
            }
        }
    }
}
