using Twin.Contracts;
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

        public int Temperatures { get; set; }

        public int Add(string path, double capacity, int component)
        {
            Nodes.Add((path, capacity, component));
            return Nodes.Count - 1;
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
            AddPackage(parts, package, placed);
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

        for (int i = 0; i < description.Mounts.Count; i++)
        {
            AddMount(parts, description.Mounts[i], $"mounts[{i}]");
        }

        return parts;
    }

    private void AddPoints(ThermalParts parts, ComponentDraft draft)
    {
        ComponentBuilder builder = draft.Builder;
        draft.Nodes = new int[builder.Points.Count];
        for (int i = 0; i < builder.Points.Count; i++)
        {
            PointDraft point = builder.Points[i];
            draft.Nodes[i] = point.Kind == PointKind.Probe ? -1 : parts.Add($"{draft.Path}/{point.Name}", point.CapacityJPerK, draft.Index);
        }

        for (int i = 0; i < builder.Points.Count; i++)
        {
            if (builder.Points[i].Kind == PointKind.Probe)
            {
                draft.Nodes[i] = BlockUnder(draft, builder.Points[i]);
            }
        }

        foreach (CouplingDraft coupling in builder.Couplings)
        {
            parts.Edges.Add((draft.Nodes[coupling.First], draft.Nodes[coupling.Second], draft.Output(coupling.Output), 0, draft.Index, draft.Index));
        }

        AddDieConduction(parts, draft);
    }

    // A probe reads the block it lies in, or else the nearest one of its die.
    private int BlockUnder(ComponentDraft draft, PointDraft probe)
    {
        List<PointDraft> points = draft.Builder.Points;
        int nearest = -1;
        double best = double.PositiveInfinity;
        for (int i = 0; i < points.Count; i++)
        {
            if (points[i].Kind == PointKind.Block && points[i].Die == probe.Die)
            {
                DieRectangle area = points[i].Area;
                double dx = Outside(probe.Area.X.Meters, area.X.Meters, area.Width.Meters);
                double dy = Outside(probe.Area.Y.Meters, area.Y.Meters, area.Height.Meters);
                double distance = (dx * dx) + (dy * dy);
                (nearest, best) = distance < best ? (i, distance) : (nearest, best);
            }
        }

        if (nearest < 0)
        {
            _problems.Add("TW0408", $"components.{draft.Description.Name}.{probe.Name}", $"The die of probe '{probe.Name}' has no power block to read.", "This is a defect of the plugin.", draft.Description.Origin);
            return 0;
        }

        return draft.Nodes[nearest];

        static double Outside(double position, double low, double width) => Math.Max(0, Math.Max(low - position, position - low - width));
    }

    // Conduction inside a die between blocks that share an edge: k t (length of the edge) / (distance of the centres).
    private static void AddDieConduction(ThermalParts parts, ComponentDraft draft)
    {
        const double Tolerance = 1e-6;
        List<PointDraft> points = draft.Builder.Points;
        for (int a = 0; a < points.Count; a++)
        {
            for (int b = a + 1; b < points.Count; b++)
            {
                if (points[a].Kind != PointKind.Block || points[b].Kind != PointKind.Block || points[a].Die != points[b].Die)
                {
                    continue;
                }

                DieRectangle first = points[a].Area;
                DieRectangle second = points[b].Area;
                double overlapX = Overlap(first.X.Meters, first.Width.Meters, second.X.Meters, second.Width.Meters);
                double overlapY = Overlap(first.Y.Meters, first.Height.Meters, second.Y.Meters, second.Height.Meters);
                bool touches = (overlapX > Tolerance && overlapY > -Tolerance) || (overlapY > Tolerance && overlapX > -Tolerance);
                if (touches)
                {
                    DieOutline outline = draft.Builder.Dies[points[a].Die].Outline;
                    double dx = first.X.Meters + (first.Width.Meters / 2) - second.X.Meters - (second.Width.Meters / 2);
                    double dy = first.Y.Meters + (first.Height.Meters / 2) - second.Y.Meters - (second.Height.Meters / 2);
                    double edge = Math.Max(overlapX, overlapY);
                    double conductance = outline.Conductivity.Si * outline.Thickness.Meters * edge / Math.Sqrt((dx * dx) + (dy * dy));
                    parts.Edges.Add((draft.Nodes[a], draft.Nodes[b], -1, conductance, draft.Index, draft.Index));
                }
            }
        }

        static double Overlap(double firstLow, double firstWidth, double secondLow, double secondWidth) =>
            Math.Min(firstLow + firstWidth, secondLow + secondWidth) - Math.Max(firstLow, secondLow);
    }

    // A first-order package: every block through its interface into the lid over its die and into the substrate; the lid spreads to
    // its middle, from where it is cooled.
    private void AddPackage(ThermalParts parts, PackageDescription package, HashSet<(int, int)> placed)
    {
        string where = $"packages.{package.Name}";
        string path = $"{Instance}/{package.Name}";
        int lid = parts.Add($"{path}/lid", package.LidCapacity.JoulesPerKelvin, -1);
        int substrate = parts.Add($"{path}/substrate", package.SubstrateCapacity.JoulesPerKelvin, -1);
        parts.OwnNodes.Add(($"{path}/lid", lid));
        parts.OwnNodes.Add(($"{path}/substrate", substrate));
        foreach ((ComponentDraft draft, int die, _, _) in _resolver.Find(package.Dies, where + ".dies", "die", draft => draft.Builder.Dies.Select(item => item.Name)))
        {
            if (!placed.Add((draft.Index, die)))
            {
                _problems.Add("TW0506", where + ".dies", $"'{draft.Description.Name}.{draft.Builder.Dies[die].Name}' is placed twice.", null, package.Dies.Origin);
                continue;
            }

            int spot = parts.Add($"{path}/lid-over-{draft.Description.Name}", 0, -1);
            parts.Edges.Add((spot, lid, -1, package.SpreadingPerDie.WattsPerKelvin, -1, -1));
            for (int i = 0; i < draft.Builder.Points.Count; i++)
            {
                PointDraft point = draft.Builder.Points[i];
                if (point.Kind == PointKind.Block && point.Die == die)
                {
                    double area = point.Area.Area.SquareMeters;
                    parts.Edges.Add((draft.Nodes[i], spot, -1, package.Interface.Si * area, draft.Index, -1));
                    parts.Edges.Add((draft.Nodes[i], substrate, -1, package.SubstrateInterface.Si * area, draft.Index, -1));
                }
            }
        }

        if (TryFindPlace(parts, package.Lid, where + ".lid", out int lidPlace, out int lidComponent))
        {
            parts.Edges.Add((lid, lidPlace, -1, package.LidConductance.WattsPerKelvin, -1, lidComponent));
        }

        if (TryFindPlace(parts, package.Board, where + ".board", out int boardPlace, out int boardComponent))
        {
            parts.Edges.Add((substrate, boardPlace, -1, package.BoardConductance.WattsPerKelvin, -1, boardComponent));
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

    private bool TryFindPlace(ThermalParts parts, ElementReference reference, string where, out int node, out int component)
    {
        List<(int Node, int Component)> places = FindPlaces(parts, reference, where);
        (node, component) = places.Count > 0 ? places[0] : (0, -1);
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
