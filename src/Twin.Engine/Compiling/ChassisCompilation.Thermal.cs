using Twin.Engine.Description;
using Twin.Engine.Stepping;

namespace Twin.Engine.Compiling;

internal sealed partial class ChassisCompilation
{
    /// <summary>The thermal network while it grows.</summary>
    private sealed class ThermalParts
    {
        public List<(string Path, double CapacityJPerK, int Component)> Nodes { get; } = [];

        public List<(int First, int Second, int Word, double Constant, int FirstComponent, int SecondComponent)> Edges { get; } = [];

        public Dictionary<string, int> Zones { get; } = new(StringComparer.Ordinal);

        /// <summary>Nodes that belong to the chassis itself and are shown under a path of their own.</summary>
        public List<(string Element, int Node)> OwnNodes { get; } = [];

        public List<PackageParts> Packages { get; } = [];

        /// <summary>Nodes of the junctions of streams, for those that have been named so far.</summary>
        public Dictionary<(string Stream, string Name), int> Junctions { get; } = [];

        /// <summary>Passages of channels over faces of packages.</summary>
        public List<ChannelPassage> Channels { get; } = [];

        public int Temperatures { get; set; }

        public int Add(string path, double capacity, int component)
        {
            Nodes.Add((path, capacity, component));
            return Nodes.Count - 1;
        }

        /// <summary>Node of a junction; made when it is named for the first time.</summary>
        public int Junction(string instance, StreamDescription stream, string name, double capacityJPerK)
        {
            if (!Junctions.TryGetValue((stream.Name, name), out int node))
            {
                string path = $"{instance}/{stream.Name}/{name}";
                node = Add(path, capacityJPerK, -1);
                Junctions.Add((stream.Name, name), node);
                OwnNodes.Add((path, node));
            }

            return node;
        }
    }

    private ThermalParts CompileThermal()
    {
        var parts = new ThermalParts();
        foreach (ZoneDescription zone in description.Zones)
        {
            if (parts.Zones.ContainsKey(zone.Name) || _components.Any(draft => draft.Description.Name == zone.Name))
            {
                _problems.Add("TW0505", $"zones.{zone.Name}", $"The name '{zone.Name}' is used twice.", null, zone.Origin);
                continue;
            }

            int node = parts.Add($"{Instance}/{zone.Name}", zone.Capacity.JoulesPerKelvin, -1);
            parts.Zones[zone.Name] = node;
            parts.OwnNodes.Add(($"{Instance}/{zone.Name}", node));
            parts.Edges.Add((node, ThermalModel.Edge.Room, -1, zone.SurfaceLoss.WattsPerKelvin, -1, -1));
        }

        foreach (ComponentDraft draft in _components)
        {
            AddPoints(parts, draft);
        }

        var placed = new HashSet<(int, int)>();
        foreach (PackageDescription package in description.Packages)
        {
            PackagePlan? plan = new PackagePlanner(package, _resolver, _problems).Plan(placed, (film, name, where) => FindJoints(parts, package.Name, film, name, where));
            if (plan is not null)
            {
                _packages.Add(plan);
                AddPackage(parts, plan);
            }
        }

        foreach (ComponentDraft draft in _components)
        {
            for (int die = 0; die < draft.Builder.Dies.Count; die++)
            {
                if (!placed.Contains((draft.Index, die)))
                {
                    _problems.Add("TW0506", $"components.{draft.Description.Name}", $"Its die '{draft.Builder.Dies[die].Name}' is in no package.", $"Add '{draft.Description.Name}.{draft.Builder.Dies[die].Name}' to the dies of a package.", draft.Description.Origin);
                }
            }
        }

        // After the packages, because the nodes of probes are theirs.
        foreach (ComponentDraft draft in _components)
        {
            AddCouplings(parts, draft);
        }

        for (int i = 0; i < description.Mounts.Count; i++)
        {
            AddMount(parts, description.Mounts[i], $"mounts[{i}]");
        }

        return parts;
    }

    private static void AddPoints(ThermalParts parts, ComponentDraft draft)
    {
        ComponentBuilder builder = draft.Builder;
        draft.Nodes = new int[builder.Points.Count];
        for (int i = 0; i < builder.Points.Count; i++)
        {
            // The heat of a block is the package's, and so are the cells of probes.
            PointDraft point = builder.Points[i];
            draft.Nodes[i] = point.Kind switch
            {
                PointKind.Probe => -1,
                PointKind.Block => parts.Add($"{draft.Path}/{point.Name}", 0, -1),
                _ => parts.Add($"{draft.Path}/{point.Name}", point.CapacityJPerK, draft.Index),
            };
        }
    }

    private static void AddCouplings(ThermalParts parts, ComponentDraft draft)
    {
        foreach (CouplingDraft coupling in draft.Builder.Couplings)
        {
            (int first, int second) = (draft.Nodes[coupling.First], draft.Nodes[coupling.Second]);
            if (first >= 0 && second >= 0 && first != second)
            {
                parts.Edges.Add((first, second, draft.Output(coupling.Output), 0, draft.Index, draft.Index));
            }
        }
    }

    private void AddMount(ThermalParts parts, MountDescription mount, string where)
    {
        if (!(mount.Conductance.WattsPerKelvin > 0))
        {
            _problems.Add("TW0507", where + ".conductance", $"{mount.Conductance} is out of range.", "It must be greater than zero.", mount.Origin);
        }

        List<(int Node, int Component)> from = FindPlaces(parts, mount.From, where + ".from");
        List<(int Node, int Component)> to = FindPlaces(parts, mount.To, where + ".to");
        if (from.Count == 0 || to.Count == 0)
        {
            return;
        }

        if (to.Count != 1 && to.Count != from.Count)
        {
            _problems.Add("TW0508", where, $"'{mount.From}' names {from.Count} mounts, '{mount.To}' {to.Count}.", "Name one place for all, or one for each.", mount.Origin);
            return;
        }

        for (int i = 0; i < from.Count; i++)
        {
            (int node, int component) = to[to.Count == 1 ? 0 : i];
            parts.Edges.Add((from[i].Node, node, -1, mount.Conductance.WattsPerKelvin, from[i].Component, component));
        }
    }

    private bool TryFindPlace(ThermalParts parts, ElementReference reference, string where, out PackageJoint joint)
    {
        List<(int Node, int Component)> places = FindPlaces(parts, reference, where);
        joint = places.Count > 0 ? new PackageJoint(places[0].Node, places[0].Component) : new PackageJoint(0, -1);
        if (places.Count > 1)
        {
            _problems.Add("TW0508", where, $"'{reference}' names {places.Count} places.", "Name one.", reference.Origin);
        }

        return places.Count == 1;
    }

    private List<(int Node, int Component)> FindPlaces(ThermalParts parts, ElementReference reference, string where)
    {
        if (parts.Zones.TryGetValue(reference.Text.Trim(), out int zone))
        {
            return [(zone, -1)];
        }

        if (!reference.Text.Contains('.', StringComparison.Ordinal))
        {
            _problems.Add("TW0502", where, $"'{reference}' is no zone.", Spelling.Hint(reference.Text, parts.Zones.Keys), reference.Origin);
            return [];
        }

        return [.. _resolver.Find(reference, where, "mount", draft => draft.Builder.Points.Where(IsMount).Select(point => point.Name))
            .Select(found => (found.Component.Nodes[MountIndex(found.Component, found.Element)], found.Component.Index))];

        static bool IsMount(PointDraft point) => point.Kind == PointKind.Mount;

        static int MountIndex(ComponentDraft draft, int position)
        {
            List<PointDraft> points = draft.Builder.Points;
            return points.FindIndex(point => IsMount(point) && position-- == 0);
        }
    }
}
