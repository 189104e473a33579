using Twin.Engine.Running;
using Twin.Engine.Snapshots;
using Twin.Engine.Stepping;
using Twin.Engine.Tests.Bench;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Snapshots;

public sealed partial class SnapshotLibraryTests
{
    [Fact]
    public async Task Take_AfterACommandWhilePaused_HasIt()
    {
        await using var live = new LiveRun();
        await live.StepAsync(5);
        await live.DoAsync(new TwinCommand.SetParameter("h0/power", 77));
        SnapshotInfo info = await live.Library.TakeAsync("a", "note", "test");
        Assert.Equal((5L, "note", "constant", await live.HashAsync()), (info.Step, info.Description, info.Workload, info.StateHash));
        int word = live.Runner.Chassis.Parameters.Single(knob => knob.Path == "chassis0/h0/power").Word;
        Assert.Equal(77, live.Store.Read("a").Words[word]);
        Assert.Contains("snapshot-taken", live.EventsFrom(0).Names);
    }

    [Fact]
    public async Task Take_OfARunAtFullSpeed_IsNeverTorn()
    {
        // Without commands the run is a function of the step: every snapshot has to be that state, bit for bit.
        await using var live = new LiveRun(startsPaused: false);
        var taken = new List<SnapshotInfo>();
        for (int i = 0; i < 40; i++)
        {
            taken.Add(await live.Library.TakeAsync($"s{i}", string.Empty, "test"));
        }

        await live.DoAsync(new TwinCommand.Pause());
        Simulation reference = Run(live.Runner.Model.CompileAgain(), LiveRun.Traffic);
        foreach (SnapshotInfo info in taken)
        {
            Assert.True(info.Step >= reference.State.Step);
            reference.Step((int)(info.Step - reference.State.Step));
            Assert.Equal((reference.State.Step, reference.State.Hash()), (info.Step, info.StateHash));
        }
    }

    [Fact]
    public async Task Restore_ThenTheSameCommands_GivesTheSameBits()
    {
        await using var live = new LiveRun();
        await live.MoveAsync(130);
        await live.Library.TakeAsync("a", string.Empty, "test");
        await live.MoveAsync(150);
        ulong first = await live.HashAsync();
        long before = live.Position.Epoch;
        (SnapshotInfo info, long epoch) = await live.Library.RestoreAsync("a", "test");
        Assert.Equal((130L, epoch), (info.Step, live.Position.Epoch));
        Assert.True(epoch > before);
        Assert.Equal((epoch, 130L), (live.Runner.Pacing.Epoch, live.Runner.Pacing.Step));
        Assert.Equal(info.StateHash, await live.HashAsync());
        await live.MoveAsync(150);
        Assert.Equal(first, await live.HashAsync());
    }

    [Fact]
    public async Task Restore_IntoAnotherRunWithItsWorkloadsInAnotherOrder_GivesTheSameBits()
    {
        var store = new MemorySnapshotStore();
        ulong first;
        await using (var live = new LiveRun(store: store))
        {
            await live.DoAsync(new TwinCommand.ChooseWorkload("half"));
            await live.MoveAsync(60);
            await live.Library.TakeAsync("a", string.Empty, "test");
            await live.MoveAsync(60);
            first = await live.HashAsync();
        }

        ChassisModel model = LiveRun.CompileNoisy();
        Simulation second = Simulation.Resume(model, store.Read("a").ToState(model, [LiveRun.Traffic[1], LiveRun.Traffic[0]]), [LiveRun.Traffic[1], LiveRun.Traffic[0]]);
        Assert.Equal(0, second.Workload);
        Assert.Equal(60, second.State.Step);

        // The index of the workload is a word of the state: put back in the order of the first run, everything else agrees too.
        await using var again = new LiveRun(store: store);
        await again.Library.RestoreAsync("a", "test");
        await again.MoveAsync(60);
        Assert.Equal(first, await again.HashAsync());
    }

    [Fact]
    public async Task Restore_OfAnotherChassisOrWorkload_ChangesNothingAndSaysWhatDiffers()
    {
        var store = new MemorySnapshotStore();
        Simulation other = Run(LiveRun.CompileNoisy(seed: 2), LiveRun.Traffic);
        store.Add(StateSnapshot.Of(other.State, LiveRun.Traffic, "seed", string.Empty, DateTimeOffset.UnixEpoch));
        Simulation plugin = Run(LiveRun.CompileNoisy(plugin: "9.9"), LiveRun.Traffic);
        store.Add(StateSnapshot.Of(plugin.State, LiveRun.Traffic, "plugin", string.Empty, DateTimeOffset.UnixEpoch));
        Simulation traffic = Run(LiveRun.CompileNoisy(), new SteadyTraffic("burst", 1));
        store.Add(StateSnapshot.Of(traffic.State, [new SteadyTraffic("burst", 1)], "traffic", string.Empty, DateTimeOffset.UnixEpoch));
        await using var live = new LiveRun(store: store);
        await live.StepAsync(3);
        ulong before = await live.HashAsync();
        foreach ((string name, string part) in new[] { ("seed", "another description of 'test'"), ("plugin", "plugin test 9.9 (hash-9.9), loaded is test"), ("traffic", "workload 'burst', which this run does not have: it has constant, half") })
        {
            SnapshotException refusal = await Assert.ThrowsAsync<SnapshotException>(() => live.Library.RestoreAsync(name, "test"));
            Assert.Equal(SnapshotStatus.Unfit, refusal.Status);
            Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
            Assert.NotEmpty(live.Library.Misfits(live.Library.Get(name).Info!));
        }

        Assert.Equal((before, 0L), (await live.HashAsync(), live.Position.Epoch));
        Assert.DoesNotContain("restored", live.EventsFrom(0).Names);
    }

    [Fact]
    public async Task Restore_WithAlarmsThatCameSince_ClearsThemAndRaisesThoseOfTheSnapshot()
    {
        await using var live = new LiveRun();
        await live.StepAsync(20);
        await live.Library.TakeAsync("cool", string.Empty, "test");
        await live.DoAsync(new TwinCommand.SetParameter("h2/power", 300));
        await live.StepAsync(3000);
        List<string> raised = [.. live.EventsFrom(0).Names.Where(name => name.StartsWith("h2/", StringComparison.Ordinal))];
        Assert.NotEmpty(raised);
        await live.Library.TakeAsync("hot", string.Empty, "test");

        long from = live.Runner.Events.Written;
        (_, long epoch) = await live.Library.RestoreAsync("cool", "test");
        (List<string> names, List<EventRecord> records) = live.EventsFrom(from);
        Assert.Equal("restored", names[0]);
        Assert.Equal((20.0, 3020.0), (records[0].First, records[0].Second));
        Assert.All(records, record => Assert.Equal((epoch, 20L), (record.Epoch, record.Step)));
        Assert.All(raised, name => Assert.Contains("-" + name, names));
        Assert.DoesNotContain(names[1..], name => !name.StartsWith('-'));

        from = live.Runner.Events.Written;
        await live.Library.RestoreAsync("hot", "test");
        (List<string> back, _) = live.EventsFrom(from);
        Assert.Equal(names.Skip(1).Select(name => name[1..]).Order(StringComparer.Ordinal), back.Skip(1).Order(StringComparer.Ordinal));

        // The same once more: nothing came and nothing went.
        from = live.Runner.Events.Written;
        await live.Library.RestoreAsync("hot", "test");
        Assert.Equal(["restored"], live.EventsFrom(from).Names);
    }

    [Fact]
    public async Task Restore_InTheCommandLog_RepeatsTheRun()
    {
        ulong hash;
        IReadOnlyList<LoggedCommand> log;
        var live = new LiveRun();
        await using (live)
        {
            await live.MoveAsync(40);
            await live.Library.TakeAsync("a", string.Empty, "test");
            await live.MoveAsync(30);
            await live.Library.RestoreAsync("a", "somebody");
            await live.MoveAsync(20);
            hash = await live.HashAsync();
        }

        log = live.Runner.CommandLog;
        var restore = Assert.IsType<TwinCommand.Restore>(log.Single(logged => logged.Command is TwinCommand.Restore).Command);
        Assert.Equal(("a", "somebody", 40L), (restore.Name, restore.Origin, restore.Snapshot.Step));
        Assert.DoesNotContain(log, logged => logged.Command is TwinCommand.Capture or TwinCommand.Announce);
        Simulation replay = Run(live.Runner.Model.CompileAgain(), LiveRun.Traffic);
        int next = 0;
        while (next < log.Count || replay.State.Step < 60)
        {
            while (next < log.Count && log[next].Step == replay.State.Step)
            {
                replay.Do(log[next++].Command);
            }

            replay.Step();
        }

        Assert.Equal(hash, replay.State.Hash());
    }

    [Fact]
    public async Task EachCall_WithABadName_SaysWhatIsWrongAndChangesNothing()
    {
        await using var live = new LiveRun(store: new MemorySnapshotStore(new SnapshotLimits(Count: 2)));
        await live.Library.TakeAsync("before-fan", string.Empty, "test");
        await Refused(SnapshotStatus.NameTaken, "There is a snapshot 'before-fan' already", () => live.Library.TakeAsync("before-fan", string.Empty, "test"));
        await Refused(SnapshotStatus.BadRequest, "'../x' is no name. Allowed are", () => live.Library.TakeAsync("../x", string.Empty, "test"));
        await Refused(SnapshotStatus.BadRequest, "at most 1000", () => live.Library.TakeAsync("x", new string('x', 1001), "test"));
        await Refused(SnapshotStatus.NotFound, "There is no snapshot 'before-fam'. Nearest: before-fan.", () => live.Library.RestoreAsync("before-fam", "test"));
        await Refused(SnapshotStatus.NotFound, "Known are before-fan.", () => Task.Run(() => live.Library.Delete("other")));
        await Refused(SnapshotStatus.NotFound, "There is no fork 'f'. There are none.", () => Task.Run(() => live.Library.DeleteFork("f")));
        await live.Library.TakeAsync("two", string.Empty, "test");
        await Refused(SnapshotStatus.Full, "There are 2 snapshots, the most that are kept; delete one first.", () => live.Library.TakeAsync("three", string.Empty, "test"));
        live.Library.Delete("two");
        await live.Library.TakeAsync("three", string.Empty, "test");
        Assert.Equal(["before-fan", "three"], live.Library.List().Select(entry => entry.Name));
        var small = new SnapshotLimits(Bytes: 1000);
        await using var cramped = new LiveRun(store: new MemorySnapshotStore(small));
        await Refused(SnapshotStatus.Full, "at most 1000 are kept", () => cramped.Library.TakeAsync("a", string.Empty, "test"));
    }

    [Fact]
    public async Task Take_OfATwinThatStops_IsRefused()
    {
        var live = new LiveRun();
        await live.Runner.DisposeAsync();
        await Refused(SnapshotStatus.Unavailable, "The twin is stopping.", () => live.Library.TakeAsync("a", string.Empty, "test"));
        Assert.Empty(live.Library.List());
    }

    [Fact]
    public void Capture_OfAWarmRun_AllocatesNothingOnTheSteppingThread()
    {
        Simulation simulation = Run(LiveRun.CompileNoisy(), LiveRun.Traffic);
        ChassisState target = simulation.Model.NewState();
        simulation.Step(200);
        for (int i = 0; i < 3; i++)
        {
            target.CopyFrom(simulation.State);
            simulation.Announce(RunNotice.SnapshotTaken, 1, 0);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            target.CopyFrom(simulation.State);
            simulation.Announce(RunNotice.SnapshotTaken, 1, 0);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static async Task Refused(SnapshotStatus status, string part, Func<Task> call)
    {
        SnapshotException refusal = await Assert.ThrowsAsync<SnapshotException>(call);
        Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(status, refusal.Status);
    }
}
