using Grpc.Core;
using Grpc.Health.V1;
using Twin.Grpc.Access;
using Twin.V1;

namespace Twin.Grpc.Tests;

/// <summary>What one client may use.</summary>
public sealed class LimitTests
{
    [Fact]
    public void TakeCall_BurstAndThenTooMany_RefillsWithTime()
    {
        var time = new StandingClock();
        var limits = new ClientLimits(new GrpcOptions { ClientCallsPerSecond = 2, ClientCallBurst = 3 }, time);
        ClientUsage usage = limits.Of(Of("a"));
        for (int i = 0; i < 3; i++)
        {
            usage.TakeCall();
        }

        RpcException error = Assert.Throws<RpcException>(usage.TakeCall);
        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
        Assert.StartsWith("The client 'a' makes more than 2 calls each second, the most that one client may (Limits:ClientCallsPerSecond)", error.Status.Detail, StringComparison.Ordinal);
        limits.Of(Of("b")).TakeCall();
        time.Advance(TimeSpan.FromSeconds(0.5));
        usage.TakeCall();
        Assert.Throws<RpcException>(usage.TakeCall);
        Assert.False(usage.IsIdle);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(usage.IsIdle);
    }

    [Fact]
    public void TakeCall_CallerThatIsRefused_HasFewCallsAndTakesNoneFromOthersOfItsAddress()
    {
        var time = new StandingClock();
        var limits = new ClientLimits(new GrpcOptions(), time);
        ClientUsage usage = limits.Of(new Caller(CallerKind.Address, "a", Role.Unspecified, "A token is needed."));
        for (int i = 0; i < 100; i++)
        {
            usage.TakeCall();
        }

        Assert.Contains("makes more than 10 calls each second", Assert.Throws<RpcException>(usage.TakeCall).Status.Detail, StringComparison.Ordinal);
        limits.Of(Of("a")).TakeCall();
        time.Advance(TimeSpan.FromSeconds(0.1));
        usage.TakeCall();
    }

    [Fact]
    public void Subscribe_HundredReadersOfTwoThousandSignalsFromOneAddress_FitTheDefaults()
    {
        var usage = new ClientLimits(new GrpcOptions(), TimeProvider.System).Of(Of("127.0.0.1"));
        for (int i = 0; i < 101; i++)
        {
            usage.TakeCall();
            usage.OpenStream();
            usage.Subscribe(2000, 100);
        }
    }

    [Fact]
    public void Subscribe_EverythingAtOneKilohertz_FitsOrIsToldWhatWould()
    {
        // The largest shipped chassis has 15,000 signals or so, the generated one of 1,024 lanes 23,000.
        new ClientLimits(new GrpcOptions(), TimeProvider.System).Of(Of("a")).Subscribe(23_000, 1).Dispose();
        var usage = new ClientLimits(new GrpcOptions { ClientValuesPerSecond = 20_000_000 }, TimeProvider.System).Of(Of("a"));
        using (usage.Subscribe(15_000, 1))
        {
            RpcException error = Assert.Throws<RpcException>(() => usage.Subscribe(23_000, 1));
            Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
            Assert.Equal(
                "23000 signals each 1 ms are 23000000 values for each simulated second; the client 'a' has 5000000 left of the 20000000 that one client may have (Limits:ClientValuesPerSecond). Right would be: a period of at least 5 ms, fewer signals, or on_change.",
                error.Status.Detail);
            usage.Subscribe(23_000, 5).Dispose();
            usage.Subscribe(23_000, null).Dispose();
        }

        usage.Subscribe(20_000, 1).Dispose();
    }

    [Fact]
    public async Task Subscribe_BeyondEachLimit_IsRefusedWithLimitAndSettingAndFreedAtTheEnd()
    {
        await using TestServer server = await TestServer.StartAsync(
            options: new GrpcOptions { ClientStreams = 2, ClientSignals = 40, ClientValuesPerSecond = 20_000 }, access: new HeaderAccess());
        server.Twin.Run();
        using AsyncServerStreamingCall<SubscribeResponse> first = Subscribe(server, 1, "oe00/**", "a");
        await first.ResponseStream.MoveNext(CancellationToken.None);
        await Refused(Subscribe(server, 1, "oe01/**", "a"), "the client 'a' has 4000 left of the 20000 that one client may have (Limits:ClientValuesPerSecond). Right would be: a period of at least 4 ms");
        await Refused(Subscribe(server, 1000, "{oe01,oe02}/**", "a"), "The client 'a' subscribes to 16 signals, and with these 32 it were more than 40, the most that one client may (Limits:ClientSignals).");

        // What was refused has left nothing that goes on being sampled.
        Assert.Equal(1, server.Dispatcher.FeedCount);
        using AsyncServerStreamingCall<SubscribeResponse> second = Subscribe(server, 1000, "oe01/**", "a");
        await second.ResponseStream.MoveNext(CancellationToken.None);
        await Refused(Subscribe(server, 1000, "oe02/*", "a"), "The client 'a' has 2 streams open, the most that one client may (Limits:ClientStreams); end one first.");
        using AsyncServerStreamingCall<SubscribeResponse> other = Subscribe(server, 1, "oe00/**", "b");
        Assert.True(await other.ResponseStream.MoveNext(CancellationToken.None));
        first.Dispose();
        second.Dispose();
        await TestServer.UntilAsync(() => server.Gate.Open == 1);
        using AsyncServerStreamingCall<SubscribeResponse> again = Subscribe(server, 1, "oe00/**", "a");
        Assert.True(await again.ResponseStream.MoveNext(CancellationToken.None));
    }

    [Fact]
    public async Task Watch_HealthWithoutCredentials_CountsAsStreamsOfItsAddress()
    {
        await using TestServer server = await TestServer.StartAsync(options: new GrpcOptions { ClientStreams = 2 }, access: new HeaderAccess());
        server.Twin.Run();
        var health = new Health.HealthClient(server.Channel);
        using AsyncServerStreamingCall<HealthCheckResponse> first = health.Watch(new HealthCheckRequest());
        using AsyncServerStreamingCall<HealthCheckResponse> second = health.Watch(new HealthCheckRequest());
        Assert.True(await first.ResponseStream.MoveNext(CancellationToken.None));
        Assert.True(await second.ResponseStream.MoveNext(CancellationToken.None));
        using AsyncServerStreamingCall<HealthCheckResponse> third = health.Watch(new HealthCheckRequest());
        RpcException error = await Assert.ThrowsAsync<RpcException>(() => third.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
        Assert.Contains("has 2 streams open, the most that one client may (Limits:ClientStreams)", error.Status.Detail, StringComparison.Ordinal);

        // Who is known has streams of its own, and may still ask once.
        using AsyncServerStreamingCall<SubscribeResponse> known = Subscribe(server, 1, "oe00/**", "a");
        Assert.True(await known.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await health.CheckAsync(new HealthCheckRequest())).Status);
    }

    [Fact]
    public async Task Call_TooMany_AreRefusedForThatClientAlone()
    {
        await using TestServer server = await TestServer.StartAsync(options: new GrpcOptions { ClientCallsPerSecond = 1, ClientCallBurst = 2 }, access: new HeaderAccess());
        server.Twin.Run();
        var statuses = new List<StatusCode>();
        for (int i = 0; i < 50; i++)
        {
            statuses.Add(await StatusAsync(server, "a"));
        }

        Assert.Contains(StatusCode.ResourceExhausted, statuses);
        Assert.Equal(StatusCode.OK, statuses[0]);
        Assert.Equal(StatusCode.OK, await StatusAsync(server, "b"));
    }

    private static Caller Of(string name) => new(CallerKind.Address, name, Role.Admin);

    private static async Task<StatusCode> StatusAsync(TestServer server, string name)
    {
        try
        {
            await server.Control.GetStatusAsync(new GetStatusRequest(), AccessTests.As("read", name));
            return StatusCode.OK;
        }
        catch (RpcException exception)
        {
            return exception.StatusCode;
        }
    }

    private static AsyncServerStreamingCall<SubscribeResponse> Subscribe(TestServer server, uint periodMs, string glob, string name) => server.Signals.Subscribe(
        new SubscribeRequest { Selection = new Selection { Globs = { glob } }, Sampled = new Sampled { PeriodMs = periodMs } }, AccessTests.As("read", name));

    private static async Task Refused(AsyncServerStreamingCall<SubscribeResponse> call, string message)
    {
        using (call)
        {
            RpcException error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
            Assert.Contains(message, error.Status.Detail, StringComparison.Ordinal);
        }
    }

    private sealed class StandingClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan time) => _ticks += time.Ticks;
    }
}
