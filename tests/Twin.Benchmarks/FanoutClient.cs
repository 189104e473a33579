using System.Globalization;
using System.Text.Json;
using Grpc.Core;
using Grpc.Net.Client;
using Twin.V1;

namespace Twin.Benchmarks;

/// <summary>The clients of the bench <c>fanout</c>, in a process of their own: subscribers, each with a connection and a selection of its own, one that never reads, and one that watches all lane ends.</summary>
/// <remarks>
/// Told by lines on standard input: <c>connect</c>, answered by a line when all have their first values; <c>count</c>, from where on is counted, answered; <c>disconnect</c>, answered by a <see cref="FanoutReport"/>.
/// </remarks>
internal sealed class FanoutClient : IDisposable
{
    /// <summary>First argument by which the program takes this part.</summary>
    public const string Verb = "fanout-client";

    /// <summary>Period of the subscribers.</summary>
    public const int PeriodMilliseconds = 100;

    private const int SignalsEach = 2000;

    // Neighbouring selections overlap, and none equals another.
    private const int Stride = 229;
    private const string LaneEnds = "**/lane*/**";
    private const uint LaneEndsPeriodMilliseconds = 1000;
    private const double NanosecondsPerMillisecond = 1e6;

    private readonly string _address;
    private readonly List<GrpcChannel> _channels = [];
    private readonly List<Subscriber> _subscribers = [];
    private readonly List<Task> _running = [];
    private CancellationTokenSource _end = new();
    private volatile bool _isCounting;

    private FanoutClient(string address) => _address = address;

    /// <summary>Runs until standard input ends.</summary>
    /// <param name="args">Address and number of subscribers.</param>
    public static async Task Run(string[] args)
    {
        using var client = new FanoutClient(args[0]);
        int count = int.Parse(args[1], CultureInfo.InvariantCulture);
        while (await Console.In.ReadLineAsync().ConfigureAwait(false) is string line)
        {
            string answer = line switch
            {
                "connect" => await client.Connect(count).ConfigureAwait(false),
                "count" => client.Count(),
                _ => await client.Disconnect().ConfigureAwait(false),
            };
            await Console.Out.WriteLineAsync(answer).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _end.Dispose();

    private async Task<string> Connect(int count)
    {
        _end.Dispose();
        _end = new CancellationTokenSource();
        GrpcChannel first = Open();
        uint signals = (await new ChassisService.ChassisServiceClient(first).GetChassisAsync(new GetChassisRequest()).ResponseAsync.ConfigureAwait(false)).SignalCount;
        for (int i = 0; i < count; i++)
        {
            Start(Ids(i, signals), PeriodMilliseconds, Open());
        }

        Start(new Selection { Globs = { LaneEnds } }, LaneEndsPeriodMilliseconds, Open());
        // The one that never reads. Its call lives as long as its channel.
        new SignalService.SignalServiceClient(Open()).Subscribe(Request(Ids(count, signals), PeriodMilliseconds), cancellationToken: _end.Token);
        await Task.WhenAll(_subscribers.Select(subscriber => subscriber.Began.Task)).ConfigureAwait(false);
        return "connected";
    }

    private string Count()
    {
        _isCounting = true;
        return "counting";
    }

    private async Task<string> Disconnect()
    {
        _isCounting = false;
        await _end.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running).ConfigureAwait(false);
        foreach (GrpcChannel channel in _channels)
        {
            channel.Dispose();
        }

        Subscriber laneEnds = _subscribers[^1];
        Subscriber[] fan = [.. _subscribers.SkipLast(1)];
        var report = new FanoutReport(
            fan.Sum(subscriber => (long)subscriber.AgesMs.Count),
            fan.Sum(subscriber => subscriber.Missing),
            fan.Sum(subscriber => subscriber.Late),
            [.. Enumerable.Range(0, fan.Length).Where(i => fan[i].Missing + fan[i].Late > 0)],
            [.. fan.SelectMany(subscriber => subscriber.AgesMs)],
            laneEnds.AgesMs,
            laneEnds.Signals);
        _channels.Clear();
        _subscribers.Clear();
        _running.Clear();
        return JsonSerializer.Serialize(report);
    }

    private GrpcChannel Open()
    {
        var channel = GrpcChannel.ForAddress(_address);
        _channels.Add(channel);
        return channel;
    }

    private void Start(Selection selection, uint periodMs, GrpcChannel channel)
    {
        var subscriber = new Subscriber();
        _subscribers.Add(subscriber);
        _running.Add(Read(subscriber, new SignalService.SignalServiceClient(channel), Request(selection, periodMs)));
    }

    private async Task Read(Subscriber subscriber, SignalService.SignalServiceClient client, SubscribeRequest request)
    {
        long periodNs = (long)(request.Sampled.PeriodMs * NanosecondsPerMillisecond);
        long previous = -1;
        try
        {
            using AsyncServerStreamingCall<SubscribeResponse> call = client.Subscribe(request, cancellationToken: _end.Token);
            while (await call.ResponseStream.MoveNext(_end.Token).ConfigureAwait(false))
            {
                if (call.ResponseStream.Current.Samples is not { } samples)
                {
                    continue;
                }

                double ageMs = (UnixNs() - samples.ComputedUnixNs) / NanosecondsPerMillisecond;
                long now = samples.Position.SimulationTimeNs;
                subscriber.Signals = samples.Values.Count;
                if (_isCounting && previous >= 0)
                {
                    subscriber.AgesMs.Add(ageMs);
                    subscriber.Missing += Math.Abs((now - previous - periodNs + (periodNs / 2)) / periodNs);
                    subscriber.Late += ageMs > request.Sampled.PeriodMs ? 1 : 0;
                }

                previous = now;
                subscriber.Began.TrySetResult();
            }
        }
        catch (RpcException exception) when (_end.IsCancellationRequested && exception.StatusCode == StatusCode.Cancelled)
        {
            // Disconnected as told.
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The same.
        }
        catch (RpcException exception)
        {
            subscriber.Began.TrySetException(exception);
            throw;
        }
    }

    private static Selection Ids(int subscriber, uint signals) => new()
    {
        Ids = { Enumerable.Range(0, (int)Math.Min(SignalsEach, signals)).Select(i => (uint)(((long)subscriber * Stride) + i) % signals) },
    };

    private static SubscribeRequest Request(Selection selection, uint periodMs) => new() { Selection = selection, Sampled = new Sampled { PeriodMs = periodMs } };

    private static long UnixNs() => (TimeProvider.System.GetUtcNow().UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * 100;

    private sealed class Subscriber
    {
        public TaskCompletionSource Began { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<double> AgesMs { get; } = [];

        public long Missing { get; set; }

        public long Late { get; set; }

        public int Signals { get; set; }
    }
}
