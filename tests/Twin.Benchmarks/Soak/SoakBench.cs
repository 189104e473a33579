namespace Twin.Benchmarks.Soak;

/// <summary>Minutes or hours of mixed clients on the real host: memory, leaks, throughput, lateness.</summary>
internal static class SoakBench
{
    private const string Name = "soak";

    /// <summary>Runs, prints the figures, and sets the exit code 1 if a criterion is broken.</summary>
    /// <param name="minutes">How long.</param>
    public static async Task Run(int minutes)
    {
        SoakResult result = await SoakRun.RunAsync(TimeSpan.FromMinutes(minutes), Console.Error.WriteLine).ConfigureAwait(false);
        SoakSample last = result.Samples[^1];
        Print("minutes", last.Minutes, "min");
        Print("working_set_mb", result.Median(sample => sample.WorkingSetMegabytes), "MB");
        Print("working_set_slope_mb_per_min", result.Slope(sample => sample.WorkingSetMegabytes), "MB/min");
        Print("working_set_growth_mb", result.WorkingSetGrowth, "MB");
        Print("working_set_growth_bound_mb", result.WorkingSetBound, "MB");
        Print("heap_mb", result.Median(sample => sample.HeapMegabytes), "MB");
        Print("heap_slope_mb_per_min", result.Slope(sample => sample.HeapMegabytes), "MB/min");
        Print("heap_growth_mb", result.HeapGrowth, "MB");
        Print("heap_growth_bound_mb", result.HeapBound, "MB");
        Print("allocated_mb_per_min", result.Slope(sample => sample.AllocatedMegabytes), "MB/min");
        Print("open_streams", result.Median(sample => sample.OpenStreams), "1");
        Print("leaked_streams", result.LeakedStreams, "1");
        Print("leaked_sockets", result.LeakedSockets, "1");
        foreach (SoakKind kind in Enum.GetValues<SoakKind>())
        {
            Print($"{kind.ToString().ToLowerInvariant()}_per_min", result.PerMinute(kind), "1/min");
        }

        Print("throughput_ratio", result.ThroughputRatio, "1");
        Print("conflated", result.Conflated, "1");
        Print("stalled_dropped", result.Dropped, "1");
        Print("steps_per_s", result.Slope(sample => sample.Steps) / 60, "1/s");
        Print("missed_deadlines_per_min", result.Slope(sample => sample.MissedDeadlines), "1/min");
        Print("skipped_s", last.SkippedSeconds, "s");
        Print("p99_lateness_us", last.P99LatenessMicroseconds, "us");
        IReadOnlyList<string> problems = result.Problems(isQuiet: true);
        Print("problems", problems.Count, "1");
        foreach (string problem in problems)
        {
            await Console.Error.WriteLineAsync($"soak: {problem}").ConfigureAwait(false);
        }

        if (problems.Count > 0)
        {
            Environment.ExitCode = 1;
        }
    }

    private static void Print(string metric, double value, string unit) => Figure.Print(Name, "soak_" + metric, value, unit);
}
