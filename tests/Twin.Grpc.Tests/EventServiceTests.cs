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

    [Fact]
    public async Task Acknowledge_ActiveAlarm_IsSeenByAllUntilItClears()
    {
        _server.Twin.Raise(0, first: 91, second: 90);
        _server.Twin.Raise(2);
        using AsyncServerStreamingCall<SubscribeEventsResponse> other = _server.Events.Subscribe(new SubscribeEventsRequest());
        Assert.Empty((await SignalServiceTests.Next(other)).Acknowledged.Sequences);

        AcknowledgeResponse answer = await _server.Events.AcknowledgeAsync(new AcknowledgeRequest { Sequences = { 1 }, By = "night shift", Comment = "hose 3" });
        Event alarm = Assert.Single(answer.Alarms);
        Assert.Equal(("chassis0/leak", "night shift", "hose 3"), (alarm.Path, alarm.Acknowledgement.By, alarm.Acknowledgement.Comment));
        Assert.True(alarm.Acknowledgement.UnixTimeNs > 0);
        Assert.Equal([1], (await SignalServiceTests.Next(other)).Acknowledged.Sequences);

        ListActiveResponse active = await _server.Events.ListActiveAsync(new ListActiveRequest());
        Assert.Equal([null, "night shift"], active.Alarms.Select(listed => listed.Acknowledgement?.By));

        _server.Twin.Raise(2, isCleared: true);
        SubscribeEventsResponse cleared = await SignalServiceTests.Next(other);
        Assert.True(Assert.Single(cleared.Events).IsCleared);
        Assert.Empty(cleared.Acknowledged.Sequences);
        _server.Twin.Raise(2);
        active = await _server.Events.ListActiveAsync(new ListActiveRequest());
        Assert.All(active.Alarms, listed => Assert.Null(listed.Acknowledgement));
    }

    [Fact]
    public async Task Acknowledge_Again_KeepsTheFirst()
    {
        _server.Twin.Raise(0, first: 91, second: 90);
        await _server.Events.AcknowledgeAsync(new AcknowledgeRequest { Sequences = { 0 }, By = "first" });
        AcknowledgeResponse again = await _server.Events.AcknowledgeAsync(new AcknowledgeRequest { Sequences = { 0, 0 }, By = "second" });
        Assert.Equal("first", Assert.Single(again.Alarms).Acknowledgement.By);
    }

    [Fact]
    public async Task Acknowledge_OneNotActive_NamesAllOfThemAndChangesNothing()
    {
        _server.Twin.Raise(0, first: 91, second: 90);
        _server.Twin.Raise(1);
        RpcException thrown = await Assert.ThrowsAsync<RpcException>(
            () => _server.Events.AcknowledgeAsync(new AcknowledgeRequest { Sequences = { 0, 1, 17 } }).ResponseAsync);
        Assert.Equal(StatusCode.NotFound, thrown.StatusCode);
        Assert.Contains("1, 17", thrown.Status.Detail, StringComparison.Ordinal);
        ListActiveResponse active = await _server.Events.ListActiveAsync(new ListActiveRequest());
        Assert.Null(Assert.Single(active.Alarms).Acknowledgement);
    }

    [Fact]
    public async Task Acknowledge_SeveralMistakes_NamesThemAll()
    {
        RpcException thrown = await Assert.ThrowsAsync<RpcException>(() => _server.Events.AcknowledgeAsync(
            new AcknowledgeRequest { Comment = new string('c', 501), By = new string('b', 101) }).ResponseAsync);
        Assert.Equal(StatusCode.InvalidArgument, thrown.StatusCode);
        Assert.All(["0 sequence numbers", "501 characters", "101 characters"], part => Assert.Contains(part, thrown.Status.Detail, StringComparison.Ordinal));
    }
}
