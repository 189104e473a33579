using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;
using Twin.Engine.Running;
using Twin.Telemetry.Catalogue;

namespace Twin.Telemetry.Instruments;

/// <summary>The OpenTelemetry instruments of a twin for one metric reader, fed from one published frame in each collection.</summary>
/// <remarks>
/// Whoever reads the frame lets the reader collect before the next one. Every reader has instruments of its own: the SDK overwrites the points of all readers of
/// one instrument whenever one of them collects. Gauges are recorded at the collection, which allocates nothing; sums are observable, because a frame holds totals.
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

    private readonly List<Binding> _bindings = [];
    private readonly Meter _meter;
    private readonly Action[] _gauges;
    private readonly Dictionary<string, int> _seriesCounts = new(StringComparer.Ordinal);
    private FrameReading _reading;
    private bool _isRetired;

    /// <summary>Makes the instruments.</summary>
    /// <param name="reading">What they show.</param>
    /// <param name="table">Its series.</param>
    /// <param name="durations">Durations of steps, which the process counts.</param>
    /// <param name="scope">Which of them.</param>
    /// <param name="version">Version of the program.</param>
    public TwinInstruments(FrameReading reading, SeriesTable table, StepDurations durations, InstrumentScope scope, string version)
    {
        _reading = reading;
        _meter = new Meter(new MeterOptions(MeterName) { Version = version, TelemetrySchemaUrl = MetricCatalogue.SchemaUrl });
        bool isOfEpoch = scope == InstrumentScope.Frame;
        Action[] gauges = [.. table.Families.Where(family => family.IsOfEpoch == isOfEpoch).Select(Create).OfType<Action>()];
        _gauges = isOfEpoch ? gauges : [.. gauges, CreateDurations(durations)];
    }

    /// <summary>Records nothing any more.</summary>
    public void Retire() => _isRetired = true;

    /// <summary>Shows another reading from now on. For instruments of the process, whose series are the same under every structure of the chassis.</summary>
    /// <param name="reading">What they show.</param>
    /// <param name="table">Its series.</param>
    public void Bind(FrameReading reading, SeriesTable table)
    {
        _reading = reading;
        Dictionary<string, MetricFamily> families = table.Families.ToDictionary(family => family.Definition.Name, StringComparer.Ordinal);
        foreach (Binding binding in _bindings)
        {
            binding.Family = families[binding.Family.Definition.Name];
        }
    }

    /// <summary>Sets every instrument to the frame that was read.</summary>
    /// <returns>False once retired.</returns>
    public bool Record()
    {
        if (_isRetired)
        {
            return false;
        }

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

    private Action CreateDurations(StepDurations durations)
    {
        MetricCatalogue.TryFind(StepDuration, out MetricDefinition? duration);
        Histogram<double> histogram = _meter.CreateHistogram<double>(duration!.Name, duration.Unit, duration.Description);
        var replay = new StepDurationReplay(durations);
        Action<double> record = seconds => histogram.Record(seconds, StepPhase);
        return () => replay.Replay(record);
    }

    // The instrument of a family; for a gauge what records it.
    private Action? Create(MetricFamily family)
    {
        MetricDefinition definition = family.Definition;
        _seriesCounts[definition.Name] = family.Series.Length;
        var binding = new Binding { Family = family };
        _bindings.Add(binding);
        switch (definition.Kind)
        {
            case MetricKind.Gauge:
                Gauge<double> gauge = _meter.CreateGauge<double>(definition.Name, definition.Unit, definition.Description);
                return () => Record(gauge, binding.Family);
            case MetricKind.Counter:
                _meter.CreateObservableCounter(definition.Name, () => Observe(binding.Family), definition.Unit, definition.Description);
                return null;
            default:
                _meter.CreateObservableUpDownCounter(definition.Name, () => Observe(binding.Family), definition.Unit, definition.Description);
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

    private sealed class Binding
    {
        public required MetricFamily Family { get; set; }
    }
}
