using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1;
using Twin.V1;

namespace Twin.Grpc.Tests;

public sealed class ChassisServiceTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task GetChassis_Any_TellsModelAndComponents()
    {
        GetChassisResponse chassis = await _server.Chassis.GetChassisAsync(new GetChassisRequest());
        Assert.Equal(("test", "chassis0", 0xfeedUL), (chassis.Model, chassis.Instance, chassis.DictionaryVersion));
        Assert.Equal((67U, 5U, 2U), (chassis.SignalCount, chassis.KnobCount, chassis.PortCount));
        Assert.Equal(["oe00", "oe01", "oe02", "oe03"], chassis.Components.Select(component => component.Name));
        Assert.Equal(16U, chassis.Components[1].StatusSignal);
    }

    [Fact]
    public async Task ListSignals_Paged_GivesAllOnce()
    {
        var ids = new List<uint>();
        var request = new ListSignalsRequest { Page = new Page { Size = 20 } };
        do
        {
            ListSignalsResponse response = await _server.Chassis.ListSignalsAsync(request);
            Assert.Equal(67U, response.Total);
            ids.AddRange(response.Signals.Select(signal => signal.Id));
            request.Page.Token = response.NextPageToken;
        }
        while (request.Page.Token.Length > 0);
        Assert.Equal(Enumerable.Range(0, 67).Select(id => (uint)id), ids);
    }

    [Fact]
    public async Task ListSignals_Filtered_GivesWhatMatchesAll()
    {
        ListSignalsResponse response = await _server.Chassis.ListSignalsAsync(new ListSignalsRequest
        {
            Globs = { "**/lane00/*", "**/status" },
            Components = { "oe{01..02}" },
            Kinds = { SignalKind.Status },
        });
        Assert.Equal(["chassis0/oe01/status", "chassis0/oe02/status"], response.Signals.Select(signal => signal.Path));
        Signal status = response.Signals[0];
        Assert.Equal(["ok", "quarantined", "absent", "inserting"], status.States);
        Assert.Equal(("1", "", "chassis0/oe01", false), (status.Unit, status.Dimension, status.Component, status.HasLane));
        Assert.Equal("transmit", status.Attributes["direction"]);
        response = await _server.Chassis.ListSignalsAsync(new ListSignalsRequest { Components = { "chassis0" } });
        Assert.Equal(3, response.Signals.Count);
        Signal lane = (await _server.Chassis.ListSignalsAsync(new ListSignalsRequest { Globs = { "oe03/lane07/heater-power" } })).Signals.Single();
        Assert.Equal((7U, "W", "power", SignalKind.Truth, "hw.test"), (lane.Lane, lane.Unit, lane.Dimension, lane.Kind, lane.Metric));
    }

    [Fact]
    public async Task ListSignals_BadToken_IsRefused()
    {
        foreach (string token in (string[])["x", "000000000000feed-99", "000000000000feed-x"])
        {
            await SignalServiceTests.Fails(
                () => _server.Chassis.ListSignalsAsync(new ListSignalsRequest { Page = new Page { Token = token } }).ResponseAsync,
                StatusCode.InvalidArgument,
                $"'{token}' is not a page token");
        }

        await SignalServiceTests.Fails(
            () => _server.Chassis.ListSignalsAsync(new ListSignalsRequest { Page = new Page { Token = "0000000000000001-20" } }).ResponseAsync,
            StatusCode.InvalidArgument,
            "another dictionary version");
    }

    [Fact]
    public async Task ListKnobs_BeforeAndAfterFirstStep_GivesRangeAndValue()
    {
        ListKnobsResponse before = await _server.Chassis.ListKnobsAsync(new ListKnobsRequest());
        Assert.Null(before.Position);
        Assert.All(before.Knobs, knob => Assert.False(knob.HasValue));
        _server.Twin.Hold(_server.Twin.Chassis.Actuators[2].Word, 33);
        _server.Twin.Run(2);
        ListKnobsResponse after = await _server.Chassis.ListKnobsAsync(new ListKnobsRequest { Kinds = { KnobKind.Actuator, KnobKind.Fault } });
        Assert.Equal(["chassis0/fan0/speed", "chassis0/fan1/speed", "chassis0/loop/setpoint", "chassis0/oe01/dead"], after.Knobs.Select(knob => knob.Path));
        Assert.Equal(1, after.Position.Step);
        Knob setpoint = after.Knobs[2];
        Assert.Equal((33, 30, 15, 45, "Cel"), (setpoint.Value, setpoint.Initial, setpoint.Minimum, setpoint.Maximum, setpoint.Unit));
        Assert.Contains("degC", setpoint.AcceptedUnits);
        ListKnobsResponse own = await _server.Chassis.ListKnobsAsync(new ListKnobsRequest { Components = { "oe00" } });
        Assert.Equal(KnobKind.Parameter, Assert.Single(own.Knobs).Kind);
    }

    [Fact]
    public async Task ListPorts_Running_TellsStates()
    {
        _server.Twin.Hold(65, 2);
        _server.Twin.Hold(66, 0);
        ListPortsResponse before = await _server.Chassis.ListPortsAsync(new ListPortsRequest());
        Assert.All(before.Ports, port => Assert.Equal(PortState.Unspecified, port.State));
        _server.Twin.Run();
        ListPortsResponse after = await _server.Chassis.ListPortsAsync(new ListPortsRequest());
        Assert.Equal([PortState.Up, PortState.Down], after.Ports.Select(port => port.State));
        Assert.Equal((800e9, 8U, 120e-9), (after.Ports[0].RateBps, after.Ports[0].Lanes, after.Ports[0].LatencyS));
    }

    [Fact]
    public async Task ListEventKindsAndWorkloads_Any_ListAll()
    {
        ListEventKindsResponse kinds = await _server.Chassis.ListEventKindsAsync(new ListEventKindsRequest());
        Assert.Equal([(0U, true, true), (1U, false, false), (2U, true, true)], kinds.Kinds.Select(kind => (kind.Id, kind.IsAlarm, kind.HasSignal)));
        Assert.Equal([(false, true, 85), (false, false, 0), (false, false, 0)], kinds.Kinds.Select(kind => (kind.HasRaisedBelow, kind.HasRaisedAbove, kind.RaisedAbove)));
        ListWorkloadsResponse workloads = await _server.Chassis.ListWorkloadsAsync(new ListWorkloadsRequest());
        Assert.Equal(["idle", "all-reduce"], workloads.Workloads.Select(workload => workload.Name));
        Assert.Equal("idle", workloads.Current);
    }

    [Fact]
    public async Task HealthAndReflection_Mapped_KnowTheServices()
    {
        var health = new Health.HealthClient(_server.Channel);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await health.CheckAsync(new HealthCheckRequest())).Status);
        var reflection = new ServerReflection.ServerReflectionClient(_server.Channel);
        using AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> call = reflection.ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        string[] names = [.. call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name)];
        foreach (string name in (string[])["ChassisService", "SignalService", "EventService", "ControlService"])
            Assert.Contains($"twin.v1.{name}", names);
        await call.RequestStream.CompleteAsync();
    }
}
