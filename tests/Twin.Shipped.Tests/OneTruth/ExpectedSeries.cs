using Twin.Engine.Running;
using Twin.Engine.Structure;
using Twin.Telemetry.Catalogue;
using Twin.V1;

namespace Twin.Shipped.Tests.OneTruth;

/// <summary>The rule by which the value of each series follows from the values of signals as gRPC gives them, written down apart from the exporter's.</summary>
/// <remarks>
/// value = f(signal), with f by the unit of signal and metric: the number itself; times 60 from revolutions a second to rpm; times 1/8 from bits to bytes. A status is 0 in its first state and 1
/// in any other, unless the metric is a state set: then there is a series for each state, 1 for the one that holds. A sum without a number keeps the last one.
/// </remarks>
internal sealed class ExpectedSeries
{
    private readonly List<(string Key, int Signal, Func<double, double> Rule, bool IsSum)> _rules = [];
    private readonly Dictionary<string, double> _values = new(StringComparer.Ordinal);
    private readonly TwinRunner _runner;

    public ExpectedSeries(TwinRunner runner)
    {
        _runner = runner;
        SignalInfo[] signals = [.. runner.Chassis.Signals.Where(signal => signal.Metric is not null && signal.Name is not ("step" or "simulated-time"))];
        string[] ambiguous = [.. signals.GroupBy(signal => Key(signal, bundle: false)).Where(group => group.Skip(1).Any()).Select(group => group.First().Metric!).Distinct()];
        foreach (SignalInfo signal in signals)
        {
            Add(signal, ambiguous.Contains(signal.Metric));
        }
    }

    /// <summary>Metrics that come from the structure alone: their values never change.</summary>
    public static bool IsConstant(string key) => key.Split('{')[0] is var name && (name.Contains("_limit_", StringComparison.Ordinal) || name == "chassis_twin_signals_unexported" || name == "target_info");

    /// <summary>What all series have to show.</summary>
    /// <param name="position">The moment.</param>
    /// <param name="signals">Values of all signals, by id.</param>
    public Dictionary<string, double> At(Position position, IReadOnlyList<double> signals)
    {
        foreach ((string key, int signal, Func<double, double> rule, bool isSum) in _rules)
        {
            double value = rule(signals[signal]);
            if (!isSum || !double.IsNaN(value))
            {
                _values[key] = value;
            }
        }

        _values["chassis_twin_epoch{}"] = position.Epoch;
        _values["chassis_twin_step{}"] = position.Step;
        _values["chassis_twin_simulation_time_seconds{}"] = Units.Duration.FromNanoseconds(position.SimulationTimeNs).Seconds;
        _values["chassis_twin_paused{}"] = 1;
        _values["chassis_twin_missed_deadlines_total{}"] = 0;
        _values["chassis_twin_skipped_time_seconds_total{}"] = 0;
        foreach (Contracts.AlarmSeverity severity in Enum.GetValues<Contracts.AlarmSeverity>())
        {
            _values[$"chassis_twin_events_total{{severity={severity.ToString().ToLowerInvariant()}}}"] =
                _runner.Chassis.Events.Where(item => item.Severity == severity).Sum(item => _runner.Events.Count(item.Id));
        }

        return _values;
    }

    private void Add(SignalInfo signal, bool bundle)
    {
        Assert.True(MetricCatalogue.TryFind(signal.Metric!, out MetricDefinition? metric), signal.Metric);
        bool isSum = metric!.Kind is MetricKind.Counter or MetricKind.UpDownCounter;
        if (metric.StateAttribute is { } attribute)
        {
            // The five states of the convention are there whether the part can be in them or not; a quarantined part has failed.
            string[] names = [.. signal.States.Select(State)];
            foreach (string state in (metric.Name == "hw.status" ? (string[])["ok", "degraded", "failed", "needs_cleaning", "predicted_failure"] : []).Concat(names).Distinct())
            {
                _rules.Add((Key(signal, bundle, (attribute, state)), signal.Id, value => names[(int)value] == state ? 1 : 0, true));
            }

            string State(string name) => metric.Name == "hw.status" && name == "quarantined" ? "failed" : name.ToLowerInvariant() switch
            {
                "lowpwr" => "low_pwr",
                "pwrup" => "pwr_up",
                "pwrdn" => "pwr_dn",
                var other => other.Replace('-', '_'),
            };
        }
        else if (signal.States.Count > 0)
        {
            _rules.Add((Key(signal, bundle), signal.Id, value => value == 0 ? 0 : 1, true));
        }
        else
        {
            double factor = (signal.Unit, metric.Unit) switch
            {
                ("{revolution}/s", "rpm") => 60,
                ("bit/s", "By/s") or ("bit", "By") => 0.125,
                ("K", "Cel") or ("J/bit", "J") => 1,
                var (from, to) when from == to => 1,
                var (from, to) => throw new InvalidOperationException($"{signal.Path}: from {from} to {to}"),
            };
            _rules.Add((Key(signal, bundle), signal.Id, value => value * factor, isSum));
        }
    }

    private static string Key(SignalInfo signal, bool bundle, params (string Name, string Value)[] more)
    {
        MetricCatalogue.TryFind(signal.Metric!, out MetricDefinition? metric);
        List<(string Name, string Value)> labels = [("hw.id", signal.Element), ("hw.type", signal.HardwareType), .. signal.Attributes.Select(item => (item.Key, item.Value)), .. more];
        if (signal.Element.Contains('/', StringComparison.Ordinal))
        {
            labels.Add(("hw.parent", signal.Element[..signal.Element.LastIndexOf('/')]));
        }

        if (signal.Lane is int lane)
        {
            labels.Add((metric!.IndexAttribute, lane.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }

        if (bundle && signal.Name.Contains('/', StringComparison.Ordinal))
        {
            labels.Add(("chassis.bundle", signal.Name[..signal.Name.LastIndexOf('/')]));
        }

        return $"{metric!.PrometheusName}{{{string.Join(',', labels.Select(label => $"{label.Name.Replace('.', '_')}={label.Value}").Order(StringComparer.Ordinal))}}}";
    }
}
