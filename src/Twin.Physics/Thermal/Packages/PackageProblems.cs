using System.Globalization;

namespace Twin.Physics.Thermal.Packages;

/// <summary>Finds everything that is wrong with a package before it is cut into cells.</summary>
/// <remarks>
/// Edges that miss each other by less than a billionth of the package's size touch: positions that were computed from millimetres differ in their last
/// digits. A block may lie over patches of different materials. A package without problems has a steady state, unless conductivities that fall with temperature take it away.
/// </remarks>
public sealed class PackageProblems
{
    private const double AbsoluteZeroC = -PhysicalConstants.ZeroCelsiusK;

    // Relative to the greater side of the package.
    private const double TouchingShare = 1e-9;

    // k(T) = k (T / T_ref)^-n; between 200 K and 500 K and with n = 3 the conductivity moves by a factor of 15 already.
    private const double LargestExponent = 3;

    private readonly PackageModel _package;
    private readonly List<PackageProblem> _problems = [];
    private readonly double _touchingM;
    private readonly bool _hasSize;

    private PackageProblems(PackageModel package)
    {
        _package = package;
        _hasSize = IsPositive(package.WidthM) && IsPositive(package.HeightM);
        _touchingM = _hasSize ? TouchingShare * Math.Max(package.WidthM, package.HeightM) : 0;
    }

    /// <summary>Everything that is wrong, in the order package, layers with their patches, materials, blocks, probes, films, microchannels; empty for a sound package.</summary>
    /// <param name="package">The package. Its lists must not hold null.</param>
    public static IReadOnlyList<PackageProblem> Find(PackageModel package)
    {
        ArgumentNullException.ThrowIfNull(package);
        PackageProblems checks = new(package);
        checks.CheckPackage();
        checks.CheckLayers();
        checks.CheckMaterials();
        checks.CheckBlocks();
        checks.CheckProbes();
        checks.CheckFilms();
        checks.CheckMicrochannels();
        checks.CheckPaths();
        return checks._problems;
    }

    private void CheckPackage()
    {
        Subject package = new(PackageElement.Package, -1, string.Empty, "The package");
        Positive(package, nameof(PackageModel.WidthM), "width", _package.WidthM, "m");
        Positive(package, nameof(PackageModel.HeightM), "height", _package.HeightM, "m");
        AboveAbsoluteZero(package, nameof(PackageModel.InitialTemperatureC), "initial temperature", _package.InitialTemperatureC);
        if (_package.Layers.Count == 0)
            Add(PackageFault.Missing, package, nameof(PackageModel.Layers), "The package has no layer.", "Give one at least.");
        if (_package.Blocks.Count == 0)
            Add(PackageFault.Missing, package, nameof(PackageModel.Blocks), "The package has no block: nothing heats it.", "Give one at least.");
    }

    private void CheckLayers()
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        for (int i = 0; i < _package.Layers.Count; i++)
        {
            PackageLayer layer = _package.Layers[i];
            Subject subject = new(PackageElement.Layer, i, layer.Name, $"Layer '{layer.Name}'");
            Named(subject, names);
            Positive(subject, nameof(PackageLayer.ThicknessM), "thickness", layer.ThicknessM, "m");
            for (int j = 0; j < layer.Patches.Count; j++)
            {
                PackagePatch patch = layer.Patches[j];
                Inside(new(PackageElement.Patch, i, layer.Name, $"The patch of {patch.Material.Name} in layer '{layer.Name}'", j), patch.Area);
            }
        }
    }

    private void CheckMaterials()
    {
        // By value: the same material stands in many places and is wrong once.
        HashSet<PackageMaterial> seen = [];
        IEnumerable<PackageMaterial> materials = _package.Layers.SelectMany(layer => layer.Patches.Select(patch => patch.Material).Prepend(layer.Base));
        foreach (PackageMaterial material in _package.Microchannels is { } channels ? materials.Append(channels.Wall) : materials)
        {
            if (!seen.Add(material))
                continue;
            Subject subject = new(PackageElement.Material, -1, material.Name, $"Material '{material.Name}'");
            Positive(subject, nameof(PackageMaterial.ConductivityX), "conductivity along x", material.ConductivityX, "W/mK");
            Positive(subject, nameof(PackageMaterial.ConductivityY), "conductivity along y", material.ConductivityY, "W/mK");
            Positive(subject, nameof(PackageMaterial.ConductivityZ), "conductivity along z", material.ConductivityZ, "W/mK");
            Positive(subject, nameof(PackageMaterial.VolumetricHeatCapacity), "heat capacity", material.VolumetricHeatCapacity, "J/m3K");
            if (!(Math.Abs(material.ConductivityExponent) <= LargestExponent))
                Add(PackageFault.Value, subject, nameof(PackageMaterial.ConductivityExponent), $"{subject.Text} has the conductivity exponent {Number(material.ConductivityExponent)}.", $"It must be {-LargestExponent} to {LargestExponent}; 0 is constant, silicon has about 1.3.");
            AboveAbsoluteZero(subject, nameof(PackageMaterial.ReferenceTemperatureC), "reference temperature", material.ReferenceTemperatureC);
        }
    }

    private void CheckBlocks()
    {
        // Blocks and probes are read by name from the same results.
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        for (int i = 0; i < _package.Blocks.Count; i++)
        {
            PackageBlock block = _package.Blocks[i];
            Subject subject = new(PackageElement.Block, i, block.Name, $"Block '{block.Name}'");
            Named(subject, names);
            if (InLayer(subject, nameof(PackageBlock.Layer), block.Layer) && _package.Microchannels?.Layer == block.Layer)
                Add(PackageFault.Layer, subject, nameof(PackageBlock.Layer), $"{subject.Text} lies in layer '{_package.Layers[block.Layer].Name}', where coolant flows.", "Put it into a solid layer.");
            Inside(subject, block.Area);
            if (!(block.NominalPowerW >= 0 && double.IsFinite(block.NominalPowerW)))
                Add(PackageFault.Value, subject, nameof(PackageBlock.NominalPowerW), $"{subject.Text} has a power of {Number(block.NominalPowerW)} W.", "It must be zero or more, and finite.");
        }
        foreach (IGrouping<int, int> layer in Enumerable.Range(0, _package.Blocks.Count).GroupBy(i => _package.Blocks[i].Layer))
        {
            Overlaps([.. layer], i => _package.Blocks[i].Area, (i, j) =>
                Add(PackageFault.Overlap, new(PackageElement.Block, i, _package.Blocks[i].Name, string.Empty), nameof(PackageBlock.Area), $"Block '{_package.Blocks[i].Name}' overlaps block '{_package.Blocks[j].Name}'{Common(_package.Blocks[i].Area, _package.Blocks[j].Area)}.", "Blocks of one layer may touch, not overlap."));
        }
    }

    private void CheckProbes()
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        foreach (PackageBlock block in _package.Blocks)
            names.TryAdd(block.Name, "a block");
        for (int i = 0; i < _package.Probes.Count; i++)
        {
            PackageProbe probe = _package.Probes[i];
            Subject subject = new(PackageElement.Probe, i, probe.Name, $"Probe '{probe.Name}'");
            Named(subject, names);
            InLayer(subject, nameof(PackageProbe.Layer), probe.Layer);
            On(subject, nameof(PackageProbe.XM), "x", probe.XM, _package.WidthM);
            On(subject, nameof(PackageProbe.YM), "y", probe.YM, _package.HeightM);
        }
    }

    private void CheckFilms()
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        for (int i = 0; i < _package.Films.Count; i++)
        {
            PackageFilm film = _package.Films[i];
            Subject subject = new(PackageElement.Film, i, film.Name, $"Film '{film.Name}'");
            Named(subject, names);
            Inside(subject, film.Area);
            if (!IsPositive(film.HeatTransferCoefficient))
                Add(PackageFault.Value, subject, nameof(PackageFilm.HeatTransferCoefficient), $"{subject.Text} has a heat transfer coefficient of {Number(film.HeatTransferCoefficient)} W/m2K.", "It must be greater than zero, and finite; without a film the face is adiabatic.");
            AboveAbsoluteZero(subject, nameof(PackageFilm.TemperatureC), "temperature", film.TemperatureC);
        }
        foreach (IGrouping<bool, int> face in Enumerable.Range(0, _package.Films.Count).GroupBy(i => _package.Films[i].IsTop))
        {
            Overlaps([.. face], i => _package.Films[i].Area, (i, j) =>
                Add(PackageFault.Overlap, new(PackageElement.Film, i, _package.Films[i].Name, string.Empty), nameof(PackageFilm.Area), $"Film '{_package.Films[i].Name}' overlaps film '{_package.Films[j].Name}'{Common(_package.Films[i].Area, _package.Films[j].Area)}.", "Films of one face may touch, not overlap."));
        }
    }

    private void CheckMicrochannels()
    {
        if (_package.Microchannels is not { } channels)
            return;
        Subject subject = new(PackageElement.Microchannels, -1, string.Empty, "The microchannel");
        if (InLayer(subject, nameof(PackageMicrochannels.Layer), channels.Layer))
        {
            PackageLayer layer = _package.Layers[channels.Layer];
            if (channels.Layer == 0 || channels.Layer == _package.Layers.Count - 1)
                Add(PackageFault.Layer, subject, nameof(PackageMicrochannels.Layer), $"The cavity '{layer.Name}' is the {(channels.Layer == 0 ? "uppermost" : "lowest")} layer.", "It needs a solid layer above and one below.");
            if (layer.Patches.Count > 0)
                Add(PackageFault.Layer, new(PackageElement.Patch, channels.Layer, layer.Name, string.Empty, 0), nameof(PackageLayer.Patches), $"The cavity '{layer.Name}' has {layer.Patches.Count} patches.", "Channels cross the whole layer; remove them.");
        }
        Positive(subject, nameof(PackageMicrochannels.ChannelWidthM), "channel width", channels.ChannelWidthM, "m");
        Positive(subject, nameof(PackageMicrochannels.WallWidthM), "wall width", channels.WallWidthM, "m");
        Positive(subject, nameof(PackageMicrochannels.CoolantHeatCapacity), "heat capacity", channels.CoolantHeatCapacity, "J/m3K");
        Positive(subject, nameof(PackageMicrochannels.BottomCoefficient), "film coefficient of the floor", channels.BottomCoefficient, "W/m2K");
        Positive(subject, nameof(PackageMicrochannels.TopCoefficient), "film coefficient of the ceiling", channels.TopCoefficient, "W/m2K");
        if (!double.IsFinite(channels.FlowM3PerS))
            Add(PackageFault.Value, subject, nameof(PackageMicrochannels.FlowM3PerS), $"{subject.Text} has a flow of {Number(channels.FlowM3PerS)} m3/s.", "It must be finite; negative is along -y.");
        AboveAbsoluteZero(subject, nameof(PackageMicrochannels.InletTemperatureC), "inlet temperature", channels.InletTemperatureC);
    }

    // All conductivities are positive and layers are whole, so that heat reaches every place: what floats is the package or nothing.
    private void CheckPaths()
    {
        if (_package.Layers.Count == 0 || _package.Films.Count > 0 || (_package.Microchannels is { } channels && channels.FlowM3PerS != 0))
            return;
        string layers = _package.Layers.Count == 1 ? $"layer '{_package.Layers[0].Name}'" : $"the {_package.Layers.Count} layers from '{_package.Layers[0].Name}' to '{_package.Layers[^1].Name}'";
        string coolant = _package.Microchannels is null ? string.Empty : " and the coolant stands";
        Add(PackageFault.Floating, new(PackageElement.Package, -1, string.Empty, string.Empty), nameof(PackageModel.Films), $"The package floats: no path leads heat out of {layers}, both faces are adiabatic{coolant}.", "Give the top or the bottom a film.");
    }

    private void Named(Subject subject, Dictionary<string, string> names)
    {
        string noun = subject.Element is PackageElement.Block ? "a block" : subject.Element is PackageElement.Probe ? "a probe" : subject.Element is PackageElement.Film ? "a film" : "a layer";
        if (string.IsNullOrWhiteSpace(subject.Name))
            Add(PackageFault.Name, subject, "Name", $"The name of {noun} is empty.", "Give it one.");
        else if (!names.TryAdd(subject.Name, noun))
            Add(PackageFault.Name, subject, "Name", $"'{subject.Name}' is here a second time: {names[subject.Name]} has this name.", "Give each its own.");
    }

    private bool InLayer(Subject subject, string property, int layer)
    {
        if (layer >= 0 && layer < _package.Layers.Count)
            return true;
        Add(PackageFault.UnknownLayer, subject, property, $"{subject.Text} lies in layer {layer}.", $"There are {_package.Layers.Count}, counted from 0 at the top.");
        return false;
    }

    private void Inside(Subject subject, PackageArea area)
    {
        bool isWhole = Positive(subject, nameof(PackageArea.WidthM), "width", area.WidthM, "m") & Positive(subject, nameof(PackageArea.HeightM), "height", area.HeightM, "m");
        isWhole &= Finite(subject, nameof(PackageArea.XM), "x", area.XM) & Finite(subject, nameof(PackageArea.YM), "y", area.YM);
        if (!isWhole || !_hasSize)
            return;
        Within(subject, nameof(PackageArea.XM), "x", area.XM, area.RightM, _package.WidthM);
        Within(subject, nameof(PackageArea.YM), "y", area.YM, area.TopM, _package.HeightM);
    }

    private void Within(Subject subject, string property, string axis, double fromM, double toM, double mostM)
    {
        if (fromM < -_touchingM || toM > mostM + _touchingM)
            Add(PackageFault.Outside, subject, property, $"{subject.Text} reaches from {axis} = {Millimetres(fromM)} to {Millimetres(toM)}.", $"The package reaches from 0 mm to {Millimetres(mostM)}.");
    }

    private void On(Subject subject, string property, string axis, double positionM, double mostM)
    {
        if (Finite(subject, property, axis, positionM) && _hasSize && (positionM < 0 || positionM > mostM))
            Add(PackageFault.Outside, subject, property, $"{subject.Text} lies at {axis} = {Millimetres(positionM)}.", $"The package reaches from 0 mm to {Millimetres(mostM)}.");
    }

    private bool Finite(Subject subject, string property, string what, double value)
    {
        if (double.IsFinite(value))
            return true;
        Add(PackageFault.Value, subject, property, $"{subject.Text} has {what} = {Number(value)}.", "It must be finite.");
        return false;
    }

    private bool Positive(Subject subject, string property, string what, double value, string unit)
    {
        if (IsPositive(value))
            return true;
        Add(PackageFault.Value, subject, property, $"{subject.Text} has a {what} of {Number(value)} {unit}.", "It must be greater than zero, and finite.");
        return false;
    }

    private void AboveAbsoluteZero(Subject subject, string property, string what, double valueC)
    {
        if (!(valueC > AbsoluteZeroC && double.IsFinite(valueC)))
            Add(PackageFault.Value, subject, property, $"{subject.Text} has {(what[0] is 'i' ? "an" : "a")} {what} of {Number(valueC)} degC.", "It must be above absolute zero, and finite.");
    }

    // Each rectangle is reported with the first one before it: n problems at most. Sorted by the left edge, so that far ones are not compared.
    private void Overlaps(int[] indices, Func<int, PackageArea> areaOf, Action<int, int> report)
    {
        int[] sorted = [.. indices.Where(i => IsWhole(areaOf(i))).OrderBy(i => areaOf(i).XM).ThenBy(i => i)];
        SortedDictionary<int, int> first = [];
        for (int a = 0; a < sorted.Length; a++)
        {
            PackageArea left = areaOf(sorted[a]);
            for (int b = a + 1; b < sorted.Length && areaOf(sorted[b]).XM < left.RightM - _touchingM; b++)
            {
                PackageArea right = areaOf(sorted[b]);
                bool isApart = Math.Min(left.RightM, right.RightM) - right.XM <= _touchingM || Math.Min(left.TopM, right.TopM) - Math.Max(left.YM, right.YM) <= _touchingM;
                (int lower, int higher) = (Math.Min(sorted[a], sorted[b]), Math.Max(sorted[a], sorted[b]));
                if (!isApart && (!first.TryGetValue(higher, out int other) || lower < other))
                    first[higher] = lower;
            }
        }
        foreach ((int index, int other) in first)
            report(index, other);
    }

    private static bool IsWhole(PackageArea area) => double.IsFinite(area.XM) && double.IsFinite(area.YM) && IsPositive(area.WidthM) && IsPositive(area.HeightM);

    private static bool IsPositive(double value) => value > 0 && double.IsFinite(value);

    private static string Common(PackageArea left, PackageArea right)
    {
        double xM = Math.Max(left.XM, right.XM);
        double yM = Math.Max(left.YM, right.YM);
        return $" from ({Millimetres(xM)}, {Millimetres(yM)}) to ({Millimetres(Math.Min(left.RightM, right.RightM))}, {Millimetres(Math.Min(left.TopM, right.TopM))})";
    }

    // Seven digits: what was written in a file, without the last bits of a conversion.
    private static string Millimetres(double metres) => $"{Number(metres * 1000)} mm";

    private static string Number(double value) => value.ToString("G7", CultureInfo.InvariantCulture);

    private void Add(PackageFault fault, Subject subject, string property, string message, string hint) =>
        _problems.Add(new(fault, subject.Element, subject.Index, subject.Patch, subject.Name, property, message, hint));

    private readonly record struct Subject(PackageElement Element, int Index, string Name, string Text, int Patch = -1);
}
