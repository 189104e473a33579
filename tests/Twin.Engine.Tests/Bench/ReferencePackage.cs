using System.Globalization;
using Twin.Contracts;
using Twin.Engine.Description;
using Twin.Physics.Thermal.Packages;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Bench;

/// <summary>The package of the thermal reference with the base of a microchannel lid on top: a switch chip and eight engines of 594 W together, and the parts that give the power.</summary>
internal static class ReferencePackage
{
    private const string Chip = "asic0";
    private static readonly Dictionary<string, string>[] Blocks = Rows("blocks.csv");
    private static readonly (string Name, double X, double Y, double Width, double Height)[] Outlines = FindOutlines();

    /// <summary>Sum of the nominal powers.</summary>
    public const double PowerW = 594;

    /// <summary>Edge of the package, millimetres.</summary>
    public const double SideMm = 75;

    /// <summary>Paths of the temperatures of all blocks, in the order of the package's blocks.</summary>
    public static string[] Temperatures { get; } =
        [.. Outlines.SelectMany(outline => Inside(outline).Select(row => $"{outline.Name}/{NameOf(row)}/temperature"))];

    /// <summary>Nominal powers, in the same order.</summary>
    public static double[] PowersW { get; } = [.. Outlines.SelectMany(outline => Inside(outline).Select(row => Number(row, "nominal_power_W")))];

    /// <summary>Layers from the base of the lid down, square cells of 3 mm; no faces.</summary>
    public static PackageDescription Description { get; } = new()
    {
        Name = "package0",
        Width = Mm(SideMm),
        Height = Mm(SideMm),
        Cell = Mm(3),
        Layers = [.. Layers()],
        Sources = "act",
        Dies = [.. Outlines.Select(outline => Die(outline.Name + ".die", outline.X, outline.Y))],
    };

    /// <summary>The chip and the engines, each with its blocks at nominal power.</summary>
    public static (string Name, Func<IComponent> Make)[] Parts() => [.. Outlines.Select(outline =>
        (outline.Name, (Func<IComponent>)(() => new Silicon(outline.Width, outline.Height, [.. Inside(outline).Select(row =>
            (NameOf(row), Number(row, "x_mm") - outline.X, Number(row, "y_mm") - outline.Y, Number(row, "length_x_mm"), Number(row, "width_y_mm"), Number(row, "nominal_power_W")))]))))];

    /// <summary>The same package under the whole lid of case M1: cover, cavity with channels along +y, base.</summary>
    /// <param name="laid">The package as it was laid out.</param>
    /// <param name="flowM3PerS">Flow of the coolant.</param>
    /// <param name="coolantHeatCapacity">Density x specific heat of the coolant, J/m3K.</param>
    /// <param name="inletC">Its temperature at the inlet.</param>
    /// <param name="boardC">Temperature under the package.</param>
    /// <param name="isBare">Whether cover and walls conduct nothing, so that the floor of the cavity alone gives heat to the coolant.</param>
    public static PackageModel UnderChannels(PackageModel laid, double flowM3PerS, double coolantHeatCapacity, double inletC, double boardC, bool isBare)
    {
        const double EffectiveWPerM2K = 43_400;
        const double Nothing = 1e-6;
        PackageMaterial copper = laid.Layers[0].Base;
        PackageMaterial lid = isBare ? copper with { ConductivityX = Nothing, ConductivityY = Nothing, ConductivityZ = Nothing } : copper;
        return laid with
        {
            Layers = [new PackageLayer("cover", 1e-3, lid, []), new PackageLayer("channels", 1e-3, lid, []), .. laid.Layers],
            Blocks = [.. laid.Blocks.Select((block, i) => block with { Layer = block.Layer + 2, NominalPowerW = PowersW[i] })],
            Films = [.. laid.Films.Where(film => !film.IsTop).Select(film => film with { TemperatureC = boardC })],
            Microchannels = new PackageMicrochannels(1, 200e-6, 100e-6, lid, flowM3PerS, coolantHeatCapacity, inletC, EffectiveWPerM2K, EffectiveWPerM2K),
        };
    }

    private static IEnumerable<PackageLayerDescription> Layers()
    {
        ILookup<string, PackagePatchDescription> patches = Rows("patches.csv").Where(row => row["material"] != "SILICON").ToLookup(row => row["layer"], row => new PackagePatchDescription(
            Material(row["material"]), new(Mm(Number(row, "x_mm")), Mm(Number(row, "y_mm")), Mm(Number(row, "length_x_mm")), Mm(Number(row, "width_y_mm")))));
        return Rows("layers.csv").Where(row => row["layer"] is not ("LID2" or "LID3")).Select(row => new PackageLayerDescription
        {
            Name = row["layer"].ToLowerInvariant(),
            Thickness = Length.FromMicrometers(Number(row, "thickness_um")),
            Material = Material(row["base_material"]),
            HoldsDies = row["layer"].StartsWith("SI", StringComparison.Ordinal),
            Patches = [.. patches[row["layer"]]],
        });
    }

    // Blocks of an engine come in pairs: the outline of its die is around both.
    private static (string, double, double, double, double)[] FindOutlines() => [.. Blocks
        .GroupBy(row => row["block"].StartsWith("OE", StringComparison.Ordinal) ? row["block"][..3].ToLowerInvariant() : Chip)
        .Select(group =>
        {
            double x = group.Min(row => Number(row, "x_mm"));
            double y = group.Min(row => Number(row, "y_mm"));
            return (group.Key, x, y, group.Max(row => Number(row, "x_mm") + Number(row, "length_x_mm")) - x, group.Max(row => Number(row, "y_mm") + Number(row, "width_y_mm")) - y);
        })];

    private static IEnumerable<Dictionary<string, string>> Inside((string Name, double X, double Y, double Width, double Height) outline) =>
        Blocks.Where(row => (row["block"].StartsWith("OE", StringComparison.Ordinal) ? row["block"][..3].ToLowerInvariant() : Chip) == outline.Name);

    private static string NameOf(Dictionary<string, string> row) => row["block"].ToLowerInvariant().Replace('_', '-');

    private static MaterialDescription Material(string name) => MaterialLibrary.Materials[name.ToLowerInvariant()];

    private static double Number(Dictionary<string, string> row, string column) => double.Parse(row[column], CultureInfo.InvariantCulture);

    private static Dictionary<string, string>[] Rows(string name)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Twin.sln")))
        {
            folder = folder.Parent;
        }

        Assert.NotNull(folder);
        string[][] lines = [.. File.ReadAllLines(Path.Combine(folder.FullName, "tests", "Twin.Physics.Tests", "reference", "thermal", name)).Where(line => line.Length > 0).Select(line => line.Split(','))];
        return [.. lines.Skip(1).Select(line => lines[0].Zip(line).ToDictionary(pair => pair.First, pair => pair.Second))];
    }

    private sealed class Silicon(double widthMm, double heightMm, (string Name, double X, double Y, double Width, double Height, double PowerW)[] blocks) : IComponent, IPowerBehavior
    {
        private readonly DieBlock[] _blocks = new DieBlock[blocks.Length];
        private RailLoad _supply;
        private LiveParameter<Ratio> _load;

        public void Describe(IComponentBuilder builder)
        {
            MaterialDescription silicon = MaterialLibrary.Materials["silicon"];
            Die die = builder.Die("die", new(Mm(widthMm), Mm(heightMm), Mm(0.78), silicon.HeatCapacity, silicon.ConductivityX));
            for (int i = 0; i < blocks.Length; i++)
            {
                _blocks[i] = builder.DieBlock(die, blocks[i].Name, new DieRectangle(Mm(blocks[i].X), Mm(blocks[i].Y), Mm(blocks[i].Width), Mm(blocks[i].Height)));
            }

            _supply = builder.RailLoad("supply", Voltage.FromVolts(12), W(1000));
            _load = builder.LiveParameter("load", Ratio.FromFraction(1), Ratio.Zero, Ratio.FromFraction(2), "Share of the nominal power.");
        }

        public void StepPower(in StepContext step)
        {
            for (int i = 0; i < _blocks.Length; i++)
            {
                step.AddHeat(_blocks[i], step.Draw(_supply, step.Get(_load) * W(blocks[i].PowerW)));
            }
        }
    }
}
