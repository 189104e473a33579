using System.Diagnostics;
using Twin.Engine.Stepping;

namespace Twin.Benchmarks;

/// <summary>Time to copy a complete state, and to fork a simulation.</summary>
internal static class ForkBench
{
    private const string Name = "fork";
    private const int WarmUpSteps = 10_000;
    private const int Copies = 10_000;
    private const int States = 16;
    private const int Forks = 200;

    /// <summary>Prints the figures.</summary>
    public static Task Run()
    {
        ShippedChassis chassis = ShippedChassis.Load(ShippedChassis.Main);
        Simulation simulation = chassis.Start();
        ChassisState[] states = [.. Enumerable.Range(0, States).Select(_ => simulation.State.Clone())];
        for (int i = 0; i < WarmUpSteps; i++)
        {
            simulation.Step();
            states[i % States].CopyFrom(simulation.State);
        }

        // As in a run: a step, then a copy into one of two buffers.
        double[] times = new double[Copies];
        for (int i = 0; i < Copies; i++)
        {
            simulation.Step();
            times[i] = Copy(states[i % 2], simulation.State);
        }

        Figure.Print(Name, "copy_us", Statistics.Median(times), "us");
        Figure.Print(Name, "state_bytes", sizeof(double) * chassis.Model.WordCount, "By");

        // From one of many to the next: neither end is in the nearer caches.
        for (int i = 0; i < Copies; i++)
        {
            times[i] = Copy(states[(i + (States / 2)) % States], states[i % States]);
        }

        Figure.Print(Name, "copy_cold_us", Statistics.Median(times), "us");

        double[] forks = new double[Forks];
        for (int i = 0; i < Forks; i++)
        {
            long started = Stopwatch.GetTimestamp();
            GC.KeepAlive(simulation.Fork());
            forks[i] = Microseconds(started);
        }

        Figure.Print(Name, "fork_us", Statistics.Median(forks), "us");
        chassis.RequireWhole(simulation);
        return Task.CompletedTask;
    }

    private static double Copy(ChassisState to, ChassisState from)
    {
        long started = Stopwatch.GetTimestamp();
        to.CopyFrom(from);
        return Microseconds(started);
    }

    private static double Microseconds(long started) => (Stopwatch.GetTimestamp() - started) * (1e6 / Stopwatch.Frequency);
}
