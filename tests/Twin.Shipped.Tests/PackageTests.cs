using System.Globalization;
using Twin.Chassis;
using Twin.Engine.Compiling;
using Twin.Engine.Description;
using Twin.Physics.Thermal.Packages;

namespace Twin.Shipped.Tests;

/// <summary>The packages of the shipped chassis: that of cpo-51t is the thermal reference problem, and what is wrong with one is told with its line.</summary>
[Collection(ShippedCollection.Name)]
public sealed class PackageTests(ShippedChassis shipped)
{
    private const double ZeroCelsiusK = 273.15;

    // Rounding of decimal millimetres.
    private const double RoundingM = 1e-12;

    // The reference prints thousandths of a kelvin; its authors ask for this agreement on every value.
    private const double AgreementK = 0.005;

    // What to replace in cpo-51t, by what, the problem that must be among those found, and the text in whose line it is.
    public static TheoryData<string, string, string, string> Edits => new()
    {
        { "{die: oe7.die, at: [15 mm, 40.5 mm], turn: 90}", "{die: oe7.die, at: [70 mm, 40.5 mm], turn: 90}", "TW0561", "oe7.die" },
        { "{die: oe7.die, at: [15 mm, 40.5 mm], turn: 90}", "{die: oe7.die, at: [15 mm, 30 mm], turn: 90}", "TW0562", "oe7.die" },
        { "{die: oe7.die, at: [15 mm, 40.5 mm], turn: 90}", "{die: oe7.die, at: [4 mm, 40.5 mm], turn: 90}", "TW0562", "name: tim1" },
        { "{die: oe7.die, at", "{die: oe6.die, at", "TW0506", "[15 mm, 40.5 mm]" },
        { "      - {die: oe7.die, at: [15 mm, 40.5 mm], turn: 90}\n", "", "TW0506", "  oe:" },
        { "die: oe7.die", "die: oe8.die", "TW0502", "oe8.die" },
        { "die: oe7.die", "die: oe*.die", "TW0508", "oe*.die" },
        { "to: sink0.base", "to: sink0.bass", "TW0503", "sink0.bass" },
        { "name: si2, thickness: 380 um", "name: si2, thickness: 680 um", "TW0564", "asic0.die, at" },
        { "grid: 50 ", "cell: 5 mm ", "TW0563", "oe0.die" },
    };

    [Fact]
    public void Blocks_OfCpo51_AreThoseOfTheReference()
    {
        PackagePlan plan = shipped.Package(ShippedChassis.Cpo51);
        Dictionary<string, PackageArea> reference = Rows("blocks.csv").ToDictionary(row => NameOf(row["block"]), AreaOf);
        Assert.Equal(29, reference.Count);
        Assert.Equal(reference.Keys.Order(StringComparer.Ordinal), plan.Model.Blocks.Select(block => block.Name).Order(StringComparer.Ordinal));
        foreach (PackageBlock block in plan.Model.Blocks)
        {
            PackageArea expected = reference[block.Name];
            Assert.Equal(expected.XM, block.Area.XM, RoundingM);
            Assert.Equal(expected.YM, block.Area.YM, RoundingM);
            Assert.Equal(expected.WidthM, block.Area.WidthM, RoundingM);
            Assert.Equal(expected.HeightM, block.Area.HeightM, RoundingM);
            Assert.Equal("act", plan.Model.Layers[block.Layer].Name);
        }
    }

    [Fact]
    public void Layers_OfCpo51_AreThoseOfTheReferenceInEveryCell()
    {
        PackagePlan plan = shipped.Package(ShippedChassis.Cpo51);
        Dictionary<string, (double X, double Y, double Z, double Capacity)> materials = Rows("materials.csv").ToDictionary(
            row => row["material"],
            row => (Number(row, "k_x_W_per_mK"), Number(row, "k_y_W_per_mK"), Number(row, "k_z_W_per_mK"), Number(row, "rho_c_J_per_m3K")));
        Dictionary<string, string>[] layers = [.. Rows("layers.csv")];
        ILookup<string, (PackageArea Area, string Material)> patches = Rows("patches.csv").ToLookup(row => row["layer"], row => (AreaOf(row), row["material"]));
        Assert.Equal(layers.Select(row => row["layer"]), plan.Model.Layers.Select(layer => layer.Name.ToUpperInvariant()));
        Assert.Equal((50, 50), (plan.Grid.Columns, plan.Grid.Rows));
        for (int i = 0; i < layers.Length; i++)
        {
            PackageLayer layer = plan.Model.Layers[i];
            Assert.Equal(Number(layers[i], "thickness_um") * 1e-6, layer.ThicknessM, RoundingM);
            for (int row = 0; row < plan.Grid.Rows; row++)
            {
                for (int column = 0; column < plan.Grid.Columns; column++)
                {
                    double x = (plan.Grid.XLinesM[column] + plan.Grid.XLinesM[column + 1]) / 2;
                    double y = (plan.Grid.YLinesM[row] + plan.Grid.YLinesM[row + 1]) / 2;
                    string expected = patches[layer.Name.ToUpperInvariant()].LastOrDefault(patch => Holds(patch.Area, x, y)).Material ?? layers[i]["base_material"];
                    PackageMaterial actual = layer.Patches.LastOrDefault(patch => Holds(patch.Area, x, y))?.Material ?? layer.Base;
                    Assert.True(
                        materials[expected] == (actual.ConductivityX, actual.ConductivityY, actual.ConductivityZ, actual.VolumetricHeatCapacity),
                        $"{layer.Name}, row {row}, column {column}: {actual}, where {expected} is needed.");
                }
            }
        }
    }

    [Fact]
    public void SteadyState_OfCpo51UnderTheFilmsOfTheReference_IsThatOfTheReference()
    {
        PackagePlan plan = shipped.Package(ShippedChassis.Cpo51);
        Dictionary<string, double> powers = Rows("blocks.csv").ToDictionary(row => NameOf(row["block"]), row => Number(row, "nominal_power_W"));
        PackageModel model = plan.Model with
        {
            Blocks = [.. plan.Model.Blocks.Select(block => block with { NominalPowerW = powers[block.Name] })],
            Films =
            [
                plan.Model.Films[0] with { HeatTransferCoefficient = 9000, TemperatureC = 313.15 - ZeroCelsiusK },
                plan.Model.Films[1] with { HeatTransferCoefficient = 50, TemperatureC = 318.15 - ZeroCelsiusK },
            ],
        };
        var system = new PackageSystem(model, plan.Grid);
        double[] temperaturesC = new double[system.CellCount];
        new PackageSolver(system).SolveSteady(temperaturesC);
        Dictionary<string, Dictionary<string, string>> reference = Rows("results/steady_3dice.csv").ToDictionary(row => NameOf(row["block"]));
        for (int block = 0; block < model.Blocks.Count; block++)
        {
            Dictionary<string, string> row = reference[model.Blocks[block].Name];
            Assert.Equal(Number(row, "avg_K_grid50"), system.BlockAverage(block, temperaturesC) + ZeroCelsiusK, AgreementK);
            Assert.Equal(Number(row, "max_K_grid50"), system.BlockMaximum(block, temperaturesC) + ZeroCelsiusK, AgreementK);
        }
    }

    [Theory]
    [InlineData(ShippedChassis.Cpo51, 1 + 8)]
    [InlineData(ShippedChassis.Cpo102, 1 + 16)]
    [InlineData(ShippedChassis.Pluggable, 1)]
    [InlineData(ShippedChassis.Hybrid, 1 + 4)]
    public void Engines_OfChassis_HaveTheirElectronicsNextToTheAsic(string name, int dies)
    {
        PackagePlan plan = shipped.Package(name);
        Assert.Equal(dies, plan.Blocks.Select(block => block.Component).Distinct().Count());
        Assert.Equal(["top", "bottom"], plan.Model.Films.Select(film => film.Name));
        double centre = plan.Model.WidthM / 2;
        Dictionary<string, double> distances = plan.Model.Blocks.Where(block => block.Name.StartsWith("oe", StringComparison.Ordinal)).ToDictionary(
            block => block.Name,
            block => Math.Max(Math.Abs(block.Area.XM + (block.Area.WidthM / 2) - centre), Math.Abs(block.Area.YM + (block.Area.HeightM / 2) - centre)));
        Assert.Equal(2 * (dies - 1), distances.Count);
        Assert.All(distances.Where(pair => pair.Key.EndsWith("/eic", StringComparison.Ordinal)), pair => Assert.Equal(distances[pair.Key.Replace("/eic", "/pic", StringComparison.Ordinal)] - 0.003, pair.Value, 1e-9));

        // Limits of what a run should pay for at its first start; the reference has 32,500 cells.
        Assert.InRange(plan.Grid.Columns * plan.Grid.Rows * plan.Model.Layers.Count, 30_000, 100_000);
    }

    [Theory]
    [MemberData(nameof(Edits))]
    public void Compile_OneEdit_ItsProblemWithItsLine(string find, string replace, string code, string line)
    {
        string text = File.ReadAllText(ShippedChassis.FileOf(ShippedChassis.Cpo51));
        Assert.Contains(find, text, StringComparison.Ordinal);
        text = text.Replace(find, replace, StringComparison.Ordinal);
        ChassisFileResult file = ChassisFile.Parse(text, "bad.yaml");
        Assert.Empty(file.Problems);
        CompileResult compiled = ChassisCompiler.Compile(file.Description!, shipped.Kinds);
        Assert.Null(compiled.Model);
        Problem problem = compiled.Problems.First(problem => problem.Code == code);
        Assert.Contains(line, text.Split('\n')[problem.Origin!.Line - 1], StringComparison.Ordinal);
        Assert.NotEmpty(problem.Hint!);
    }

    private static bool Holds(in PackageArea area, double x, double y) => x > area.XM && x < area.RightM && y > area.YM && y < area.TopM;

    private static string NameOf(string reference) => reference.StartsWith("OE", StringComparison.Ordinal)
        ? reference.ToLowerInvariant().Replace('_', '/')
        : "asic0/" + reference.ToLowerInvariant().Replace('_', '-');

    private static PackageArea AreaOf(Dictionary<string, string> row) =>
        new(Number(row, "x_mm") * 1e-3, Number(row, "y_mm") * 1e-3, Number(row, "length_x_mm") * 1e-3, Number(row, "width_y_mm") * 1e-3);

    private static double Number(Dictionary<string, string> row, string column) => double.Parse(row[column], CultureInfo.InvariantCulture);

    private static IEnumerable<Dictionary<string, string>> Rows(string name)
    {
        string[] lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "reference", "thermal", name));
        string[] header = lines[0].Split(',');
        return lines.Skip(1).Where(line => line.Length > 0).Select(line =>
        {
            string[] cells = line.Split(',');
            return header.Select((column, i) => (column, cells[i])).ToDictionary(pair => pair.column, pair => pair.Item2);
        });
    }
}
