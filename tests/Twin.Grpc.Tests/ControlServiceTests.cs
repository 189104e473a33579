using Grpc.Core;
using Twin.Engine.Running;
using Twin.Units;
using Twin.V1;

namespace Twin.Grpc.Tests;

public sealed class ControlServiceTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task EachMethod_Applied_SendsItsCommand()
    {
        ControlService.ControlServiceClient control = _server.Control;
        await control.PauseAsync(new PauseRequest());
        await control.ResumeAsync(new ResumeRequest());
        await control.StepAsync(new StepRequest());
        await control.StepAsync(new StepRequest { Count = 5 });
        await control.SetSpeedAsync(new SetSpeedRequest { Factor = double.PositiveInfinity });
        await control.SetParameterAsync(new SetParameterRequest { Path = "oe00/bias", Value = new Quantity { Text = "120 mA" } });
        await control.OverrideActuatorAsync(new OverrideActuatorRequest { Path = "chassis0/fan0/speed", Value = new Quantity { Si = 0.8 }, TimeOutMs = 2500 });
        await control.OverrideActuatorAsync(new OverrideActuatorRequest { Path = "loop/setpoint", Value = new Quantity { Text = "32.5 degC" } });
        await control.ReleaseActuatorAsync(new ReleaseActuatorRequest { Path = "fan0/speed" });
        await control.InjectFaultAsync(new InjectFaultRequest { Path = "oe01/dead" });
        await control.InjectFaultAsync(new InjectFaultRequest { Path = "oe01/dead", Severity = new Quantity { Text = "40 %" } });
        await control.ClearFaultAsync(new ClearFaultRequest { Path = "oe01/dead" });
        await control.ChooseWorkloadAsync(new ChooseWorkloadRequest { Name = "idle" });
        await control.EnablePortAsync(new EnablePortRequest { Path = "port01", Enabled = true });
        await control.SetPresenceAsync(new SetPresenceRequest { Path = "oe02" });
        await control.ResetComponentAsync(new ResetComponentRequest { Path = "oe02" });
        Assert.All(_server.Twin.Commands, command => Assert.StartsWith("grpc ipv4:127.0.0.1:", command.Origin, StringComparison.Ordinal));
        TwinCommand[] expected =
        [
            new TwinCommand.Pause(),
            new TwinCommand.Resume(),
            new TwinCommand.Step(1),
            new TwinCommand.Step(5),
            new TwinCommand.SetSpeed(double.PositiveInfinity),
            new TwinCommand.SetParameter("oe00/bias", 0.12),
            new TwinCommand.OverrideActuator("chassis0/fan0/speed", 0.8, Duration.FromMilliseconds(2500)),
            new TwinCommand.OverrideActuator("loop/setpoint", 32.5, null),
            new TwinCommand.ReleaseActuator("fan0/speed"),
            new TwinCommand.InjectFault("oe01/dead", 1),
            new TwinCommand.InjectFault("oe01/dead", 0.4),
            new TwinCommand.ClearFault("oe01/dead"),
            new TwinCommand.ChooseWorkload("idle"),
            new TwinCommand.EnablePort("port01", true),
            new TwinCommand.SetPresence("oe02", false),
            new TwinCommand.ResetComponent("oe02"),
        ];
        Assert.Equal(expected, _server.Twin.Commands.Select(command => command with { Origin = string.Empty }));
    }

    [Fact]
    public async Task Applied_WithOldValue_TellsStepOldAndNew()
    {
        _server.Twin.Answer = (_, _) => Task.FromResult(new CommandOutcome(CommandStatus.Applied, Step: 99, OldValue: 0.5));
        CommandResult result = await _server.Control.OverrideActuatorAsync(
            new OverrideActuatorRequest { Path = "fan0/speed", Value = new Quantity { Text = "80 %" } });
        Assert.Equal((99, 0.5, 0.8), (result.Step, result.OldValue, result.NewValue));
        _server.Twin.Answer = (_, _) => Task.FromResult(new CommandOutcome(CommandStatus.Applied, Step: 100));
        result = await _server.Control.PauseAsync(new PauseRequest());
        Assert.False(result.HasOldValue || result.HasNewValue);
    }

    [Theory]
    [InlineData(CommandStatus.NotFound, StatusCode.NotFound, "There is no actuator 'fan9/speed'. Nearest: fan0/speed, fan1/speed.")]
    [InlineData(CommandStatus.InvalidValue, StatusCode.InvalidArgument, "It takes 0.25 to 0.75.")]
    [InlineData(CommandStatus.InvalidState, StatusCode.FailedPrecondition, "It takes 0.25 to 0.75.")]
    [InlineData(CommandStatus.Busy, StatusCode.ResourceExhausted, "It takes 0.25 to 0.75.")]
    public async Task Refused_ByTheTwin_MapsStatusAndHelps(CommandStatus status, StatusCode code, string message)
    {
        _server.Twin.Answer = (_, _) => Task.FromResult(new CommandOutcome(status, "It takes 0.25 to 0.75.", Minimum: 0.25, Maximum: 0.75));
        RpcException error = await Assert.ThrowsAsync<RpcException>(() => _server.Control.OverrideActuatorAsync(
            new OverrideActuatorRequest { Path = "fan9/speed", Value = new Quantity { Si = 5 } }).ResponseAsync);
        Assert.Equal((code, message), (error.StatusCode, error.Status.Detail));
    }

    [Theory]
    [InlineData("chassis0/fan9/speed", "There is no actuator 'chassis0/fan9/speed'. Nearest: chassis0/fan0/speed, chassis0/fan1/speed.")]
    [InlineData("loop/set-point", "There is no actuator 'loop/set-point'. Nearest: loop/setpoint.")]
    [InlineData("x", "There is no actuator 'x'. Known are fan0/speed, fan1/speed, loop/setpoint.")]
    public async Task NotFound_AnyPath_NamesWhatIsNear(string path, string message)
    {
        _server.Twin.Answer = (_, _) => Task.FromResult(new CommandOutcome(CommandStatus.NotFound));
        RpcException error = await Assert.ThrowsAsync<RpcException>(
            () => _server.Control.ReleaseActuatorAsync(new ReleaseActuatorRequest { Path = path }).ResponseAsync);
        Assert.Equal((StatusCode.NotFound, message), (error.StatusCode, error.Status.Detail));
    }

    [Fact]
    public async Task InvalidValue_WithoutMessage_GivesTheRange()
    {
        _server.Twin.Answer = (_, _) => Task.FromResult(new CommandOutcome(CommandStatus.InvalidValue, Minimum: 15, Maximum: 45));
        await Refused(
            new OverrideActuatorRequest { Path = "loop/setpoint", Value = new Quantity { Si = 50 } },
            StatusCode.InvalidArgument,
            "The value is out of range. Valid: 15 degC to 45 degC.");
    }

    [Fact]
    public async Task Value_BadText_SaysWhatWouldBeRight()
    {
        await Refused(
            new OverrideActuatorRequest { Path = "loop/setpoint", Value = new Quantity { Text = "30 W" } },
            StatusCode.InvalidArgument,
            "Valid: 15 degC to 45 degC.");
        await Refused(
            new OverrideActuatorRequest { Path = "fan7/speed", Value = new Quantity { Text = "30 %" } },
            StatusCode.NotFound,
            "There is no actuator 'fan7/speed'. Nearest: fan0/speed, fan1/speed.");
        await Refused(new OverrideActuatorRequest { Path = "fan0/speed" }, StatusCode.InvalidArgument, "The value is missing: a number in si, or a text with unit. Valid: 0.2 to 1.");
        await Refused(
            new OverrideActuatorRequest { Path = "fan0/speed", Value = new Quantity { Si = 1 }, TimeOutMs = 0 },
            StatusCode.InvalidArgument,
            "The time-out of 0 ms is not accepted");
        Assert.Empty(_server.Twin.Commands);
    }

    [Fact]
    public async Task Send_TwinStopsMeanwhile_IsUnavailable()
    {
        var arrived = new TaskCompletionSource();
        _server.Twin.Answer = async (_, cancellationToken) =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return new CommandOutcome(CommandStatus.Applied);
        };
        Task<CommandResult> pausing = _server.Control.PauseAsync(new PauseRequest()).ResponseAsync;
        await arrived.Task;
        _server.BeginStop();
        await SignalServiceTests.Fails(() => pausing, StatusCode.Unavailable, "the twin is stopping");
    }

    [Fact]
    public async Task GetStatus_WithLateness_CountsStepsByHowLateTheyBegan()
    {
        foreach (double seconds in (double[])[2e-6, 2e-6, 3e-4])
            _server.Twin.Lateness.Record(seconds);
        Assert.Null((await _server.Control.GetStatusAsync(new GetStatusRequest())).Lateness);
        StepLateness lateness = (await _server.Control.GetStatusAsync(new GetStatusRequest { WithLateness = true })).Lateness;
        Assert.Equal([2L, 1L], lateness.Steps);
        Assert.InRange(lateness.UpToS[0], 2e-6, 2.1e-6);
        Assert.InRange(lateness.UpToS[1], 3e-4, 3.15e-4);
    }

    [Fact]
    public async Task GetStatus_Running_TellsPacing()
    {
        RunStatus status = await _server.Control.GetStatusAsync(new GetStatusRequest());
        Assert.Equal((1234, 1_234_000_000), (status.Position.Step, status.Position.SimulationTimeNs));
        Assert.Equal((false, 1, 0.99, 3), (status.IsPaused, status.RequestedSpeed, status.AchievedSpeed, status.MissedDeadlines));
        Assert.Equal((0.005, 60e-6, 200e-6), (status.SkippedTimeS, status.MeanStepS, status.MaximumStepS));
        Assert.Equal(("thermal", "chassis0/oe01", "idle"), (status.LastMissedStage, status.LastMissedComponent, status.Workload));
        Assert.Equal(("thermal", "chassis0/oe01", 3L), (status.Missed[0].Stage, status.Missed[0].Component, status.Missed[0].Count));
        Assert.Equal(2U, status.LostThreads);
        _server.Twin.Run(9);
        status = await _server.Control.GetStatusAsync(new GetStatusRequest());
        Assert.Equal(8, status.Position.Step);
    }

    [Fact]
    public async Task GetStatus_StreamsOpen_TellsThemAndTheMemory()
    {
        RunStatus status = await _server.Control.GetStatusAsync(new GetStatusRequest());
        Assert.Equal((0u, 0u, 0u), (status.Server.OpenStreams, status.Server.Subscriptions, status.Server.EventReaders));
        _server.Twin.Run();
        using AsyncServerStreamingCall<SubscribeEventsResponse> events = _server.Events.Subscribe(new SubscribeEventsRequest());
        using AsyncServerStreamingCall<SubscribeResponse> signals = _server.Signals.Subscribe(
            new SubscribeRequest { Selection = new Selection { Globs = { "**" } }, Sampled = new Sampled { PeriodMs = 1 } });
        Assert.True(await events.ResponseStream.MoveNext());
        Assert.True(await signals.ResponseStream.MoveNext());
        Assert.True(await signals.ResponseStream.MoveNext());
        status = await _server.Control.GetStatusAsync(new GetStatusRequest { WithLateness = true });
        Assert.Equal((2u, 1u, 1u), (status.Server.OpenStreams, status.Server.Subscriptions, status.Server.EventReaders));
        Assert.True(status.Server.AllocatedBytes > 0 && status.Server.WorkingSetBytes > status.Server.HeapBytes);
    }

    private Task Refused(OverrideActuatorRequest request, StatusCode code, string part) =>
        SignalServiceTests.Fails(() => _server.Control.OverrideActuatorAsync(request).ResponseAsync, code, part);
}
