using System.Globalization;
using Twin.Contracts;
using Twin.Engine.Description;
using Twin.Physics.Thermal.Packages;
using Twin.Units;

namespace Twin.Engine.Compiling;

/// <summary>Lays a package out: 1 cells, 2 dies, 3 layers, 4 blocks and probes, 5 faces. Reports everything that does not fit.</summary>
/// <remarks>Codes: TW0561 outside the package, TW0562 two things in one place, TW0563 cells, TW0564 layers and dies, TW0565 no way out for heat.</remarks>
internal sealed class PackagePlanner(PackageDescription package, ReferenceResolver resolver, ProblemList problems)
{
    /// <summary>By how much the layers of the dies may differ together from the thickness of a die: one stack stands for dies that were ground differently.</summary>
    public const double ThicknessTolerance = 0.05;

    /// <summary>Cells that a die must span along x and along y: with fewer its blocks cannot be told apart.</summary>
    public const int LeastCellsOfDie = 2;

    /// <summary>Most cells of all layers together: 200 x 200 of 15 layers, near 2 GB in a direct solution.</summary>
    public const int MostCells = 600_000;

    // Below what any drawing says, above the rounding of millimetres.
    private const double ToleranceM = 1e-9;

    // Share of a cell by which the edges of package and cells may differ.
    private const double CellTolerance = 1e-6;

    private readonly string _where = $"packages.{package.Name}";
    private readonly List<Placement> _dies = [];
    private readonly PackageArea _whole = new(0, 0, package.Width.Meters, package.Height.Meters);

    /// <summary>Lays it out.</summary>
    /// <param name="placed">In and out: the dies that lie in a package, as component and die.</param>
    /// <param name="findJoints">Finds what a part of a face, with its name and where it was written, touches: one place, or one for each strip of channels; reports and gives null when it does not exist.</param>
    /// <returns>The plan, or null with the problems reported.</returns>
    public PackagePlan? Plan(HashSet<(int Component, int Die)> placed, Func<PackageFilmDescription, string, string, IReadOnlyList<PackageJoint>?> findJoints)
    {
        int before = problems.Count;
        CheckValues();
        bool isSized = problems.Count == before;
        bool isCut = isSized && CheckCells();
        PlaceDies(placed, isCut);
        if (isSized)
        {
            CheckDies();
        }

        int sources = FindSources();
        List<PackageLayer> layers = [.. package.Layers.Select((layer, i) => Layer(layer, $"{_where}.layers[{i}]", isSized))];
        var blocks = new List<PackageBlock>();
        var probes = new List<PackageProbe>();
        var blockPoints = new List<PackagePoint>();
        var probePoints = new List<PackagePoint>();
        foreach (Placement die in _dies)
        {
            AddPoints(die, sources, blocks, probes, blockPoints, probePoints);
        }

        var films = new List<PackageFilm>();
        var joints = new List<PackageJoint>();
        AddFilms(package.Top, isTop: true, isSized, films, joints, findJoints);
        AddFilms(package.Bottom, isTop: false, isSized, films, joints, findJoints);
        CheckWayOut(films);
        if (problems.Count > before)
        {
            return null;
        }

        var model = new PackageModel(_whole.WidthM, _whole.HeightM, layers, blocks, probes, films, null, FilmTemperatureC);
        foreach (PackageProblem problem in PackageProblems.Find(model))
        {
            problems.Add("TW0564", _where, problem.Message, problem.Hint, package.Origin);
        }

        if (problems.Count > before)
        {
            return null;
        }

        PackageGrid grid = package.FollowsEdges
            ? PackageGrid.FollowingEdges(model, package.Cell.Meters)
            : PackageGrid.Uniform(model, (int)Math.Round(_whole.WidthM / package.Cell.Meters));
        return package.FollowsEdges && !CheckCount(grid.Columns, grid.Rows) ? null : new PackagePlan(package.Name, model, grid, sources, blockPoints, probePoints, joints);
    }

    // The chassis gives temperatures; the model needs a number.
    private const double FilmTemperatureC = 25;

    private void CheckValues()
    {
        Require(package.Width.Meters > 0 && package.Height.Meters > 0, ".size", $"{package.Width} by {package.Height}", package.Origin);
        Require(package.Cell.Meters > 0, ".cell", $"{package.Cell}", package.Origin);
        for (int i = 0; i < package.Layers.Count; i++)
        {
            PackageLayerDescription layer = package.Layers[i];
            string where = $".layers[{i}]";
            Require(layer.Thickness.Meters > 0, where + ".thickness", $"{layer.Thickness}", layer.Origin);
            RequireMaterial(layer.Material, where + ".material", layer.Origin);
            RequireMaterial(layer.AtDies, where + ".at-dies", layer.Origin);
            RequireMaterial(layer.Ring?.Material, where + ".ring.material", layer.Ring?.Origin ?? layer.Origin);
            Require(layer.Ring is not { Width.Meters: not > 0 }, where + ".ring.width", $"{layer.Ring?.Width}", layer.Ring?.Origin ?? layer.Origin);
            foreach (PackagePatchDescription patch in layer.Patches)
            {
                RequireMaterial(patch.Material, where + ".patches", patch.Origin ?? layer.Origin);
                RequireArea(patch.Area, where + ".patches", patch.Origin ?? layer.Origin);
            }
        }

        foreach ((string face, PackageFilmDescription film) in package.Top.Select(film => (".top", film)).Concat(package.Bottom.Select(film => (".bottom", film))))
        {
            Require(film.Film.Si > 0, face + ".film", $"{film.Film}", film.Origin);
            RequireArea(film.Area, face + ".area", film.Origin);
        }
    }

    private void RequireMaterial(MaterialDescription? material, string where, Origin? origin) => Require(
        material is null || (material.ConductivityX.Si > 0 && material.ConductivityY.Si > 0 && material.ConductivityZ.Si > 0 && material.HeatCapacity.Si > 0),
        where, $"The conductivity or heat capacity of '{material?.Name}'", origin);

    private void RequireArea(RectangleDescription? area, string where, Origin? origin) =>
        Require(area is null || (area.Width.Meters > 0 && area.Height.Meters > 0), where, $"{area?.Width} by {area?.Height}", origin);

    private void Require(bool isGood, string where, string value, Origin? origin)
    {
        if (!isGood)
        {
            problems.Add("TW0517", _where + where, $"{value} is out of range.", "It must be greater than zero.", origin);
        }
    }

    // 1. Square cells, a whole number of them along both edges; where cells follow edges, how many there are shows at the end.
    private bool CheckCells()
    {
        double cell = package.Cell.Meters;
        double columns = _whole.WidthM / cell;
        double rows = _whole.HeightM / cell;
        if (package.FollowsEdges || (IsWhole(columns) && IsWhole(rows)))
        {
            return CheckCount(Math.Round(columns), Math.Round(rows));
        }

        problems.Add("TW0563", _where + ".cell", $"{package.Width} by {package.Height} cannot be cut into square cells of {package.Cell}.", "Give a cell that both edges are whole multiples of, or 'follow-edges: true'.", package.Origin);
        return false;

        static bool IsWhole(double count) => Math.Round(count) >= 1 && Math.Abs(count - Math.Round(count)) <= CellTolerance;
    }

    private bool CheckCount(double columns, double rows)
    {
        double cells = columns * rows * package.Layers.Count;
        if (cells <= MostCells)
        {
            return true;
        }

        problems.Add("TW0563", _where + ".cell", string.Create(CultureInfo.InvariantCulture, $"{columns} x {rows} cells in {package.Layers.Count} layers are {cells}."), $"At most {MostCells} in all: give larger cells, or fewer layers.", package.Origin);
        return false;
    }

    // 2. Dies.
    private void PlaceDies(HashSet<(int Component, int Die)> placed, bool isCut)
    {
        for (int i = 0; i < package.Dies.Count; i++)
        {
            PlacedDieDescription place = package.Dies[i];
            string where = $"{_where}.dies[{i}]";
            List<(ComponentDraft Component, int Element, int FirstLane, int LastLane)> found =
                resolver.Find(place.Die, where + ".die", "die", draft => draft.Builder.Dies.Select(item => item.Name));
            if (found.Count > 1)
            {
                problems.Add("TW0508", where + ".die", $"'{place.Die}' names {found.Count} dies.", "Name one: each has a place of its own.", place.Die.Origin);
            }

            // All that are named count as placed, so that one slip is one problem.
            foreach ((ComponentDraft component, int element, _, _) in found)
            {
                DieDraft die = component.Builder.Dies[element];
                if (!placed.Add((component.Index, element)))
                {
                    problems.Add("TW0506", where + ".die", $"'{component.Description.Name}.{die.Name}' is placed twice.", "Remove one of the places.", place.Die.Origin);
                }
                else if (found.Count == 1)
                {
                    AddDie(component, element, die.Outline, place, where, isCut);
                }
            }
        }

        if (package.Dies.Count == 0)
        {
            problems.Add("TW0564", _where + ".dies", "There is no die.", "Give one, such as {die: asic0.die, at: [24 mm, 24 mm]}.", package.Origin);
        }
    }

    private void AddDie(ComponentDraft component, int index, DieOutline outline, PlacedDieDescription place, string where, bool isCut)
    {
        if (place.TurnDegrees is not (0 or 90 or 180 or 270))
        {
            problems.Add("TW0517", where + ".turn", $"{place.TurnDegrees} is out of range.", "It must be 0, 90, 180 or 270 degrees.", place.Origin);
            return;
        }

        var frame = new DieFrame(place.X.Meters, place.Y.Meters, outline.Width.Meters, outline.Height.Meters, place.TurnDegrees / 90, place.Mirrored);
        var die = new Placement(component, index, outline, frame, place, where);
        _dies.Add(die);
        bool isRight = outline.Width.Meters > 0 && outline.Height.Meters > 0 && outline.Thickness.Meters > 0 && outline.Conductivity.Si > 0 && outline.HeatCapacity.Si > 0;
        if (!isRight)
        {
            problems.Add("TW0517", where + ".die", $"{die.Label} has a side, thickness, conductivity or heat capacity that is not greater than zero.", "Correct the parameters of the component.", place.Origin);
        }
        else if (isCut && !package.FollowsEdges && Math.Min(outline.Width.Meters, outline.Height.Meters) < (LeastCellsOfDie * package.Cell.Meters) - ToleranceM)
        {
            Length least = Length.FromMeters(Math.Min(outline.Width.Meters, outline.Height.Meters) / LeastCellsOfDie);
            problems.Add("TW0563", _where + ".cell", $"{die.Label} is {outline.Width} by {outline.Height}, too small for cells of {package.Cell}.", $"A die spans {LeastCellsOfDie} cells at least: give cells of at most {least}.", place.Origin);
        }
    }

    private void CheckDies()
    {
        for (int i = 0; i < _dies.Count; i++)
        {
            Placement die = _dies[i];
            PackageArea outline = die.Frame.Outline;
            RequireInside(outline, $"{die.Label}, {Text(outline)},", die.Where + ".at", die.Place.Origin);
            foreach (Placement other in _dies.Take(i))
            {
                if (Overlaps(outline, other.Frame.Outline))
                {
                    problems.Add("TW0562", die.Where + ".at", $"{die.Label}, {Text(outline)}, overlaps {other.Label}, {Text(other.Frame.Outline)}.", "Move one of them.", die.Place.Origin);
                }
            }
        }
    }

    // 3. Layers.
    private int FindSources()
    {
        if (package.Layers.Count == 0)
        {
            problems.Add("TW0564", _where + ".layers", "There is no layer.", "Give the layers from the top down.", package.Origin);
            return -1;
        }

        foreach (IGrouping<string, PackageLayerDescription> group in package.Layers.GroupBy(layer => layer.Name).Where(group => group.Count() > 1))
        {
            problems.Add("TW0564", _where + ".layers", $"{group.Count()} layers have the name '{group.Key}'.", "Rename all but one.", group.Last().Origin);
        }

        string[] names = [.. package.Layers.Select(layer => layer.Name)];
        int sources = Array.IndexOf(names, package.Sources);
        if (sources < 0)
        {
            problems.Add("TW0564", _where + ".sources", $"There is no layer '{package.Sources}'.", Spelling.Hint(package.Sources, names), package.Origin);
            return -1;
        }

        CheckThickness(sources);
        return sources;
    }

    // The silicon of a die and its active layer are one piece, as thick as the datasheet says.
    private void CheckThickness(int sources)
    {
        int[] own = [.. Enumerable.Range(0, package.Layers.Count).Where(i => i == sources || package.Layers[i].HoldsDies)];
        if (own[^1] - own[0] != own.Length - 1)
        {
            int between = Enumerable.Range(own[0], own[^1] - own[0]).First(i => !own.Contains(i));
            problems.Add("TW0564", $"{_where}.layers[{between}]", $"'{package.Layers[between].Name}' lies between the layers of the dies.", "Layers with 'at-dies: die' and the layer of the sources follow one another.", package.Layers[between].Origin);
        }

        var together = Length.FromMeters(own.Sum(i => package.Layers[i].Thickness.Meters));
        foreach (Placement die in _dies)
        {
            Length thickness = die.Outline.Thickness;
            if (Math.Abs(together.Meters - thickness.Meters) > ThicknessTolerance * thickness.Meters)
            {
                string layers = string.Join(", ", own.Select(i => package.Layers[i].Name));
                problems.Add("TW0564", die.Where, $"{die.Label} is {thickness} thick, the layers of the dies ({layers}) {together} together.", "They may differ by 5 %: correct the layers, or the thickness in the parameters of the component.", die.Place.Origin);
            }
        }
    }

    private PackageLayer Layer(PackageLayerDescription layer, string where, bool isSized)
    {
        var patches = new List<PackagePatch>();
        if (layer.Ring is { } ring)
        {
            AddRing(layer, ring, where, isSized, patches);
        }

        PackageMaterial? atDies = layer.AtDies is null ? null : Solid(layer.AtDies);
        foreach (Placement die in _dies)
        {
            if (layer.HoldsDies)
            {
                double conductivity = die.Outline.Conductivity.Si;
                patches.Add(new PackagePatch(new PackageMaterial(die.Name, conductivity, conductivity, conductivity, die.Outline.HeatCapacity.Si), die.Frame.Outline));
            }
            else if (atDies is not null)
            {
                patches.Add(new PackagePatch(atDies, die.Frame.Outline));
            }
        }

        for (int i = 0; i < layer.Patches.Count; i++)
        {
            PackageArea area = Area(layer.Patches[i].Area);
            patches.Add(new PackagePatch(Solid(layer.Patches[i].Material), area));
            if (isSized)
            {
                RequireInside(area, $"The patch {Text(area)}", $"{where}.patches[{i}].area", layer.Patches[i].Origin ?? layer.Origin);
            }
        }

        return new PackageLayer(layer.Name, layer.Thickness.Meters, Solid(layer.Material), patches);
    }

    private void AddRing(PackageLayerDescription layer, PackageRingDescription ring, string where, bool isSized, List<PackagePatch> patches)
    {
        double width = ring.Width.Meters;
        double insideX = _whole.WidthM - (2 * width);
        double insideY = _whole.HeightM - (2 * width);
        if (isSized && Math.Min(insideX, insideY) <= 0)
        {
            problems.Add("TW0561", where + ".ring.width", $"A ring of {ring.Width} leaves nothing of {package.Width} by {package.Height}.", "Give less than half of the shorter edge, or make the ring the material of the layer.", ring.Origin ?? layer.Origin);
            return;
        }

        PackageMaterial material = Solid(ring.Material);
        patches.Add(new PackagePatch(material, new PackageArea(0, 0, _whole.WidthM, width)));
        patches.Add(new PackagePatch(material, new PackageArea(0, _whole.HeightM - width, _whole.WidthM, width)));
        patches.Add(new PackagePatch(material, new PackageArea(0, width, width, insideY)));
        patches.Add(new PackagePatch(material, new PackageArea(_whole.WidthM - width, width, width, insideY)));
        if (!isSized || (!layer.HoldsDies && layer.AtDies is null))
        {
            return;
        }

        var inside = new PackageArea(width, width, insideX, insideY);
        foreach (Placement die in _dies)
        {
            PackageArea outline = die.Frame.Outline;
            if (Contains(_whole, outline) && !Contains(inside, outline))
            {
                problems.Add("TW0562", where + ".ring.width", $"The ring of '{layer.Name}' lies over {die.Label}, {Text(outline)}.", "Move the die, or make the ring narrower.", ring.Origin ?? layer.Origin);
            }
        }
    }

    // 4. Blocks and probes, in the order of the dies and of their declaration.
    private static void AddPoints(
        Placement die, int sources, List<PackageBlock> blocks, List<PackageProbe> probes, List<PackagePoint> blockPoints, List<PackagePoint> probePoints)
    {
        ComponentBuilder builder = die.Component.Builder;
        for (int i = 0; i < builder.Points.Count; i++)
        {
            PointDraft point = builder.Points[i];
            if (point.Die != die.Index)
            {
                continue;
            }

            string name = $"{die.Component.Description.Name}/{point.Name}";
            if (point.Kind == PointKind.Block)
            {
                blocks.Add(new PackageBlock(name, sources, die.Frame.Place(point.Area)));
                blockPoints.Add(new PackagePoint(die.Component.Index, i));
            }
            else if (point.Kind == PointKind.Probe)
            {
                (double x, double y) = die.Frame.Place(point.Area.X.Meters, point.Area.Y.Meters);
                bool takesHeat = builder.Couplings.Exists(coupling => coupling.First == i || coupling.Second == i);
                probes.Add(new PackageProbe(name, sources, x, y, takesHeat));
                probePoints.Add(new PackagePoint(die.Component.Index, i));
            }
        }
    }

    // 5. Faces.
    private void AddFilms(
        IReadOnlyList<PackageFilmDescription> face, bool isTop, bool isSized, List<PackageFilm> films, List<PackageJoint> joints, Func<PackageFilmDescription, string, string, IReadOnlyList<PackageJoint>?> findJoints)
    {
        string side = isTop ? "top" : "bottom";
        for (int i = 0; i < face.Count; i++)
        {
            PackageFilmDescription item = face[i];
            string where = face.Count == 1 ? $"{_where}.{side}" : $"{_where}.{side}[{i}]";
            PackageArea area = item.Area is null ? _whole : Area(item.Area);
            string name = item.Name ?? (face.Count == 1 ? side : ElementName.Numbered(side, i, face.Count));
            PackageFilm[] strips = [.. Strips(new PackageFilm(name, isTop, area, item.Film.Si, FilmTemperatureC), item.Channels)];
            if (films.Exists(other => strips.Any(strip => strip.Name == other.Name)))
            {
                problems.Add("TW0564", where + ".name", $"Two parts of the faces have the name '{name}'.", "Rename one.", item.Origin);
            }

            if (isSized)
            {
                RequireInside(area, $"The area {Text(area)}", where + ".area", item.Origin);
                if (films.Find(other => other.IsTop == isTop && Overlaps(area, other.Area)) is { } covered)
                {
                    problems.Add("TW0562", where + ".area", $"'{name}', {Text(area)}, overlaps '{covered.Name}', {Text(covered.Area)}.", "Each part of a face touches one thing: give areas that do not overlap.", item.Origin);
                }
            }

            films.AddRange(strips);
            if (IsJoinedOnce(item, where))
            {
                joints.AddRange(findJoints(item, name, where) ?? [.. strips.Select(_ => new PackageJoint(0, -1))]);
            }
        }
    }

    private bool IsJoinedOnce(PackageFilmDescription item, string where)
    {
        if (item.To is null == item.Channels is null)
        {
            problems.Add("TW0564", where, item.To is null ? "Nothing touches this part of the face." : "This part of the face has both 'to' and 'channels'.", "Give either 'to', a mount, zone or junction, or 'channels'.", item.Origin);
            return false;
        }

        if (item.Channels is { } channels && !CanBeCut(channels))
        {
            problems.Add("TW0517", where + ".channels.strips", $"{channels.Bands} bands of {channels.Strips} strips are out of range.", $"They must be one or more, and at most {PackageChannelsDescription.MostStrips} strips together.", item.Origin);
            return false;
        }

        return true;
    }

    private static bool CanBeCut(PackageChannelsDescription channels) =>
        channels is { Strips: >= 1, Bands: >= 1 } && (long)channels.Strips * channels.Bands <= PackageChannelsDescription.MostStrips;

    // Band by band, the strips of each in the order of the flow.
    private static IEnumerable<PackageFilm> Strips(PackageFilm film, PackageChannelsDescription? channels)
    {
        if (channels is null || !CanBeCut(channels))
        {
            yield return film;
            yield break;
        }

        bool isAlongX = channels.Along is ChannelDirection.East or ChannelDirection.West;
        bool isBackward = channels.Along is ChannelDirection.West or ChannelDirection.South;
        double width = film.Area.WidthM / (isAlongX ? channels.Strips : channels.Bands);
        double height = film.Area.HeightM / (isAlongX ? channels.Bands : channels.Strips);
        for (int band = 0; band < channels.Bands; band++)
        {
            for (int strip = 0; strip < channels.Strips; strip++)
            {
                int along = isBackward ? channels.Strips - 1 - strip : strip;
                (int column, int row) = isAlongX ? (along, band) : (band, along);
                yield return film with
                {
                    Name = ChassisCompilation.StripName(film.Name, channels, band, strip),
                    Area = new PackageArea(film.Area.XM + (column * width), film.Area.YM + (row * height), width, height),
                };
            }
        }
    }

    private void CheckWayOut(List<PackageFilm> films)
    {
        if (films.Count == 0)
        {
            problems.Add("TW0565", _where, "Nothing touches its faces: its heat has no way out.", "Give 'top' or 'bottom', such as {to: sink0.base, film: 50000 W/m2K}.", package.Origin);
        }
    }

    private void RequireInside(in PackageArea area, string what, string where, Origin? origin)
    {
        if (!Contains(_whole, area))
        {
            problems.Add("TW0561", where, $"{what} lies outside the package of {package.Width} by {package.Height}.", "Positions are those of the lower left corner, from the lower left corner of the package.", origin);
        }
    }

    private static bool Contains(in PackageArea outer, in PackageArea inner) =>
        inner.XM >= outer.XM - ToleranceM && inner.YM >= outer.YM - ToleranceM && inner.RightM <= outer.RightM + ToleranceM && inner.TopM <= outer.TopM + ToleranceM;

    private static bool Overlaps(in PackageArea one, in PackageArea other) =>
        Math.Min(one.RightM, other.RightM) - Math.Max(one.XM, other.XM) > ToleranceM && Math.Min(one.TopM, other.TopM) - Math.Max(one.YM, other.YM) > ToleranceM;

    private static PackageArea Area(RectangleDescription area) => new(area.X.Meters, area.Y.Meters, area.Width.Meters, area.Height.Meters);

    private static string Text(in PackageArea area)
    {
        const double Millimetres = 1e3;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{area.XM * Millimetres:0.###} to {area.RightM * Millimetres:0.###} mm by {area.YM * Millimetres:0.###} to {area.TopM * Millimetres:0.###} mm");
    }

    private static PackageMaterial Solid(MaterialDescription material) => new(
        material.Name, material.ConductivityX.Si, material.ConductivityY.Si, material.ConductivityZ.Si, material.HeatCapacity.Si);

    private sealed record Placement(ComponentDraft Component, int Index, DieOutline Outline, DieFrame Frame, PlacedDieDescription Place, string Where)
    {
        public string Name => $"{Component.Description.Name}/{Component.Builder.Dies[Index].Name}";

        public string Label => $"'{Component.Description.Name}.{Component.Builder.Dies[Index].Name}'";
    }
}
