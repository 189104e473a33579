using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;
using Twin.Engine.Running;
using Twin.Telemetry.Catalogue;
using Twin.Telemetry.Otlp;

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

    /// <summary>Metric of the achieved speed, which comes from the pacing and not from a signal.</summary>
    public const string RealtimeRatio = "chassis.twin.realtime.ratio";

    private const string StepDuration = "chassis.twin.step.duration";

    // A stream needs one point more than it has series: the SDK keeps the last for what overflows.
    private const int SpareSeries = 8;

    private static readonly KeyValuePair<string, object?>[] StepPhase = [new("phase", "step")];

    private readonly ITwin _twin;
    private readonly SeriesTable _table;
    private readonly Meter _meter;
    private readonly double[] _words;
    private readonly Feed[] _feeds;
    private readonly Dictionary<string, int> _seriesCounts = new(StringComparer.Ordinal);
    private readonly StepDurationReplay _durations;
    private readonly Action<double> _recordDuration;
    private readonly Action _recordRunGauges;
    private FrameHeader _header;
    private PacingStatus _pacing;
    private bool _isRetired;

    public TwinInstruments(ITwin twin, SeriesTable table, string version, InstrumentScope scope = InstrumentScope.All, IReadOnlyList<ExportStatistics>? exports = null)
    {
        _twin = twin;
        _table = table;
        _pacing = twin.Pacing;
        _words = new double[table.Words.Length];
        _meter = new Meter(new MeterOptions(MeterName) { Version = version, TelemetrySchemaUrl = MetricCatalogue.SchemaUrl });
        _durations = new StepDurationReplay(twin.StepDurations);

        Action recordFrame = scope.HasFlag(InstrumentScope.Frame) ? CreateFrameGauges() : () => { };
        Action recordProcess = () => { };
        Action<double> recordDuration = _ => { };
        if (scope.HasFlag(InstrumentScope.Process))
        {
            recordProcess = CreateProcessInstruments(exports ?? []);
            MetricDefinition duration = Find(StepDuration);
            Histogram<double> histogram = _meter.CreateHistogram<double>(duration.Name, duration.Unit, duration.Description);
            recordDuration = seconds => histogram.Record(seconds, StepPhase);
        }

        _recordRunGauges = recordFrame + recordProcess;
        _recordDuration = recordDuration;
        _feeds = scope.HasFlag(InstrumentScope.Frame) ? [.. table.Families.Select(CreateFeed)] : [];
    }

    /// <summary>The one epoch whose frames are shown; null for any.</summary>
    public long? Epoch { get; init; }

    /// <summary>Whether the newest frame was of another epoch than <see cref="Epoch"/>: then nothing was gathered and never will be.</summary>
    public bool MetOtherEpoch { get; private set; }

    /// <summary>Gathers nothing any more.</summary>
    public void Retire() => _isRetired = true;

    /// <summary>Reads the newest frame, once, and sets every instrument to it.</summary>
    /// <returns>False before the first frame, and for a frame of another epoch than the one asked for.</returns>
    public bool Gather()
    {
        if (_isRetired || !_twin.Frames.TryReadLatest(_table.Words, _words, out FrameHeader header))
        {
            return false;
        }

        MetOtherEpoch = Epoch is { } epoch && header.Epoch != epoch;
        if (MetOtherEpoch)
        {
            return false;
        }

        _header = header;
        _pacing = _twin.Pacing;
        _recordRunGauges();
        _durations.Replay(_recordDuration);
        foreach (Feed feed in _feeds)
        {
            feed.Set(_words);
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

    private static MetricDefinition Find(string name) =>
        MetricCatalogue.TryFind(name, out MetricDefinition? metric) ? metric : throw new ArgumentException($"The catalogue has no metric '{name}'.", nameof(name));

    // Which moment a collection shows, before everything else.
    private Action CreateFrameGauges()
    {
        Gauge<double> epoch = CreateGauge(Find("chassis.twin.epoch"));
        Gauge<double> step = CreateGauge(Find("chassis.twin.step"));
        Gauge<double> time = CreateGauge(Find("chassis.twin.simulation_time"));
        return () =>
        {
            epoch.Record(_header.Epoch);
            step.Record(_header.Step);
            time.Record(_header.Time.Seconds);
        };
    }

    private Action CreateProcessInstruments(IReadOnlyList<ExportStatistics> exports)
    {
        Gauge<double> ratio = CreateGauge(Find(RealtimeRatio));
        CreateSum(Find("chassis.twin.missed_deadlines"), () => [new Measurement<double>(_pacing.MissedDeadlines)]);
        CreateSum(Find("chassis.twin.skipped_time"), () => [new Measurement<double>(_pacing.SkippedTime.Seconds)]);
        Gauge<double> unexported = CreateGauge(Find("chassis.twin.signals.unexported"));
        Action recordExports = CreateExportInstruments(exports);
        return () =>
        {
            ratio.Record(_pacing.AchievedSpeed);
            unexported.Record(_table.Unexported.Count);
            recordExports();
        };
    }

    // How sending by OTLP fares, for each kind of telemetry that is sent.
    private Action CreateExportInstruments(IReadOnlyList<ExportStatistics> exports)
    {
        if (exports.Count == 0)
        {
            return () => { };
        }

#pragma warning disable CA1308 // Values of attributes are in lower case.
        (ExportStatistics Of, KeyValuePair<string, object?> Signal)[] each =
            [.. exports.Select(export => (export, KeyValuePair.Create("signal", (object?)export.Signal.ToString().ToLowerInvariant())))];
        (DropReason Reason, KeyValuePair<string, object?> Tag)[] reasons =
            [.. Enum.GetValues<DropReason>().Select(reason => (reason, KeyValuePair.Create("reason", (object?)reason.ToString().ToLowerInvariant())))];
#pragma warning restore CA1308
        CreateSum(Count("chassis.twin.export.items"), () => each.Select(export => new Measurement<double>(export.Of.Exported, export.Signal)));
        CreateSum(Count("chassis.twin.export.retries"), () => each.Select(export => new Measurement<double>(export.Of.Retries, export.Signal)));
        CreateSum(
            Count("chassis.twin.export.dropped", reasons.Length),
            () => each.SelectMany(export => reasons.Select(reason => new Measurement<double>(export.Of.Dropped(reason.Reason), export.Signal, reason.Tag))));
        Gauge<double> size = CreateGauge(Count("chassis.twin.export.spool.size"));
        return () =>
        {
            foreach ((ExportStatistics of, KeyValuePair<string, object?> signal) in each)
            {
                size.Record(of.SpooledBytes, signal);
            }
        };

        MetricDefinition Count(string name, int times = 1)
        {
            _seriesCounts[name] = exports.Count * times;
            return Find(name);
        }
    }

    private Feed CreateFeed(MetricFamily family)
    {
        MetricDefinition definition = family.Definition;
        _seriesCounts[definition.Name] = family.Series.Length;
        if (definition.Kind == MetricKind.Gauge)
        {
            return new GaugeFeed(family.Series, CreateGauge(definition));
        }

        var feed = new SumFeed(family.Series, definition.IsSparse);
        CreateSum(definition, feed.Observe);
        return feed;
    }

    private Gauge<double> CreateGauge(MetricDefinition definition) =>
        _meter.CreateGauge<double>(definition.Name, definition.Unit, definition.Description);

    private void CreateSum(MetricDefinition definition, Func<IEnumerable<Measurement<double>>> observe)
    {
        if (definition.Kind == MetricKind.Counter)
        {
            _meter.CreateObservableCounter(definition.Name, observe, definition.Unit, definition.Description);
        }
        else
        {
            _meter.CreateObservableUpDownCounter(definition.Name, observe, definition.Unit, definition.Description);
        }
    }

    /// <summary>Takes the gathered words to one instrument.</summary>
    private abstract class Feed
    {
        public abstract void Set(ReadOnlySpan<double> words);
    }

    private sealed class GaugeFeed(Series[] series, Gauge<double> gauge) : Feed
    {
        public override void Set(ReadOnlySpan<double> words)
        {
            foreach (Series one in series)
            {
                gauge.Record(one.Evaluate(words), one.Tags);
            }
        }
    }

    private sealed class SumFeed(Series[] series, bool isSparse) : Feed
    {
        private readonly double[] _values = new double[series.Length];
        private readonly bool[] _shown = new bool[series.Length];

        public override void Set(ReadOnlySpan<double> words)
        {
            for (int i = 0; i < series.Length; i++)
            {
                double value = series[i].Evaluate(words);

                // A sum has no "not a number": the last good total stands.
                if (!double.IsNaN(value))
                {
                    _values[i] = value;
                }

                _shown[i] |= !isSparse || _values[i] != 0;
            }
        }

        public IEnumerable<Measurement<double>> Observe()
        {
            for (int i = 0; i < series.Length; i++)
            {
                if (_shown[i])
                {
                    yield return new Measurement<double>(_values[i], series[i].Tags);
                }
            }
        }
    }
}
