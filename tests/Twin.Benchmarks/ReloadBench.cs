using System.Diagnostics;
using System.Globalization;
using Twin.Engine.Running;
using Twin.Shipped.Tests.Reload;

namespace Twin.Benchmarks;

/// <summary>Reloads the laser modules of a chassis that runs in real time and is read: how late the swap is, what it costs the stepping thread, what stays in memory.</summary>
internal static class ReloadBench
{
    private const string Name = "reload";
    private const string Chassis = "cpo-51t";
    private const int Usually = 500;

    /// <summary>Reloads between two looks at memory, each after a blocking collection: half structure, half not, the same at each look.</summary>
    private const int BetweenLooks = 4;

    /// <summary>Share of the looks that is warm-up.</summary>
    private const double WarmUp = 0.2;

    /// <summary>Prints the figures.</summary>
    public static async Task Run()
    {
        int reloads = int.TryParse(Environment.GetEnvironmentVariable("TWIN_RELOADS"), NumberStyles.None, CultureInfo.InvariantCulture, out int asked) && asked >= 20 ? asked : Usually;
        string plugins = Path.Combine(AppContext.BaseDirectory, "plugins");
        using var builds = new LaserBuilds(Path.Combine(plugins, "Acme.InPLaser"));
        var twin = new ReloadingTwin(plugins, ShippedChassis.FileOf(Chassis), builds, new RunnerOptions());
        await using (twin.ConfigureAwait(false))
        {
            await MeasureAsync(twin, [builds.SameStructure, builds.OtherText, builds.OtherSignal, builds.First], reloads).ConfigureAwait(false);
        }
    }

    private static async Task MeasureAsync(ReloadingTwin twin, string[] folders, int reloads)
    {
        double[] times = new double[reloads];
        double[] swaps = new double[reloads];
        double[] carried = new double[reloads];
        var heap = new List<double>();
        var resident = new List<double>();
        long lost = 0;
        long steps = 0;
        using Process own = Process.GetCurrentProcess();
        for (int i = 0; i < reloads; i++)
        {
            long started = Stopwatch.GetTimestamp();
            ExchangeOutcome outcome = await twin.ReloadAsync(folders[i % folders.Length]).ConfigureAwait(false);
            times[i] = Stopwatch.GetElapsedTime(started).TotalSeconds;
            if (outcome.Status != ExchangeStatus.Exchanged)
            {
                throw new InvalidOperationException($"Reload {i} was not done: {string.Join(' ', outcome.Problems)}");
            }

            swaps[i] = outcome.SwapTime.TotalMicroseconds;
            carried[i] = outcome.IsNewStructure ? 1 : 0;
            steps = Math.Max(steps, outcome.StepsWaited);

            // The first frame of the new epoch is that of the step at which the old one ended: no number is left out.
            lost += twin.Runner.Frames.EpochBegin is { } begin && begin.Epoch == outcome.Epoch ? Math.Abs(begin.Step - outcome.Step) : 1;
            if ((i + 1) % BetweenLooks == 0)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                GC.Collect();
                own.Refresh();
                heap.Add(GC.GetTotalMemory(forceFullCollection: false));
                resident.Add(own.WorkingSet64);
                if (heap.Count % 25 == 0)
                {
                    await Console.Error.WriteLineAsync(string.Create(
                        CultureInfo.InvariantCulture, $"{i + 1} reloads: heap {heap[^1] / 1e6:F1} MB, resident {resident[^1] / 1e6:F1} MB, {twin.Leaking.Count} old builds in memory, {times[i]:F2} s")).ConfigureAwait(false);
                }
            }
        }

        Figure.Print(Name, "reloads", reloads, "1");
        Figure.Print(Name, "swap_steps", Math.Max(steps, lost), "{step}");
        Figure.Print(Name, "swap_us", Statistics.Median(swaps), "us");
        Figure.Print(Name, "swap_worst_us", swaps.Max(), "us");
        Figure.Print(Name, "leaked_contexts", twin.Collect().Count, "1");
        Figure.Print(Name, "growth_mib", Math.Max(Growth(heap), Growth(resident)), "MiBy");
        Figure.Print(Name, "heap_growth_mib", Growth(heap), "MiBy");
        Figure.Print(Name, "working_set_growth_mib", Growth(resident), "MiBy");
        Figure.Print(Name, "working_set_mib", resident[^1] / (1 << 20), "MiBy");
        Figure.Print(Name, "reload_s", Statistics.Median(times), "s");
        Figure.Print(Name, "new_structures", carried.Sum(), "1");
        Figure.Print(Name, "read_frames", twin.Frames, "1");
    }

    // The median of the last quarter less that of the first one, after warm-up.
    private static double Growth(List<double> bytes)
    {
        double[] after = [.. bytes.Skip((int)(WarmUp * bytes.Count))];
        int quarter = Math.Max(1, after.Length / 4);
        return (Statistics.Median([.. after.TakeLast(quarter)]) - Statistics.Median([.. after.Take(quarter)])) / (1 << 20);
    }
}
