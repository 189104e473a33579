using System.Diagnostics;
using Twin.Contracts;
using Twin.Engine.Running;
using Twin.Host.Hosting;

namespace Twin.Benchmarks;

/// <summary>What a call that never returns costs a run in real time, and whether a busy machine is taken for one.</summary>
/// <remarks>
/// <c>cpo-51t</c> with one more part, which does nothing until it is told to hang: once as a loop that takes all of a core, once as a wait. The time is from the begin of the call, as the part itself sees it, until
/// another part is called for the second time after it: then the next frame is published, by up to one step earlier. Then the same chassis runs with nothing wrong, while two loops for each core take all that they can get.
/// </remarks>
internal static class HangBench
{
    private const string Name = "hang";
    private const string Chassis = "cpo-51t";
    private const int Hangs = 5;
    private const int LoopsPerCore = 2;
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Prints the figures.</summary>
    public static async Task Run()
    {
        (double spinMs, double spinSpeed) = await Hang("spin", sleeps: false).ConfigureAwait(false);
        (double sleepMs, double sleepSpeed) = await Hang("sleep", sleeps: true).ConfigureAwait(false);
        Figure.Print(Name, "hang_ms", Math.Max(spinMs, sleepMs), "ms");
        Figure.Print(Name, "speed_after", Math.Min(spinSpeed, sleepSpeed), "1");
        await RunBusy().ConfigureAwait(false);
    }

    private static async Task<(double LongestMs, double LeastSpeed)> Hang(string kind, bool sleeps)
    {
        double[] milliseconds = new double[Hangs];
        double[] speeds = new double[Hangs];
        for (int i = 0; i < Hangs; i++)
        {
            using var part = new HangingPart(sleeps);
            TwinRunner runner = Make(part);
            await using (runner.ConfigureAwait(false))
            {
                runner.Start();
                await Task.Delay(WarmUp).ConfigureAwait(false);
                part.HangNow();
                milliseconds[i] = (await part.Survived.WaitAsync(Patience).ConfigureAwait(false)).TotalMilliseconds;
                FrameHeader before = Newest(runner);
                await Task.Delay(After).ConfigureAwait(false);
                FrameHeader after = Newest(runner);
                speeds[i] = (after.Time - before.Time).Seconds / Stopwatch.GetElapsedTime(before.PublishedTimestamp, after.PublishedTimestamp).TotalSeconds;
                Require(runner, expected: 1);

                // The thread must end before the next run is measured, and the runner knows how to wait for its own only.
                part.Release();
            }
        }

        Figure.Print(Name, $"hang_ms_{kind}", Statistics.Median(milliseconds), "ms");
        Figure.Print(Name, $"speed_after_{kind}", Statistics.Median(speeds), "1");
        return (milliseconds.Max(), speeds.Min());
    }

    private static async Task RunBusy()
    {
        using var part = new HangingPart(sleeps: false);
        TwinRunner runner = Make(part);
        await using (runner.ConfigureAwait(false))
        {
            runner.Start();
            await Task.Delay(WarmUp).ConfigureAwait(false);
            using var end = new ManualResetEventSlim(false);
            Thread[] loops = [.. Enumerable.Range(0, LoopsPerCore * Environment.ProcessorCount).Select(i => new Thread(() => Spin(end)) { IsBackground = true, Name = $"load {i}" })];
            FrameHeader before = Newest(runner);
            Array.ForEach(loops, loop => loop.Start());
            await Task.Delay(Busy).ConfigureAwait(false);
            FrameHeader after = Newest(runner);
            end.Set();
            Array.ForEach(loops, loop => loop.Join());
            Figure.Print(Name, "false_verdicts", runner.Quarantines.Count, "1");
            Figure.Print(Name, "speed_busy", (after.Time - before.Time).Seconds / Stopwatch.GetElapsedTime(before.PublishedTimestamp, after.PublishedTimestamp).TotalSeconds, "1");
        }
    }

    private static void Spin(ManualResetEventSlim end)
    {
        while (!end.IsSet)
        {
        }
    }

    private static TwinRunner Make(HangingPart part)
    {
        ShippedChassis chassis = ShippedChassis.Load(Chassis, ("hanging", () => part), ("witness", () => new Witness(part)));
        var options = new RunnerOptions { HangLimit = Limit, ComponentBudget = chassis.Model.BaseStep, Accounts = LinuxThreadAccounts.Open() };
        return TwinRunner.Create(chassis.Model, [chassis.Workload], options);
    }

    private static FrameHeader Newest(TwinRunner runner) =>
        runner.Frames.TryReadLatest([], [], out FrameHeader header) ? header : throw new InvalidOperationException("Nothing was published.");

    private static void Require(TwinRunner runner, int expected)
    {
        if (runner.Quarantines.Count != expected)
        {
            throw new InvalidOperationException($"{expected} component was to be quarantined, and there are: {string.Join("; ", runner.Quarantines)}");
        }
    }

    /// <summary>A part that hangs when it is told to, until it is released.</summary>
    private sealed class HangingPart(bool sleeps) : IComponent, IPowerBehavior, IDisposable
    {
        private readonly TaskCompletionSource<TimeSpan> _survived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _released = new(false);
        private volatile bool _hangs;
        private long _began;
        private int _steps;

        /// <summary>How long after the begin of the call that does not return the run went on.</summary>
        public Task<TimeSpan> Survived => _survived.Task;

        /// <summary>A part that comes after this one was called. Its first call after the hang is in the step that is done again, its second one after the frame of that step.</summary>
        public void Witness()
        {
            if (Volatile.Read(ref _began) != 0 && ++_steps == 2)
            {
                _survived.TrySetResult(Stopwatch.GetElapsedTime(_began));
            }
        }

        public void HangNow() => _hangs = true;

        public void Release() => _released.Set();

        public void Describe(IComponentBuilder builder)
        {
        }

        public void StepPower(in StepContext step)
        {
            if (!_hangs || _released.IsSet)
            {
                return;
            }

            Volatile.Write(ref _began, Stopwatch.GetTimestamp());
            if (sleeps)
            {
                _released.Wait();
            }

            while (!_released.IsSet)
            {
            }
        }

        public void Dispose() => Release();
    }

    /// <summary>Sees that the run goes on.</summary>
    private sealed class Witness(HangingPart part) : IComponent, IPowerBehavior
    {
        public void Describe(IComponentBuilder builder)
        {
        }

        public void StepPower(in StepContext step) => part.Witness();
    }
}
