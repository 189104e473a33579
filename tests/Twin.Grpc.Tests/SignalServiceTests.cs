using Grpc.Core;
using Twin.V1;

namespace Twin.Grpc.Tests;

public sealed class SignalServiceTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Read_SelectionOfAllKinds_GivesEachSignalOnceInOrder()
    {
        _server.Twin.Run(6);
        var selection = new Selection { Ids = { 5, 1 }, Globs = { "oe00/lane{00..02}/*", "chassis0/inlet-power" }, Components = { "oe03" } };
        ReadResponse response = await _server.Signals.ReadAsync(new ReadRequest { Selection = selection });
        int[] ids = [1, 2, 3, 5, .. Enumerable.Range(48, 16), 64];
        Assert.Equal(ids.Select(id => (uint)id), response.Entries.Select(entry => entry.Id));
        Assert.Equal(ids.Select(id => FakeTwin.Expected(5, id)), response.Values);
        Assert.Equal(0xfeedUL, response.DictionaryVersion);
        Assert.Equal(5_000_000, response.Position.SimulationTimeNs);
        Assert.Equal(("chassis0/inlet-power", "W"), (response.Entries[^1].Path, response.Entries[^1].Unit));
    }

    [Fact]
    public async Task Subscribe_Sampled_SendsDictionaryThenExactSamples()
    {
        _server.Twin.Run(1);
        using AsyncServerStreamingCall<SubscribeResponse> call = _server.Signals.Subscribe(Sampled(5, "oe01/**"));
        Dictionary dictionary = (await Next(call)).Dictionary;
        Assert.True(dictionary.IsComplete);
        Assert.Equal(16, dictionary.Entries.Count);
        Assert.Equal(16U, dictionary.Total);
        for (int i = 0; i < 40; i++)
        {
            Samples samples = (await Next(call)).Samples;
            Assert.Equal(5 * i, samples.Position.Step);
            Assert.Equal(5_000_000L * i, samples.Position.SimulationTimeNs);
            Assert.Equal(Enumerable.Range(16, 16).Select(word => FakeTwin.Expected(5 * i, word)), samples.Values);
            Assert.False(samples.IsLate);
            Assert.Equal(0UL, samples.Conflated);
            _server.Twin.Run(5);
        }
    }

    [Fact]
    public async Task Subscribe_OnChange_SendsAllThenIndexesAndValues()
    {
        foreach (int word in (int[])[1, 2, 3])
            _server.Twin.Hold(word, 10);
        _server.Twin.Run();
        using AsyncServerStreamingCall<SubscribeResponse> call = _server.Signals.Subscribe(new SubscribeRequest
        {
            Selection = new Selection { Ids = { 1, 2, 3 } },
            OnChange = new OnChange { AbsoluteDeadBand = 1 },
        });
        Assert.Equal(3, (await Next(call)).Dictionary.Entries.Count);
        Assert.Equal([10, 10, 10], (await Next(call)).Samples.Values);
        _server.Twin.Hold(2, 10.5);
        _server.Twin.Run();
        _server.Twin.Hold(1, 12);
        _server.Twin.Hold(3, -5);
        _server.Twin.Run();
        Changes changes = (await Next(call)).Changes;
        Assert.Equal([0U, 2U], changes.Indexes);
        Assert.Equal([12, -5], changes.Values);
        Assert.Equal(2, changes.Position.Step);
    }

    [Fact]
    public async Task Subscribe_Once_SendsValuesAndEnds()
    {
        _server.Twin.Run(3);
        using AsyncServerStreamingCall<SubscribeResponse> call = _server.Signals.Subscribe(
            new SubscribeRequest { Selection = new Selection { Globs = { "inlet-power" } }, Once = new Once() });
        Assert.Equal("chassis0/inlet-power", (await Next(call)).Dictionary.Entries[0].Path);
        Assert.Equal([FakeTwin.Expected(2, 64)], (await Next(call)).Samples.Values);
        Assert.False(await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Subscribe_TwinPaused_StaysOpenAndGoesOn()
    {
        _server.Twin.Run(1);
        using AsyncServerStreamingCall<SubscribeResponse> call = _server.Signals.Subscribe(Sampled(4, "inlet-power"));
        await Next(call);
        Assert.Equal(0, (await Next(call)).Samples.Position.Step);
        Task<SubscribeResponse> next = Next(call);
        // Another call has gone to the server and back while nothing was published.
        await _server.Control.GetStatusAsync(new GetStatusRequest());
        Assert.False(next.IsCompleted);
        _server.Twin.Run(4);
        Assert.Equal(4, (await next).Samples.Position.Step);
    }

    [Fact]
    public async Task Subscribe_LargeDictionary_ComesInParts()
    {
        await using TestServer server = await TestServer.StartAsync(new FakeTwin(extraSignals: 25_000));
        server.Twin.Run();
        using AsyncServerStreamingCall<SubscribeResponse> call = server.Signals.Subscribe(Sampled(1000, "**"));
        var entries = new List<DictionaryEntry>();
        Dictionary part;
        do
        {
            part = (await Next(call)).Dictionary;
            entries.AddRange(part.Entries);
        }
        while (!part.IsComplete);
        Assert.Equal((int)part.Total, entries.Count);
        Assert.Equal(Enumerable.Range(0, entries.Count).Select(id => (uint)id), entries.Select(entry => entry.Id));
        Assert.Equal(entries.Count, (await Next(call)).Samples.Values.Count);
    }

    [Fact]
    public async Task Subscribe_ReaderStalls_ConflatesWithoutDelayingOthers()
    {
        await using TestServer server = await TestServer.StartAsync(new FakeTwin(extraSignals: 20_000));
        server.Twin.Run();
        using AsyncServerStreamingCall<SubscribeResponse> stalled = server.Signals.Subscribe(Sampled(1, "**"));
        await Next(stalled);
        using AsyncServerStreamingCall<SubscribeResponse> brisk = server.Signals.Subscribe(Sampled(1, "inlet-power"));
        await Next(brisk);
        const int steps = 400;
        for (int i = 0; i < steps; i++)
        {
            Assert.Equal(i, (await Next(brisk)).Samples.Position.Step);
            if (i + 1 < steps)
                server.Twin.Run();
        }

        // 160 kB a sample: what the connection does not take is given up, and the numbers account for every step. The stream began with the
        // newest step of that moment, before its dictionary was sent.
        long previous = -1;
        ulong conflated = 0;
        while (previous < steps - 1)
        {
            SubscribeResponse message = await Next(stalled);
            if (message.ContentCase == SubscribeResponse.ContentOneofCase.Dictionary)
                continue;
            Samples samples = message.Samples;
            Assert.Equal(samples.Position.Step - previous - 1, (long)samples.Conflated);
            conflated += samples.Conflated;
            Assert.Equal(conflated, samples.ConflatedTotal);
            previous = samples.Position.Step;
        }

        Assert.True(conflated > 0, "The stalled stream took 64 MB without reading.");
    }

    [Theory]
    [InlineData(Conflation.Unspecified, Conflation.Newest)]
    [InlineData(Conflation.EveryNth, Conflation.EveryNth)]
    [InlineData(Conflation.Envelope, Conflation.Envelope)]
    public async Task Subscribe_EverythingAtOneKilohertz_SaysWhatItGivesUp(Conflation asked, Conflation got)
    {
        await using TestServer server = await TestServer.StartAsync(new FakeTwin(extraSignals: 20_000));
        server.Twin.Run();
        SubscribeRequest request = Sampled(1, "**");
        request.Sampled.Conflation = asked;
        using AsyncServerStreamingCall<SubscribeResponse> call = server.Signals.Subscribe(request);
        Dictionary first = (await Next(call)).Dictionary;
        Assert.Equal((got, 3U), (first.Terms.Conflation, Math.Min(3, first.Terms.Buffer)));
        Assert.NotEqual(0UL, first.Terms.RunId);
        const int steps = 400;
        server.Twin.Run(steps - 1);
        long seen = 0;
        Samples? last = null;
        while (last is null || last.Position.Step + last.Stride < steps)
        {
            SubscribeResponse message = await Next(call);
            if (message.ContentCase == SubscribeResponse.ContentOneofCase.Dictionary)
            {
                Assert.Null(message.Dictionary.Terms);
                continue;
            }

            last = message.Samples;
            seen++;
            Assert.Equal(got, last.Conflation);
            Assert.Equal((int)first.Total, last.Values.Count);
            Assert.Equal(got == Conflation.Envelope ? (int)first.Total : 0, last.Minima.Count);
            Assert.Equal(FakeTwin.Expected(last.Position.Step, 1), last.Values[1]);
        }

        // 64 MB at once: most is given up, nothing is unaccounted for. A sample that stands for a step that was overwritten comes a little later.
        Assert.True(last.ConflatedTotal > 0, "Nothing was given up.");
        Assert.InRange(seen + (long)last.ConflatedTotal, last.Position.Step + 1, last.Position.Step + 1);
    }

    [Fact]
    public async Task Subscribe_ConnectionLost_GoesOnWhereItWas()
    {
        _server.Twin.Run(1);
        Position last;
        ulong run;
        using (AsyncServerStreamingCall<SubscribeResponse> call = _server.Signals.Subscribe(Sampled(5, "oe01/**")))
        {
            StreamTerms terms = (await Next(call)).Dictionary.Terms;
            Assert.Null(terms.Resumption);
            Assert.True(terms.KeptNs >= 5_000_000_000 && terms.LingersS == 60);
            run = terms.RunId;
            await Next(call);
            _server.Twin.Run(5);
            last = (await Next(call)).Samples.Position;
            Assert.Equal(5, last.Step);
        }

        await TestServer.UntilAsync(() => _server.Dispatcher.SubscriptionCount == 0);
        for (int i = 0; i < 20; i++)
        {
            _server.Twin.Run(5);
            // The dispatcher has seen it when it has answered another stream.
            using AsyncServerStreamingCall<SubscribeResponse> other = _server.Signals.Subscribe(Sampled(5, "oe01/**"));
            await Next(other);
            await Next(other);
        }

        SubscribeRequest again = Sampled(5, "oe01/**");
        again.Resume = new Resume { Position = last, RunId = run };
        using AsyncServerStreamingCall<SubscribeResponse> resumed = _server.Signals.Subscribe(again);
        Assert.Equal(ResumeOutcome.Continued, (await Next(resumed)).Dictionary.Terms.Resumption.Outcome);
        for (int i = 2; i <= 21; i++)
        {
            Samples samples = (await Next(resumed)).Samples;
            Assert.Equal((5L * i, 0UL), (samples.Position.Step, samples.Conflated));
            Assert.Equal(Enumerable.Range(16, 16).Select(word => FakeTwin.Expected(5 * i, word)), samples.Values);
        }

        again.Resume.RunId = run ^ 2;
        using AsyncServerStreamingCall<SubscribeResponse> stranger = _server.Signals.Subscribe(again);
        Assert.Equal(ResumeOutcome.OtherRun, (await Next(stranger)).Dictionary.Terms.Resumption.Outcome);
    }

    [Fact]
    public async Task Subscribe_Restored_SwitchesEpochCleanly()
    {
        _server.Twin.Run(8);
        using AsyncServerStreamingCall<SubscribeResponse> sampled = _server.Signals.Subscribe(Sampled(4, "oe01/**"));
        using AsyncServerStreamingCall<SubscribeResponse> changes = _server.Signals.Subscribe(new SubscribeRequest
        {
            Selection = new Selection { Globs = { "oe01/**" } },
            OnChange = new OnChange { AbsoluteDeadBand = 1e6 },
        });
        await Next(sampled);
        await Next(changes);
        Assert.Equal(7, (await Next(changes)).Samples.Position.Step);
        _server.Twin.Run(1);
        Assert.Equal((0L, 8L), (await Position(sampled)));
        _server.Twin.Restore(3);
        _server.Twin.Run(1);
        Assert.Equal((1L, 4L), (await Position(sampled)));
        Samples all = (await Next(changes)).Samples;
        Assert.Equal((1L, 3L), (all.Position.Epoch, all.Position.Step));
        Assert.Equal(Enumerable.Range(16, 16).Select(word => FakeTwin.Expected(3, word)), all.Values);

        static async Task<(long, long)> Position(AsyncServerStreamingCall<SubscribeResponse> call)
        {
            Samples samples = (await Next(call)).Samples;
            Assert.Equal(0UL, samples.Conflated);
            return (samples.Position.Epoch, samples.Position.Step);
        }
    }

    [Fact]
    public async Task Subscribe_Cancelled_FreesTheSubscription()
    {
        _server.Twin.Run();
        using AsyncServerStreamingCall<SubscribeResponse> call = _server.Signals.Subscribe(Sampled(1, "**"));
        await Next(call);
        await Next(call);
        Assert.Equal((1, 1), (_server.Dispatcher.SubscriptionCount, _server.Gate.Open));
        call.Dispose();
        await TestServer.UntilAsync(() => _server.Dispatcher.SubscriptionCount == 0 && _server.Gate.Open == 0);
    }

    [Fact]
    public async Task Subscribe_FiftyReaders_AllSeeEverySample()
    {
        _server.Twin.Run();
        const int readers = 50;
        const int samples = 20;
        AsyncServerStreamingCall<SubscribeResponse>[] calls =
            [.. Enumerable.Range(0, readers).Select(i => _server.Signals.Subscribe(Sampled(2, i % 2 == 0 ? "**" : "oe00/**")))];
        await Task.WhenAll(calls.Select(Next));
        for (int i = 0; i < samples; i++)
        {
            SubscribeResponse[] messages = await Task.WhenAll(calls.Select(Next));
            Assert.All(messages, message => Assert.Equal(2 * i, message.Samples.Position.Step));
            _server.Twin.Run(2);
        }

        Assert.Equal(readers, _server.Dispatcher.SubscriptionCount);
        foreach (AsyncServerStreamingCall<SubscribeResponse> call in calls)
            call.Dispose();
        await TestServer.UntilAsync(() => _server.Dispatcher.SubscriptionCount == 0);
    }

    [Fact]
    public async Task Subscribe_TwinStops_EndsUnavailable()
    {
        _server.Twin.Run();
        using AsyncServerStreamingCall<SubscribeResponse> call = _server.Signals.Subscribe(Sampled(1000, "**"));
        await Next(call);
        await Next(call);
        _server.BeginStop();
        RpcException error = await Assert.ThrowsAsync<RpcException>(() => Next(call));
        Assert.Equal((StatusCode.Unavailable, "the twin is stopping"), (error.StatusCode, error.Status.Detail));
    }

    [Fact]
    public async Task Subscribe_TooManyStreams_IsRefused()
    {
        await using TestServer server = await TestServer.StartAsync(options: new GrpcOptions { MaximumStreams = 1, MaximumSignalsPerStream = 20, MaximumSignalsPerRead = 10 });
        server.Twin.Run();
        using AsyncServerStreamingCall<SubscribeResponse> first = server.Signals.Subscribe(Sampled(1, "oe00/**"));
        await Next(first);
        using AsyncServerStreamingCall<SubscribeResponse> second = server.Signals.Subscribe(Sampled(1, "oe00/**"));
        await Fails(() => Next(second), StatusCode.ResourceExhausted, "1 streams are open, the most that are accepted (Limits:MaximumStreams); end one first.");
        first.Dispose();
        await TestServer.UntilAsync(() => server.Gate.Open == 0);
        using AsyncServerStreamingCall<SubscribeResponse> large = server.Signals.Subscribe(Sampled(1, "**"));
        await Fails(() => Next(large), StatusCode.ResourceExhausted, "The selection has 67 signals; at most 20 are accepted.");
        await Fails(
            () => server.Signals.ReadAsync(new ReadRequest { Selection = new Selection { Globs = { "oe00/**" } } }).ResponseAsync,
            StatusCode.ResourceExhausted,
            "The selection has 16 signals; at most 10 are accepted.");
    }

    [Fact]
    public async Task Subscribe_BadRequest_SaysWhatWouldBeRight()
    {
        _server.Twin.Run();
        await Refused(new SubscribeRequest { Sampled = new Sampled { PeriodMs = 1 } }, StatusCode.InvalidArgument, "The selection is empty");
        await Refused(Sampled(0, "**"), StatusCode.InvalidArgument, "The period of 0 ms is not accepted. Valid: 1 ms to 86400000 ms.");
        await Refused(Sampled(1, "oe{0"), StatusCode.InvalidArgument, "has a '{' without '}'");
        await Refused(Sampled(1, ""), StatusCode.InvalidArgument, "A glob is empty");
        await Refused(Sampled(1, "oe99/**"), StatusCode.NotFound, "No signal matches 'oe99/**'.");
        await Refused(Sampled(1, "oe00/lane00/heaterpower"), StatusCode.NotFound, "Nearest: oe00/lane00/heater-power");
        await Refused(new SubscribeRequest { Selection = new Selection { Ids = { 67 } }, Once = new Once() }, StatusCode.NotFound, "There is no signal 67; ids are 0 to 66");
        await Refused(new SubscribeRequest { Selection = new Selection { Components = { "oe4" } }, Once = new Once() }, StatusCode.NotFound, "There is no component 'oe4'. Nearest: oe00, oe01, oe02.");
        await Refused(new SubscribeRequest { Selection = new Selection { Ids = { 1 } } }, StatusCode.InvalidArgument, "The mode is missing");
        await Refused(
            new SubscribeRequest { Selection = new Selection { Ids = { 1 } }, OnChange = new OnChange { RelativeDeadBand = double.NaN } },
            StatusCode.InvalidArgument,
            "The dead bands are 0 and NaN");
        SubscribeRequest request = Sampled(1, "**");
        request.Sampled.Conflation = (Conflation)9;
        await Refused(request, StatusCode.InvalidArgument, "There is no conflation 9. Valid: NEWEST (1), EVERY_NTH (2), ENVELOPE (3).");
        request = Sampled(1, "**");
        request.Resume = new Resume();
        await Refused(request, StatusCode.InvalidArgument, "The position to resume from is missing");
        request.Resume.Position = new Position { Step = -3 };
        await Refused(request, StatusCode.InvalidArgument, "\"step\": \"-3\"");
        await Refused(
            new SubscribeRequest { Selection = new Selection { Ids = { 1 } }, Once = new Once(), Resume = new Resume { Position = new Position() } },
            StatusCode.InvalidArgument,
            "There is nothing to resume with once");
        Assert.Equal(0, _server.Gate.Open);
    }

    [Fact]
    public async Task Read_BeforeFirstStep_IsUnavailable() => await Fails(
        () => _server.Signals.ReadAsync(new ReadRequest { Selection = new Selection { Ids = { 1 } } }).ResponseAsync,
        StatusCode.Unavailable,
        "no step has been published yet");

    internal static async Task Fails<T>(Func<Task<T>> call, StatusCode code, string part)
    {
        RpcException error = await Assert.ThrowsAsync<RpcException>(call);
        Assert.Equal(code, error.StatusCode);
        Assert.Contains(part, error.Status.Detail, StringComparison.Ordinal);
    }

    internal static async Task<T> Next<T>(AsyncServerStreamingCall<T> call)
        where T : class
    {
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None), "The stream has ended.");
        return call.ResponseStream.Current;
    }

    private static SubscribeRequest Sampled(uint periodMs, string glob) =>
        new() { Selection = new Selection { Globs = { glob } }, Sampled = new Sampled { PeriodMs = periodMs } };

    private async Task Refused(SubscribeRequest request, StatusCode code, string part)
    {
        using AsyncServerStreamingCall<SubscribeResponse> call = _server.Signals.Subscribe(request);
        await Fails(() => Next(call), code, part);
    }
}
