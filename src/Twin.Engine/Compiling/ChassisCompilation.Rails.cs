using Twin.Contracts;
using Twin.Engine.Description;
using Twin.Engine.Stepping;

namespace Twin.Engine.Compiling;

internal sealed partial class ChassisCompilation
{
    private sealed record RailParts(RailModel[] Rails, RailModel.Load[] Loads, RailModel.Source[] Sources, int[] InletInputs);

    private RailParts CompileRails(ThermalParts parts)
    {
        // Position of every load, source and leakage in the chassis-wide lists, in component order.
        var loads = _components.SelectMany(draft => draft.Builder.Loads.Select((load, i) => (draft, load, i))).ToList();
        var sources = _components.SelectMany(draft => draft.Builder.Sources.Select((source, i) => (draft, source, i))).ToList();
        var leaks = _components.SelectMany(draft => draft.Builder.Leakages.Select(leak => (draft, leak))).ToList();
        var pumps = _components.SelectMany(draft => draft.Builder.HeatPumps.Select(pump => (draft, pump))).ToList();
        var railOfLoad = new int[loads.Count];
        var railOfSource = new int[sources.Count];
        Array.Fill(railOfLoad, -1);
        Array.Fill(railOfSource, -1);

        for (int r = 0; r < description.Rails.Count; r++)
        {
            RailDescription rail = description.Rails[r];
            string where = $"rails.{rail.Name}";
            foreach ((ComponentDraft draft, int index, _, _) in _resolver.Find(rail.Loads, where + ".loads", "load", draft => draft.Builder.Loads.Select(load => load.Name)))
            {
                int load = loads.FindIndex(item => item.draft == draft && item.i == index);
                if (railOfLoad[load] >= 0)
                {
                    _problems.Add("TW0521", where + ".loads", $"'{draft.Description.Name}.{draft.Builder.Loads[index].Name}' is on rail '{description.Rails[railOfLoad[load]].Name}' already.", null, rail.Loads.Origin);
                }

                railOfLoad[load] = r;
            }

            foreach ((ComponentDraft draft, int index, _, _) in _resolver.Find(rail.Sources, where + ".sources", "source", draft => draft.Builder.Sources.Select(source => source.Name)))
            {
                int source = sources.FindIndex(item => item.draft == draft && item.i == index);
                if (railOfSource[source] >= 0)
                {
                    _problems.Add("TW0521", where + ".sources", $"'{draft.Description.Name}.{draft.Builder.Sources[index].Name}' feeds rail '{description.Rails[railOfSource[source]].Name}' already.", null, rail.Sources.Origin);
                }

                railOfSource[source] = r;
            }

            CheckRail(rail, where, [.. loads.Where((_, i) => railOfLoad[i] == r).Select(item => item.load)], [.. sources.Where((_, i) => railOfSource[i] == r).Select(item => item.source)]);
            if (rail.Resistance.Ohms > 0 && (rail.LossZone is null || !parts.Zones.ContainsKey(rail.LossZone)))
            {
                _problems.Add("TW0522", where + ".loss-zone", rail.LossZone is null ? "The rail has a resistance but no zone that takes its loss." : $"'{rail.LossZone}' is no zone.", Spelling.Hint(rail.LossZone ?? string.Empty, parts.Zones.Keys), rail.Origin);
            }
        }

        for (int i = 0; i < loads.Count; i++)
        {
            if (railOfLoad[i] < 0)
            {
                _problems.Add("TW0523", $"components.{loads[i].draft.Description.Name}", $"Its load '{loads[i].load.Name}' is on no rail.", $"Add '{loads[i].draft.Description.Name}.{loads[i].load.Name}' to the loads of a rail.", loads[i].draft.Description.Origin);
            }
        }

        int[] order = OrderRails([.. sources.Select((item, i) => (railOfSource[i], item.source.Load < 0 ? -1 : railOfLoad[LoadIndex(item.draft, item.source.Load)]))]);
        int[] position = new int[description.Rails.Count];
        for (int i = 0; i < order.Length; i++)
        {
            position[order[i]] = i;
        }

        var rails = order.Select(r =>
        {
            RailDescription rail = description.Rails[r];
            return new RailModel
            {
                Path = $"{Instance}/{rail.Name}",
                Loads = [.. Enumerable.Range(0, loads.Count).Where(i => railOfLoad[i] == r)],
                Sources = [.. Enumerable.Range(0, sources.Count).Where(i => railOfSource[i] == r)],
                ResistanceOhm = rail.Resistance.Ohms,
                LossNode = rail.LossZone is not null && parts.Zones.TryGetValue(rail.LossZone, out int zone) ? zone : -1,
                Words = Allocate($"rail/{rail.Name}", RailModel.WordCount),
            };
        }).ToArray();

        var loadModels = loads.Select((item, i) => new RailModel.Load(
            item.draft.Index, railOfLoad[i] < 0 ? -1 : position[railOfLoad[i]], item.draft.Input(item.load.Input), item.draft.Post(item.load.Post),
            [.. Enumerable.Range(0, leaks.Count).Where(k => leaks[k].draft == item.draft && leaks[k].leak.Load == item.i)],
            [.. Enumerable.Range(0, pumps.Count).Where(k => pumps[k].draft == item.draft && pumps[k].pump.Load == item.i)],
            [.. Enumerable.Range(0, sources.Count).Where(k => sources[k].draft == item.draft && sources[k].source.Load == item.i)],
            item.load.Maximum.Watts, $"{item.draft.Path}/{item.load.Name}", item.load.Drawn = Allocate($"drawn/{item.draft.Path}/{item.load.Name}", 1))).ToArray();

        var sourceModels = sources.Select((item, i) =>
        {
            PowerSourceOptions options = item.source.Options;
            return new RailModel.Source(
                item.draft.Index,
                item.source.Load < 0 ? -1 : LoadIndex(item.draft, item.source.Load),
                item.source.Inlet < 0 ? -1 : item.draft.Input(item.draft.Builder.Inlets[item.source.Inlet].Input),
                railOfSource[i] < 0 ? -1 : position[railOfSource[i]],
                item.draft.Nodes[item.source.LossPoint],
                item.draft.Input(item.source.Input), item.draft.Output(item.source.Output),
                options.Output.Volts, options.Rated.Watts, options.LoadLine.Ohms, options.TripAbove, options.Ripple.Volts,
                options.Loss.Standby.Watts, options.Loss.Linear, options.Loss.QuadraticPerWatt,
                AddEvent($"{item.draft.Path}/{item.source.Name}-tripped", item.draft.Index, AlarmSeverity.Critical, "Tripped at {0:0.#} W, rated for {1:0.#} W. It stays off until the component is reset."));
        }).ToArray();

        return new RailParts(
            rails, loadModels, sourceModels, [.. _components.SelectMany(draft => draft.Builder.Inlets.Select(inlet => draft.Input(inlet.Input)))]);

        int LoadIndex(ComponentDraft draft, int load) => loads.FindIndex(item => item.draft == draft && item.i == load);
    }

    private void CheckRail(RailDescription rail, string where, List<LoadDraft> loads, List<SourceDraft> sources)
    {
        if (sources.Count == 0)
        {
            _problems.Add("TW0524", where, "No source feeds the rail.", null, rail.Origin);
            return;
        }

        if (sources.Count > 1 && sources.Any(source => source.Options.LoadLine.Ohms <= 0))
        {
            _problems.Add("TW0524", where + ".sources", "Parallel sources share by their load lines, and at least one has none.", "Give every source a load line greater than zero.", rail.Sources.Origin);
        }

        // A load on a rail of quite another voltage is a slip of the file. 15 % covers 12 V parts on a 12.5 V bus and 48 V parts on 54 V.
        double volts = sources.Average(source => source.Options.Output.Volts);
        foreach (LoadDraft load in loads.Where(load => Math.Abs(load.Nominal.Volts - volts) > 0.15 * volts))
        {
            _problems.Add("TW0525", where, $"The load '{load.Name}' is made for {load.Nominal}, the rail has {volts:0.###} V.", "They must agree within 15 %.", rail.Origin);
        }
    }

    // From the loads towards the inlets: a rail comes after every rail that draws on it.
    private int[] OrderRails((int Feeds, int DrawsOn)[] sources)
    {
        int count = description.Rails.Count;
        var order = new List<int>();
        var isDone = new bool[count];
        while (order.Count < count)
        {
            int next = Enumerable.Range(0, count).FirstOrDefault(
                rail => !isDone[rail] && !sources.Any(source => source.DrawsOn == rail && source.Feeds >= 0 && !isDone[source.Feeds]), -1);
            if (next < 0)
            {
                string loop = string.Join(", ", Enumerable.Range(0, count).Where(rail => !isDone[rail]).Select(rail => description.Rails[rail].Name));
                _problems.Add("TW0526", "rails", $"The rails {loop} feed each other in a loop.", "Power must flow from the inlet to the loads.");
                return [.. Enumerable.Range(0, count)];
            }

            isDone[next] = true;
            order.Add(next);
        }

        return [.. order];
    }
}
