using Twin.Engine.Running;
using Twin.Engine.Stepping;

namespace Twin.Benchmarks;

/// <summary>How late steps begin in real time at 1 kHz, beside a bare loop that only waits.</summary>
/// <remarks>
/// Windows of the runner with <c>cpo-102t</c> and of the bare loop take turns in one process, the order changing from pair to pair; both wait
/// for a deadline in the same way. Each window gives the 99th percentile of the time from the absolute deadline to the begin of the step. One
/// ratio per pair, so that what else the machine does in these seconds meets both; the median of the ratios, with an interval that assumes no
/// distribution.
/// </remarks>
internal static class PacingBench
{
    private const string Name = "pacing";
    private const int Pairs = 20;
    private const double Share = 0.99;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(4);

    /// <summary>Time to compile what a window runs, before anything is measured.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    /// <summary>Prints the figures.</summary>
    public static async Task Run()
    {
        ShippedChassis chassis = ShippedChassis.Load(ShippedChassis.Main);
        var simulation = new Simulation(chassis.Model, [chassis.Workload]);
        var runner = new TwinRunner(simulation, [chassis.Workload], new RunnerOptions { StartsPaused = true });
        await using (runner.ConfigureAwait(false))
        {
            runner.Start();
            await RunnerWindow(runner, WarmUp).ConfigureAwait(false);
            BareWindow(WarmUp);
            double[] twin = new double[Pairs];
            double[] bare = new double[Pairs];
            double[] ratios = new double[Pairs];
            for (int pair = 0; pair < Pairs; pair++)
            {
                if (pair % 2 == 0)
                {
                    twin[pair] = await RunnerWindow(runner, Window).ConfigureAwait(false);
                    bare[pair] = BareWindow(Window);
                }
                else
                {
                    bare[pair] = BareWindow(Window);
                    twin[pair] = await RunnerWindow(runner, Window).ConfigureAwait(false);
                }

                ratios[pair] = twin[pair] / bare[pair];
            }

            (double low, double high) = Statistics.MedianInterval(ratios);
            Figure.Print(Name, "ratio", Statistics.Median(ratios), "1");
            Figure.Print(Name, "ratio_low", low, "1");
            Figure.Print(Name, "ratio_high", high, "1");
            Figure.Print(Name, "p99_lateness_us", Statistics.Median(twin) * 1e6, "us");
            Figure.Print(Name, "p99_lateness_bare_us", Statistics.Median(bare) * 1e6, "us");
            Figure.Print(Name, "missed_deadlines", runner.Pacing.MissedDeadlines, "1");
            Figure.Print(Name, "steps", runner.Pacing.Step, "1");
        }

        chassis.RequireWhole(simulation);
    }

    private static async Task<double> RunnerWindow(TwinRunner runner, TimeSpan length)
    {
        long[] before = runner.Lateness.ToCounts();
        await runner.SendAsync(new TwinCommand.Resume()).ConfigureAwait(false);
        await Task.Delay(length).ConfigureAwait(false);
        await runner.SendAsync(new TwinCommand.Pause()).ConfigureAwait(false);
        return LatenessHistogram.Quantile(before, runner.Lateness.ToCounts(), Share);
    }

    private static double BareWindow(TimeSpan length)
    {
        var histogram = new LatenessHistogram();
        long[] before = histogram.ToCounts();
        var thread = new Thread(() => SleepAndSpin(length, histogram)) { IsBackground = true, Name = "bare loop", Priority = ThreadPriority.AboveNormal };
        thread.Start();
        thread.Join();
        return LatenessHistogram.Quantile(before, histogram.ToCounts(), Share);
    }

    // Waits like TwinRunner.WaitFor, with its constants: sleeps on the same kind of event, spins with pauses, and looks without a pause at the end.
    private static void SleepAndSpin(TimeSpan length, LatenessHistogram histogram)
    {
        using var wake = new ManualResetEventSlim(false);
        TimeProvider time = TimeProvider.System;
        long start = time.GetTimestamp();
        long steps = (long)(length.TotalSeconds * 1000);
        for (long step = 0; step < steps; step++)
        {
            long deadline = start + (long)(step * 1e-3 * time.TimestampFrequency);
            while (true)
            {
                double left = time.GetElapsedTime(time.GetTimestamp(), deadline).TotalSeconds;
                if (left <= 0)
                {
                    break;
                }

                if (left > TwinRunner.SpinSeconds)
                {
                    wake.Wait(TimeSpan.FromSeconds(left - TwinRunner.SpinSeconds));
                }
                else if (left > TwinRunner.LastLookSeconds)
                {
                    Thread.SpinWait(TwinRunner.SpinIterations);
                }
            }

            histogram.Record(time.GetElapsedTime(deadline, time.GetTimestamp()).TotalSeconds);
        }
    }
}
