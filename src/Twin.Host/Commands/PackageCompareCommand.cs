using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Twin.Chassis.Packages;
using Twin.Host.Setup;
using Twin.Host.Solving;
using Twin.Physics;
using Twin.Physics.Thermal.Packages;

namespace Twin.Host.Commands;

/// <summary><c>twin package compare DIR RESULTS.csv</c>: differences of a package to given temperatures.</summary>
internal static class PackageCompareCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        Argument<string> folder = PackageCommand.Folder;
        var file = new Argument<string>("RESULTS.csv") { Description = "Temperatures in kelvin: 'block,power_W,avg_K,max_K', 't_s,NAME_avg_K,NAME_max_K,...', or a map of a layer without header, row after row from the south." };
        Option<string?> solved = PackageCommand.Flag("--case", "steady|step|trace", "What the results are of [default: as the columns, and a name with 'trace', say; else step].");
        Option<string?> grid = PackageCommand.Flag("--grid", "N", "Square cells along x [default: as columns or name say (grid50), else 50].");
        Option<string?> step = PackageCommand.Flag("--dt", "S", "Length of a step [default: as the name says (dt10ms), else the time between the first instants].");
        Option<string?> method = PackageCommand.Flag("--method", "backward-euler|two-stage", "First or second order in time [default: backward-euler, as the reference].");
        Option<string?> layer = PackageCommand.Flag("--layer", "NAME", "The layer of a map; of a cavity its coolant [default: the end of the file's name].");
        Option<string?> limit = PackageCommand.Flag("--limit", "K", "Ends with code 3 when a difference is larger than this, kelvin.");
        var command = new Command("compare", "Solves a package and prints the largest and the rms difference to given results for each quantity, block and instant.");
        command.Arguments.Add(folder);
        command.Arguments.Add(file);
        foreach (Option<string?> option in new[] { solved, grid, step, method, layer, limit })
        {
            command.Options.Add(option);
        }

        command.SetAction(parsed =>
        {
            var problems = new ProblemReport();
            PackageCase? chosen = parsed.GetValue(solved) is { } text ? PackageSettings.ReadCase(text, PackageCase.Steady, problems) : null;
            int? cells = PackageSettings.ReadGrid(parsed.GetValue(grid), problems);
            double? stepS = PackageSettings.ReadTime("--dt", parsed.GetValue(step), problems);
            PackageTimeMethod how = PackageSettings.ReadMethod(parsed.GetValue(method), problems);
            double? limitK = ReadLimit(parsed.GetValue(limit), problems);
            string? directory = ShippedPackages.Find(parsed.GetValue(folder)!, problems);
            PackageFolderResult? package = directory is null ? null : PackageFolder.Read(directory);
            problems.Add(package?.Problems ?? []);
            string path = parsed.GetValue(file)!;
            PackageResults? results = package?.Model is null ? null : PackageResultsFile.Read(path, package.Model);
            problems.Add(results?.Problems ?? []);
            if (results is null || results.Problems.Count > 0)
            {
                problems.Print();
                return ExitCode.BadInput;
            }

            ComparisonRequest request = ComparisonRequest.Find(path, results, chosen, cells, stepS, problems);
            int? mapLayer = results.MapColumns > 0 ? FindLayer(package!.Model!, path, parsed.GetValue(layer), problems) : null;
            if (request.Case == PackageCase.Trace)
            {
                package = PackageFolder.Read(directory!, needsTrace: true);
                problems.Add(package.Problems);
            }

            return Compare(package!, directory!, path, results, request, mapLayer, how, limitK, problems);
        });
        return command;
    }

    private static int Compare(
        PackageFolderResult package, string folder, string file, PackageResults results, ComparisonRequest request, int? mapLayer, PackageTimeMethod method, double? limitK, ProblemReport problems)
    {
        bool isInterrupted = false;
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            Volatile.Write(ref isInterrupted, true);
        });
        double largestK = 0;
        foreach (int grid in request.Grids)
        {
            PackageSettings? settings = package.Model is null ? null : PackageSettings.Join(package, request.Case, grid, request.StepS, request.EndS, method, problems);
            PackageRun? run = settings is null || problems.Any ? null : PackageRun.Prepare(package, settings, problems);
            if (run is null || problems.Any)
            {
                problems.Print();
                return ExitCode.BadInput;
            }

            PackageReport.WriteHead(Console.Out, package, folder, run.System);
            var comparison = new PackageComparison(run, results.Values.Where(value => value.Grid is null || value.Grid == grid));
            run.Go(comparison.Observe, () => Volatile.Read(ref isInterrupted));
            if (Volatile.Read(ref isInterrupted))
            {
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"interrupted after {run.TimeS:G10} s of simulated time"));
                return ExitCode.Interrupted;
            }

            Console.Out.WriteLine($"{PackageReport.Name(run)} against {Path.GetFileName(file)}, found less given");
            if (run.Status is IterationStatus.NotFinite or IterationStatus.Singular)
            {
                Console.Error.WriteLine("There is no solution to compare with.");
                return ExitCode.BadInput;
            }

            (double worstK, string where, long count) = mapLayer is { } layer ? CompareMap(run, layer, results) : CompareValues(comparison);
            largestK = worstK <= largestK ? largestK : worstK;
            string verdict = limitK is not { } most ? string.Empty : worstK <= most ? Limit("within", most) : Limit("ABOVE", most);
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"largest difference of {count} values: {worstK:F6} K, {where}{verdict}"));
        }

        // Not "greater than": a difference that is not a number is above every limit.
        return limitK is { } limit && !(largestK <= limit) ? ExitCode.Different : ExitCode.Success;

        static string Limit(string word, double limitK) => string.Create(CultureInfo.InvariantCulture, $"; {word} the limit of {limitK:G6} K");
    }

    private static (double WorstK, string Where, long Count) CompareValues(PackageComparison comparison)
    {
        comparison.Write(Console.Out);
        Console.Out.WriteLine();
        return (comparison.LargestK, comparison.Where(), comparison.Count);
    }

    private static (double WorstK, string Where, long Count) CompareMap(PackageRun run, int layer, PackageResults results)
    {
        PackageSystem system = run.System;
        double[] found = new double[system.Columns * system.Rows];
        if (system.Model.Microchannels?.Layer == layer)
        {
            run.TemperaturesC.Slice(system.CoolantCell(0, 0), found.Length).CopyTo(found);
        }
        else
        {
            system.CopyLayer(layer, run.TemperaturesC, found);
        }

        var differences = new Differences<int>();
        for (int i = 0; i < Math.Min(found.Length, results.Map.Count); i++)
        {
            differences.Add(found[i] + PhysicalConstants.ZeroCelsiusK - results.Map[i], i);
        }

        string where = string.Create(CultureInfo.InvariantCulture, $"row {differences.Place / system.Columns}, column {differences.Place % system.Columns} of {system.Model.Layers[layer].Name}");
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  rms {differences.RmsK:F6} K over {results.MapColumns} x {results.Map.Count / results.MapColumns} cells"));
        return (Math.Abs(differences.LargestK), where, differences.Count);
    }

    private static int? FindLayer(PackageModel package, string file, string? name, ProblemReport problems)
    {
        string[] layers = [.. package.Layers.Select(layer => layer.Name)];
        string wanted = name ?? Path.GetFileNameWithoutExtension(file).Split('_')[^1];
        int index = Array.IndexOf(layers, wanted);
        if (index >= 0)
        {
            return index;
        }

        problems.Add("--layer", $"'{file}' is a map, and there is no layer '{wanted}'. The layers: {string.Join(", ", layers)}.");
        return null;
    }

    private static double? ReadLimit(string? text, ProblemReport problems)
    {
        if (text is null)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double limit) && limit >= 0 && double.IsFinite(limit))
        {
            return limit;
        }

        problems.Add("--limit", $"'{text}' is not a number of kelvin, zero or more.");
        return null;
    }
}
