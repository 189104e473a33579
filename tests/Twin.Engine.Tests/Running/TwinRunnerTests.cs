using Twin.Engine.Description;
using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Engine.Tests.Bench;
using Twin.Engine.Workloads;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Running;

public sealed class TwinRunnerTests
{
    [Fact]
    public async Task Run_ForADuration_StopsExactlyThere()
    {
        await using TwinRunner runner = Make(new RunnerOptions { Speed = double.PositiveInfinity, Duration = Duration.FromMilliseconds(250) });
        runner.Start();
        await runner.Completion;
        CommandOutcome outcome = await runner.SendAsync(new TwinCommand.Pause());
        Assert.Equal(250, outcome.Step);
        Assert.True(runner.Pacing.IsPaused);
        Assert.Equal(250, runner.Pacing.Step);
    }

    [Fact]
    public async Task Step_WhilePaused_DoesAsManyAndSaysWhere()
    {
        await using TwinRunner runner = Make(new RunnerOptions { StartsPaused = true });
        runner.Start();
        CommandOutcome outcome = await runner.SendAsync(new TwinCommand.Step(17));
        Assert.Equal((CommandStatus.Applied, 17L), (outcome.Status, outcome.Step));
        Assert.Equal(17, runner.Pacing.Step);
        outcome = await runner.SendAsync(new TwinCommand.Step(0));
        Assert.Equal(CommandStatus.InvalidValue, outcome.Status);
    }

    [Fact]
    public async Task Commands_SentWithoutWaiting_TakeEffectInTheirOrder()
    {
        await using TwinRunner runner = Make(new RunnerOptions { StartsPaused = true });
        runner.Start();
        Task<CommandOutcome>[] answers = [.. Enumerable.Range(1, 50).Select(i => runner.SendAsync(new TwinCommand.SetParameter("h0/power", i)))];
        CommandOutcome[] outcomes = await Task.WhenAll(answers);
        for (int i = 1; i < outcomes.Length; i++)
        {
            Assert.Equal(i, outcomes[i].OldValue);
        }
    }

    [Fact]
    public async Task Speed_Changed_IsShownWhenTheCommandIsAnswered()
    {
        await using TwinRunner runner = Make(new RunnerOptions { StartsPaused = true });
        runner.Start();
        CommandOutcome outcome = await runner.SendAsync(new TwinCommand.SetSpeed(10));
        Assert.Equal(1, outcome.OldValue);
        Assert.Equal(10, runner.Pacing.RequestedSpeed);
        outcome = await runner.SendAsync(new TwinCommand.SetSpeed(5000));
        Assert.Equal((CommandStatus.InvalidValue, 0.1, 1000.0), (outcome.Status, outcome.Minimum, outcome.Maximum));
        await runner.SendAsync(new TwinCommand.Resume());
        Assert.False(runner.Pacing.IsPaused);
        outcome = await runner.SendAsync(new TwinCommand.Step(1));
        Assert.Equal(CommandStatus.InvalidState, outcome.Status);
    }

    [Fact]
    public async Task Dispose_WithStepsUnderWay_AnswersAllThatWait()
    {
        TwinRunner runner = Make(new RunnerOptions { StartsPaused = true });
        runner.Start();
        Task<CommandOutcome> steps = runner.SendAsync(new TwinCommand.Step(1_000_000));
        await runner.DisposeAsync();
        Assert.Equal(CommandStatus.InvalidState, (await steps).Status);
        Assert.Equal(CommandStatus.InvalidState, (await runner.SendAsync(new TwinCommand.Pause())).Status);
    }

    [Fact]
    public async Task Dispose_NeverStarted_AnswersWhatWaits()
    {
        TwinRunner runner = Make(new RunnerOptions());
        Task<CommandOutcome> waiting = runner.SendAsync(new TwinCommand.Pause());
        await runner.DisposeAsync();
        Assert.Equal(CommandStatus.InvalidState, (await waiting).Status);
    }

    [Fact]
    public async Task Workload_ThatThrows_EndsTheRunWithItsException()
    {
        var workload = new ThrowingWorkload();
        var simulation = new Simulation(Compile(OpticalChassis.Description, OpticalChassis.Parts()), [workload]);
        await using var runner = new TwinRunner(simulation, [workload], new RunnerOptions { Speed = double.PositiveInfinity });
        runner.Start();
        await Assert.ThrowsAsync<InvalidOperationException>(() => runner.Completion);
        Assert.Equal(CommandStatus.InvalidState, (await runner.SendAsync(new TwinCommand.Pause())).Status);
    }

    [Fact]
    public async Task Clock_ThatLeaps_CountsTheMissedDeadlineAndWhatWasSkipped()
    {
        // 1 ms steps at full speed: the clock leaps 5 s at each look, so that every step is late.
        var clock = new LeapingClock();
        await using TwinRunner runner = Make(
            new RunnerOptions { Speed = 1, Duration = Duration.FromMilliseconds(20), CatchUp = CatchUpPolicy.Skip }, clock);
        runner.Start();
        await runner.Completion;
        await runner.SendAsync(new TwinCommand.Pause());
        Assert.Equal(20, runner.Pacing.MissedDeadlines);
        Assert.True(runner.Pacing.SkippedTime > Duration.FromSeconds(90));
        Assert.NotEmpty(runner.Pacing.LastMissedStage);
        Assert.NotEmpty(runner.Pacing.LastMissedComponent);
    }

    private static TwinRunner Make(RunnerOptions options, TimeProvider? clock = null)
    {
        Workload workload = new SteadyTraffic("constant", 1);
        return new TwinRunner(new Simulation(Compile(MovingChassis.Description with { Initial = InitialCondition.Ambient }, MovingChassis.Parts), [workload]), [workload], options, clock);
    }

    private sealed class ThrowingWorkload : Workload
    {
        public override string Name => "throwing";

        public override void Sample(Duration time, ReadOnlySpan<int> groupOfPort, Span<double> utilization)
        {
            if (time >= Duration.FromMilliseconds(5))
            {
                throw new InvalidOperationException("on purpose");
            }
        }
    }

    private sealed class LeapingClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => Interlocked.Add(ref _now, 5000);
    }
}
