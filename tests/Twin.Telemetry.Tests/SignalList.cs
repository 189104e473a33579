using Twin.Contracts;
using Twin.Engine.Structure;
using Twin.Telemetry.Catalogue;

namespace Twin.Telemetry.Tests;

/// <summary>Writes the signals of a chassis for a test.</summary>
internal sealed class SignalList
{
    private readonly List<SignalInfo> _signals = [];

    public IReadOnlyList<SignalInfo> Signals => _signals;

    public SignalInfo Add(
        string? metric,
        string element = "chassis0/part0",
        string name = "value",
        string unit = "W",
        int? lane = null,
        int component = 0,
        SignalKind kind = SignalKind.Truth,
        string type = "asic",
        string[]? states = null,
        string? description = null,
        double maximum = double.PositiveInfinity,
        params (string Key, string Value)[] attributes)
    {
        string path = lane is { } n ? $"{element}/lane{n}/{name}" : $"{element}/{name}";
        var signal = new SignalInfo(
            _signals.Count, path, element, name, lane, component, null, unit, kind, double.NegativeInfinity, maximum, metric, type,
            description ?? $"What {name} tells.", states ?? [], [.. attributes.Select(a => KeyValuePair.Create(a.Key, a.Value))], _signals.Count);
        _signals.Add(signal);
        return signal;
    }

    /// <summary>A chassis of about 23,000 series: 1,024 lane ends and all that belongs to them, as the cardinality budget of the catalogue has it.</summary>
    public static SignalList Generated()
    {
        var list = new SignalList();
        string[] lanes =
        [
            "chassis.lane.optical.bias_current", "chassis.lane.optical.oma", "chassis.lane.optical.extinction_ratio", "chassis.lane.optical.tdecq",
            "chassis.lane.optical.snr", "chassis.lane.optical.level_transition", "chassis.lane.optical.insertion_loss", "chassis.lane.prefec.ber",
            "chassis.lane.prefec.errors", "chassis.optical_engine.ring.heater.power", "chassis.lane.serdes.loss", "chassis.lane.serdes.snr",
            "chassis.lane.serdes.eye_height", "chassis.lane.serdes.com",
        ];
        for (int engine = 0; engine < 16; engine++)
        {
            for (int lane = 0; lane < 64; lane++)
            {
                string element = $"chassis0/oe{engine:D2}";
                foreach (string direction in (string[])["transmit", "receive"])
                {
                    list.Add("chassis.lane.optical.power", element, "power-" + direction, "W", lane, engine, type: "lane", attributes: ("direction", direction));
                }

                foreach (string metric in lanes)
                {
                    MetricCatalogue.TryFind(metric, out MetricDefinition? definition);
                    bool isCounter = definition!.Kind == MetricKind.Counter;
                    list.Add(
                        metric, element, metric, isCounter ? "1" : definition.Unit, lane, engine,
                        isCounter ? SignalKind.Counter : SignalKind.Truth, "lane");
                }
            }
        }

        string[] taken = [.. lanes, "chassis.lane.optical.power", "chassis.twin.realtime.ratio"];
        foreach (MetricDefinition definition in MetricCatalogue.Metrics.Where(m => m.Kind != MetricKind.Histogram && !taken.Contains(m.Name)))
        {
            bool isSet = definition.StateAttribute is not null;
            for (int i = 0; i < (isSet ? 40 : 100); i++)
            {
                SignalKind kind = definition.Kind == MetricKind.Counter ? SignalKind.Counter : isSet ? SignalKind.Status : SignalKind.Truth;
                list.Add(
                    definition.Name, $"chassis0/part{i:D3}", definition.Name, definition.Unit, null, i, kind,
                    states: isSet ? ["Ok", "Quarantined", "Absent", "Inserting"] : null);
            }
        }

        list.Add("chassis.twin.components.quarantined", "chassis0", "quarantined-components", "{component}", component: -1);
        list.Add("chassis.twin.alarms.active", "chassis0", "active-alarms", "{alarm}", component: -1);
        return list;
    }
}
