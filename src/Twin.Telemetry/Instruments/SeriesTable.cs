using System.Text;
using Twin.Contracts;
using Twin.Engine.Structure;
using Twin.Telemetry.Catalogue;

namespace Twin.Telemetry.Instruments;

/// <summary>Every series of a chassis, made once from its structure: which words to gather and what becomes of them.</summary>
internal sealed class SeriesTable
{
    private const string HardwareStatus = "hw.status";
    private const string BundleAttribute = "chassis.bundle";
    private const int MaximumStates = 64;

    // hw.status has these by convention; what else a component can be comes after them.
    private static readonly string[] ConventionalStates = ["ok", "degraded", "failed", "needs_cleaning", "predicted_failure"];

    private SeriesTable(int[] words, MetricFamily[] families, IReadOnlyList<UnexportedSignal> unexported)
    {
        Words = words;
        Families = families;
        Unexported = unexported;
        SeriesCount = families.Sum(family => family.Series.Length);
    }

    /// <summary>Words of the state block to gather; a series names positions in this list.</summary>
    public int[] Words { get; }

    /// <summary>Metrics that signals map to, catalogue first and in its order, then vendors' own by name.</summary>
    public MetricFamily[] Families { get; }

    /// <summary>Signals that name a metric but are not exported.</summary>
    public IReadOnlyList<UnexportedSignal> Unexported { get; }

    /// <summary>Number of series, those of sparse metrics included.</summary>
    public int SeriesCount { get; }

    /// <summary>Makes the table of a chassis.</summary>
    public static SeriesTable Build(CompiledChassis chassis)
    {
        // 1. Which signals are exported, and as what.
        var unexported = new List<UnexportedSignal>();
        var vendorMetrics = new Dictionary<string, MetricDefinition>(StringComparer.Ordinal);
        var prometheusNames = MetricCatalogue.Metrics.Concat(MetricCatalogue.RunMetrics).Concat(MetricCatalogue.ExportMetrics).ToDictionary(m => m.PrometheusName, m => m.Name, StringComparer.Ordinal);
        var candidates = new List<Candidate>();
        foreach (SignalInfo signal in chassis.Signals)
        {
            if (signal.Metric is not { } name)
            {
                continue;
            }

            // The chassis publishes step and time as signals too; they leave with the header of the frame.
            if (signal.Component < 0 && MetricCatalogue.RunMetrics.Any(metric => metric.Name == name))
            {
                continue;
            }

            if (Resolve(name, signal, vendorMetrics, prometheusNames, out MetricDefinition? definition, out double factor) is { } reason)
            {
                unexported.Add(new UnexportedSignal(signal, name, reason));
            }
            else
            {
                candidates.Add(new Candidate(signal, definition!, factor, Attributes(signal, definition!)));
            }
        }

        // 2. One signal for each metric and set of attributes.
        TellBundlesApart(candidates);
        var exported = new List<Candidate>();
        foreach (IGrouping<string, Candidate> group in candidates.GroupBy(c => Key(c.Definition.Name, c.Attributes), StringComparer.Ordinal))
        {
            Candidate kept = group.Aggregate((best, next) => Precedes(next.Signal, best.Signal) ? next : best);
            exported.Add(kept);
            unexported.AddRange(group.Where(c => c != kept).Select(c => new UnexportedSignal(
                c.Signal, c.Definition.Name, $"'{kept.Signal.Path}' has the same metric and attributes and is exported in its place.")));
        }

        // 3. Series, family by family, in a fixed order.
        var words = new List<int>();
        var families = new List<MetricFamily>();
        ILookup<string, Candidate> byMetric = exported.OrderBy(c => c.Signal.Id).ToLookup(c => c.Definition.Name, StringComparer.Ordinal);
        IEnumerable<MetricDefinition> order = MetricCatalogue.Metrics.Concat(vendorMetrics.Values.OrderBy(m => m.Name, StringComparer.Ordinal));
        foreach (MetricDefinition definition in order)
        {
            Series[] series = [.. SeriesOf(definition, byMetric[definition.Name], words)];
            if (series.Length > 0)
            {
                families.Add(new MetricFamily(definition, series));
            }
        }

        return new SeriesTable([.. words], [.. families], [.. unexported.OrderBy(u => u.Signal.Id)]);
    }

    private static string? Resolve(
        string name,
        SignalInfo signal,
        Dictionary<string, MetricDefinition> vendorMetrics,
        Dictionary<string, string> prometheusNames,
        out MetricDefinition? definition,
        out double factor)
    {
        factor = 1;
        if (MetricCatalogue.TryFind(name, out definition))
        {
            if (definition.Kind == MetricKind.Histogram || name == TwinInstruments.RealtimeRatio || MetricCatalogue.RunMetrics.Contains(definition) || MetricCatalogue.ExportMetrics.Contains(definition))
            {
                return "The metric belongs to the run itself.";
            }
        }
        else if (!vendorMetrics.TryGetValue(name, out definition))
        {
            if (!VendorMetric.IsValidName(name))
            {
                return "The name of the metric is not valid: a letter, then letters, digits, '.', '_', '-' or '/', at most 255 in all.";
            }

            definition = VendorMetric.Define(name, signal);
            if (!prometheusNames.TryAdd(definition.PrometheusName, name))
            {
                return $"Its Prometheus name {definition.PrometheusName} belongs to '{prometheusNames[definition.PrometheusName]}'.";
            }

            vendorMetrics.Add(name, definition);
        }

        if (signal.States.Count > MaximumStates)
        {
            return $"It has {signal.States.Count} states, at most {MaximumStates} can be exported.";
        }

        bool isStateOrFlag = signal.States.Count > 0;
        if (!isStateOrFlag && !UnitConversion.TryFactor(signal.Unit, definition.Unit, out factor))
        {
            return $"Its unit is '{signal.Unit}', that of the metric '{definition.Unit}'.";
        }

        return null;
    }

    // Two bundles of one component can publish the same metric for lanes of the same numbers: then every series of that metric says its bundle.
    private static void TellBundlesApart(List<Candidate> candidates)
    {
        HashSet<string> ambiguous =
        [
            .. candidates.GroupBy(c => Key(c.Definition.Name, c.Attributes), StringComparer.Ordinal)
                .Where(group => group.Select(c => Bundle(c.Signal)).Where(bundle => bundle.Length > 0).Distinct().Skip(1).Any())
                .Select(group => group.First().Definition.Name),
        ];
        foreach (Candidate candidate in candidates.Where(c => ambiguous.Contains(c.Definition.Name) && Bundle(c.Signal).Length > 0))
        {
            candidate.Attributes.Add(new(BundleAttribute, Bundle(candidate.Signal)));
            Sort(candidate.Attributes);
        }
    }

    // "host-receiver/snr" is the snr of the bundle "host-receiver".
    private static string Bundle(SignalInfo signal) => signal.Name[..Math.Max(0, signal.Name.LastIndexOf('/'))];

    // A component's word counts before that of the chassis, what a sensor reports before the truth of the model, and what a component declares
    // before what the engine derives for every component, which comes earlier in the list.
    private static bool Precedes(SignalInfo left, SignalInfo right)
    {
        if (left.Component >= 0 != right.Component >= 0)
        {
            return left.Component >= 0;
        }

        if (left.Kind == SignalKind.Sensor != (right.Kind == SignalKind.Sensor))
        {
            return left.Kind == SignalKind.Sensor;
        }

        return left.Id > right.Id;
    }

    private static List<KeyValuePair<string, object?>> Attributes(SignalInfo signal, MetricDefinition definition)
    {
        var attributes = new List<KeyValuePair<string, object?>>(8);
        AddUnlessGiven("hw.id", signal.Element);
        AddUnlessGiven("hw.type", signal.HardwareType);
        int lastSlash = signal.Element.LastIndexOf('/');
        if (lastSlash > 0)
        {
            AddUnlessGiven("hw.parent", signal.Element[..lastSlash]);
        }

        if (signal.Lane is { } lane)
        {
            AddUnlessGiven(definition.IndexAttribute, lane);
        }

        foreach ((string key, string value) in signal.Attributes)
        {
            attributes.Add(new(key, value));
        }

        Sort(attributes);
        return attributes;

        void AddUnlessGiven(string key, object value)
        {
            if (!signal.Attributes.Any(attribute => attribute.Key == key))
            {
                attributes.Add(new(key, value));
            }
        }
    }

    // The SDK looks a point up by its attributes in the order given and, the first time, in sorted order: one entry less for each series if they agree.
    private static void Sort(List<KeyValuePair<string, object?>> attributes) =>
        attributes.Sort((left, right) => string.CompareOrdinal(left.Key, right.Key));

    private static string Key(string metric, List<KeyValuePair<string, object?>> attributes)
    {
        var key = new StringBuilder(metric);
        foreach ((string name, object? value) in attributes)
        {
            key.Append('\n').Append(name).Append('\t').Append(value);
        }

        return key.ToString();
    }

    private static IEnumerable<Series> SeriesOf(MetricDefinition definition, IEnumerable<Candidate> candidates, List<int> words)
    {
        if (definition.CountsLanes)
        {
            IEnumerable<Candidate> withoutLane = candidates.Select(c => c with { Attributes = [.. c.Attributes.Where(a => a.Key != definition.IndexAttribute)] });
            return withoutLane.GroupBy(c => Key(definition.Name, c.Attributes), StringComparer.Ordinal).SelectMany(group => Expand(definition, [.. group], words));
        }

        return candidates.SelectMany(candidate => Expand(definition, [candidate], words));
    }

    private static IEnumerable<Series> Expand(MetricDefinition definition, Candidate[] group, List<int> words)
    {
        Candidate first = group[0];
        int[] slots = new int[group.Length];
        for (int i = 0; i < group.Length; i++)
        {
            slots[i] = words.Count;
            words.Add(group[i].Signal.Word);
        }

        if (definition.StateAttribute is { } stateAttribute && first.Signal.States.Count > 0)
        {
            foreach ((string state, ulong mask) in States(definition, first.Signal.States))
            {
                List<KeyValuePair<string, object?>> attributes = [.. first.Attributes, new(stateAttribute, state)];
                Sort(attributes);
                yield return new Series([.. attributes], SeriesRule.StateCount, slots, 1, mask);
            }
        }
        else
        {
            SeriesRule rule = first.Signal.States.Count > 0 || definition.IsSparse ? SeriesRule.Flag : SeriesRule.Value;
            yield return new Series([.. first.Attributes], rule, slots, first.Factor, 0);
        }
    }

    private static List<KeyValuePair<string, ulong>> States(MetricDefinition definition, IReadOnlyList<string> names)
    {
        bool isHardwareStatus = definition.Name == HardwareStatus;
        List<string> states = isHardwareStatus ? [.. ConventionalStates] : [];
        var masks = new Dictionary<string, ulong>(StringComparer.Ordinal);
        for (int i = 0; i < names.Count; i++)
        {
            string state = StateName(names[i]);

            // A model that is no longer called is, to whoever watches hardware, a part that failed.
            if (isHardwareStatus && state == "quarantined")
            {
                state = "failed";
            }

            if (!states.Contains(state))
            {
                states.Add(state);
            }

            masks[state] = masks.GetValueOrDefault(state) | (1UL << i);
        }

        return [.. states.Select(state => KeyValuePair.Create(state, masks.GetValueOrDefault(state)))];
    }

    // "PredictedFailure", "predicted-failure" and "predicted failure" are one state.
    private static string StateName(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (int i = 0; i < name.Length; i++)
        {
            char c = name[i];
            if (char.IsAsciiLetterUpper(c) && i > 0 && char.IsAsciiLetterLower(name[i - 1]))
            {
                text.Append('_');
            }

            text.Append(char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_');
        }

        return text.ToString();
    }

    private sealed record Candidate(SignalInfo Signal, MetricDefinition Definition, double Factor, List<KeyValuePair<string, object?>> Attributes);
}
