using Twin.Contracts;
using Twin.Physics.Thermal.Packages;

namespace Twin.Engine.Compiling;

// Packages as a few nodes of the chassis network. This file is all of it: what a plan becomes, the conduction between blocks of a die, and what a probe reads.
internal sealed partial class ChassisCompilation
{
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

    // Every block through the stack over it into a spot of the lid, and through the stack under it into the substrate; the spots spread to the middle of the lid.
    private void AddLumpedPackage(ThermalParts parts, PackagePlan plan)
    {
        PackageModel model = plan.Model;
        string path = $"{Instance}/{plan.Name}";
        double area = model.WidthM * model.HeightM;
        int lidLayers = Math.Max(1, model.Layers.TakeWhile(layer => layer.Patches.Count == 0).Count());
        lidLayers = Math.Min(lidLayers, plan.SourceLayer);
        PackageLayer[] lidStack = [.. model.Layers.Take(lidLayers)];
        PackageLayer[] over = [.. model.Layers.Take(plan.SourceLayer).Skip(lidLayers)];
        PackageLayer[] under = [.. model.Layers.Skip(plan.SourceLayer + 1)];
        int lid = parts.Add($"{path}/lid", lidStack.Sum(layer => layer.ThicknessM * layer.Base.VolumetricHeatCapacity) * area, -1);
        int substrate = parts.Add($"{path}/substrate", under.Sum(layer => layer.ThicknessM * layer.Base.VolumetricHeatCapacity) * area, -1);
        parts.OwnNodes.Add(($"{path}/lid", lid));
        parts.OwnNodes.Add(($"{path}/substrate", substrate));

        double filmTop = model.Films.Where(film => film.IsTop).Sum(film => film.HeatTransferCoefficient * film.Area.AreaM2) / area;
        double underBase = under.Sum(layer => layer.ThicknessM / layer.Base.ConductivityZ);
        foreach (IGrouping<(int Component, int Die), int> die in Enumerable.Range(0, plan.Blocks.Count).GroupBy(i => (plan.Blocks[i].Component, _components[plan.Blocks[i].Component].Builder.Points[plan.Blocks[i].Point].Die)))
        {
            ComponentDraft draft = _components[die.Key.Component];
            int spot = parts.Add($"{path}/lid-over-{draft.Description.Name}-{draft.Builder.Dies[die.Key.Die].Name}", 0, -1);
            DieOutline outline = draft.Builder.Dies[die.Key.Die].Outline;
            double spreading = LidSpreading(lidStack, filmTop, area, (outline.Width * outline.Height).SquareMeters);
            parts.Edges.Add((spot, lid, -1, spreading, -1, -1));
            foreach (int i in die)
            {
                PackageArea block = model.Blocks[i].Area;
                double half = model.Layers[plan.SourceLayer].ThicknessM / 2 / MaterialAt(model.Layers[plan.SourceLayer], block).ConductivityZ;
                double up = half + over.Sum(layer => layer.ThicknessM / MaterialAt(layer, block).ConductivityZ);
                double down = half + under.Sum(layer => layer.ThicknessM / MaterialAt(layer, block).ConductivityZ) - (underBase / 2);
                int node = draft.Nodes[plan.Blocks[i].Point];
                parts.Edges.Add((node, spot, -1, block.AreaM2 / up, draft.Index, -1));
                parts.Edges.Add((node, substrate, -1, block.AreaM2 / Math.Max(half, down), draft.Index, -1));
            }
        }

        for (int i = 0; i < model.Films.Count; i++)
        {
            PackageFilm film = model.Films[i];
            double resistance = (1 / film.HeatTransferCoefficient) + (film.IsTop ? 0 : underBase / 2);
            parts.Edges.Add((film.IsTop ? lid : substrate, plan.Films[i].Node, -1, film.Area.AreaM2 / resistance, -1, plan.Films[i].Component));
        }
    }

    private static PackageMaterial MaterialAt(PackageLayer layer, in PackageArea block)
    {
        double x = block.XM + (block.WidthM / 2);
        double y = block.YM + (block.HeightM / 2);
        PackagePatch? patch = layer.Patches.LastOrDefault(patch => x >= patch.Area.XM && x <= patch.Area.RightM && y >= patch.Area.YM && y <= patch.Area.TopM);
        return patch?.Material ?? layer.Base;
    }

    // Lee, Song, Au and Moran, 4th ASME/JSME Thermal Engineering Joint Conference, 1995: mean resistance of a disc on a disc, through the whole lid. Where they are alike it is that of the slab.
    private static double LidSpreading(PackageLayer[] lid, double film, double lidArea, double dieArea)
    {
        if (lid.Length == 0 || film == 0)
        {
            return lid.Sum(layer => layer.Base.ConductivityX * layer.ThicknessM) + (film * dieArea);
        }

        double thickness = lid.Sum(layer => layer.ThicknessM);
        double k = thickness / lid.Sum(layer => layer.ThicknessM / layer.Base.ConductivityZ);
        double radius = Math.Sqrt(dieArea / Math.PI);
        double edge = Math.Sqrt(lidArea / Math.PI);
        double epsilon = Math.Min(1, radius / edge);
        double tau = thickness / edge;
        double lambda = Math.PI + (1 / (Math.Sqrt(Math.PI) * epsilon));
        double inverseBiot = k / (film * edge);
        double tanh = Math.Tanh(lambda * tau);
        double phi = (tanh + (lambda * inverseBiot)) / (1 + (lambda * inverseBiot * tanh));
        double psi = (epsilon * tau / Math.Sqrt(Math.PI)) + (0.5 * Math.Pow(1 - epsilon, 1.5) * phi);
        return k * radius * Math.Sqrt(Math.PI) / psi;
    }
}
