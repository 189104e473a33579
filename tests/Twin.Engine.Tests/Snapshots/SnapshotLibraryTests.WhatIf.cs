using Twin.Engine.Running;
using Twin.Engine.Snapshots;
using Twin.Engine.Stepping;
using Twin.Engine.Structure;
using Twin.Engine.Tests.Bench;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Snapshots;

public sealed partial class SnapshotLibraryTests
{
    private static readonly Moment.Live Live = new();

    [Fact]
    public async Task RunAhead_FromTheLiveMoment_ShowsWhatTheLiveRunThenDoes()
    {
        await using var live = new LiveRun();
        await live.MoveAsync(33);
        await live.DoAsync(new TwinCommand.InjectFault("fan1/stalled", 1));
        SignalInfo noise = live.Runner.Chassis.Signals.Single(signal => signal.Path == "chassis0/noise/noise");
        using var ahead = new RecordedAhead();
        RunAheadResult result = await live.Library.RunAheadAsync(
            new RunAheadRequest
            {
                From = Live,
                Commands = LiveRun.Commands(new TwinCommand.SetParameter("h0/power", 60)),
                Length = Duration.FromMilliseconds(70),
                Words = [noise.Word],
                Period = Duration.FromMilliseconds(10),
            },
            ahead);
        Assert.Equal((33L, 103L, 70L), (result.Start.Step, result.End.Step, ahead.Steps));
        Assert.True(result.Start.Epoch > live.Position.Epoch);
        Assert.Equal([33, 40, 50, 60, 70, 80, 90, 100, 103], ahead.Samples.Select(sample => sample.Position.Step));
        Assert.All(ahead.Samples, sample => Assert.Equal(result.Start.Epoch, sample.Position.Epoch));
        Assert.Equal(33, live.Position.Step);
        await live.DoAsync(new TwinCommand.SetParameter("h0/power", 60));
        await live.StepAsync(17);
        Assert.Equal(live.Runner.Frames.Newest(noise.Word), ahead.Samples[2].Values[0]);
        await live.StepAsync(53);
        Assert.Equal(await live.HashAsync(), result.StateHash);
    }

    [Fact]
    public async Task RunAhead_BesideALiveRunAtFullSpeed_LeavesItsBitsAlone()
    {
        await using var live = new LiveRun(startsPaused: false);
        for (int i = 0; i < 3; i++)
        {
            using var ahead = new RecordedAhead();
            await live.Library.RunAheadAsync(
                new RunAheadRequest { From = Live, Commands = LiveRun.Commands(new TwinCommand.InjectFault("psu0/dead", 1)), Length = Duration.FromMilliseconds(300), Period = Duration.FromMilliseconds(100) }, ahead);
            await live.Library.ForkAsync(Live, $"f{i}", string.Empty, LiveRun.Commands(new TwinCommand.SetParameter("h0/power", 900)), "test");
        }

        await live.DoAsync(new TwinCommand.Pause());
        SnapshotInfo end = await live.Library.TakeAsync("end", string.Empty, "test");
        Simulation reference = Run(live.Runner.Model.CompileAgain(), LiveRun.Traffic);
        reference.Step((int)end.Step);
        Assert.Equal(reference.State.Hash(), end.StateHash);
        Assert.Equal(0, end.Epoch);
    }

    [Fact]
    public async Task RunAhead_WhatHappensInIt_IsTold()
    {
        await using var live = new LiveRun();
        await live.StepAsync(10);
        long events = live.Runner.Events.Written;
        using var ahead = new RecordedAhead();
        await live.Library.RunAheadAsync(
            new RunAheadRequest { From = Live, Commands = LiveRun.Commands(new TwinCommand.SetParameter("h2/power", 300)), Length = Duration.FromSeconds(3) }, ahead);
        Assert.Contains(ahead.Events, record => live.Runner.Chassis.Events[record.Event] is { IsAlarm: true } kind && kind.Path.StartsWith("chassis0/h2/", StringComparison.Ordinal));
        Assert.Equal(2, ahead.Samples.Count);
        Assert.Equal(events, live.Runner.Events.Written);
    }

    [Fact]
    public async Task Forks_OfOneParent_HaveEpochsOfTheirOwnAndLeaveItAlone()
    {
        await using var live = new LiveRun();
        await live.MoveAsync(21);
        await live.Library.TakeAsync("a", string.Empty, "test");
        ulong before = await live.HashAsync();
        long from = live.Runner.Events.Written;
        ForkInfo first = await live.Library.ForkAsync(Live, "one", "hot", LiveRun.Commands(new TwinCommand.SetParameter("h0/power", 500)), "test");
        ForkInfo second = await live.Library.ForkAsync(Live, "two", string.Empty, [], "test");
        ForkInfo third = await live.Library.ForkAsync(new Moment.Snapshot("a"), "three", string.Empty, [], "test");
        ForkInfo child = await live.Library.ForkAsync(new Moment.Fork("one"), "child", string.Empty, [], "test");
        long[] epochs = [live.Position.Epoch, first.Position.Epoch, second.Position.Epoch, third.Position.Epoch, child.Position.Epoch];
        Assert.Equal(epochs.Length, epochs.Distinct().Count());
        Assert.Equal(["forked", "forked", "forked", "forked"], live.EventsFrom(from).Names);
        Assert.Equal(["child", "one", "three", "two"], live.Library.Forks.Select(fork => fork.Name));
        Assert.Equal((21L, 1, "fork one"), (child.Origin.Step, first.Commands.Count, child.Parent.ToString()));
        Assert.Equal(before, await live.HashAsync());

        // A fork that goes on and one that does not: the first is kept under its own name.
        using var ahead = new RecordedAhead();
        RunAheadResult gone = await live.Library.RunAheadAsync(new RunAheadRequest { From = new Moment.Fork("one"), Length = Duration.FromMilliseconds(100), KeepAs = "one" }, ahead);
        using var other = new RecordedAhead();
        await live.Library.RunAheadAsync(new RunAheadRequest { From = new Moment.Fork("two"), Length = Duration.FromMilliseconds(100) }, other);
        Assert.Equal(first.Position.Epoch, gone.End.Epoch);
        Assert.Equal((121L, 21L), (live.Library.Forks.Single(fork => fork.Name == "one").Position.Step, live.Library.Forks.Single(fork => fork.Name == "two").Position.Step));

        // In two stretches as in one.
        using var rest = new RecordedAhead();
        RunAheadResult end = await live.Library.RunAheadAsync(new RunAheadRequest { From = new Moment.Fork("one"), Length = Duration.FromMilliseconds(50), KeepAs = "one" }, rest);
        using var whole = new RecordedAhead();
        RunAheadResult straight = await live.Library.RunAheadAsync(new RunAheadRequest { From = new Moment.Fork("child"), Length = Duration.FromMilliseconds(150), KeepAs = "new" }, whole);
        Assert.Equal(end.StateHash, straight.StateHash);
        Assert.Equal(before, await live.HashAsync());
        live.Library.DeleteFork("new");
        await Refused(SnapshotStatus.NotFound, "There is no fork 'new'.", () => live.Library.CommandForkAsync("new", LiveRun.Commands(new TwinCommand.ClearFault("psu0/dead"))));
    }

    [Fact]
    public async Task CommandFork_WithSomeThatAreWrong_SaysAllAndAppliesNone()
    {
        await using var live = new LiveRun();
        await live.Library.ForkAsync(Live, "f", string.Empty, [], "test");
        RequestedCommand[] commands =
        [
            .. LiveRun.Commands(new TwinCommand.SetParameter("h0/power", 50), new TwinCommand.SetParameter("h0/powr", 50)),
            new RequestedCommand(null, "It is empty."),
            .. LiveRun.Commands(new TwinCommand.OverrideActuator("fan0/speed", 7, null)),
        ];
        SnapshotException refusal = await Assert.ThrowsAsync<SnapshotException>(() => live.Library.CommandForkAsync("f", commands));
        Assert.Equal(SnapshotStatus.BadRequest, refusal.Status);
        string[] lines = refusal.Message.Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("commands[1]: There is no parameter 'h0/powr'.", lines[0], StringComparison.Ordinal);
        Assert.Equal("commands[2]: It is empty.", lines[1]);
        Assert.StartsWith("commands[3]: ", lines[2], StringComparison.Ordinal);
        Assert.Empty((await live.Library.CompareAsync(new ComparisonRequest { First = Live, Second = new Moment.Fork("f") })).Knobs);
        ForkInfo changed = await live.Library.CommandForkAsync("f", commands[..1]);
        Assert.Single(changed.Commands);
        await Refused(SnapshotStatus.BadRequest, "give at least one", () => live.Library.CommandForkAsync("f", []));
        await Refused(SnapshotStatus.BadRequest, "commands[0]: ", () => live.Library.ForkAsync(Live, "g", string.Empty, commands[1..], "test"));
        using var ahead = new RecordedAhead();
        await Refused(SnapshotStatus.BadRequest, "commands[0]: ", () => live.Library.RunAheadAsync(new RunAheadRequest { From = Live, Commands = commands[1..], Length = Duration.FromMilliseconds(5), KeepAs = "h" }, ahead));
        Assert.Empty(ahead.Samples);
        Assert.Equal(["f"], live.Library.Forks.Select(fork => fork.Name));
    }

    [Fact]
    public async Task RunAhead_MoreAtATimeThanAllowed_IsRefusedAndThenNot()
    {
        await using var live = new LiveRun(new SnapshotOptions { MaximumRunAheads = 2, MaximumForks = 2 });
        using var first = new RecordedAhead(isHeld: true);
        using var second = new RecordedAhead(isHeld: true);
        var request = new RunAheadRequest { From = Live, Length = Duration.FromMilliseconds(5) };
        await live.Library.ForkAsync(Live, "f", string.Empty, [], "test");
        Task<RunAheadResult> one = live.Library.RunAheadAsync(request with { From = new Moment.Fork("f"), KeepAs = "f" }, first);
        Task<RunAheadResult> two = live.Library.RunAheadAsync(request with { KeepAs = "g" }, second);
        await Task.WhenAll(first.Started.Task, second.Started.Task);
        using var third = new RecordedAhead();
        await Refused(SnapshotStatus.Full, "2 runs ahead are under way, the most at a time", () => live.Library.RunAheadAsync(request, third));
        await Refused(SnapshotStatus.Unfit, "The fork 'f' is being changed by another call", () => live.Library.CommandForkAsync("f", LiveRun.Commands(new TwinCommand.ClearFault("psu0/dead"))));
        await Refused(SnapshotStatus.Unfit, "The fork 'f' is being changed by another call", () => Task.Run(() => live.Library.DeleteFork("f")));
        await Refused(SnapshotStatus.NameTaken, "There is a fork 'g' already", () => live.Library.ForkAsync(Live, "g", string.Empty, [], "test"));
        await Refused(SnapshotStatus.Full, "There are 2 forks, the most that are kept", () => live.Library.ForkAsync(Live, "h", string.Empty, [], "test"));

        // The live run goes on meanwhile.
        await live.StepAsync(3);
        first.Go();
        second.Go();
        await Task.WhenAll(one, two);
        Assert.Equal(0, live.Library.RunAheads);
        await live.Library.RunAheadAsync(request, third);
        Assert.Equal(["f", "g"], live.Library.Forks.Select(fork => fork.Name));
    }

    [Fact]
    public async Task RunAhead_Cancelled_EndsAndKeepsNothing()
    {
        await using var live = new LiveRun();
        using var ahead = new RecordedAhead(isHeld: true);
        using var cancel = new CancellationTokenSource();
        Task<RunAheadResult> running = live.Library.RunAheadAsync(new RunAheadRequest { From = Live, Length = Duration.FromSeconds(24 * 3600), KeepAs = "f" }, ahead, cancel.Token);
        await ahead.Started.Task;
        await cancel.CancelAsync();
        ahead.Go();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Empty(live.Library.Forks);
        Assert.Equal(0, live.Library.RunAheads);
        await live.Library.ForkAsync(Live, "f", string.Empty, [], "test");
    }

    [Theory]
    [InlineData(0, 10, "A run ahead of 0 s is out of range: 0.001 to 86400 s")]
    [InlineData(-5, 10, "A run ahead of -0.005 s is out of range")]
    [InlineData(86_400_001, 10, "A run ahead of 86400.001 s is out of range")]
    [InlineData(10, 0, "A period of 0 s is out of range")]
    public async Task RunAhead_OutOfRange_SaysTheRange(long lengthMs, long periodMs, string part)
    {
        await using var live = new LiveRun();
        using var ahead = new RecordedAhead();
        var request = new RunAheadRequest { From = Live, Length = Duration.FromNanoseconds(lengthMs * 1_000_000), Period = Duration.FromNanoseconds(periodMs * 1_000_000), KeepAs = "bad name" };
        await Refused(SnapshotStatus.BadRequest, part, () => live.Library.RunAheadAsync(request, ahead));
        await Refused(SnapshotStatus.BadRequest, "'bad name' is no name.", () => live.Library.RunAheadAsync(request, ahead));
    }

    [Fact]
    public async Task Compare_OfALiveRunAndAFork_TellsWhatDiffers()
    {
        await using var live = new LiveRun();
        await live.StepAsync(50);
        await live.Library.ForkAsync(Live, "f", string.Empty, LiveRun.Commands(new TwinCommand.SetParameter("h0/power", 80)), "test");
        var request = new ComparisonRequest { First = Live, Second = new Moment.Fork("f"), Limit = 1000 };
        Comparison at = await live.Library.CompareAsync(request);
        Assert.Equal(0, at.Differing);
        Assert.Equal(("chassis0/h0/power", "W", 40.0, 80.0), (at.Knobs[0].Path, at.Knobs[0].Unit, at.Knobs[0].First, at.Knobs[0].Second));
        using var ahead = new RecordedAhead();
        await live.Library.RunAheadAsync(new RunAheadRequest { From = new Moment.Fork("f"), Length = Duration.FromSeconds(1), KeepAs = "f" }, ahead);
        await live.StepAsync(1000);
        Comparison after = await live.Library.CompareAsync(request);
        Assert.Equal((1050L, 1050L, live.Runner.Chassis.Signals.Count), (after.First.Step, after.Second.Step, after.Compared));
        Assert.Empty(after.ChassisDifferences);
        ValueDifference drawn = after.Signals.Single(signal => signal.Path == "chassis0/h0/power");
        Assert.Equal(drawn.Second - drawn.First, drawn.Difference);
        Assert.InRange(drawn.Difference, 39, 45);
        Assert.Equal(drawn.Difference / drawn.Second, drawn.Relative, 12);
        Assert.Equal(after.Signals.Select(signal => signal.Scaled).OrderDescending(), after.Signals.Select(signal => signal.Scaled));
        Comparison relative = await live.Library.CompareAsync(request with { Order = ComparisonOrder.Relative });
        Assert.Equal(relative.Signals.Select(signal => signal.Relative).OrderDescending(), relative.Signals.Select(signal => signal.Relative));
        Assert.DoesNotContain(after.Signals, signal => signal.Path == "chassis0/noise/noise");

        Comparison largest = await live.Library.CompareAsync(request with { Order = ComparisonOrder.Absolute, Limit = 3, MinimumDifference = 0.5, MinimumRelative = 0.01 });
        Assert.Equal(3, largest.Signals.Count);
        Assert.True(largest.Differing < after.Differing && largest.Differing > 3);
        Assert.Equal(largest.Signals.Select(signal => Math.Abs(signal.Difference)).OrderDescending(), largest.Signals.Select(signal => Math.Abs(signal.Difference)));
        Assert.All(largest.Signals, signal => Assert.True(Math.Abs(signal.Difference) > 0.5 && signal.Relative > 0.01));
        bool[] some = [.. live.Runner.Chassis.Signals.Select(signal => signal.Path == "chassis0/h0/power")];
        Comparison one = await live.Library.CompareAsync(request with { Signals = some });
        Assert.Equal((1, 1), (one.Compared, one.Differing));
        Assert.Equal(0, (await live.Library.CompareAsync(request with { First = new Moment.Fork("f") })).Differing);
    }

    [Fact]
    public async Task Compare_ManyAtOnceSomeGivenUp_TakesOnePlaceAmongTheCommandsThatWait()
    {
        // Not started yet: nothing takes commands from the queue, which holds two.
        await using var runner = new TwinRunner(
            new Simulation(LiveRun.CompileNoisy(), LiveRun.Traffic, 8, 16), LiveRun.Traffic, new RunnerOptions { StartsPaused = true, CommandCapacity = 2 });
        using var library = new SnapshotLibrary(runner, new MemorySnapshotStore());
        using var giveUp = new CancellationTokenSource();
        var request = new ComparisonRequest { First = Live, Second = Live };
        Task<Comparison> givenUp = library.CompareAsync(request, giveUp.Token);
        await giveUp.CancelAsync();
        Task<Comparison>[] others = [library.CompareAsync(request), library.CompareAsync(request), library.CompareAsync(request)];
        Task<CommandOutcome> command = runner.SendAsync(new TwinCommand.ClearFault("fan1/stalled"));
        runner.Start();
        Assert.Equal(CommandStatus.Applied, (await command).Status);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givenUp);
        Assert.All(await Task.WhenAll(others), comparison => Assert.Equal(0, comparison.Differing));
    }

    [Fact]
    public async Task Compare_WithASnapshotOfAnotherSeed_SaysSoAndOfAnotherLayoutIsRefused()
    {
        var store = new MemorySnapshotStore();
        store.Add(StateSnapshot.Of(Run(LiveRun.CompileNoisy(seed: 2), LiveRun.Traffic).State, LiveRun.Traffic, "seed", string.Empty, DateTimeOffset.UnixEpoch));
        store.Add(StateSnapshot.Of(Run(Compile(MovingChassis.Description, MovingChassis.Parts), LiveRun.Traffic).State, LiveRun.Traffic, "smaller", string.Empty, DateTimeOffset.UnixEpoch));
        await using var live = new LiveRun(store: store);
        Comparison comparison = await live.Library.CompareAsync(new ComparisonRequest { First = Live, Second = new Moment.Snapshot("seed") });
        Assert.Contains("another description", Assert.Single(comparison.ChassisDifferences), StringComparison.Ordinal);
        await Refused(SnapshotStatus.Unfit, "another description", () => live.Library.CompareAsync(new ComparisonRequest { First = Live, Second = new Moment.Snapshot("smaller") }));
        await Refused(SnapshotStatus.Unfit, "another description", () => live.Library.ForkAsync(new Moment.Snapshot("seed"), "f", string.Empty, [], "test"));
    }

    [Theory]
    [InlineData(1, 3, 2, 2.0 / 3)]
    [InlineData(-1, 1, 2, 2)]
    [InlineData(0, 5, 5, 1)]
    [InlineData(5, 0, -5, 1)]
    [InlineData(double.NaN, 1, double.NaN, double.PositiveInfinity)]
    [InlineData(1, double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity)]
    public void ValueDifference_OfTwoNumbers_IsSignedAndRelativeToTheLarger(double first, double second, double difference, double relative)
    {
        var value = new ValueDifference("p", "W", first, second);
        Assert.Equal((difference, relative), (value.Difference, value.Relative));
    }
}

file static class Reading
{
    public static double Newest(this FrameRing frames, int word)
    {
        double[] value = new double[1];
        Assert.True(frames.TryReadLatest([word], value, out _));
        return value[0];
    }
}
