using Grpc.Core;
using Twin.V1;

namespace Twin.Grpc.Tests;

public sealed class EventServiceTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync(new FakeTwin(eventCapacity: 16));

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Subscribe_FromNow_SendsWhatHappensNext()
    {
        _server.Twin.Run(4);
        _server.Twin.Raise(2);
        using AsyncServerStreamingCall<SubscribeEventsResponse> call = _server.Events.Subscribe(new SubscribeEventsRequest());
        SubscribeEventsResponse first = await SignalServiceTests.Next(call);
        Assert.Equal((0, 0, 1), (first.Events.Count, first.Lost, first.NextSequence));
        _server.Twin.Raise(0, first: 91.26, second: 90);
        Event happened = Assert.Single((await SignalServiceTests.Next(call)).Events);
        Assert.Equal("Engine at 91.3 degC, limit 90", happened.Text);
        Assert.Equal((1, 3, 3_000_000), (happened.Sequence, happened.Position.Step, happened.Position.SimulationTimeNs));
        Assert.Equal(("chassis0/oe00/hot", "chassis0/oe00", Severity.Critical), (happened.Path, happened.Component, happened.Severity));
        Assert.Equal([91.26, 90], happened.Numbers);
        Assert.True(happened.IsAlarm);
        Assert.False(happened.IsCleared);
        _server.Twin.Raise(1);
        Assert.Equal("Noted {", (await SignalServiceTests.Next(call)).Events[0].Text);
    }

    [Fact]
    public async Task Subscribe_FromSequence_SendsWhatIsKept()
    {
        for (int i = 0; i < 5; i++)
            _server.Twin.Raise(2, isCleared: i % 2 == 1);
        using AsyncServerStreamingCall<SubscribeEventsResponse> call = _server.Events.Subscribe(new SubscribeEventsRequest { FromSequence = 2 });
        SubscribeEventsResponse first = await SignalServiceTests.Next(call);
        Assert.Equal([2, 3, 4], first.Events.Select(happened => happened.Sequence));
        Assert.Equal([false, true, false], first.Events.Select(happened => happened.IsCleared));
        Assert.Equal((0, 5), (first.Lost, first.NextSequence));
    }

    [Fact]
    public async Task Subscribe_OverwrittenBeforeSent_CountsTheLost()
    {
        const int raised = 40;
        for (int i = 0; i < raised; i++)
            _server.Twin.Raise(2);
        using AsyncServerStreamingCall<SubscribeEventsResponse> call = _server.Events.Subscribe(new SubscribeEventsRequest { FromSequence = 3 });
        SubscribeEventsResponse first = await SignalServiceTests.Next(call);
        Assert.Equal(raised, first.NextSequence);
        Assert.Equal(raised - 3, first.Lost + first.Events.Count);
        Assert.Equal(16, first.Events.Count);
    }

    [Fact]
    public async Task Subscribe_Filtered_LeavesOutTheRest()
    {
        using AsyncServerStreamingCall<SubscribeEventsResponse> call = _server.Events.Subscribe(new SubscribeEventsRequest
        {
            Filter = new EventFilter { Globs = { "oe0?/*" }, MinimumSeverity = Severity.Warning },
        });
        await SignalServiceTests.Next(call);
        _server.Twin.Raise(1);
        _server.Twin.Raise(2);
        _server.Twin.Raise(0);
        Assert.Equal(2, Assert.Single((await SignalServiceTests.Next(call)).Events).Sequence);
    }

    [Fact]
    public async Task Subscribe_BadRequest_SaysWhatWouldBeRight()
    {
        using AsyncServerStreamingCall<SubscribeEventsResponse> early = _server.Events.Subscribe(new SubscribeEventsRequest { FromSequence = 1 });
        await SignalServiceTests.Fails(() => SignalServiceTests.Next(early), StatusCode.InvalidArgument, "There is no event 1 yet. Valid: 0 to 0.");
        using AsyncServerStreamingCall<SubscribeEventsResponse> unknown = _server.Events.Subscribe(
            new SubscribeEventsRequest { Filter = new EventFilter { Globs = { "leek" } } });
        await SignalServiceTests.Fails(() => SignalServiceTests.Next(unknown), StatusCode.NotFound, "There is no kind of event 'leek'. Nearest: leak.");
    }

    [Fact]
    public async Task Subscribe_CancelledOrStopped_EndsAndFrees()
    {
        using AsyncServerStreamingCall<SubscribeEventsResponse> cancelled = _server.Events.Subscribe(new SubscribeEventsRequest());
        await SignalServiceTests.Next(cancelled);
        cancelled.Dispose();
        await TestServer.UntilAsync(() => _server.Dispatcher.EventReaderCount == 0 && _server.Gate.Open == 0);
        using AsyncServerStreamingCall<SubscribeEventsResponse> stopped = _server.Events.Subscribe(new SubscribeEventsRequest());
        await SignalServiceTests.Next(stopped);
        _server.BeginStop();
        await SignalServiceTests.Fails(() => SignalServiceTests.Next(stopped), StatusCode.Unavailable, "the twin is stopping");
    }

    [Fact]
    public async Task ListActive_SomeRaised_ListsThem()
    {
        _server.Twin.Run();
        _server.Twin.Raise(0, first: 95, second: 90);
        _server.Twin.Raise(2);
        _server.Twin.Raise(2, isCleared: true);
        ListActiveResponse response = await _server.Events.ListActiveAsync(new ListActiveRequest());
        Assert.Equal("Engine at 95.0 degC, limit 90", Assert.Single(response.Alarms).Text);
        Assert.Equal((3, 0), (response.NextSequence, response.Lost));
        response = await _server.Events.ListActiveAsync(new ListActiveRequest { Filter = new EventFilter { Globs = { "leak" } } });
        Assert.Empty(response.Alarms);
    }
}
