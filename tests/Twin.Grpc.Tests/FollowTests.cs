using Grpc.Core;
using Twin.Grpc.Lookup;
using Twin.Grpc.Streams;
using Twin.V1;

namespace Twin.Grpc.Tests;

/// <summary>A chassis that gets another structure while clients look at it: streams go on, ids and events are those of one structure, nothing is told twice or lost silently.</summary>
public sealed class FollowTests
{
    private const long Millisecond = 1_000_000;

    [Fact]
    public async Task Sampled_StructureChanges_SendsAnotherDictionaryAndGoesOn()
    {
        await using TestServer server = await TestServer.StartAsync(new FakeTwin(keptSlots: 16));
        server.Twin.Run(11);
        using AsyncServerStreamingCall<SubscribeResponse> call = server.Signals.Subscribe(new SubscribeRequest
        {
            Selection = new Selection { Globs = { "oe*/lane00/heater-power" } },
            Sampled = new Sampled { PeriodMs = 10 },
        });
        Dictionary before = (await NextAsync(call)).Dictionary;
        Assert.Equal(["chassis0/oe00/lane00/heater-power", "chassis0/oe01/lane00/heater-power", "chassis0/oe02/lane00/heater-power", "chassis0/oe03/lane00/heater-power"], before.Entries.Select(entry => entry.Path));
        Samples first = (await NextAsync(call)).Samples;
        Assert.Equal((0, 10), (first.Position.Epoch, first.Position.Step));

        server.Twin.Change(engines: 2, firstEngine: 3);
        Dictionary after = (await NextAsync(call)).Dictionary;
        Assert.NotEqual(before.Version, after.Version);
        Assert.Equal(["chassis0/oe03/lane00/heater-power", "chassis0/oe04/lane00/heater-power"], after.Entries.Select(entry => entry.Path));
        Assert.True(after.IsComplete);
        Assert.Equal(before.Terms.RunId, after.Terms.RunId);
        Assert.Null(after.Terms.Resumption);

        // The first frame of the new epoch shows the step at which the structure changed.
        Assert.Equal((1, 10), (await NextAsync(call)).Samples is { } begin ? (begin.Position.Epoch, begin.Position.Step) : default);
        server.Twin.Run(10);
        Samples second = (await NextAsync(call)).Samples;
        Assert.Equal((1, 20), (second.Position.Epoch, second.Position.Step));
        Assert.Equal(after.Entries.Select(entry => FakeTwin.Expected(20, (int)entry.Id)), second.Values);
        Assert.Equal(0UL, second.Conflated);
    }

    [Fact]
    public async Task Sampled_ById_KeepsThePathsAndNotTheIds()
    {
        await using TestServer server = await TestServer.StartAsync();
        server.Twin.Run(1);
        // Lane 5 of the last engine, which is the first one after the change.
        const uint id = (3 * FakeTwin.SignalsPerEngine) + 6;
        using AsyncServerStreamingCall<SubscribeResponse> call = server.Signals.Subscribe(
            new SubscribeRequest { Selection = new Selection { Ids = { id, 0 } }, Sampled = new Sampled { PeriodMs = 1 } });
        Assert.Equal(["chassis0/oe00/status", "chassis0/oe03/lane05/heater-power"], (await NextAsync(call)).Dictionary.Entries.Select(entry => entry.Path));
        server.Twin.Change(engines: 2, firstEngine: 3);
        DictionaryEntry left = Assert.Single((await NextOfAsync(call, SubscribeResponse.ContentOneofCase.Dictionary)).Dictionary.Entries);
        Assert.Equal(("chassis0/oe03/lane05/heater-power", 6U), (left.Path, left.Id));
        Samples samples = (await NextOfAsync(call, SubscribeResponse.ContentOneofCase.Samples)).Samples;
        Assert.Equal(1, samples.Position.Epoch);
        Assert.Equal([FakeTwin.Expected(samples.Position.Step, 6)], samples.Values);
    }

    [Fact]
    public async Task Changes_StructureChanges_SendsAllValuesAgain()
    {
        await using TestServer server = await TestServer.StartAsync();
        server.Twin.Run(3);
        using AsyncServerStreamingCall<SubscribeResponse> call = server.Signals.Subscribe(
            new SubscribeRequest { Selection = new Selection { Components = { "oe03", "oe00" } }, OnChange = new OnChange { AbsoluteDeadBand = 100 } });
        Assert.Equal(2 * FakeTwin.SignalsPerEngine, (await NextAsync(call)).Dictionary.Entries.Count);
        Assert.Equal(2 * FakeTwin.SignalsPerEngine, (await NextAsync(call)).Samples.Values.Count);
        server.Twin.Change(engines: 2, firstEngine: 3);
        Assert.All((await NextAsync(call)).Dictionary.Entries, entry => Assert.StartsWith("chassis0/oe03/", entry.Path, StringComparison.Ordinal));
        Samples all = (await NextAsync(call)).Samples;
        Assert.Equal((1, FakeTwin.SignalsPerEngine), (all.Position.Epoch, all.Values.Count));
    }

    [Fact]
    public async Task Sampled_NothingIsLeft_EndsWithTheReason()
    {
        await using TestServer server = await TestServer.StartAsync();
        server.Twin.Run(1);
        using AsyncServerStreamingCall<SubscribeResponse> call = server.Signals.Subscribe(
            new SubscribeRequest { Selection = new Selection { Globs = { "oe00/**" } }, Sampled = new Sampled { PeriodMs = 1 } });
        await NextAsync(call);
        server.Twin.Change(engines: 1, firstEngine: 3);
        RpcException refusal = await Assert.ThrowsAsync<RpcException>(() => NextOfAsync(call, SubscribeResponse.ContentOneofCase.Dictionary));
        Assert.Equal(StatusCode.NotFound, refusal.StatusCode);
        Assert.Contains("no signal of the selection is left", refusal.Status.Detail, StringComparison.Ordinal);
        await TestServer.UntilAsync(() => server.Dispatcher.SubscriptionCount == 0 && server.Gate.Open == 0);
    }

    [Fact]
    public async Task Read_AfterTheChange_IsOfTheNewStructureAtOnce()
    {
        await using TestServer server = await TestServer.StartAsync();
        server.Twin.Run(1);
        ReadRequest request = new() { Selection = new Selection { Globs = { "**/lane00/heater-power" } } };
        Assert.Equal(FakeTwin.Engines, (await server.Signals.ReadAsync(request)).Entries.Count);
        server.Twin.Change(engines: 2, firstEngine: 3);
        ReadResponse read = await server.Signals.ReadAsync(request);
        Assert.Equal(["chassis0/oe03/lane00/heater-power", "chassis0/oe04/lane00/heater-power"], read.Entries.Select(entry => entry.Path));
        Assert.Equal(read.Entries.Select(entry => FakeTwin.Expected(read.Position.Step, (int)entry.Id)), read.Values);
        GetChassisResponse chassis = await server.Chassis.GetChassisAsync(new GetChassisRequest());
        Assert.Equal(read.DictionaryVersion, chassis.DictionaryVersion);
        Assert.Equal(["oe03", "oe04"], chassis.Components.Select(component => component.Name));
        using AsyncServerStreamingCall<SubscribeResponse> call = server.Signals.Subscribe(
            new SubscribeRequest { Selection = new Selection { Globs = { "oe04/status" } }, Sampled = new Sampled { PeriodMs = 1 } });
        Assert.Equal(read.DictionaryVersion, (await NextAsync(call)).Dictionary.Version);
    }

    [Fact]
    public async Task ListSignals_PageOfTheOldStructure_IsRefused()
    {
        await using TestServer server = await TestServer.StartAsync();
        ListSignalsResponse first = await server.Chassis.ListSignalsAsync(new ListSignalsRequest { Page = new Page { Size = 5 } });
        server.Twin.Change(engines: 4);
        RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () =>
            await server.Chassis.ListSignalsAsync(new ListSignalsRequest { Page = new Page { Size = 5, Token = first.NextPageToken } }));
        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
    }

    [Fact]
    public async Task Events_StructureChanges_AreAllSentInOrderWithTheirOwnTexts()
    {
        await using TestServer server = await TestServer.StartAsync();
        server.Twin.Run(1);
        server.Twin.Raise(0, first: 90, second: 85);
        using AsyncServerStreamingCall<SubscribeEventsResponse> call = server.Events.Subscribe(new SubscribeEventsRequest { FromSequence = 0 });
        var seen = new List<Event>();
        await ReadUntilAsync(call, seen, 1);
        server.Twin.Raise(2);
        server.Twin.Change(engines: 2, firstEngine: 3);
        server.Twin.Raise(0);
        server.Twin.Raise(1, isCleared: true);
        await ReadUntilAsync(call, seen, 4);
        Assert.Equal([0L, 1, 2, 3], seen.Select(item => item.Sequence));
        Assert.Equal(["chassis0/oe00/hot", "chassis0/leak", "chassis0/new", "chassis0/leak"], seen.Select(item => item.Path));
        Assert.Equal(["chassis0/oe00", "chassis0", "chassis0", "chassis0"], seen.Select(item => item.Component));

        // A client that comes back is sent what was before the change, too, as long as it is kept.
        using AsyncServerStreamingCall<SubscribeEventsResponse> again = server.Events.Subscribe(new SubscribeEventsRequest { FromSequence = 0, Filter = new EventFilter { Globs = { "leak" } } });
        var leaks = new List<Event>();
        await ReadUntilAsync(again, leaks, 2);
        Assert.Equal([1L, 3], leaks.Select(item => item.Sequence));
    }

    [Fact]
    public async Task Alarms_StructureChanges_StayWithTheirAcknowledgementsWhereThePathStays()
    {
        await using TestServer server = await TestServer.StartAsync();
        server.Twin.Run(1);
        server.Twin.Raise(0);
        server.Twin.Raise(2);
        await server.Events.AcknowledgeAsync(new AcknowledgeRequest { Sequences = { 0, 1 }, By = "me" });
        server.Twin.Change(engines: 2, firstEngine: 3, raised: 1);
        Event alarm = Assert.Single((await server.Events.ListActiveAsync(new ListActiveRequest())).Alarms);
        Assert.Equal(("chassis0/leak", 2L, 1U, "me"), (alarm.Path, alarm.Sequence, alarm.Kind, alarm.Acknowledgement.By));
        server.Twin.Raise(1, isCleared: true);
        Assert.Empty((await server.Events.ListActiveAsync(new ListActiveRequest())).Alarms);

        // What is raised later is another alarm.
        server.Twin.Raise(1);
        Assert.Null(Assert.Single((await server.Events.ListActiveAsync(new ListActiveRequest())).Alarms).Acknowledgement);
    }

    [Fact]
    public async Task Alarms_RaisedAgainAfterTheChange_AreNotAcknowledged()
    {
        await using TestServer server = await TestServer.StartAsync();
        server.Twin.Run(1);
        server.Twin.Raise(2);
        await server.Events.AcknowledgeAsync(new AcknowledgeRequest { Sequences = { 0 } });
        server.Twin.Change(engines: 2, firstEngine: 3);
        Assert.Empty((await server.Events.ListActiveAsync(new ListActiveRequest())).Alarms);
        server.Twin.Run(1);
        server.Twin.Raise(0);
        server.Twin.Run(1);
        server.Twin.Raise(1);
        Assert.Null(Assert.Single((await server.Events.ListActiveAsync(new ListActiveRequest())).Alarms).Acknowledgement);
    }

    [Fact]
    public async Task Clients_WhileTheStructureChangesAgainAndAgain_NeverSeeTwoInOne()
    {
        const int changes = 30;
        await using TestServer server = await TestServer.StartAsync(new FakeTwin(keptSlots: 16));
        server.Twin.Run(1);
        var sampled = new SubscribeRequest { Selection = new Selection { Globs = { "oe*/lane*/heater-power" } }, Sampled = new Sampled { PeriodMs = 1 } };
        var changed = new SubscribeRequest { Selection = new Selection { Components = { "oe*" }, Ids = { 1 } }, OnChange = new OnChange() };
        Task[] clients =
        [
            .. Enumerable.Range(0, 8).Select(i => Task.Run(() => StreamAsync(server, i % 2 == 0 ? sampled : changed, changes))),
            .. Enumerable.Range(0, 2).Select(_ => Task.Run(() => ReadAsync(server, changes))),
        ];
        for (int i = 1; i <= changes; i++)
        {
            for (int k = 0; k < 10; k++)
            {
                server.Twin.Run(2);
                await Task.Yield();
            }

            server.Twin.Change(engines: 1 + (i % 4), raised: 2);
        }

        Task all = Task.WhenAll(clients);
        while (!all.IsCompleted)
        {
            server.Twin.Run(1);
            await Task.WhenAny(all, Task.Delay(1));
        }

        await all;

        // What was told at each change is there once and in order.
        using AsyncServerStreamingCall<SubscribeEventsResponse> call = server.Events.Subscribe(new SubscribeEventsRequest { FromSequence = 0 });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        long lost = call.ResponseStream.Current.Lost;
        var events = new List<Event>(call.ResponseStream.Current.Events);
        while (events.Count + lost < changes)
        {
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
            lost += call.ResponseStream.Current.Lost;
            events.AddRange(call.ResponseStream.Current.Events);
        }

        Assert.Equal(Enumerable.Range((int)lost, changes - (int)lost).Select(i => (long)i), events.Select(item => item.Sequence));
        Assert.All(events, item => Assert.Equal(item.Sequence + 1, item.Position.Epoch));
    }

    [Fact]
    public void Structures_ManyChangesAtOnce_GiveTheNewestAndCountWhatIsLost()
    {
        var twin = new FakeTwin();
        var structures = new Structures(twin, new GrpcOptions());
        EventTable first = structures.Now.Events;
        for (int i = 1; i <= 9; i++)
        {
            twin.Raise(0);
            twin.Change(engines: 1 + (i % 3));
        }

        Assert.Equal(9, structures.Now.Generation.Number);
        Assert.Same(twin.Chassis, structures.Now.Lookup.Chassis);
        Assert.Same(structures.Now, structures.Now);

        // The logs of the last three before it are still there; a reader of the first one goes on with the oldest of them and learns what it lost.
        EventTable next = structures.After(first)!;
        Assert.Equal(6, next.First);
        long from = 1;
        Assert.Equal(1, next.Log.Read(ref from, new Engine.Running.EventRecord[4], out long lost));
        Assert.Equal(5, lost);
        Assert.Same(next, structures.At(6));
        Assert.Null(structures.After(structures.Now.Events));
    }

    [Fact]
    public void Feeds_StructureChanges_AreSharedAgainAndTheOldOnesAreGone()
    {
        var twin = new FakeTwin(keptSlots: 16);
        using FrameDispatcher dispatcher = Streaming.Dispatch(twin, new GrpcOptions());
        twin.Run(5);
        StreamPlace before = dispatcher.Current;
        StreamSelection selection = before.Streams.Select([1, 2])!;
        using IDisposable first = before.Streams.AddSampled(selection, Millisecond, Conflation.Newest, 0, StreamOrigin.Now, out SampledSubscription one)!;
        using IDisposable second = before.Streams.AddSampled(selection, Millisecond, Conflation.Newest, 0, StreamOrigin.Now, out SampledSubscription two)!;
        twin.Run(3);
        twin.Change(engines: 3);
        twin.Run(2);
        dispatcher.Poll();

        // The last frames of the old structure are there for both, then nothing.
        Assert.True(one.IsReplaced && two.IsReplaced);
        Assert.Equal([4L, 5, 6, 7], StreamReading.DrainSamples(one).Select(sample => sample.Position.Step));
        Assert.Equal([4L, 5, 6, 7], StreamReading.DrainSamples(two).Select(sample => sample.Position.Step));
        Assert.Equal(0, dispatcher.FeedCount);
        Assert.Null(before.Streams.Select([1]));
        Assert.Null(before.Streams.AddSampled(selection, Millisecond, Conflation.Newest, 0, StreamOrigin.Now, out _));

        StreamPlace after = dispatcher.Current;
        StreamSelection again = after.Streams.Select([1, 2])!;
        using IDisposable third = after.Streams.AddSampled(again, Millisecond, Conflation.Newest, 0, StreamOrigin.Epoch, out SampledSubscription oneAgain)!;
        using IDisposable fourth = after.Streams.AddSampled(again, Millisecond, Conflation.Newest, 0, StreamOrigin.Epoch, out SampledSubscription twoAgain)!;
        Assert.Same(oneAgain.Feed, twoAgain.Feed);
        Assert.Equal(1, dispatcher.FeedCount);
        foreach (SampledSubscription reader in new[] { oneAgain, twoAgain })
        {
            // From the first frame of the epoch on, which is the last step of the old one.
            List<Samples> samples = StreamReading.DrainSamples(reader);
            Assert.Equal([7L, 8, 9], samples.Select(sample => sample.Position.Step));
            Assert.All(samples, sample => Assert.Equal((1L, 0UL), (sample.Position.Epoch, sample.Conflated)));
        }

        Assert.Equal(4, dispatcher.SubscriptionCount);
    }

    [Fact]
    public void Stream_StalledOverManyChanges_KeepsNoStructureInMemory()
    {
        var twin = new FakeTwin();
        using FrameDispatcher dispatcher = Streaming.Dispatch(twin, new GrpcOptions());
        twin.Run(2);
        (IDisposable ending, SampledSubscription stalled, WeakReference generation) = Begin(dispatcher, twin);
        for (int i = 0; i < 5; i++)
        {
            twin.Change(engines: 2 + (i % 2));
            dispatcher.Poll();
        }

        for (int i = 0; i < 10 && generation.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(generation.IsAlive);
        Assert.NotEmpty(StreamReading.DrainSamples(stalled));
        ending.Dispose();
        Assert.Equal(0, dispatcher.SubscriptionCount);
    }

    // Each structure of the fake twin is another epoch, and its version counts with it.
    private static ulong VersionOf(long epoch) => 0xfeed + (ulong)epoch;

    private static async Task StreamAsync(TestServer server, SubscribeRequest request, long lastEpoch)
    {
        using AsyncServerStreamingCall<SubscribeResponse> call = server.Signals.Subscribe(request);
        Dictionary? dictionary = null;
        long step = -1;
        ulong conflated = 0;
        while (true)
        {
            SubscribeResponse message = await NextAsync(call);
            switch (message.ContentCase)
            {
                case SubscribeResponse.ContentOneofCase.Dictionary:
                    Assert.NotNull(message.Dictionary.Terms);
                    dictionary = message.Dictionary;
                    step = -1;
                    break;
                case SubscribeResponse.ContentOneofCase.Samples:
                    Assert.Equal(dictionary!.Version, VersionOf(message.Samples.Position.Epoch));
                    Assert.Equal(dictionary.Entries.Select(entry => FakeTwin.Expected(message.Samples.Position.Step, (int)entry.Id)), message.Samples.Values);
                    Assert.True(message.Samples.Position.Step > step);
                    Assert.Equal(conflated += message.Samples.Conflated, message.Samples.ConflatedTotal);
                    step = message.Samples.Position.Step;
                    break;
                default:
                    Assert.Equal(dictionary!.Version, VersionOf(message.Changes.Position.Epoch));
                    Assert.True(message.Changes.Position.Step > step);
                    Assert.Equal(
                        message.Changes.Indexes.Select(index => FakeTwin.Expected(message.Changes.Position.Step, (int)dictionary.Entries[(int)index].Id)), message.Changes.Values);
                    Assert.Equal(conflated += message.Changes.Conflated, message.Changes.ConflatedTotal);
                    step = message.Changes.Position.Step;
                    break;
            }

            if (dictionary.Version == VersionOf(lastEpoch) && step >= 0)
                return;
        }
    }

    private static async Task ReadAsync(TestServer server, long lastEpoch)
    {
        ReadResponse read;
        do
        {
            read = await server.Signals.ReadAsync(new ReadRequest { Selection = new Selection { Globs = { "oe*/lane00/heater-power" } } });
            Assert.Equal(read.DictionaryVersion, VersionOf(read.Position.Epoch));
            Assert.Equal(read.Entries.Select(entry => FakeTwin.Expected(read.Position.Step, (int)entry.Id)), read.Values);
        }
        while (read.Position.Epoch < lastEpoch);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static (IDisposable, SampledSubscription, WeakReference) Begin(FrameDispatcher dispatcher, FakeTwin twin)
    {
        StreamPlace place = dispatcher.Current;
        IDisposable ending = place.Streams.AddSampled(place.Streams.Select([1])!, Millisecond, Conflation.Newest, 0, StreamOrigin.Now, out SampledSubscription stalled)!;
        return (ending, stalled, new WeakReference(twin.Generation));
    }

    private static async Task<SubscribeResponse> NextAsync(AsyncServerStreamingCall<SubscribeResponse> call)
    {
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        return call.ResponseStream.Current;
    }

    private static async Task<SubscribeResponse> NextOfAsync(AsyncServerStreamingCall<SubscribeResponse> call, SubscribeResponse.ContentOneofCase content)
    {
        SubscribeResponse message;
        do
        {
            message = await NextAsync(call);
        }
        while (message.ContentCase != content);
        return message;
    }

    private static async Task ReadUntilAsync(AsyncServerStreamingCall<SubscribeEventsResponse> call, List<Event> seen, int count)
    {
        while (seen.Count < count)
        {
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal(0, call.ResponseStream.Current.Lost);
            seen.AddRange(call.ResponseStream.Current.Events);
        }
    }
}
