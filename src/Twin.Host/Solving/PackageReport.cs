using System.Globalization;
using Twin.Chassis.Packages;
using Twin.Physics;
using Twin.Physics.Thermal.Packages;

namespace Twin.Host.Solving;

/// <summary>Says in a few lines what was solved, how well, and where it is hot.</summary>
internal static class PackageReport
{
    private const int Listed = 8;

    /// <summary>A name for a package: its title, else its folder.</summary>
    public static string TitleOf(PackageFolderResult package, string folder) => package.Title ?? Path.GetFileName(Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar));

    /// <summary>Writes what the package is and how it is cut.</summary>
    public static void WriteHead(TextWriter text, PackageFolderResult package, string folder, PackageSystem system)
    {
        PackageModel model = system.Model;
        text.WriteLine(TitleOf(package, folder));
        text.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {model.WidthM * 1000:0.###} x {model.HeightM * 1000:0.###} mm, {model.Layers.Count} layers, {model.Blocks.Count} blocks, {model.Blocks.Sum(block => block.NominalPowerW):0.###} W; {system.Columns} x {system.Rows} x {system.Layers} cells of {model.WidthM * 1000 / system.Columns:0.####} mm"));
    }

    /// <summary>What was solved, in a few words.</summary>
    public static string Name(PackageRun run) => run.Settings.Case switch
    {
        PackageCase.Steady => "steady state",
        PackageCase.Step => string.Create(CultureInfo.InvariantCulture, $"power step, {run.TimeS:G10} s in steps of {run.Settings.StepS:G10} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"trace of powers, {run.TimeS:G10} s in steps of {run.Settings.StepS:G10} s"),
    };

    /// <summary>The hottest block and its hottest cell.</summary>
    public static (int Block, double TemperatureC, double XM, double YM) Hottest(PackageRun run)
    {
        PackageSystem system = run.System;
        int hottest = Enumerable.Range(0, system.Model.Blocks.Count).MaxBy(block => system.BlockMaximum(block, run.TemperaturesC));
        int cell = system.BlockCells(hottest)[0];
        foreach (int other in system.BlockCells(hottest))
        {
            cell = run.TemperaturesC[other] > run.TemperaturesC[cell] ? other : cell;
        }

        int column = cell % system.Columns;
        int row = cell / system.Columns / system.Layers;
        return (hottest, run.TemperaturesC[cell], (system.Grid.XLinesM[column] + system.Grid.XLinesM[column + 1]) / 2, (system.Grid.YLinesM[row] + system.Grid.YLinesM[row + 1]) / 2);
    }

    /// <summary>Writes the outcome.</summary>
    public static void Write(TextWriter text, PackageRun run)
    {
        PackageSystem system = run.System;
        PackageModel model = system.Model;
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Name(run)}: residual {run.Residual:0.0e-0}, {run.Iterations} iterations, {run.Elapsed.TotalSeconds:F2} s"));
        text.WriteLine(run.Settings.Case == PackageCase.Steady ? SteadyHeat(run) : TransientHeat(run));
        (int hottest, double hottestC, double xM, double yM) = Hottest(run);
        text.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  hottest  {model.Blocks[hottest].Name}: {hottestC:F2} degC ({hottestC + PhysicalConstants.ZeroCelsiusK:F3} K) at x = {xM * 1000:0.###} mm, y = {yM * 1000:0.###} mm in {model.Layers[model.Blocks[hottest].Layer].Name}"));
        text.WriteLine();
        int width = Math.Max(5, model.Blocks.Max(block => block.Name.Length));
        text.WriteLine($"  {"block".PadRight(width)}   mean degC    max degC");
        int[] order = [.. Enumerable.Range(0, model.Blocks.Count).OrderByDescending(block => system.BlockMaximum(block, run.TemperaturesC))];
        foreach (int block in order.Take(Listed))
        {
            text.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {model.Blocks[block].Name.PadRight(width)}  {system.BlockAverage(block, run.TemperaturesC),10:F3}  {system.BlockMaximum(block, run.TemperaturesC),10:F3}"));
        }

        if (order.Length > Listed)
        {
            text.WriteLine($"  and {order.Length - Listed} cooler ones");
        }

        for (int probe = 0; probe < model.Probes.Count; probe++)
        {
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  probe {model.Probes[probe].Name}: {run.TemperaturesC[system.ProbeCell(probe)]:F3} degC"));
        }
    }

    private static string SteadyHeat(PackageRun run)
    {
        PackageModel model = run.System.Model;
        IEnumerable<string> films = model.Films.Select((film, index) => Flow(film.Name, run.System.FilmHeatW(index, film.TemperatureC, run.TemperaturesC)));
        string coolant = model.Microchannels is null ? string.Empty : string.Create(CultureInfo.InvariantCulture, $", out with coolant {run.Balance.CoolantHeatW:F3} W");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"  heat     {run.Balance.PowerW:F3} W from blocks{string.Concat(films)}{coolant}; imbalance {run.Balance.ImbalanceW:0.0e-0} W, {run.Balance.RelativeImbalance:0.0e-0} of what flows");

        static string Flow(string name, double heatW) => string.Create(CultureInfo.InvariantCulture, $", {(heatW > 0 ? "in" : "out")} through {name} {Math.Abs(heatW):F3} W");
    }

    private static string TransientHeat(PackageRun run)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"  heat     {run.ReleasedJ:F3} J from blocks, {run.StoredJ:F3} J stored");
        if (run.Settings.Method != PackageTimeMethod.BackwardEuler)
        {
            return text;
        }

        double imbalance = run.ReleasedJ - run.LeftJ - run.StoredJ;
        double turnover = Math.Max(double.Epsilon, run.ReleasedJ + Math.Abs(run.LeftJ) + Math.Abs(run.StoredJ));
        return text + string.Create(CultureInfo.InvariantCulture, $", {run.LeftJ:F3} J left; imbalance {imbalance:0.0e-0} J, {Math.Abs(imbalance) / turnover:0.0e-0} of what flows");
    }
}
