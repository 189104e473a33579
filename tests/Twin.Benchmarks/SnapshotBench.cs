using System.Diagnostics;
using Twin.Engine.Running;
using Twin.Engine.Snapshots;
using Twin.Engine.Stepping;
using Twin.Units;

namespace Twin.Benchmarks;

/// <summary>What a snapshot and a restore cost the stepping thread, and how fast a run ahead goes.</summary>
internal static class SnapshotBench
{
    private const string Name = "snapshot";
    private const int WarmUpSteps = 10_000;
    private const int Turns = 1_000;
    private const int WarmUpS = 10;
    private const int AheadS = 30;

    /// <summary>Prints the figures.</summary>
    public static async Task Run()
    {
        ShippedChassis chassis = ShippedChassis.Load(ShippedChassis.Main);
        Simulation simulation = chassis.Start();
        for (int i = 0; i < WarmUpSteps; i++)
        {
            simulation.Step();
        }

        MeasureStep(chassis, simulation);
        await MeasureAheadAsync(chassis).ConfigureAwait(false);
    }

    // What the stepping thread does between two steps: a copy, or a copy and a frame; after a restore it factorises in its next step.
    private static void MeasureStep(ShippedChassis chassis, Simulation simulation)
    {
        ChassisState[] states = [.. Enumerable.Range(0, 16).Select(_ => simulation.State.Clone())];
        double[] takes = new double[Turns];
        double[] restores = new double[Turns];
        double[] next = new double[Turns];
        double[] plain = new double[Turns];
        for (int i = 0; i < Turns; i++)
        {
            simulation.Step();
            takes[i] = Time(() => states[i % states.Length].CopyFrom(simulation.State));
            plain[i] = Time(simulation.Step);
        }

        // The log keeps so many restores with their states and no more; the rest is counted.
        var command = new TwinCommand.Restore(states[0]);
        for (int i = 0; i < Turns; i++)
        {
            simulation.Step();
            restores[i] = Time(() => simulation.Apply(command));
            next[i] = Time(simulation.Step);
        }

        Figure.Print(Name, "take_us", Statistics.Median(takes), "us");
        Figure.Print(Name, "restore_us", Statistics.Median(restores), "us");
        Figure.Print(Name, "step_after_restore_us", Statistics.Median(next), "us");
        Figure.Print(Name, "step_us", Statistics.Median(plain), "us");
        Figure.Print(Name, "state_bytes", sizeof(double) * chassis.Model.WordCount, "By");
    }

    private static async Task MeasureAheadAsync(ShippedChassis chassis)
    {
        var runner = TwinRunner.Create(chassis.Model, [chassis.Workload], new RunnerOptions { StartsPaused = true });
        await using (runner.ConfigureAwait(false))
        {
            using var library = new SnapshotLibrary(runner, new MemorySnapshotStore());
            runner.Start();
            var request = new RunAheadRequest { From = new Moment.Live(), Length = Duration.FromSeconds(WarmUpS) };
            long started = Stopwatch.GetTimestamp();
            var observer = new Nobody();
            await library.RunAheadAsync(request, observer).ConfigureAwait(false);
            double first = Stopwatch.GetElapsedTime(started, observer.Started).TotalSeconds;
            using Process own = Process.GetCurrentProcess();
            TimeSpan before = own.TotalProcessorTime;
            RunAheadResult result = await library.RunAheadAsync(request with { Length = Duration.FromSeconds(AheadS) }, observer).ConfigureAwait(false);
            own.Refresh();
            Figure.Print(Name, "ahead_start_s", first, "s");
            Figure.Print(Name, "ahead_s_per_s", AheadS / result.Elapsed.TotalSeconds, "1");
            Figure.Print(Name, "ahead_s_per_core_s", AheadS / (own.TotalProcessorTime - before).TotalSeconds, "1");
        }
    }

    private static double Time(Action action)
    {
        long started = Stopwatch.GetTimestamp();
        action();
        return (Stopwatch.GetTimestamp() - started) * (1e6 / Stopwatch.Frequency);
    }

    private sealed class Nobody : IRunAheadObserver
    {
        public long Started { get; private set; }

        public void Start(in FrameHeader position, long steps) => Started = Stopwatch.GetTimestamp();

        public void Sample(in FrameHeader position, double[] values)
        {
        }

        public void Happen(ReadOnlySpan<EventRecord> events)
        {
        }

        public void Progress(in FrameHeader position, TimeSpan elapsed)
        {
        }
    }
}
