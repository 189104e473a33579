using Twin.Physics.Tests.Signal;
using Twin.Physics.Thermal.Packages;

namespace Twin.Physics.Tests.Thermal.Packages;

/// <summary>The reference package of reference/thermal: a 51.2T switch with eight optical engines, air side films or microchannels; and its results.</summary>
internal static class ReferencePackage
{
    public const double ZeroCelsiusK = 273.15;

    /// <summary>The reference prints thousandths of a kelvin; its authors ask for this agreement on every value.</summary>
    public const double AgreementK = 0.005;

    private static readonly Dictionary<string, PackageMaterial> Materials = Rows("materials.csv").ToDictionary(
        row => row["material"],
        row => new PackageMaterial(
            row["material"],
            Number(row, "k_x_W_per_mK"),
            Number(row, "k_y_W_per_mK"),
            Number(row, "k_z_W_per_mK"),
            Number(row, "rho_c_J_per_m3K")));

    public static PackageModel WithFilms { get; } = Build();

    public static PackageModel WithMicrochannels { get; } = BuildMicrochannels();

    public static double[] NominalPowersW => [.. WithFilms.Blocks.Select(block => block.NominalPowerW)];

    public static PackageSystem System(PackageModel model, int cellsAlongX) => new(model, PackageGrid.Uniform(model, cellsAlongX));

    public static double[] FilmTemperaturesC(PackageModel model) => [.. model.Films.Select(film => film.TemperatureC)];

    public static IEnumerable<Dictionary<string, string>> Rows(string name) => ReferenceFile.Csv("thermal/" + name);

    public static double[][] Map(string name) =>
        [.. File.ReadAllLines(ReferenceFile.PathOf("thermal/results/" + name)).Where(line => line.Length > 0).Select(line => line.Split(',').Select(ReferenceFile.Parse).ToArray())];

    /// <summary>A transient result: times, and per row average and maximum of each block in turn.</summary>
    public static (double[] TimesS, double[][] TemperaturesK) Transient(string name)
    {
        string[] lines = File.ReadAllLines(ReferenceFile.PathOf("thermal/results/" + name));
        string[] header = lines[0].Split(',');
        for (int block = 0; block < WithFilms.Blocks.Count; block++)
        {
            Assert.Equal(WithFilms.Blocks[block].Name + "_avg_K", header[1 + (2 * block)]);
            Assert.Equal(WithFilms.Blocks[block].Name + "_max_K", header[2 + (2 * block)]);
        }

        double[][] rows = [.. lines.Skip(1).Where(line => line.Length > 0).Select(line => line.Split(',').Select(ReferenceFile.Parse).ToArray())];
        return ([.. rows.Select(row => row[0])], [.. rows.Select(row => row[1..])]);
    }

    /// <summary>Largest difference of block averages and maxima from a row of a transient result, kelvin.</summary>
    public static double Difference(PackageSystem system, ReadOnlySpan<double> temperaturesC, double[] rowK)
    {
        double worst = 0;
        for (int block = 0; block < system.Model.Blocks.Count; block++)
        {
            worst = Math.Max(worst, Math.Abs(system.BlockAverage(block, temperaturesC) + ZeroCelsiusK - rowK[2 * block]));
            worst = Math.Max(worst, Math.Abs(system.BlockMaximum(block, temperaturesC) + ZeroCelsiusK - rowK[(2 * block) + 1]));
        }

        return worst;
    }

    /// <summary>Largest difference of block averages and maxima from columns of a steady result, kelvin.</summary>
    public static double SteadyDifference(PackageSystem system, ReadOnlySpan<double> temperaturesC, string name, int grid)
    {
        double[] row = [.. Rows("results/" + name).SelectMany(line => new[] { Number(line, $"avg_K_grid{grid}"), Number(line, $"max_K_grid{grid}") })];
        return Difference(system, temperaturesC, row);
    }

    private static double Number(Dictionary<string, string> row, string column) => ReferenceFile.Parse(row[column]);

    private static PackageArea Area(Dictionary<string, string> row) =>
        new(Number(row, "x_mm") * 1e-3, Number(row, "y_mm") * 1e-3, Number(row, "length_x_mm") * 1e-3, Number(row, "width_y_mm") * 1e-3);

    private static PackageModel Build()
    {
        const double Side = 75e-3;
        ILookup<string, PackagePatch> patches = Rows("patches.csv").ToLookup(row => row["layer"], row => new PackagePatch(Materials[row["material"]], Area(row)));
        Dictionary<string, string>[] rows = [.. Rows("layers.csv").OrderBy(row => Number(row, "order_from_top"))];
        PackageLayer[] layers = [.. rows.Select(row => new PackageLayer(row["layer"], Number(row, "thickness_um") * 1e-6, Materials[row["base_material"]], [.. patches[row["layer"]]]))];
        int active = Array.FindIndex(rows, row => row["role"] == "heat source");
        PackageBlock[] blocks = [.. Rows("blocks.csv").Select(row => new PackageBlock(row["block"], active, Area(row), Number(row, "nominal_power_W")))];
        PackageArea face = new(0, 0, Side, Side);
        return new PackageModel(
            Side,
            Side,
            layers,
            blocks,
            [],
            [new PackageFilm("top", true, face, 9000, 313.15 - ZeroCelsiusK), new PackageFilm("bottom", false, face, 50, 318.15 - ZeroCelsiusK)],
            null,
            313.15 - ZeroCelsiusK);
    }

    private static PackageModel BuildMicrochannels()
    {
        PackageModel model = Build();
        PackageMaterial copper = Materials["COPPER"];
        return model with
        {
            Layers = [new PackageLayer("COVER", 1e-3, copper, []), new PackageLayer("CHANNELS", 1e-3, copper, []), .. model.Layers.Skip(2)],
            Films = [model.Films[1]],
            Microchannels = new PackageMicrochannels(1, 200e-6, 100e-6, copper, 2e-3 / 60, 4.12e6, 303.15 - ZeroCelsiusK, 43400, 43400),
        };
    }
}
