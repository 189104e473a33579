using System.Globalization;
using Twin.Physics.Thermal.Packages;

namespace Twin.Benchmarks;

/// <summary>The reference package: a 51.2T switch with eight optical engines, 75 mm x 75 mm, 13 layers, 594 W; and its workload trace of 200 rows.</summary>
internal static class ReferencePackage
{
    private const double SideM = 75e-3;
    private const double ZeroCelsiusK = 273.15;

    /// <summary>Reads the tables that lie beside this program.</summary>
    public static PackageModel Read()
    {
        Dictionary<string, PackageMaterial> materials = Rows("materials").ToDictionary(
            row => row["material"],
            row => new PackageMaterial(row["material"], Number(row, "k_x_W_per_mK"), Number(row, "k_y_W_per_mK"), Number(row, "k_z_W_per_mK"), Number(row, "rho_c_J_per_m3K")));
        ILookup<string, PackagePatch> patches = Rows("patches").ToLookup(row => row["layer"], row => new PackagePatch(materials[row["material"]], Area(row)));
        Dictionary<string, string>[] rows = [.. Rows("layers").OrderBy(row => Number(row, "order_from_top"))];
        int active = Array.FindIndex(rows, row => row["role"] == "heat source");
        PackageArea face = new(0, 0, SideM, SideM);
        return new PackageModel(
            SideM,
            SideM,
            [.. rows.Select(row => new PackageLayer(row["layer"], Number(row, "thickness_um") * 1e-6, materials[row["base_material"]], [.. patches[row["layer"]]]))],
            [.. Rows("blocks").Select(row => new PackageBlock(row["block"], active, Area(row), Number(row, "nominal_power_W")))],
            [],
            [new PackageFilm("top", true, face, 9000, 313.15 - ZeroCelsiusK), new PackageFilm("bottom", false, face, 50, 318.15 - ZeroCelsiusK)],
            null,
            313.15 - ZeroCelsiusK);
    }

    /// <summary>Powers of the package's blocks in watts, one row for each step of 10 ms.</summary>
    /// <param name="model">The package.</param>
    public static double[][] TraceW(PackageModel model) =>
        [.. Rows("trace_power").Select(row => model.Blocks.Select(block => Number(row, block.Name)).ToArray())];

    private static double Number(Dictionary<string, string> row, string column) => double.Parse(row[column], CultureInfo.InvariantCulture);

    private static PackageArea Area(Dictionary<string, string> row) =>
        new(Number(row, "x_mm") * 1e-3, Number(row, "y_mm") * 1e-3, Number(row, "length_x_mm") * 1e-3, Number(row, "width_y_mm") * 1e-3);

    private static IEnumerable<Dictionary<string, string>> Rows(string table)
    {
        string[] lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "thermal", table + ".csv"));
        string[] header = lines[0].Split(',');
        return lines.Skip(1).Where(line => line.Length > 0).Select(line => header.Zip(line.Split(',')).ToDictionary(pair => pair.First, pair => pair.Second));
    }
}
