using System.Runtime.InteropServices;
using Twin.Contracts;
using Twin.Engine.Description;
using Twin.Engine.Stepping;
using Twin.Physics.Flow;
using Twin.Physics.LinearAlgebra;
using Twin.Physics.Thermal;
using FlowElement = Twin.Physics.Flow.FlowElement;
using Fluid = Twin.Engine.Description.Fluid;

namespace Twin.Engine.Compiling;

internal sealed partial class ChassisCompilation
{
    /// <summary>Air held in a junction, 1 L at 1.2 kg/m3 and 1007 J/kgK: a plenum of a 1RU to 4RU box. Gives the junction a temperature when nothing flows.</summary>
    private const double AirJunctionJPerK = 1.2;

    /// <summary>Coolant held in a junction, 50 mL of water: a manifold with its hoses.</summary>
    private const double CoolantJunctionJPerK = 208;

    /// <summary>Conductance below which a joint counts as none when a way out for the heat is looked for.</summary>
    private const double NoConductanceWPerK = 1e-12;

    /// <summary>Junctions that are the world outside.</summary>
    private const string FirstJunction = "inlet";

    private const string LastJunction = "outlet";

    private (StreamModel[] Streams, ThermalModel? Network) CompileStreams(ThermalParts parts)
    {
        var branches = new List<BranchParts>();
        var exchanges = new List<ExchangeParts>();
        var crossings = new List<CrossingParts>();
        var streams = new List<StreamModel>();
        var placed = new Dictionary<(int Component, int Element), int>();
        foreach (StreamDescription stream in description.Streams)
        {
            streams.Add(CompileStream(parts, stream, branches, placed));
        }

        foreach (ComponentDraft draft in _components)
        {
            for (int i = 0; i < draft.Builder.Flows.Count; i++)
            {
                if (!placed.ContainsKey((draft.Index, i)))
                {
                    _problems.Add("TW0511", $"components.{draft.Description.Name}", $"Its flow element '{draft.Builder.Flows[i].Name}' is in no stream.", $"Add '{draft.Description.Name}.{draft.Builder.Flows[i].Name}' to the elements of a stream.", draft.Description.Origin);
                }
            }

            foreach (ExchangeDraft exchange in draft.Builder.Exchanges)
            {
                if (exchange.Element >= 0 && placed.TryGetValue((draft.Index, exchange.Element), out int branch))
                {
                    branches[branch].Exchanges.Add(exchanges.Count);
                    exchanges.Add(new ExchangeParts(draft, exchange, branch));
                }
            }

            foreach (StreamExchangeDraft crossing in draft.Builder.StreamExchanges)
            {
                if (placed.TryGetValue((draft.Index, crossing.First), out int first) && placed.TryGetValue((draft.Index, crossing.Second), out int second))
                {
                    crossings.Add(new CrossingParts(draft, crossing, first, second));
                }
            }
        }

        if (_problems.Count > 0)
        {
            return ([.. streams], null);
        }

        return ([.. streams], FinishThermal(parts, branches, exchanges, crossings));
    }

    private StreamModel CompileStream(
        ThermalParts parts, StreamDescription stream, List<BranchParts> branches, Dictionary<(int Component, int Element), int> placed)
    {
        string where = $"streams.{stream.Name}";
        FlowMedium medium = stream.Fluid == Fluid.Air ? FlowMedium.Air : FlowMedium.Coolant;
        var junctions = new List<string> { FirstJunction, LastJunction };
        var nodes = new List<int> { -1, -1 };
        int first = branches.Count;
        int inletWord = Allocate($"inlet/{stream.Name}", 1, stream.InletTemperature.Celsius);
        var names = new List<string>();
        var elements = new List<FlowElement>();
        var linear = new List<double>();
        var quadratic = new List<double>();
        var settings = new List<int>();
        var movers = new List<bool>();
        foreach (StreamElementDescription row in stream.Elements)
        {
            if (row.From == row.To)
            {
                _problems.Add("TW0513", where, $"'{row.Elements}' leads from '{row.From}' to itself.", null, row.Origin);
                continue;
            }

            (int from, int to) = (Junction(row.From), Junction(row.To));
            foreach ((ComponentDraft draft, int index, _, _) in _resolver.Find(row.Elements, where + ".elements", "flow element", draft => draft.Builder.Flows.Select(flow => flow.Name)))
            {
                FlowDraft flow = draft.Builder.Flows[index];
                if (flow.Medium != medium)
                {
                    _problems.Add("TW0512", where, $"'{draft.Description.Name}.{flow.Name}' carries {Spelling.Kebab(flow.Medium.ToString())}, the stream {Spelling.Kebab(stream.Fluid.ToString())}.", null, row.Origin);
                }

                if (!placed.TryAdd((draft.Index, index), branches.Count))
                {
                    _problems.Add("TW0511", where, $"'{draft.Description.Name}.{flow.Name}' is placed twice.", null, row.Origin);
                    continue;
                }

                (int up, int down) = flow.Mover is { IsReversed: true } ? (to, from) : (from, to);
                elements.Add(new FlowElement(up, down, Curve(flow, draft, row)));
                names.Add($"{draft.Path}/{flow.Name}");
                linear.Add(flow.Resistance.LinearPaPerM3S);
                quadratic.Add(flow.Resistance.QuadraticPaPerM3S2);
                settings.Add(draft.Output(flow.Output));
                _words[draft.Input(flow.Input) + LaneLayout.ElementInlet] = stream.InletTemperature.Celsius;
                _words[draft.Input(flow.Input) + LaneLayout.ElementOutlet] = stream.InletTemperature.Celsius;
                movers.Add(flow.Mover is not null);
                branches.Add(new BranchParts(streams: description.Streams.ToList().IndexOf(stream), elements.Count - 1, up, down, draft.Index, draft.Input(flow.Input), inletWord));
            }
        }

        foreach (PassageDescription passage in stream.Passages)
        {
            if (!(passage.Flow.Si > 0) || !(passage.Drop.Si > 0))
            {
                _problems.Add("TW0513", $"{where}.passages.{passage.Name}", "A passage needs a drop and a flow greater than zero.", null, passage.Origin);
                continue;
            }

            if (passage.From == passage.To)
            {
                _problems.Add("TW0513", $"{where}.passages.{passage.Name}", $"The passage leads from '{passage.From}' to itself.", null, passage.Origin);
                continue;
            }

            AddPassage(passage.From, passage.To, FlowResistance.FromRatedPoint(passage.Drop, passage.Flow));
        }

        foreach (ChannelPassage passage in parts.Channels.Where(passage => passage.Stream == stream.Name))
        {
            AddPassage(passage.From, passage.To, passage.Resistance);
        }

        if (elements.Count == 0)
        {
            _problems.Add("TW0513", where, "The stream has no elements.", null, stream.Origin);
        }

        for (int i = first; i < branches.Count; i++)
        {
            branches[i].FromNode = nodes[branches[i].From];
            branches[i].ToNode = nodes[branches[i].To];
        }

        double density = Density(stream);
        return new StreamModel
        {
            Name = stream.Name,
            Network = new FlowNetwork(junctions.Count, [0, 1], CollectionsMarshal.AsSpan(elements)),
            Pressures = AllocateEach("pressure/" + stream.Name, junctions),
            Flows = AllocateEach("flow", names),
            InletTemperature = inletWord,
            FirstBranch = first,
            FlowEvent = AddEvent($"{Instance}/{stream.Name}/flow-unsolved", -1, AlarmSeverity.Warning, "No flow was found that satisfies every branch (status {0}, residual {1} Pa); flows are those of the best attempt."),
            VolumetricHeatCapacityJPerM3K = density * SpecificHeat(stream),
            DensityRatio = medium == FlowMedium.Air ? density / DryAir.DensityKgPerM3(20) : 1,
            Linear = [.. linear],
            Quadratic = [.. quadratic],
            Speeds = AllocateEach("speed", names),
            Settings = [.. settings],
            IsMover = [.. movers],
            Inputs = [.. branches.Skip(first).Select(branch => branch.Input)],
            Components = [.. branches.Skip(first).Select(branch => branch.Component)],
            FromJunctions = [.. branches.Skip(first).Select(branch => branch.From)],
            ToJunctions = [.. branches.Skip(first).Select(branch => branch.To)],
        };

        int Junction(string name)
        {
            int index = junctions.IndexOf(name);
            if (index < 0)
            {
                index = junctions.Count;
                junctions.Add(name);
                nodes.Add(parts.Junction(Instance, stream, name, JunctionCapacity(stream)));
            }

            return index;
        }

        void AddPassage(string up, string down, FlowResistance resistance)
        {
            (int from, int to) = (Junction(up), Junction(down));
            elements.Add(new FlowElement(from, to));
            names.Add($"{stream.Name}/{up}>{down}");
            linear.Add(resistance.LinearPaPerM3S);
            quadratic.Add(resistance.QuadraticPaPerM3S2);
            settings.Add(-1);
            movers.Add(false);
            branches.Add(new BranchParts(description.Streams.ToList().IndexOf(stream), elements.Count - 1, from, to, -1, -1, inletWord));
        }
    }

    private PressureCurve? Curve(FlowDraft flow, ComponentDraft draft, StreamElementDescription row)
    {
        if (flow.Mover is null)
        {
            return null;
        }

        try
        {
            double[] flows = [.. flow.Mover.Curve.Select(point => point.Flow.Si)];
            double[] rises = [.. flow.Mover.Curve.Select(point => point.Rise.Pascals)];

            // As forward: standing, a mover is the last piece of its curve.
            double? reverse = flow.Mover.ReverseResistancePaPerM3S2;
            if (reverse is null && flows.Length > 1 && flows[0] >= 0)
            {
                reverse = (rises[^2] - rises[^1]) / ((flows[^1] * flows[^1]) - (flows[^2] * flows[^2]));
            }

            return new PressureCurve(flows, rises, reverse);
        }
        catch (ArgumentException exception)
        {
            _problems.Add("TW0514", $"components.{draft.Description.Name}.{flow.Name}", $"The curve cannot be used: {exception.Message}", null, draft.Description.Origin ?? row.Origin);
            return null;
        }
    }

    private double Density(StreamDescription stream)
    {
        double temperature = stream.InletTemperature.Celsius;
        return stream.Fluid switch
        {
            Fluid.Air => DryAir.DensityKgPerM3(temperature, description.Altitude.Meters),
            Fluid.Water => LiquidWater.DensityKgPerM3(temperature),
            _ => PropyleneGlycolWater.DensityKgPerM3(temperature),
        };
    }

    private static double SpecificHeat(StreamDescription stream)
    {
        double temperature = stream.InletTemperature.Celsius;
        return stream.Fluid switch
        {
            Fluid.Air => DryAir.SpecificHeatJPerKgK(temperature),
            Fluid.Water => LiquidWater.SpecificHeatJPerKgK(temperature),
            _ => PropyleneGlycolWater.SpecificHeatJPerKgK(temperature),
        };
    }

    private ThermalModel? FinishThermal(ThermalParts parts, List<BranchParts> branches, List<ExchangeParts> exchanges, List<CrossingParts> crossings)
    {
        CheckWayOut(parts, branches, exchanges, crossings);
        if (parts.Nodes.Count == 0)
        {
            _problems.Add("TW0515", "components", "Nothing in the chassis has a temperature.", "Add components.");
            return null;
        }

        var rows = new List<int>();
        var columns = new List<int>();
        for (int i = 0; i < parts.Nodes.Count; i++)
        {
            Entry(i, i);
        }

        foreach ((int first, int second, _, _, _, _) in parts.Edges)
        {
            Entry(first, second);
        }

        foreach (BranchParts branch in branches)
        {
            Entry(branch.FromNode, branch.ToNode);
            foreach (int exchange in branch.Exchanges)
            {
                Entry(exchanges[exchange].Wall, branch.FromNode);
                Entry(exchanges[exchange].Wall, branch.ToNode);
            }
        }

        foreach (PackageParts package in parts.Packages)
        {
            foreach (int row in package.Ports)
            {
                foreach (int column in package.Ports)
                {
                    Entry(row, column);
                }
            }
        }

        foreach (CrossingParts crossing in crossings)
        {
            foreach (int first in branches[crossing.First].Nodes)
            {
                foreach (int second in branches[crossing.Second].Nodes)
                {
                    Entry(first, second);
                    Entry(second, first);
                }
            }
        }

        var pattern = SparsePattern.FromEntries(parts.Nodes.Count, CollectionsMarshal.AsSpan(rows), CollectionsMarshal.AsSpan(columns));
        var leaks = new List<ThermalModel.LeakModel>();
        foreach (ComponentDraft draft in _components)
        {
            foreach (LeakageDraft leak in draft.Builder.Leakages)
            {
                int node = draft.Nodes[leak.Point];
                leaks.Add(new ThermalModel.LeakModel(draft.Post(leak.Post), node, draft.Index, draft.Input(draft.Builder.Loads[leak.Load].Input), pattern.IndexOf(node, node)));
            }
        }

        ThermalModel.HeatPumpModel[] pumps = CompileHeatPumps(pattern);
        parts.Temperatures = AllocateEach("temperature", parts.Nodes.Select(node => node.Path), initial: description.Room.Celsius);
        string[] leakNames = [.. Leaks()];
        string[] pumpNames = [.. _components.SelectMany(draft => draft.Builder.HeatPumps.Select(pump => $"{draft.Path}/{pump.Name}"))];
        return new ThermalModel
        {
            NodeCount = parts.Nodes.Count,
            Temperatures = parts.Temperatures,
            CapacitiesJPerK = [.. parts.Nodes.Select(node => node.CapacityJPerK)],
            NodeComponents = [.. parts.Nodes.Select(node => node.Component)],
            NodePaths = [.. parts.Nodes.Select(node => node.Path)],
            Views = [.. _components.SelectMany(draft => draft.Builder.Points.Select((point, i) => (draft.Input(point.Input), draft.Nodes[i]))).Where(view => view.Item2 >= 0)],
            Posts = [.. _components.SelectMany(draft => draft.Builder.Points.Select((point, i) => (point.Post, draft.Nodes[i])).Where(item => item.Post >= 0).Select(item => (draft.Post(item.Post), item.Item2)))],
            Edges = [.. parts.Edges.Select(edge => new ThermalModel.Edge(
                edge.First, edge.Second, edge.Word, edge.Constant, edge.FirstComponent, edge.SecondComponent,
                edge.Second < 0 ? default : ConductanceStamp.Create(pattern, edge.First, edge.Second), pattern.IndexOf(edge.First, edge.First)))],
            EdgeConductances = AllocateTogether("edges", parts.Edges.Select(edge => $"{NodeName(edge.First)} {NodeName(edge.Second)} {(edge.Word < 0 ? edge.Constant : edge.FirstComponent)}"), parts.Edges.Count),
            Leaks = [.. leaks],
            LeakSlopes = AllocateEach("leak-slope", leakNames),
            LeakDebts = AllocateEach("leak-debt", leakNames),
            HeatPumps = pumps,
            PumpSlopes = AllocateEach("pump-slope", pumpNames, 2),
            PumpDebts = AllocateEach("pump-debt", pumpNames),
            Loop = CompileLoop(),
            Branches = [.. branches.Select(branch => new ThermalModel.BranchModel(
                branch.Stream, branch.Element, branch.FromNode, branch.ToNode, branch.Component, branch.Input, branch.InletWord, [.. branch.Exchanges],
                Index(branch.FromNode, branch.FromNode), Index(branch.ToNode, branch.ToNode), Index(branch.FromNode, branch.ToNode), Index(branch.ToNode, branch.FromNode)))],
            BranchCapacityFlows = AllocateTogether("capacity-flows", branches.Select(branch => $"{branch.Stream} {NodeName(branch.FromNode)} {NodeName(branch.ToNode)} {branch.Component}"), branches.Count),
            Exchanges = [.. exchanges.Select(Exchange)],
            ExchangeConductances = AllocateTogether("exchanges", exchanges.Select(exchange => $"{exchange.Component.Path}/{exchange.Draft.Name} {exchange.Branch}"), exchanges.Count),
            Packages = new PackageCoupling[parts.Packages.Count],
            Crossings = [.. crossings.Select(Crossing)],
            CrossingConductances = AllocateTogether("crossings", crossings.Select(crossing => $"{crossing.Component.Path}/{crossing.Draft.Name} {crossing.First} {crossing.Second}"), crossings.Count),
            Pattern = pattern,
            Solver = new SparseLu(pattern),
        };

        string NodeName(int node) => node < 0 ? "-" : parts.Nodes[node].Path;

        void Entry(int row, int column)
        {
            if (row >= 0 && column >= 0)
            {
                rows.Add(row);
                columns.Add(column);
            }
        }

        int Index(int row, int column) => row >= 0 && column >= 0 ? pattern.IndexOf(row, column) : -1;

        ThermalModel.CrossingModel Crossing(CrossingParts crossing)
        {
            int[] first = branches[crossing.First].Nodes;
            int[] second = branches[crossing.Second].Nodes;
            return new ThermalModel.CrossingModel(
                crossing.First, crossing.Second, crossing.Component.Index, Side(crossing.Draft.Options.First), Side(crossing.Draft.Options.Second), crossing.Draft.Options.Arrangement,
                crossing.Component.Output(crossing.Draft.Output), crossing.Component.Input(crossing.Draft.Input),
                [.. first.SelectMany(row => second.Select(column => Index(row, column)))], [.. second.SelectMany(row => first.Select(column => Index(row, column)))]);
        }

        static ThermalModel.FilmModel Side(ExchangeOptions options) => new(options.Reference.Si, options.ReferenceFlow.Si, options.Exponent, options.Still.Si);

        ThermalModel.ExchangeModel Exchange(ExchangeParts exchange)
        {
            BranchParts branch = branches[exchange.Branch];
            ExchangeOptions options = exchange.Draft.Options;
            int wall = exchange.Wall;
            return new ThermalModel.ExchangeModel(
                wall, exchange.Branch, exchange.Component.Index, Side(options),
                exchange.Component.Output(exchange.Draft.Output), exchange.Component.Input(exchange.Draft.Input),
                Index(wall, wall), Index(wall, branch.FromNode), Index(branch.FromNode, wall), Index(wall, branch.ToNode), Index(branch.ToNode, wall));
        }
    }

    private sealed record CrossingParts(ComponentDraft Component, StreamExchangeDraft Draft, int First, int Second);

    // Heat that has no way out has no steady state: found here, by name, rather than as a temperature of a million degrees.
    private void CheckWayOut(ThermalParts parts, List<BranchParts> branches, List<ExchangeParts> exchanges, List<CrossingParts> crossings)
    {
        int world = parts.Nodes.Count;
        int[] root = [.. Enumerable.Range(0, world + 1)];
        foreach ((int first, int second, int word, double constant, _, _) in parts.Edges)
        {
            double conductance = word >= 0 ? _words[word] : constant;
            if (conductance > NoConductanceWPerK)
            {
                Join(first, second < 0 ? world : second);
            }
        }

        foreach (BranchParts branch in branches)
        {
            Join(branch.FromNode < 0 ? world : branch.FromNode, branch.ToNode < 0 ? world : branch.ToNode);
        }

        foreach (ExchangeParts exchange in exchanges)
        {
            int node = branches[exchange.Branch].FromNode;
            Join(exchange.Wall, node < 0 ? world : node);
        }

        foreach (PackageParts package in parts.Packages)
        {
            foreach (int port in package.Ports)
            {
                Join(package.Ports[0], port);
            }
        }

        foreach (CrossingParts crossing in crossings)
        {
            (int first, int second) = (branches[crossing.First].FromNode, branches[crossing.Second].FromNode);
            Join(first < 0 ? world : first, second < 0 ? world : second);
        }

        foreach (ComponentDraft draft in _components)
        {
            for (int i = 0; i < draft.Nodes.Length; i++)
            {
                PointDraft point = draft.Builder.Points[i];
                if (point.Kind is PointKind.Node or PointKind.Block && Root(draft.Nodes[i]) != Root(world))
                {
                    _problems.Add("TW0516", $"components.{draft.Description.Name}", $"The heat of '{draft.Description.Name}.{point.Name}' has no way out of the chassis.", "Join one of its mounts to a zone with surface loss, a cooled part or a package.", draft.Description.Origin);
                }
            }
        }

        int Root(int node)
        {
            while (root[node] != node)
            {
                root[node] = root[root[node]];
                node = root[node];
            }

            return node;
        }

        void Join(int first, int second) => root[Root(first)] = Root(second);
    }

    private sealed class BranchParts(int streams, int element, int from, int to, int component, int input, int inletWord)
    {
        public int Stream { get; } = streams;

        public int Element { get; } = element;

        public int From { get; } = from;

        public int To { get; } = to;

        public int FromNode { get; set; } = -1;

        public int ToNode { get; set; } = -1;

        /// <summary>Nodes at its two ends; below zero for the world outside.</summary>
        public int[] Nodes => [FromNode, ToNode];

        public int Component { get; } = component;

        public int Input { get; } = input;

        public int InletWord { get; } = inletWord;

        public List<int> Exchanges { get; } = [];
    }

    private sealed record ExchangeParts(ComponentDraft Component, ExchangeDraft Draft, int Branch)
    {
        public int Wall => Component.Nodes[Draft.Point];
    }
}
