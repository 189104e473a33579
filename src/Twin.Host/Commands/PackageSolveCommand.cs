using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Twin.Chassis.Packages;
using Twin.Host.Pictures;
using Twin.Host.Setup;
using Twin.Host.Solving;
using Twin.Physics.Thermal.Packages;

namespace Twin.Host.Commands;

/// <summary><c>twin package solve DIR</c>: temperatures of a package, in steady state or over time.</summary>
internal static class PackageSolveCommand
{
    /// <summary>Relative residual above which temperatures are not given out, and above which they come with a warning.</summary>
    private const double UntrustedResidual = 1e-5;

    /// <inheritdoc cref="UntrustedResidual"/>
    private const double DoubtfulResidual = 1e-7;

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        Argument<string> folder = PackageCommand.Folder;
        Option<string?> solved = PackageCommand.Flag("--case", "steady|step|trace", "Steady state, nominal powers switched on at time zero, or the powers of trace_power.csv [default: steady].");
        Option<string?> grid = PackageCommand.Flag("--grid", "N", "Square cells along x [default: 50].");
        Option<string?> step = PackageCommand.Flag("--dt", "S", "Length of a step, seconds or with a unit [default: 10 ms, or the rows of the trace].");
        Option<string?> end = PackageCommand.Flag("--end", "S", "End, seconds or with a unit [default: 2 s, or the end of the trace].");
        Option<string?> method = PackageCommand.Flag("--method", "backward-euler|two-stage", "First or second order in time [default: backward-euler, as the reference].");
        Option<string?> output = PackageCommand.Flag("--out", "FILE.csv", "Writes the temperatures of blocks and probes, kelvin.");
        Option<string?> map = PackageCommand.Flag("--map", "FILE.png", "Draws the layer of the blocks and a section, at the end.");
        var command = new Command("solve", "Solves a package and says how well, where it is hot and where the heat goes.");
        command.Arguments.Add(folder);
        foreach (Option<string?> option in new[] { solved, grid, step, end, method, output, map })
        {
            command.Options.Add(option);
        }

        command.SetAction(parsed =>
        {
            var problems = new ProblemReport();
            PackageCase chosen = PackageSettings.ReadCase(parsed.GetValue(solved), PackageCase.Steady, problems);
            int cells = PackageSettings.ReadGrid(parsed.GetValue(grid), problems) ?? PackageSettings.StandardGrid;
            double? stepS = PackageSettings.ReadTime("--dt", parsed.GetValue(step), problems);
            double? endS = PackageSettings.ReadTime("--end", parsed.GetValue(end), problems);
            PackageTimeMethod how = PackageSettings.ReadMethod(parsed.GetValue(method), problems);
            if (chosen == PackageCase.Steady)
            {
                foreach (Option<string?> timed in new[] { step, end, method }.Where(option => parsed.GetValue(option) is not null))
                {
                    problems.Add(timed.Name, "A steady state has no time. Leave it out, or choose --case step or --case trace.");
                }
            }

            string? directory = ShippedPackages.Find(parsed.GetValue(folder)!, problems);
            CheckOutputs(parsed.GetValue(output), parsed.GetValue(map), directory, problems);
            using OutputFile? table = OutputFile.Open("--out", parsed.GetValue(output), problems);
            using OutputFile? picture = OutputFile.Open("--map", parsed.GetValue(map), problems);
            PackageFolderResult? package = directory is null ? null : PackageFolder.Read(directory, needsTrace: chosen == PackageCase.Trace);
            problems.Add(package?.Problems ?? []);
            PackageSettings? settings = package?.Model is null ? null : PackageSettings.Join(package, chosen, cells, stepS, endS, how, problems);
            PackageRun? run = settings is null || problems.Any ? null : PackageRun.Prepare(package!, settings, problems);
            if (run is null || problems.Any)
            {
                problems.Print();
                return ExitCode.BadInput;
            }

            return Run(run, package!, directory!, table, picture);
        });
        return command;
    }

    // A result must not replace what it was made of, nor the other result.
    private static void CheckOutputs(string? output, string? map, string? directory, ProblemReport problems)
    {
        string? table = Full(output);
        string? picture = Full(map);
        if (table is not null && table == picture)
        {
            problems.Add("--map", $"'{map}' is the file of --out too. Give each a name of its own.");
        }

        foreach ((string flag, string? path) in new[] { ("--out", table), ("--map", picture) })
        {
            bool isInput = path is not null && directory is not null && Path.GetDirectoryName(path) == Full(directory)
                && PackageFolder.FileNames.Contains(Path.GetFileName(path), StringComparer.Ordinal);
            if (isInput)
            {
                problems.Add(flag, $"'{path}' is a table of the package. Give another name.");
            }
        }

        static string? Full(string? path) => string.IsNullOrWhiteSpace(path) ? null : Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
    }

    private static int Run(PackageRun run, PackageFolderResult package, string folder, OutputFile? table, OutputFile? picture)
    {
        bool isInterrupted = false;
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        PackageReport.WriteHead(Console.Out, package, folder, run.System);
        StreamWriter? writer = table is null ? null : new StreamWriter(table.Stream, new UTF8Encoding(false), leaveOpen: true);
        PackageTable? rows = writer is null ? null : new PackageTable(writer, run);
        rows?.Begin();
        run.Go(() => rows?.Observe(), () => Volatile.Read(ref isInterrupted));
        if (Volatile.Read(ref isInterrupted))
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"interrupted after {run.TimeS:G10} s of simulated time; nothing is written"));
            return ExitCode.Interrupted;
        }

        if (run.Status is IterationStatus.NotFinite or IterationStatus.Singular)
        {
            Console.Error.WriteLine($"There is no solution: {(run.Status == IterationStatus.Singular ? "no path leads the heat out" : "temperatures are not finite; a conductivity that falls with temperature can run away")}. Nothing is written.");
            return ExitCode.BadInput;
        }

        if (run.Residual > UntrustedResidual)
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"There is no solution to be trusted: the residual stayed at {run.Residual:0.0e-0}. Thicknesses or conductivities differ too much for double precision. Nothing is written."));
            return ExitCode.BadInput;
        }

        PackageReport.Write(Console.Out, run);
        if (run.Status == IterationStatus.NotConverged || run.Residual > DoubtfulResidual)
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"warning: the residual stayed at {run.Residual:0.0e-0}; temperatures are good to about that share of the largest rise"));
        }

        if (writer is not null)
        {
            writer.Dispose();
            table!.Keep();
        }

        if (picture is not null)
        {
            Draw(run, package, folder, picture);
            picture.Keep();
        }

        return ExitCode.Success;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            Volatile.Write(ref isInterrupted, true);
            if (run.Settings.Case == PackageCase.Steady)
            {
                // One solution has no place to stop at.
                table?.Dispose();
                picture?.Dispose();
                Console.Error.WriteLine("interrupted; nothing is written");
                Environment.Exit(ExitCode.Interrupted);
            }
        }
    }

    private static void Draw(PackageRun run, PackageFolderResult package, string folder, OutputFile picture)
    {
        (int hottest, double hottestC, double xM, double yM) = PackageReport.Hottest(run);
        string title = PackageReport.TitleOf(package, folder);
        string subtitle = string.Create(
            CultureInfo.InvariantCulture,
            $"{PackageReport.Name(run)} \u00B7 {run.PowerW:0.#} W \u00B7 hottest {hottestC:F1} \u00B0C in {run.System.Model.Blocks[hottest].Name} at ({xM * 1000:0.##}, {yM * 1000:0.##}) mm \u00B7 {run.System.Columns} \u00D7 {run.System.Rows} cells");
        var map = new HeatMap(run.System, package.SourceLayer);
        Canvas canvas = map.Draw(run.TemperaturesC, title, subtitle);
        string area = string.Create(CultureInfo.InvariantCulture, $"{map.Area.Left} {map.Area.Top} {map.Area.Width} {map.Area.Height}");
        PngWriter.Write(picture.Stream, canvas, ("Title", title), ("Description", subtitle), ("Software", "twin package solve"), ("Map area", area));
    }
}
