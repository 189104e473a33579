using Grpc.Core;
using Twin.Engine.Snapshots;
using Twin.Engine.Stepping;
using Twin.Engine.Workloads;
using Twin.V1;
using static Twin.Grpc.Tests.SignalServiceTests;
using Command = Twin.V1.Command;
using Moment = Twin.V1.Moment;
using RunAheadRequest = Twin.V1.RunAheadRequest;
using ValueDifference = Twin.V1.ValueDifference;

namespace Twin.Grpc.Tests;

public sealed class SnapshotServiceTests : IAsyncLifetime
{
    private SnapshotServer _server = null!;

    private SnapshotService.SnapshotServiceClient Snapshots => _server.Snapshots;

    public async Task InitializeAsync() => _server = await SnapshotServer.StartAsync(new SnapshotOptions { MaximumRunAheads = 1 });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Take_ListGetDelete_TellTheSame()
    {
        await _server.StepAsync(12);
        Snapshot taken = await Snapshots.TakeAsync(new TakeSnapshotRequest { Name = "before", Description = "cold" });
        Assert.Equal(("before", "cold", 12L, 12_000_000L, "idle"), (taken.Name, taken.Description, taken.Position.Step, taken.Position.SimulationTimeNs, taken.Workload));
        Assert.True(taken.IsUsable && taken.SizeBytes > 0 && taken.TakenAt is not null);
        Assert.Equal(("small", "test.heater", "1.0", "abc"), (taken.Chassis.Model, taken.Chassis.Plugins[0].Id, taken.Chassis.Plugins[0].Version, taken.Chassis.Plugins[0].ContentHash));
        ListSnapshotsResponse list = await Snapshots.ListAsync(new ListSnapshotsRequest());
        Assert.Equal("memory", list.Place);
        Assert.Equal(taken, Assert.Single(list.Snapshots));
        Assert.Equal(taken, await Snapshots.GetAsync(new GetSnapshotRequest { Name = "before" }));
        await Snapshots.DeleteAsync(new DeleteSnapshotRequest { Name = "before" });
        Assert.Empty((await Snapshots.ListAsync(new ListSnapshotsRequest())).Snapshots);
    }

    [Fact]
    public async Task Restore_WithOpenStreams_TheyGoOnInTheNewEpoch()
    {
        await _server.StepAsync(10);
        await Snapshots.TakeAsync(new TakeSnapshotRequest { Name = "a" });
        using AsyncServerStreamingCall<SubscribeResponse> signals = _server.Signals.Subscribe(
            new SubscribeRequest { Selection = new Selection { Globs = { "h0/body/temperature" } }, Sampled = new Sampled { PeriodMs = 10 } });
        using AsyncServerStreamingCall<SubscribeResponse> changes = _server.Signals.Subscribe(
            new SubscribeRequest { Selection = new Selection { Globs = { "h0/body/temperature" } }, OnChange = new OnChange() });
        using AsyncServerStreamingCall<SubscribeEventsResponse> events = _server.Events.Subscribe(new SubscribeEventsRequest());
        Assert.NotNull((await Next(signals)).Dictionary);
        Assert.NotNull((await Next(changes)).Dictionary);
        await Next(events);
        Assert.Equal((0L, 10L), At((await Next(signals)).Samples.Position));
        Assert.Equal((0L, 10L), At((await Next(changes)).Samples.Position));

        // Hot enough for alarms, which the snapshot does not have.
        await _server.Control.SetParameterAsync(new SetParameterRequest { Path = "h0/power", Value = new Quantity { Si = 1000 } });
        await _server.StepAsync(1500);
        Event[] raised = [.. (await _server.Events.ListActiveAsync(new ListActiveRequest())).Alarms];
        Assert.NotEmpty(raised);
        Position position = (await Snapshots.RestoreAsync(new RestoreSnapshotRequest { Name = "a" })).Position;
        Assert.Equal(10, position.Step);
        Assert.True(position.Epoch > 0);
        Assert.Empty((await _server.Events.ListActiveAsync(new ListActiveRequest())).Alarms);
        Assert.Equal((position.Epoch, 10L), At((await _server.Control.GetStatusAsync(new GetStatusRequest())).Position));

        double first = (await _server.Signals.ReadAsync(new ReadRequest { Selection = new Selection { Globs = { "h0/body/temperature" } } })).Values[0];
        Samples sample;
        do
        {
            sample = (await Next(signals)).Samples;
        }
        while (sample.Position.Epoch == 0);
        Assert.Equal((position.Epoch, 10L), At(sample.Position));
        Assert.Equal(first, sample.Values[0]);
        SubscribeResponse change;
        do
        {
            change = await Next(changes);
        }
        while (change.Changes is not null);
        Assert.Equal((position.Epoch, 10L), At(change.Samples.Position));

        var seen = new List<Event>();
        do
        {
            seen.AddRange((await Next(events)).Events);
        }
        while (seen.Count(item => item.IsCleared) < raised.Length);
        Event restored = Assert.Single(seen, item => item.Path == "chassis0/restored");
        Assert.Equal("The run was set to step 10 of a snapshot and goes on from there in a new epoch; it was at step 1510.", restored.Text);
        Assert.Equal((position.Epoch, 10L), At(restored.Position));
        Assert.Equal(raised.Select(alarm => alarm.Path).Order(), seen.Where(item => item.IsCleared).Select(item => item.Path).Order());

        // It goes on, and streams with it.
        await _server.StepAsync(10);
        Assert.Equal((position.Epoch, 20L), At((await Next(signals)).Samples.Position));
    }

    [Fact]
    public async Task RunAhead_WithCommands_StreamsWhatTheLiveRunThenDoes()
    {
        await _server.StepAsync(5);
        var request = new RunAheadRequest
        {
            Commands =
            {
                new Command { SetParameter = new SetParameterRequest { Path = "h0/power", Value = new Quantity { Text = "800 W" } } },
                new Command { InjectFault = new InjectFaultRequest { Path = "h1/dead" } },
                new Command { ChooseWorkload = new ChooseWorkloadRequest { Name = "constant" } },
            },
            Seconds = 2,
            Selection = new Selection { Globs = { "h*/body/temperature" } },
            PeriodMs = 500,
            KeepAs = "hot",
        };
        var messages = new List<RunAheadResponse>();
        using (AsyncServerStreamingCall<RunAheadResponse> call = Snapshots.RunAhead(request))
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
                messages.Add(call.ResponseStream.Current);
        }

        Assert.Equal((2000L, 5L), (messages[0].Start.Steps, messages[0].Start.Position.Step));
        Assert.Equal(["chassis0/h0/body/temperature", "chassis0/h1/body/temperature"], messages[1].Dictionary.Entries.Select(entry => entry.Path));
        Samples[] samples = [.. messages.Where(message => message.Samples is not null).Select(message => message.Samples)];
        Assert.Equal([5, 500, 1000, 1500, 2000, 2005], samples.Select(sample => sample.Position.Step));
        Assert.Contains(messages.Where(message => message.Events is not null).SelectMany(message => message.Events.Events), item => item.IsAlarm && item.Component == "chassis0/h0");
        RunAheadEnd end = messages[^1].End;
        Assert.Equal(2005, end.Position.Step);
        Assert.True(end.Speed > 0 && end.ElapsedS > 0);
        Assert.Equal(5, _server.Runner.Pacing.Step);
        ForkedRun kept = Assert.Single((await Snapshots.ListForksAsync(new ListForksRequest())).Forks);
        Assert.Equal(("hot", 3u, 2005L, Moment.OfOneofCase.Live), (kept.Name, kept.CommandCount, kept.Position.Step, kept.Parent.OfCase));

        await _server.Control.SetParameterAsync(request.Commands[0].SetParameter);
        await _server.Control.InjectFaultAsync(request.Commands[1].InjectFault);
        await _server.Control.ChooseWorkloadAsync(request.Commands[2].ChooseWorkload);
        await _server.StepAsync(2000);
        Snapshot live = await Snapshots.TakeAsync(new TakeSnapshotRequest { Name = "live" });
        Assert.Equal(live.StateHash, end.StateHash);
        CompareResponse same = await Snapshots.CompareAsync(new CompareRequest { First = new Moment { Snapshot = "live" }, Second = new Moment { Fork = "hot" } });
        Assert.Equal((true, 0u, 0), (same.IsSameChassis, same.Differing, same.Knobs.Count));
    }

    [Fact]
    public async Task Fork_ThenCommandsAndCompare_TellsWhatDiffers()
    {
        ForkedRun fork = await Snapshots.ForkAsync(new ForkRequest { Name = "f", Description = "what if" });
        Assert.Equal(("f", "what if", 0u), (fork.Name, fork.Description, fork.CommandCount));
        Assert.NotEqual(0, fork.Position.Epoch);
        fork = await Snapshots.CommandForkAsync(new CommandForkRequest
        {
            Name = "f",
            Commands = { new Command { SetParameter = new SetParameterRequest { Path = "chassis0/h0/power", Value = new Quantity { Si = 90 } } } },
        });
        Assert.Equal(1u, fork.CommandCount);
        CompareResponse response = await Snapshots.CompareAsync(new CompareRequest { Second = new Moment { Fork = "f" } });
        ValueDifference knob = Assert.Single(response.Knobs);
        Assert.Equal(("chassis0/h0/power", "W", 20.0, 90.0, 70.0, 70.0 / 90), (knob.Path, knob.Unit, knob.First, knob.Second, knob.Difference, knob.Relative));
        Assert.Equal((0u, true, fork.Position), (response.Differing, response.IsSameChassis, response.Second));
        await Snapshots.DeleteForkAsync(new DeleteForkRequest { Name = "f" });
        Assert.Empty((await Snapshots.ListForksAsync(new ListForksRequest())).Forks);
    }

    [Fact]
    public async Task EachCall_WithBadInput_HasItsStatusAndAMessageThatHelps()
    {
        await Snapshots.TakeAsync(new TakeSnapshotRequest { Name = "before" });
        Simulation other = new(SmallChassis.Compile(seed: 7), [new IdleWorkload()]);
        _server.Store.Add(StateSnapshot.Of(other.State, [new IdleWorkload()], "other", string.Empty, DateTimeOffset.UnixEpoch));
        await Fails(() => Snapshots.TakeAsync(new TakeSnapshotRequest { Name = "before" }).ResponseAsync, StatusCode.AlreadyExists, "There is a snapshot 'before' already");
        await Fails(() => Snapshots.TakeAsync(new TakeSnapshotRequest { Name = "../../etc" }).ResponseAsync, StatusCode.InvalidArgument, "Allowed are letters");
        await Fails(() => Snapshots.GetAsync(new GetSnapshotRequest { Name = "befor" }).ResponseAsync, StatusCode.NotFound, "Nearest: before.");
        await Fails(() => Snapshots.RestoreAsync(new RestoreSnapshotRequest { Name = "befor" }).ResponseAsync, StatusCode.NotFound, "Nearest: before.");
        await Fails(() => Snapshots.DeleteAsync(new DeleteSnapshotRequest { Name = "" }).ResponseAsync, StatusCode.InvalidArgument, "The name is missing.");
        await Fails(() => Snapshots.RestoreAsync(new RestoreSnapshotRequest { Name = "other" }).ResponseAsync, StatusCode.FailedPrecondition, "is of another description of 'small'");
        Snapshot unfit = await Snapshots.GetAsync(new GetSnapshotRequest { Name = "other" });
        Assert.False(unfit.IsUsable);
        Assert.Contains("another description", Assert.Single(unfit.Problems), StringComparison.Ordinal);
        await Snapshots.TakeAsync(new TakeSnapshotRequest { Name = "third" });
        await Fails(() => Snapshots.TakeAsync(new TakeSnapshotRequest { Name = "fourth" }).ResponseAsync, StatusCode.ResourceExhausted, "There are 3 snapshots, the most that are kept");
        await Fails(() => Snapshots.ForkAsync(new ForkRequest { Name = "f", From = new Moment { Fork = "g" } }).ResponseAsync, StatusCode.NotFound, "There is no fork 'g'.");
        await Fails(() => Snapshots.CompareAsync(new CompareRequest { MinimumRelative = -1 }).ResponseAsync, StatusCode.InvalidArgument, "zero or more");
        await Fails(() => Snapshots.CompareAsync(new CompareRequest { Limit = 10_001 }).ResponseAsync, StatusCode.InvalidArgument, "Valid: 1 to 10000");
        await Fails(() => Snapshots.CompareAsync(new CompareRequest { Selection = new Selection { Globs = { "h7/**" } } }).ResponseAsync, StatusCode.NotFound, "No signal matches 'h7/**'");
        await AheadFails(new RunAheadRequest { Seconds = 0 }, StatusCode.InvalidArgument, "A run ahead of 0 s is out of range: 0.001 to 86400 s");
        await AheadFails(new RunAheadRequest { Seconds = double.PositiveInfinity }, StatusCode.InvalidArgument, "out of range");
        await AheadFails(new RunAheadRequest { Seconds = double.NaN }, StatusCode.InvalidArgument, "is no number");
        await AheadFails(new RunAheadRequest { Seconds = 1, From = new Moment { Snapshot = "other" } }, StatusCode.FailedPrecondition, "another description");
        await AheadFails(
            new RunAheadRequest
            {
                Seconds = 1,
                Commands =
                {
                    new Command(),
                    new Command { SetParameter = new SetParameterRequest { Path = "h0/powr", Value = new Quantity { Si = 1 } } },
                    new Command { SetParameter = new SetParameterRequest { Path = "h0/power", Value = new Quantity { Text = "5 kg" } } },
                    new Command { ClearFault = new ClearFaultRequest { Path = "h0/dead" } },
                },
            },
            StatusCode.InvalidArgument,
            "commands[0]: It is empty: set_parameter,",
            "\ncommands[1]: There is no parameter 'h0/powr'.",
            "\ncommands[2]: ");
        Assert.Equal((0L, 0L), (_server.Runner.Pacing.Epoch, _server.Runner.Pacing.Step));
        Assert.Empty(_server.Library.Forks);
        Assert.Equal(0, _server.Library.RunAheads);
    }

    [Fact]
    public async Task RunAhead_OfAClientThatDoesNotRead_HoldsUpNobodyAndEndsWhenItGoes()
    {
        // A day of values is never sent: the run waits for its client, and a second one is one too many.
        var request = new RunAheadRequest { Seconds = 86_400, PeriodMs = 1, Selection = new Selection { Globs = { "**" } }, KeepAs = "never" };
        using (AsyncServerStreamingCall<RunAheadResponse> call = Snapshots.RunAhead(request))
        {
            Assert.NotNull((await Next(call)).Start);
            await AheadFails(new RunAheadRequest { Seconds = 1 }, StatusCode.ResourceExhausted, "1 runs ahead are under way, the most at a time");
            await _server.StepAsync(20);
            Assert.Equal(20, (await _server.Control.GetStatusAsync(new GetStatusRequest())).Position.Step);
        }

        await TestServer.UntilAsync(() => _server.Library.RunAheads == 0);
        using AsyncServerStreamingCall<RunAheadResponse> next = Snapshots.RunAhead(new RunAheadRequest { Seconds = 0.01 });
        Assert.Equal(10, (await Next(next)).Start.Steps);
        Assert.Empty(_server.Library.Forks);
    }

    [Fact]
    public async Task RunAhead_OfAClientThatTakesNothingForLong_IsEndedAndMakesRoom()
    {
        await using SnapshotServer server = await SnapshotServer.StartAsync(new SnapshotOptions { MaximumRunAheads = 1 }, new GrpcOptions { RunAheadStallSeconds = 1 });
        var request = new RunAheadRequest { Seconds = 86_400, PeriodMs = 1, Selection = new Selection { Globs = { "**" } }, KeepAs = "never" };
        using AsyncServerStreamingCall<RunAheadResponse> stalled = server.Snapshots.RunAhead(request);
        Assert.NotNull((await Next(stalled)).Start);
        await TestServer.UntilAsync(() => server.Library.RunAheads == 0);
        using AsyncServerStreamingCall<RunAheadResponse> next = server.Snapshots.RunAhead(new RunAheadRequest { Seconds = 0.01 });
        Assert.Equal(10, (await Next(next)).Start.Steps);
        RpcException ended = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await stalled.ResponseStream.MoveNext(CancellationToken.None))
            {
                // What had been sent before still comes.
            }
        });
        Assert.Equal(StatusCode.ResourceExhausted, ended.StatusCode);
        Assert.Contains("its client has taken none of its messages for 1 s (Limits:RunAheadStallSeconds)", ended.Status.Detail, StringComparison.Ordinal);
        Assert.Empty(server.Library.Forks);
    }

    [Fact]
    public async Task CommandFork_MoreThanOneForkKeeps_IsRefusedAndAForkOfItGoesOn()
    {
        await using SnapshotServer server = await SnapshotServer.StartAsync(new SnapshotOptions { MaximumForkCommands = 3 });
        Command power = new() { SetParameter = new SetParameterRequest { Path = "chassis0/h0/power", Value = new Quantity { Si = 30 } } };
        await server.Snapshots.ForkAsync(new ForkRequest { Name = "f", Commands = { power, power } });
        await Fails(
            () => server.Snapshots.CommandForkAsync(new CommandForkRequest { Name = "f", Commands = { power, power } }).ResponseAsync,
            StatusCode.ResourceExhausted,
            "The fork 'f' has been given 2 commands, and with these 2 it were more than 3, the most that one fork keeps");
        Assert.Equal(3u, (await server.Snapshots.CommandForkAsync(new CommandForkRequest { Name = "f", Commands = { power } })).CommandCount);
        using AsyncServerStreamingCall<RunAheadResponse> ahead = server.Snapshots.RunAhead(new RunAheadRequest { From = new Moment { Fork = "f" }, KeepAs = "f", Seconds = 0.01, Commands = { power } });
        RpcException refused = await Assert.ThrowsAsync<RpcException>(() => ahead.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        await server.Snapshots.ForkAsync(new ForkRequest { Name = "g", From = new Moment { Fork = "f" }, Commands = { power } });
    }

    [Fact]
    public async Task RunAhead_TwinStopsMeanwhile_IsUnavailable()
    {
        using AsyncServerStreamingCall<RunAheadResponse> call = Snapshots.RunAhead(new RunAheadRequest { Seconds = 86_400 });
        Assert.NotNull((await Next(call)).Start);
        _server.BeginStop();
        await Fails(
            async () =>
            {
                while (await call.ResponseStream.MoveNext(CancellationToken.None))
                {
                }

                return call;
            },
            StatusCode.Unavailable,
            "the twin is stopping");
    }

    [Fact]
    public async Task Service_WithoutALibrary_IsNotThere()
    {
        await using TestServer plain = await TestServer.StartAsync();
        var client = new SnapshotService.SnapshotServiceClient(plain.Channel);
        RpcException error = await Assert.ThrowsAsync<RpcException>(() => client.ListAsync(new ListSnapshotsRequest()).ResponseAsync);
        Assert.Equal(StatusCode.Unimplemented, error.StatusCode);
    }

    private static (long Epoch, long Step) At(Position position) => (position.Epoch, position.Step);

    private async Task AheadFails(RunAheadRequest request, StatusCode code, params string[] parts)
    {
        using AsyncServerStreamingCall<RunAheadResponse> call = Snapshots.RunAhead(request);
        foreach (string part in parts)
            await Fails(
                async () =>
                {
                    await call.ResponseStream.MoveNext(CancellationToken.None);
                    return call;
                },
                code,
                part);
    }
}
