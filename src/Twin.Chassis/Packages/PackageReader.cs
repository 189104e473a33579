using Twin.Chassis.Shapes;
using Twin.Chassis.Yaml;
using Twin.Engine.Description;
using Twin.Physics.Thermal.Packages;

namespace Twin.Chassis.Packages;

/// <summary>Reads one package folder.</summary>
/// <remarks>
/// 1 file and tables are read, each with all its problems; 2 a model is made of what could be read, with NaN for what could not; 3 the model is checked
/// and what is wrong with it is led back to the file and row. A place that has a problem already gets no second one, and what is missing from the model only because
/// it could not be read is not reported again.
/// </remarks>
internal sealed class PackageReader(string directory, ProblemList problems)
{
    private const int MostBytes = 4 * 1024 * 1024;
    private const double MillimetresPerMetre = 1e3;
    private const double MicrometresPerMetre = 1e6;

    private static readonly string[] AreaColumns = ["x_mm", "y_mm", "length_x_mm", "width_y_mm"];
    private static readonly string[] AreaProperties = [nameof(PackageArea.XM), nameof(PackageArea.YM), nameof(PackageArea.WidthM), nameof(PackageArea.HeightM)];
    private static readonly string[] LayerColumns = ["order_from_top", "layer", "thickness_um", "base_material"];
    private static readonly string[] MaterialColumns = ["material", "k_x_W_per_mK", "k_y_W_per_mK", "k_z_W_per_mK", "rho_c_J_per_m3K"];

    // Stands for one that is not known: sound, so that it adds no problem of its own.
    private static readonly PackageMaterial Unknown = new(string.Empty, 1, 1, 1, 1);

    private readonly HashSet<Origin> _told = [];
    private readonly Dictionary<string, PackageMaterial> _materials = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CsvRow> _materialRows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _layerIndices = new(StringComparer.Ordinal);
    private readonly List<CsvRow> _layerRows = [];
    private readonly List<List<CsvRow>> _patchRows = [];
    private readonly List<CsvRow> _blockRows = [];
    private readonly List<MapReading> _filmMaps = [];
    private readonly List<MapReading> _probeMaps = [];
    private MapReading? _file;

    /// <summary>Reads it.</summary>
    public PackageFolderResult Read(bool needsTrace)
    {
        // 1
        _file = ReadFile();
        CsvTable? materials = ReadTable("materials.csv", MaterialColumns, []);
        CsvTable? layers = ReadTable("layers.csv", LayerColumns, ["role"]);
        CsvTable? patches = ReadTable("patches.csv", ["layer", "material", .. AreaColumns], []);
        CsvTable? blocks = ReadTable("blocks.csv", ["block", .. AreaColumns, "nominal_power_W"], ["layer"]);

        // 2
        ReadMaterials(materials);
        List<PackageLayer> layerList = ReadLayers(layers, materials is not null);
        ReadPatches(patches, layerList, materials is not null);
        List<PackageBlock> blockList = ReadBlocks(blocks);
        double[] size = _file?.Items("size") is { Count: 2 } sides ? [.. sides.Select(side => (double)side.Value)] : [double.NaN, double.NaN];
        PackageModel model = new(
            size[0], size[1], layerList, blockList, ReadProbes(), [.. ReadFilms("top", size), .. ReadFilms("bottom", size)], ReadMicrochannel(), _file?.FindNumber("initial") ?? double.NaN);

        // 3
        bool isComplete = problems.Count == 0;
        foreach (PackageProblem problem in PackageProblems.Find(model))
            Report(problem, isComplete, layers, blocks);
        PackageTrace? trace = needsTrace ? PackageTraceReader.Read(PathOf(PackageFolder.TraceName), blocks is { IsWhole: true } ? blockList : null, problems, _told) : null;
        int source = _file is not null && _layerIndices.TryGetValue(_file.FindValue<string>("sources") ?? string.Empty, out int index) ? index : 0;
        return problems.Count == 0
            ? new(model, _file?.FindValue<string>("title"), source, trace, [])
            : new(null, null, 0, null, problems.ToSortedList());
    }

    private MapReading? ReadFile()
    {
        string path = PathOf(PackageFolder.FileName);
        return TextFile.Read(path, MostBytes, "file", new(path, 1, 1), problems) is { } text && YamlTree.Read(text, path, problems) is { } root
            ? PackageShapes.File.Read(root, string.Empty, problems) as MapReading
            : null;
    }

    private CsvTable? ReadTable(string name, string[] required, string[] optional) => CsvTable.Read(PathOf(name), required, optional, problems, _told);

    private void ReadMaterials(CsvTable? table)
    {
        Dictionary<string, Reading> exponents = (_file?.Items("conductivity-exponent") ?? []).ToDictionary(exponent => exponent.Name, StringComparer.Ordinal);
        foreach (CsvRow row in table?.Rows ?? [])
        {
            string? name = row.Name("material");
            double[] numbers = [.. MaterialColumns.Skip(1).Select(column => row.Number(column, isPositive: true))];
            if (name is null)
                continue;
            if (_materialRows.TryGetValue(name, out CsvRow? first))
            {
                row.Report(ProblemCodes.PackageName, "material", $"Material '{name}' is here a second time.", $"The first is in line {first.Line}; remove one.");
                continue;
            }
            _materialRows.Add(name, row);
            _materials.Add(name, new(name, numbers[0], numbers[1], numbers[2], numbers[3], exponents.TryGetValue(name, out Reading? exponent) ? (double)exponent.Value : 0));
        }
        if (table is null)
            return;
        foreach (Reading exponent in exponents.Values.Where(exponent => !_materials.ContainsKey(exponent.Name)))
            problems.Add(ProblemCodes.UnknownPart, exponent.Path, $"There is no material '{Quote.Short(exponent.Name)}'.", Nearest.Hint(exponent.Name, _materials.Keys, "materials"), exponent.KeyOrigin);
    }

    private List<PackageLayer> ReadLayers(CsvTable? table, bool hasMaterials)
    {
        string? cavity = _file?.FindValue<MapReading>("microchannel")?.FindValue<string>("layer");
        Dictionary<int, CsvRow> orders = [];
        List<(double Order, CsvRow Row)> sorted = [];
        foreach (CsvRow row in table?.Rows ?? [])
        {
            double order = row.Number("order_from_top");
            if (order != Math.Floor(order) || Math.Abs(order) > 1e6)
                row.Report(ProblemCodes.WrongField, "order_from_top", $"'{Quote.Short(row.Text("order_from_top"))}' is not a whole number.", "The uppermost layer has 0.");
            else if (!double.IsNaN(order) && !orders.TryAdd((int)order, row))
                row.Report(ProblemCodes.PackageValue, "order_from_top", $"The order {order} is here a second time.", $"The layer in line {orders[(int)order].Line} has it; give each its own.");
            sorted.Add((order, row));
        }
        List<PackageLayer> layers = [];
        foreach ((_, CsvRow row) in sorted.OrderBy(layer => layer.Order))
        {
            string? name = row.Name("layer");
            double thicknessM = row.Number("thickness_um") / MicrometresPerMetre;
            // What fills a cavity are its walls and the coolant.
            PackageMaterial material = name is not null && name == cavity ? Find(_file!.FindValue<MapReading>("microchannel")!.FindValue<string>("wall_material")) : Material(row, "base_material", hasMaterials);
            if (name is null)
                continue;
            _layerIndices.TryAdd(name, layers.Count);
            _layerRows.Add(row);
            _patchRows.Add([]);
            layers.Add(new(name, thicknessM, material, new List<PackagePatch>()));
        }
        return layers;
    }

    private void ReadPatches(CsvTable? table, List<PackageLayer> layers, bool hasMaterials)
    {
        foreach (CsvRow row in table?.Rows ?? [])
        {
            string? name = row.Name("layer");
            PackageMaterial material = Material(row, "material", hasMaterials);
            PackageArea area = Area(row);
            if (name is null || Layer(name, (message, hint) => row.Report(ProblemCodes.UnknownPart, "layer", message, hint)) is not { } layer)
                continue;
            _patchRows[layer].Add(row);
            ((List<PackagePatch>)layers[layer].Patches).Add(new(material, area));
        }
    }

    private List<PackageBlock> ReadBlocks(CsvTable? table)
    {
        int? sources = Layer(_file?.Find("sources"));
        List<PackageBlock> blocks = [];
        foreach (CsvRow row in table?.Rows ?? [])
        {
            string? name = row.Name("block");
            PackageArea area = Area(row);
            double powerW = row.Number("nominal_power_W");
            string own = row.Text("layer");
            int? layer = own.Length == 0 ? sources : Layer(own, (message, hint) => row.Report(ProblemCodes.UnknownPart, "layer", message, hint));
            if (name is null)
                continue;
            _blockRows.Add(row);
            blocks.Add(new(name, layer ?? -1, area, powerW));
        }
        return blocks;
    }

    private List<PackageProbe> ReadProbes()
    {
        List<PackageProbe> probes = [];
        foreach (Reading item in _file?.Items("probes") ?? [])
        {
            MapReading map = (MapReading)item.Value;
            int? layer = Layer(map.Find("layer"));
            if (map.FindValue<string>("name") is not { } name)
                continue;
            _probeMaps.Add(map);
            probes.Add(new(name, layer ?? -1, map.FindNumber("x") ?? double.NaN, map.FindNumber("y") ?? double.NaN));
        }
        return probes;
    }

    private List<PackageFilm> ReadFilms(string face, double[] size)
    {
        List<PackageFilm> films = [];
        foreach (MapReading map in _file?.FindValue<List<MapReading>>(face) ?? [])
        {
            double[] area = [0, 0, size[0], size[1]];
            if (map.IsWritten("area"))
                area = map.Items("area") is { Count: 4 } written ? [.. written.Select(value => (double)value.Value)] : [double.NaN, double.NaN, double.NaN, double.NaN];
            string name = map.FindValue<string>("name") ?? face;
            _filmMaps.Add(map);
            films.Add(new(name, face == "top", new(area[0], area[1], area[2], area[3]), map.FindNumber("h") ?? double.NaN, map.FindNumber("temperature") ?? double.NaN));
        }
        return films;
    }

    private PackageMicrochannels? ReadMicrochannel()
    {
        if (_file?.FindValue<MapReading>("microchannel") is not { } map)
            return null;
        Reading? wall = map.Find("wall_material");
        if (wall is { Value: string material } && _materialRows.Count > 0 && !_materials.ContainsKey(material))
            problems.Add(ProblemCodes.UnknownPart, wall.Path, $"There is no material '{Quote.Short(material)}'.", Nearest.Hint(material, _materials.Keys, "materials"), wall.Origin);
        double direction = map.Find("direction")?.Value as double? ?? 1;
        return new(
            Layer(map.Find("layer")) ?? -1,
            map.FindNumber("channel") ?? double.NaN,
            map.FindNumber("wall") ?? double.NaN,
            Find(wall?.Value as string),
            direction * (map.FindNumber("flow") ?? double.NaN),
            map.FindNumber("heat_capacity") ?? double.NaN,
            map.FindNumber("inlet") ?? double.NaN,
            map.FindNumber("h_bottom") ?? double.NaN,
            map.FindNumber("h_top") ?? double.NaN);
    }

    private static PackageArea Area(CsvRow row)
    {
        // Divided, not multiplied by a thousandth: 28.5 mm is then the number nearest to 0.0285 m.
        double[] area = [.. AreaColumns.Select(column => row.Number(column) / MillimetresPerMetre)];
        return new(area[0], area[1], area[2], area[3]);
    }

    private PackageMaterial Material(CsvRow row, string column, bool isKnown)
    {
        if (row.Name(column) is not { } name || !isKnown)
            return Unknown;
        if (!_materials.ContainsKey(name))
            row.Report(ProblemCodes.UnknownPart, column, $"There is no material '{Quote.Short(name)}'.", Nearest.Hint(name, _materials.Keys, "materials"));
        return Find(name);
    }

    private PackageMaterial Find(string? name) => name is not null && _materials.TryGetValue(name, out PackageMaterial? material) ? material : Unknown;

    private int? Layer(Reading? reading) => reading is { Value: string name }
        ? Layer(name, (message, hint) =>
        {
            if (_told.Add(reading.Origin))
                problems.Add(ProblemCodes.UnknownPart, reading.Path, message, hint, reading.Origin);
        })
        : null;

    private int? Layer(string name, Action<string, string> report)
    {
        if (_layerIndices.TryGetValue(name, out int index))
            return index;
        // Without a table of layers no name is wrong.
        if (_layerIndices.Count > 0)
            report($"There is no layer '{Quote.Short(name)}'.", Nearest.Hint(name, _layerIndices.Keys, "layers"));
        return null;
    }

    private void Report(PackageProblem problem, bool isComplete, CsvTable? layers, CsvTable? blocks)
    {
        // What follows from something that could not be read: it has been said.
        if (problem.Fault is PackageFault.UnknownLayer || (!isComplete && problem.Fault is (PackageFault.Missing or PackageFault.Floating)))
            return;
        (string path, Origin? origin) = PlaceOf(problem, layers, blocks);
        if (origin is null || !_told.Add(origin))
            return;
        string code = problem.Fault switch
        {
            PackageFault.Value => ProblemCodes.PackageValue,
            PackageFault.Name => ProblemCodes.PackageName,
            PackageFault.Layer => ProblemCodes.WrongLayer,
            PackageFault.Outside => ProblemCodes.OutsidePackage,
            PackageFault.Overlap => ProblemCodes.Overlap,
            PackageFault.Missing => ProblemCodes.MissingPart,
            _ => ProblemCodes.Floating,
        };
        problems.Add(code, path, Quote.Line(problem.Message), problem.Hint, origin);
    }

    // Null where there is no such place: that it is missing, or could not be read, has been said.
    private (string Path, Origin? Origin) PlaceOf(PackageProblem problem, CsvTable? layers, CsvTable? blocks)
    {
        switch (problem.Element)
        {
            case PackageElement.Layer:
                return InRow(_layerRows[problem.Index], problem.Property == "Name" ? "layer" : "thickness_um");
            case PackageElement.Patch:
                return InRow(_patchRows[problem.Index][problem.Patch], problem.Property == nameof(PackageLayer.Patches) ? "layer" : Column(problem.Property));
            case PackageElement.Block:
                return InRow(_blockRows[problem.Index], problem.Property switch
                {
                    "Name" => "block",
                    nameof(PackageBlock.Layer) => _blockRows[problem.Index].Text("layer").Length > 0 ? "layer" : "block",
                    nameof(PackageBlock.NominalPowerW) => "nominal_power_W",
                    _ => Column(problem.Property),
                });
            case PackageElement.Material when _materialRows.TryGetValue(problem.Name, out CsvRow? row):
                return InRow(row, problem.Property switch
                {
                    nameof(PackageMaterial.ConductivityX) => MaterialColumns[1],
                    nameof(PackageMaterial.ConductivityY) => MaterialColumns[2],
                    nameof(PackageMaterial.ConductivityZ) => MaterialColumns[3],
                    nameof(PackageMaterial.VolumetricHeatCapacity) => MaterialColumns[4],
                    _ => MaterialColumns[0],
                });
            case PackageElement.Probe:
                return InMap(_probeMaps[problem.Index], problem.Property switch { "Name" => "name", "Layer" => "layer", nameof(PackageProbe.XM) => "x", _ => "y" });
            case PackageElement.Film:
                return InMap(_filmMaps[problem.Index], problem.Property switch
                {
                    "Name" => "name",
                    nameof(PackageFilm.HeatTransferCoefficient) => "h",
                    nameof(PackageFilm.TemperatureC) => "temperature",
                    _ => "area",
                });
            case PackageElement.Microchannels:
                return InMap(_file!.Get<MapReading>("microchannel"), problem.Property switch
                {
                    nameof(PackageMicrochannels.Layer) => "layer",
                    nameof(PackageMicrochannels.ChannelWidthM) => "channel",
                    nameof(PackageMicrochannels.WallWidthM) => "wall",
                    nameof(PackageMicrochannels.FlowM3PerS) => "flow",
                    nameof(PackageMicrochannels.CoolantHeatCapacity) => "heat_capacity",
                    nameof(PackageMicrochannels.InletTemperatureC) => "inlet",
                    nameof(PackageMicrochannels.BottomCoefficient) => "h_bottom",
                    _ => "h_top",
                });
            case PackageElement.Package when problem.Property == nameof(PackageModel.Layers):
                return ("layers", layers is null ? null : new(layers.File, 1, 1));
            case PackageElement.Package when problem.Property == nameof(PackageModel.Blocks):
                return ("blocks", blocks is null ? null : new(blocks.File, 1, 1));
            case PackageElement.Package when _file is not null:
                return InMap(_file, problem.Property switch { nameof(PackageModel.Films) => "top", nameof(PackageModel.InitialTemperatureC) => "initial", _ => "size" });
            default:
                return (string.Empty, null);
        }
    }

    private static (string Path, Origin? Origin) InRow(CsvRow row, string column) => row.Table.IndexOf(column) < 0 ? (string.Empty, null) : (row.PathOf(column), row.At(column));

    private static (string Path, Origin? Origin) InMap(MapReading map, string key) => map.Find(key) is { } reading ? (reading.Path, reading.Origin) : (map.Path, null);

    private static string Column(string property) => Array.IndexOf(AreaProperties, property) is >= 0 and var index ? AreaColumns[index] : AreaColumns[0];

    private string PathOf(string name) => Path.Combine(directory, name);
}
