using Twin.Engine.Running;
using Twin.Engine.Snapshots;
using Twin.Engine.Stepping;
using Twin.Engine.Tests.Bench;
using Twin.Engine.Tests.Robustness;
using Twin.Engine.Tests.Snapshots;
using Twin.Host.Hosting;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Running;

public sealed class HangTests
{
    public static TheoryData<string, bool> Hangs => new()
    {
        { "StepPower", false },
        { "StepPower", true },
        { "StepLight", false },
        { "StepLink", false },
        { "StepFlow", true },
        { "StepControl", false },
    };

    [Theory]
    [MemberData(nameof(Hangs))]
    public async Task Call_ThatDoesNotReturn_IsSurvivedAndTheLogRepeatsTheRun(string where, bool sleeps)
    {
        await using var run = new StickyRun();
        run.Runner.Start();
        await run.StepAsync(10);
        long published = run.Runner.Frames.Published;
        run.Bad.Sleeps = sleeps;
        run.Bad.HangIn = where;
        await run.StepAsync(30);
        Assert.Equal(30, run.Runner.Frames.Published - published);
        Assert.True(run.Runner.Frames.TryReadLatest([], [], out FrameHeader header));
        Assert.Equal((0L, 40L), (header.Epoch, header.Step));
        QuarantineNotice notice = Assert.Single(run.Runner.Quarantines);
        Assert.Equal((run.Path, 10L, true), (notice.Path, notice.Step, notice.HasLostThread));
        Assert.StartsWith(where + " did not return within ", notice.Reason, StringComparison.Ordinal);
        Assert.Contains("up to a core until", notice.Reason, StringComparison.Ordinal);
        Assert.Equal(1, run.Runner.Pacing.LostThreads);
        Assert.Equal(["bad/quarantined", "thread-lost"], run.EventNames().Where(name => name.Contains("bad/", StringComparison.Ordinal) || name.StartsWith("thread", StringComparison.Ordinal)));

        // The call returns after all, writes what it likes, and nobody sees it.
        await run.ReleaseAsync();
        await run.StepAsync(10);
        Assert.Equal(TwinCommandOf(run), Assert.Single(run.Runner.CommandLog).Command);
        ((ulong, long) first, (ulong, long) again) = await run.RepeatAsync();
        Assert.Equal(first, again);
    }

    [Fact]
    public async Task Call_ThatDoesNotReturn_AfterCommandsOfTheSameStep_KeepsThemAndLogsThemOnce()
    {
        await using var run = new StickyRun();
        run.Runner.Start();
        await run.StepAsync(10);
        run.Bad.HangIn = "StepLink";
        Task<CommandOutcome> reset = run.Runner.SendAsync(new TwinCommand.ResetComponent("laser"));
        Task<CommandOutcome> fault = run.Runner.SendAsync(new TwinCommand.InjectFault("psu/dead", 1));
        await run.StepAsync(5);
        Assert.Equal([CommandStatus.Applied, CommandStatus.Applied], new[] { (await reset).Status, (await fault).Status });
        Assert.Equal(
            [typeof(TwinCommand.ResetComponent), typeof(TwinCommand.InjectFault), typeof(TwinCommand.Quarantine)], run.Runner.CommandLog.Select(logged => logged.Command.GetType()));
        Assert.All(run.Runner.CommandLog, logged => Assert.Equal(10, logged.Step));
        ((ulong, long) first, (ulong, long) again) = await run.RepeatAsync();
        Assert.Equal(first, again);
    }

    [Fact]
    public async Task Reset_ThatDoesNotReturn_IsAnsweredAndTheComponentIsNeverCalledAgain()
    {
        await using var run = new StickyRun();
        run.Runner.Start();
        await run.StepAsync(5);
        CommandOutcome outcome = await run.Runner.SendAsync(new TwinCommand.Quarantine("bad", "By hand."));
        Assert.Equal(CommandStatus.Applied, outcome.Status);
        await run.StepAsync(1);
        run.Bad.HangIn = "Reset";
        outcome = await run.Runner.SendAsync(new TwinCommand.ResetComponent("bad"));
        Assert.Equal(CommandStatus.InvalidState, outcome.Status);
        Assert.Contains(run.Path, outcome.Message, StringComparison.Ordinal);
        Assert.Contains("Reset did not return", outcome.Message, StringComparison.Ordinal);

        // Readers were told that the alarm went, while Reset was under way: it is up again.
        Assert.Equal(["bad/quarantined", "-bad/quarantined", "bad/quarantined"], run.EventNames().Where(name => name.EndsWith("bad/quarantined", StringComparison.Ordinal)));
        run.Bad.HangIn = string.Empty;
        outcome = await run.Runner.SendAsync(new TwinCommand.ResetComponent("bad"));
        Assert.Equal(CommandStatus.InvalidState, outcome.Status);
        Assert.Contains("Reload its plugin (forced, if its build is the same), or restart the twin.", outcome.Message, StringComparison.Ordinal);
        await run.StepAsync(5);
        ((ulong, long) first, (ulong, long) again) = await run.RepeatAsync();
        Assert.Equal(first, again);
    }

    [Fact]
    public async Task Restore_OfAStateBeforeTheHang_KeepsTheComponentQuarantinedAndLogsIt()
    {
        await using var run = new StickyRun();
        run.Runner.Start();
        await run.StepAsync(5);
        ChassisState before = run.Model.NewState();
        await run.Runner.SendAsync(new TwinCommand.Capture(before));
        run.Bad.HangIn = "StepPower";
        await run.StepAsync(5);
        await run.ReleaseAsync();
        CommandOutcome outcome = await run.Runner.SendAsync(new TwinCommand.Restore(before));
        Assert.Equal((CommandStatus.Applied, 5L), (outcome.Status, outcome.Step));
        Assert.True(Assert.Single(run.Runner.Quarantines).HasLostThread);
        await run.StepAsync(5);
        Assert.Equal(
            [typeof(TwinCommand.Quarantine), typeof(TwinCommand.Restore), typeof(TwinCommand.Quarantine)], run.Runner.CommandLog.Select(logged => logged.Command.GetType()));
        ((ulong, long) first, (ulong, long) again) = await run.RepeatAsync();
        Assert.Equal(first, again);
    }

    [Fact]
    public async Task Step_DoneAgain_TellsNoEventTwice()
    {
        await using var run = new StickyRun(null, "other");
        run.Runner.Start();
        await run.StepAsync(5);
        run.Other!.ThrowIn = "StepPower";
        run.Bad.HangIn = "StepControl";
        await run.StepAsync(5);
        Assert.Equal(2, run.Runner.Quarantines.Count);
        Assert.Single(run.EventNames(), name => name == "other/quarantined");
        Assert.Single(run.EventNames(), name => name == "bad/quarantined");
        run.Other.ThrowIn = string.Empty;
        await run.Runner.SendAsync(new TwinCommand.Pause());
        Assert.Equal(10, run.Runner.Pacing.Step);
    }

    [Fact]
    public async Task TwoComponents_ThatHangInOneStep_AreBothGivenUp()
    {
        await using var run = new StickyRun(null, "other");
        run.Runner.Start();
        await run.StepAsync(5);
        run.Bad.HangIn = "StepPower";
        run.Other!.HangIn = "StepControl";
        run.Other.Sleeps = true;
        await run.StepAsync(5);
        Assert.Equal(2, run.Runner.Quarantines.Count(notice => notice.HasLostThread));
        Assert.Equal(2, run.Runner.Pacing.LostThreads);
        ((ulong, long) first, (ulong, long) again) = await run.RepeatAsync();
        Assert.Equal(first, again);
    }

    [Fact]
    public async Task Run_Paced_GoesOnAtItsSpeed()
    {
        await using var run = new StickyRun(options => options with { StartsPaused = false });
        run.Runner.Start();
        run.Bad.HangIn = "StepPower";
        for (long end = Environment.TickCount64 + (long)StickyRun.SafetyNet.TotalMilliseconds; run.Runner.Quarantines.Count == 0 || NewestStep(run) < run.Runner.Quarantines[0].Step + 50;)
        {
            Assert.True(Environment.TickCount64 < end, $"{run.Runner.Quarantines.Count} quarantined, at step {NewestStep(run)}.");
            await Task.Delay(1);
        }

        Assert.True(run.Runner.Pacing.SkippedTime > Duration.Zero);
        Assert.False(run.Runner.Pacing.IsPaused);
    }

    [Fact]
    public async Task Dispose_WhileACallDoesNotReturn_Ends()
    {
        var run = new StickyRun(options => options with { StartsPaused = false, Speed = double.PositiveInfinity });
        run.Runner.Start();
        run.Bad.HangIn = "StepPower";
        await run.Bad.Hangs;
        await run.Runner.DisposeAsync();
        run.Bad.Release();
    }

    [Fact]
    public async Task Start_ThatDoesNotReturn_NamesTheComponent()
    {
        var run = new StickyRun(options => options with { StartHangLimit = TimeSpan.FromMilliseconds(60) });
        run.Bad.HangIn = "Reset";
        HangException hang = Assert.Throws<HangException>(run.Runner.Start);
        Assert.Equal(run.Path, hang.Component);
        Assert.Contains("Reset did not return", hang.Message, StringComparison.Ordinal);
        run.Bad.Release();
        await run.Runner.DisposeAsync();
    }

    [Fact]
    public async Task WhatIf_ThatDoesNotReturn_FailsAndNamesTheComponent()
    {
        var made = new List<StickyPart>();
        ChassisModel model = Compile(QuarantineTests.Chassis, [.. OpticalChassis.Parts(), ("bad", () =>
        {
            // The first one is that of the live run.
            var part = new StickyPart { HangIn = made.Count > 0 ? "StepLink" : string.Empty };
            made.Add(part);
            return part;
        })]);
        await using var runner = TwinRunner.Create(
            model, [new SteadyTraffic("constant", 1)],
            new RunnerOptions { StartsPaused = true, HangLimit = TimeSpan.FromMilliseconds(60), StartHangLimit = TimeSpan.FromMilliseconds(60), Accounts = LinuxThreadAccounts.Open() });
        runner.Start();
        using var library = new SnapshotLibrary(runner, new MemorySnapshotStore());
        using var observer = new RecordedAhead();
        SnapshotException refusal = await Assert.ThrowsAsync<SnapshotException>(() => library.RunAheadAsync(
            new RunAheadRequest { From = new Moment.Live(), Length = Duration.FromMilliseconds(20) }, observer));
        Assert.Equal(SnapshotStatus.NotNow, refusal.Status);
        Assert.Contains("/bad' keeps the what-if run from going on: StepLink did not return", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, library.RunAheads);
        made.ForEach(part => part.Release());
    }

    [Fact]
    public async Task WhatIf_WhoseComponentsAreNeverMade_FailsAndNamesTheComponent()
    {
        using var released = new ManualResetEventSlim();
        int made = 0;
        ChassisModel model = Compile(QuarantineTests.Chassis, [.. OpticalChassis.Parts(), ("bad", () =>
        {
            if (++made == 2)
            {
                released.Wait();
            }

            return new StickyPart();
        })]);
        await using var runner = TwinRunner.Create(
            model, [new SteadyTraffic("constant", 1)], new RunnerOptions { StartsPaused = true, HangLimit = TimeSpan.FromMilliseconds(60), DescribeLimit = TimeSpan.FromSeconds(1) });
        runner.Start();
        using var library = new SnapshotLibrary(runner, new MemorySnapshotStore());
        using var observer = new RecordedAhead();
        var request = new RunAheadRequest { From = new Moment.Live(), Length = Duration.FromMilliseconds(20) };
        SnapshotException refusal = await Assert.ThrowsAsync<SnapshotException>(() => library.RunAheadAsync(request, observer));
        Assert.Equal(SnapshotStatus.NotNow, refusal.Status);
        Assert.Contains("within 1 s: the constructor or Describe of 'chassis0/bad' has not returned", refusal.Message, StringComparison.Ordinal);

        // It is not asked again, which would cost another thread.
        using var second = new RecordedAhead();
        SnapshotException again = await Assert.ThrowsAsync<SnapshotException>(() => library.RunAheadAsync(request, second));
        Assert.Equal((refusal.Status, refusal.Message, 2), (again.Status, again.Message, made));
        released.Set();
    }

    [Fact]
    public async Task Component_OverItsBudgetInManySteps_IsQuarantinedByACommandThatTheLogRepeats()
    {
        await using var run = new StickyRun(options => options with { HangLimit = null, ComponentBudget = TimeSpan.FromMilliseconds(2), BudgetOverruns = 5 });
        run.Bad.Takes = TimeSpan.FromMilliseconds(5);
        run.Runner.Start();
        await run.StepAsync(4);
        Assert.Empty(run.Runner.Quarantines);

        // Steps in which the thread waited for a processor do not count: on a busy machine it may take more than five.
        for (int i = 0; i < 200 && run.Runner.Quarantines.Count == 0; i++)
        {
            await run.StepAsync(1);
        }

        QuarantineNotice notice = Assert.Single(run.Runner.Quarantines);
        Assert.Equal((run.Path, false), (notice.Path, notice.HasLostThread));
        Assert.Contains("more than its budget of 2000 us in 5 steps in a row", notice.Reason, StringComparison.Ordinal);
        Assert.Equal(new TwinCommand.Quarantine(notice.Path, notice.Reason) { Origin = "engine" }, Assert.Single(run.Runner.CommandLog).Command);
        CommandOutcome outcome = await run.Runner.SendAsync(new TwinCommand.ResetComponent(notice.Path));
        Assert.Equal(CommandStatus.Applied, outcome.Status);
        Assert.Empty(run.Runner.Quarantines);
        ((ulong, long) first, (ulong, long) again) = await run.RepeatAsync();
        Assert.Equal(first, again);
    }

    [Fact]
    public async Task Exchange_AfterAHang_MakesAnotherObjectThatIsCalled()
    {
        await using var run = new StickyRun();
        using var exchange = new ModelExchange(run.Runner);
        run.Runner.Start();
        await run.StepAsync(5);
        run.Bad.HangIn = "StepPower";
        await run.StepAsync(5);
        ExchangeOutcome outcome = await exchange.ExchangeAsync(StickyRun.Kinds(() => new StickyPart()), "test");
        Assert.Equal((ExchangeStatus.Exchanged, 10L), (outcome.Status, outcome.Step));
        Assert.Equal([run.Path], outcome.Reinitialized);
        Assert.Empty(run.Runner.Quarantines);

        // The thread of the old object is still lost.
        Assert.Equal(1, run.Runner.Pacing.LostThreads);
        await run.StepAsync(5);
        Assert.Equal(5, run.Runner.Simulation.Value("bad/level"));
    }

    private static long NewestStep(StickyRun run) => run.Runner.Frames.TryReadLatest([], [], out FrameHeader header) ? header.Step : 0;

    private static TwinCommand.Quarantine TwinCommandOf(StickyRun run) => new(run.Path, Assert.Single(run.Runner.Quarantines).Reason) { Origin = "engine" };
}
