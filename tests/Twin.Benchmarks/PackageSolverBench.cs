using System.Diagnostics;
using Twin.Physics.Thermal.Packages;

namespace Twin.Benchmarks;

/// <summary>The full package model on the reference package: time to a steady state with set-up, memory, time of a step, time of set-up.</summary>
internal static class PackageSolverBench
{
    private const string Name = "thermal";
    private const double StepS = 0.01;

    /// <summary>Everything is done this often and the best counts: the work is the same every time, only what disturbs it is not.</summary>
    private const int Runs = 5;

    /// <summary>Prints the figures.</summary>
    public static Task Run()
    {
        PackageModel model = ReferencePackage.Read();
        Steady(model, 50, "steady50_s");
        Steady(model, 100, "steady100_s");
        long allocated = Steady(model, 200, "steady200_s");
        Figure.Print(Name, "steady200_mb", allocated / 1e6, "MBy");
        Transient(model, 50, "transient50_ms");
        double setUp = Transient(model, 100, "transient100_ms");
        Figure.Print(Name, "setup100_s", setUp, "s");
        return Task.CompletedTask;
    }

    /// <summary>Prints the time from the model to its steady state; returns the bytes that one run allocated, whether kept or not.</summary>
    private static long Steady(PackageModel model, int cellsAlongX, string metric)
    {
        double best = double.PositiveInfinity;
        long allocated = 0;
        for (int run = 0; run < Runs; run++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            long started = Stopwatch.GetTimestamp();
            PackageSystem system = new(model, PackageGrid.Uniform(model, cellsAlongX));
            PackageBalance balance = new PackageSolver(system).SolveSteady(new double[system.CellCount]);
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Require(balance.Status == IterationStatus.Converged && balance.RelativeImbalance < 1e-9, metric);
        }

        Figure.Print(Name, metric, best, "s");
        return allocated;
    }

    /// <summary>Prints the mean time of a step over the workload trace; returns the time of set-up.</summary>
    private static double Transient(PackageModel model, int cellsAlongX, string metric)
    {
        double[][] traceW = ReferencePackage.TraceW(model);
        double[] filmsC = [.. model.Films.Select(film => film.TemperatureC)];
        double best = double.PositiveInfinity;
        double setUp = double.PositiveInfinity;
        for (int run = 0; run < Runs; run++)
        {
            long started = Stopwatch.GetTimestamp();
            PackageTransient transient = new(new PackageSystem(model, PackageGrid.Uniform(model, cellsAlongX)), StepS);
            setUp = Math.Min(setUp, Stopwatch.GetElapsedTime(started).TotalSeconds);
            started = Stopwatch.GetTimestamp();
            foreach (double[] powersW in traceW)
            {
                Require(transient.Step(powersW, filmsC).Status == IterationStatus.Converged, metric);
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalMilliseconds / traceW.Length);
        }

        Figure.Print(Name, metric, best, "ms");
        return setUp;
    }

    private static void Require(bool isRight, string metric)
    {
        if (!isRight)
        {
            throw new InvalidOperationException($"The solution for {metric} did not converge.");
        }
    }
}
