using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Twin.Chassis.Packages;
using Twin.Host.Setup;
using Twin.Host.Solving;
using Twin.Physics.Thermal.Packages;

namespace Twin.Host.Commands;

/// <summary><c>twin package reduce DIR</c>: makes the small model of a package that steps in microseconds, and says how small and how exact it is.</summary>
internal static class PackageReduceCommand
{
    // The step from which the error estimate is told: that of the reference results.
    private const double StepS = 0.01;
    private const int Steps = 200;

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        Argument<string> folder = PackageCommand.Folder;
        Option<string?> grid = PackageCommand.Flag("--grid", "N", "Square cells along x [default: 50].");
        Option<string?> cache = PackageCommand.Flag("--cache", "DIR", $"Takes the model from this folder if it is there, else keeps it there [default: {ReducedPackageFolder.Default.Folder}].");
        var anew = new Option<bool>("--no-cache") { Description = "Builds it in any case, and keeps nothing." };
        var command = new Command("reduce", "Reduces a package and says order, error estimate, time and whether it came from the cache.");
        command.Arguments.Add(folder);
        command.Options.Add(grid);
        command.Options.Add(cache);
        command.Options.Add(anew);
        command.SetAction(parsed =>
        {
            var problems = new ProblemReport();
            int cells = PackageSettings.ReadGrid(parsed.GetValue(grid), problems) ?? PackageSettings.StandardGrid;
            ReducedPackageFolder? kept = parsed.GetValue(anew) ? null : parsed.GetValue(cache) is { } path ? new ReducedPackageFolder(path) : ReducedPackageFolder.Default;
            string? directory = ShippedPackages.Find(parsed.GetValue(folder)!, problems);
            PackageFolderResult? package = directory is null ? null : PackageFolder.Read(directory);
            problems.Add(package?.Problems ?? []);
            if (package?.Model?.Microchannels is not null)
            {
                problems.Add(directory!, "A package with microchannels cannot be reduced: heat that flows along with a coolant is not symmetric. 'twin package solve' solves it.");
            }

            var settings = new PackageSettings(PackageCase.Steady, cells, 0, 0, PackageTimeMethod.BackwardEuler);
            PackageRun? run = package?.Model is null || problems.Any ? null : PackageRun.Prepare(package, settings, problems, vectors: PackageRun.VectorsOfReduction);
            if (run is null || problems.Any)
            {
                problems.Print();
                return ExitCode.BadInput;
            }

            PackageReport.WriteHead(Console.Out, package!, directory!, run.System);
            Reduce(run, kept);
            return ExitCode.Success;
        });
        return command;
    }

    private static void Reduce(PackageRun run, ReducedPackageFolder? cache)
    {
        PackageSystem system = run.System;
        long started = Stopwatch.GetTimestamp();
        string fingerprint = PackageFingerprint.Of(system.Model, system.Grid);
        ReducedPackage? found = cache is null ? null : Find(cache, fingerprint);
        ReducedPackage reduced = found ?? PackageReduction.Build(system);
        TimeSpan took = Stopwatch.GetElapsedTime(started);
        string? failure = found is null ? cache?.TrySave(fingerprint, reduced.Save) : null;
        if (failure is not null)
        {
            Console.Error.WriteLine(failure);
        }

        string origin = found is not null ? $"read from {cache!.Folder}" : cache is not null && failure is null ? $"built and kept in {cache.Folder}" : "built";
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"order {reduced.Order} of {system.CellCount} cells, {origin} in {took.TotalSeconds:F2} s"));
        double slowest = 0;
        foreach (double rate in reduced.RatesPerS)
        {
            slowest = rate > 0 ? Math.Max(slowest, 1 / rate) : slowest;
        }

        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  ports    {reduced.SourceCount} sources of heat, {reduced.FaceCount} faces, {reduced.ProbeCount} probes; slowest time constant {slowest:F2} s"));
        WriteEstimate(reduced, system.Model);
        if (found is null)
        {
            WriteSteady(reduced, run);
        }

        if (system.IsNonlinear)
        {
            Console.Out.WriteLine("  note     conductivities are those at the reference temperatures; the reduced model is linear");
        }
    }

    private static ReducedPackage? Find(ReducedPackageFolder cache, string fingerprint)
    {
        string reason;
        try
        {
            using Stream? stream = cache.TryOpen(fingerprint);
            if (stream is null)
            {
                return null;
            }

            if (ReducedPackage.TryLoad(stream, fingerprint, out ReducedPackage? kept, out reason))
            {
                return kept;
            }
        }
        catch (IOException exception)
        {
            reason = exception.Message;
        }

        Console.Error.WriteLine($"What was kept in {cache.Folder} is not used: {reason} It is built again.");
        return null;
    }

    // What the model itself says of a step from nothing to nominal powers, and afterwards.
    private static void WriteEstimate(ReducedPackage reduced, PackageModel package)
    {
        double[] powersW = Powers(reduced, package);
        double[] facesC = [.. package.Films.Select(film => film.TemperatureC)];
        double[] estimator = new double[reduced.EstimatorStateCount];
        double[] uniformC = new double[facesC.Length];
        Array.Fill(uniformC, package.InitialTemperatureC);
        double[] errorsK = new double[reduced.EstimateCount];
        PackagePropagator propagator = reduced.Propagator(StepS);
        reduced.StartEstimate(estimator, new double[reduced.SourceCount], uniformC);
        double averageK = 0;
        double maximumK = 0;
        for (int step = 0; step < Steps; step++)
        {
            propagator.AdvanceEstimate(estimator, powersW, facesC);
            reduced.Estimate(estimator, errorsK);
            averageK = Math.Max(averageK, errorsK.AsSpan(0, reduced.BlockCount).ToArray().Max());
            maximumK = Math.Max(maximumK, errorsK.AsSpan(reduced.BlockCount).ToArray().Max());
        }

        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  estimate step of all powers at once, 2 s: block averages within {averageK:F4} K, maxima{(reduced.ProbeCount > 0 ? " and probes" : string.Empty)} within {maximumK:F4} K; at its end {errorsK.AsSpan(0, reduced.BlockCount).ToArray().Max():F4} and {errorsK.AsSpan(reduced.BlockCount).ToArray().Max():F4} K"));
    }

    private static void WriteSteady(ReducedPackage reduced, PackageRun run)
    {
        PackageModel package = run.System.Model;
        double[] state = new double[reduced.Order];
        if (!reduced.TrySetSteady(state, Powers(reduced, package), [.. package.Films.Select(film => film.TemperatureC)]))
        {
            return;
        }

        double[] averagesC = new double[reduced.BlockCount];
        double[] maximaC = new double[reduced.BlockCount];
        reduced.BlockAverages(state, averagesC);
        reduced.BlockMaxima(state, maximaC);
        double[] temperaturesC = new double[run.System.CellCount];
        PackageBalance balance = new PackageSolver(run.System).SolveSteady(temperaturesC);
        if (balance.Status is not (IterationStatus.Converged or IterationStatus.NotConverged))
        {
            return;
        }

        double averageK = Enumerable.Range(0, reduced.BlockCount).Max(block => Math.Abs(averagesC[block] - run.System.BlockAverage(block, temperaturesC)));
        double maximumK = Enumerable.Range(0, reduced.BlockCount).Max(block => Math.Abs(maximaC[block] - run.System.BlockMaximum(block, temperaturesC)));
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  steady   against the full model{(run.System.IsNonlinear ? ", whose conductivities follow temperature" : string.Empty)}: block averages differ by {averageK:0.0e-0} K at most, maxima by {maximumK:0.0e-0} K"));
    }

    // Blocks, then probes that take heat, which have none here.
    private static double[] Powers(ReducedPackage reduced, PackageModel package)
    {
        double[] powersW = new double[reduced.SourceCount];
        for (int block = 0; block < package.Blocks.Count; block++)
        {
            powersW[block] = package.Blocks[block].NominalPowerW;
        }

        return powersW;
    }
}
