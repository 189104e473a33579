using System.Collections.Concurrent;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using Twin.V1;

namespace Twin.Benchmarks.Soak;

/// <summary>A mixture of clients on a running twin, each of which checks what it gets. Counters may be read by any thread.</summary>
internal sealed class SoakClients : IDisposable
{
    private const int SampledReaders = 6;
    private const int ChangeReaders = 3;
    private const int EventReaders = 2;
    private const int StalledReaders = 2;
    private const int UnaryCallers = 3;
    private const int ChurnClients = 3;

    // All clients are one to the server, which gives it 50 million values a second: three times everything each millisecond.
    private const uint HeavyPeriodMs = 10;

    // So many problems are enough to understand one.
    private const int MaximumProblems = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan UnaryPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan ChurnPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ScrapePause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CommandPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(10);

    private readonly Uri _grpc;
    private readonly Uri _http;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<string> _problems = new();
    private readonly long[] _counts = new long[Enum.GetValues<SoakKind>().Length];
    private readonly List<Task> _running = [];
    private long _dropped;
    private long _conflated;

    private SoakClients(Uri grpc, Uri http) => (_grpc, _http) = (grpc, http);

    /// <summary>What went wrong so far, the first few.</summary>
    public IReadOnlyCollection<string> Problems => _problems;

    /// <summary>How often a reader that had stalled found its connection closed by the server.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Samples that streams gave up for newer ones.</summary>
    public long Conflated => Interlocked.Read(ref _conflated);

    /// <summary>Starts all of them.</summary>
    /// <param name="grpc">Address of the services.</param>
    /// <param name="http">Address of the metrics page.</param>
    public static SoakClients Start(Uri grpc, Uri http)
    {
        var clients = new SoakClients(grpc, http);
        for (int i = 0; i < SampledReaders; i++)
        {
            // Everything ten times a second, some a hundred times, one signal in every step.
            (string glob, uint period) = (i % 3) switch { 0 => ("**", 100u), 1 => ("**/temperature", 10u), _ => ("inlet-power", 1u) };
            clients.Run(SoakKind.Sampled, end => clients.ReadSampledAsync(glob, period, end));
        }

        for (int i = 0; i < ChangeReaders; i++)
        {
            clients.Run(SoakKind.OnChange, clients.ReadChangesAsync);
        }

        for (int i = 0; i < EventReaders; i++)
        {
            clients.Run(SoakKind.Events, clients.ReadEventsAsync);
        }

        for (int i = 0; i < StalledReaders; i++)
        {
            clients.Run(SoakKind.Stalled, clients.StallAsync);
        }

        for (int i = 0; i < UnaryCallers; i++)
        {
            clients.Run(SoakKind.Unary, clients.CallAsync);
        }

        for (int i = 0; i < ChurnClients; i++)
        {
            int first = i;
            clients.Run(SoakKind.Churn, end => clients.ComeAndGoAsync(first, end));
        }

        clients.Run(SoakKind.Scrapes, clients.ScrapeAsync);
        clients.Run(SoakKind.Commands, clients.CommandAsync);
        return clients;
    }

    /// <summary>Progress of each kind so far, indexed by <see cref="SoakKind"/>.</summary>
    public long[] Counts() => [.. Enumerable.Range(0, _counts.Length).Select(kind => Interlocked.Read(ref _counts[kind]))];

    /// <summary>Lets all of them leave, in the middle of what they do.</summary>
    public async Task StopAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running).WaitAsync(Patience).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _end.Dispose();

    private static DateTime Deadline() => TimeProvider.System.GetUtcNow().UtcDateTime + Patience;

    private static SubscribeRequest Sampled(string glob, uint period) =>
        new() { Selection = new Selection { Globs = { glob } }, Sampled = new Sampled { PeriodMs = period } };

    private static void Require(bool holds, string problem)
    {
        if (!holds)
        {
            throw new InvalidOperationException(problem);
        }
    }

    private static async Task<StatusCode> OutcomeAsync(Func<Task> call)
    {
        try
        {
            await call().ConfigureAwait(false);
            return StatusCode.OK;
        }
        catch (RpcException exception)
        {
            return exception.StatusCode;
        }
    }

    private void Run(SoakKind kind, Func<CancellationToken, Task> client) => _running.Add(Task.Run(async () =>
    {
        try
        {
            await client(_end.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            if (!_end.IsCancellationRequested)
            {
                Report($"{kind}: {exception.Message}");
            }
        }
    }));

    private void Report(string problem)
    {
        if (_problems.Count < MaximumProblems)
        {
            _problems.Enqueue(problem);
        }
    }

    private void Count(SoakKind kind) => Interlocked.Increment(ref _counts[(int)kind]);

    private async Task ReadSampledAsync(string glob, uint period, CancellationToken end)
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(_grpc);
        using AsyncServerStreamingCall<SubscribeResponse> call =
            new SignalService.SignalServiceClient(channel).Subscribe(Sampled(glob, period), cancellationToken: end);
        long last = -1;
        uint width = 0;
        while (await call.ResponseStream.MoveNext().ConfigureAwait(false))
        {
            SubscribeResponse message = call.ResponseStream.Current;
            if (message.Dictionary is not null)
            {
                width = message.Dictionary.Total;
                continue;
            }

            Samples samples = message.Samples;
            Require(samples.Values.Count == width, $"{samples.Values.Count} values for {width} entries");
            Require(samples.Position.Step > last, $"step {samples.Position.Step} came after step {last}");
            last = samples.Position.Step;
            Interlocked.Add(ref _conflated, (long)samples.Conflated);
            Count(SoakKind.Sampled);
        }

        throw new InvalidOperationException("the stream ended");
    }

    private async Task ReadChangesAsync(CancellationToken end)
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(_grpc);
        var request = new SubscribeRequest { Selection = new Selection { Globs = { "**" } }, OnChange = new OnChange { RelativeDeadBand = 1e-4, MinimumPeriodMs = 20 } };
        using AsyncServerStreamingCall<SubscribeResponse> call = new SignalService.SignalServiceClient(channel).Subscribe(request, cancellationToken: end);
        long last = -1;
        uint width = 0;
        while (await call.ResponseStream.MoveNext().ConfigureAwait(false))
        {
            SubscribeResponse message = call.ResponseStream.Current;
            if (message.Dictionary is not null)
            {
                width = message.Dictionary.Total;
                continue;
            }

            // The first message has all values and then no indexes.
            long step = message.Changes?.Position.Step ?? message.Samples.Position.Step;
            Require(message.Changes is null || message.Changes.Indexes.All(index => index < width), "an index is outside the dictionary");
            Require(step > last, $"step {step} came after step {last}");
            last = step;
            Count(SoakKind.OnChange);
        }

        throw new InvalidOperationException("the stream ended");
    }

    private async Task ReadEventsAsync(CancellationToken end)
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(_grpc);
        using AsyncServerStreamingCall<SubscribeEventsResponse> call =
            new EventService.EventServiceClient(channel).Subscribe(new SubscribeEventsRequest(), cancellationToken: end);
        long last = -1;
        while (await call.ResponseStream.MoveNext().ConfigureAwait(false))
        {
            SubscribeEventsResponse message = call.ResponseStream.Current;
            Require(message.Lost == 0, $"{message.Lost} events were lost");
            foreach (Event happened in message.Events)
            {
                Require(happened.Sequence > last, $"event {happened.Sequence} came after event {last}");
                last = happened.Sequence;
            }

            Count(SoakKind.Events);
        }

        throw new InvalidOperationException("the stream ended");
    }

    // Subscribes to everything in every step, stops reading, reads on, and again. A server may close the connection of a reader that stands
    // still; then it comes back.
    private async Task StallAsync(CancellationToken end)
    {
        while (true)
        {
            using GrpcChannel channel = GrpcChannel.ForAddress(_grpc);
            using AsyncServerStreamingCall<SubscribeResponse> call =
                new SignalService.SignalServiceClient(channel).Subscribe(Sampled("**", 1), cancellationToken: end);
            try
            {
                const int messagesBetween = 50;
                while (true)
                {
                    for (int i = 0; i < messagesBetween; i++)
                    {
                        Require(await call.ResponseStream.MoveNext().ConfigureAwait(false), "the stream ended");
                    }

                    Count(SoakKind.Stalled);
                    await Task.Delay(Stall, end).ConfigureAwait(false);
                }
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.Unavailable && !end.IsCancellationRequested)
            {
                Interlocked.Increment(ref _dropped);
            }
        }
    }

    private async Task CallAsync(CancellationToken end)
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(_grpc);
        var signals = new SignalService.SignalServiceClient(channel);
        var chassis = new ChassisService.ChassisServiceClient(channel);
        while (true)
        {
            ReadResponse read = await signals.ReadAsync(
                new ReadRequest { Selection = new Selection { Globs = { "**/temperature" } } }, deadline: Deadline(), cancellationToken: end).ConfigureAwait(false);
            Require(read.Values.Count == read.Entries.Count && read.Values.Count > 0, "a read gave no values");
            ListSignalsResponse page = await chassis.ListSignalsAsync(
                new ListSignalsRequest { Page = new Page { Size = 100 } }, deadline: Deadline(), cancellationToken: end).ConfigureAwait(false);
            Require(page.Signals.Count == 100, $"a page of 100 signals has {page.Signals.Count}");
            StatusCode refused = await OutcomeAsync(() => signals.ReadAsync(
                new ReadRequest { Selection = new Selection { Globs = { "no-such-signal" } } }, deadline: Deadline(), cancellationToken: end).ResponseAsync).ConfigureAwait(false);
            Require(refused == StatusCode.NotFound || end.IsCancellationRequested, $"a signal that does not exist gave {refused}");
            Count(SoakKind.Unary);
            await Task.Delay(UnaryPause, end).ConfigureAwait(false);
        }
    }

    private async Task ComeAndGoAsync(int first, CancellationToken end)
    {
        // One connection that stays and on which streams come and go, others that go with their streams.
        using GrpcChannel lasting = GrpcChannel.ForAddress(_grpc);
        for (int turn = first; ; turn++)
        {
            const int ways = 6;
            switch (turn % ways)
            {
                case 0:
                    await OpenAsync(lasting, messages: 4, end).ConfigureAwait(false);
                    break;
                case 1:
                    await OpenAsync(lasting, messages: 0, end).ConfigureAwait(false);
                    break;
                case 2:
                    await RunIntoDeadlineAsync(lasting, end).ConfigureAwait(false);
                    break;
                case 3:
                    using (GrpcChannel passing = GrpcChannel.ForAddress(_grpc))
                    {
                        await OpenAsync(passing, messages: 2, end).ConfigureAwait(false);
                    }

                    break;
                case 4:
                    await CancelAsync(lasting, end).ConfigureAwait(false);
                    break;
                default:
                    await CutOffAsync(end).ConfigureAwait(false);
                    break;
            }

            Count(SoakKind.Churn);
            await Task.Delay(ChurnPause, end).ConfigureAwait(false);
        }
    }

    private static async Task OpenAsync(GrpcChannel channel, int messages, CancellationToken end)
    {
        using AsyncServerStreamingCall<SubscribeResponse> call =
            new SignalService.SignalServiceClient(channel).Subscribe(Sampled("**", HeavyPeriodMs), cancellationToken: end);
        for (int i = 0; i < messages; i++)
        {
            Require(await call.ResponseStream.MoveNext().ConfigureAwait(false), "the stream ended");
        }
    }

    private static async Task RunIntoDeadlineAsync(GrpcChannel channel, CancellationToken end)
    {
        DateTime soon = TimeProvider.System.GetUtcNow().UtcDateTime.AddMilliseconds(50);
        using AsyncServerStreamingCall<SubscribeResponse> call =
            new SignalService.SignalServiceClient(channel).Subscribe(Sampled("inlet-power", 1), deadline: soon, cancellationToken: end);
        StatusCode outcome = await OutcomeAsync(async () =>
        {
            while (await call.ResponseStream.MoveNext().ConfigureAwait(false))
            {
                continue;
            }
        }).ConfigureAwait(false);
        Require(outcome == StatusCode.DeadlineExceeded || end.IsCancellationRequested, $"a stream with a deadline ended with {outcome}");
    }

    private static async Task CancelAsync(GrpcChannel channel, CancellationToken end)
    {
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(end);
        using AsyncUnaryCall<ListSignalsResponse> unary =
            new ChassisService.ChassisServiceClient(channel).ListSignalsAsync(new ListSignalsRequest(), cancellationToken: cancel.Token);
        using AsyncServerStreamingCall<SubscribeEventsResponse> events =
            new EventService.EventServiceClient(channel).Subscribe(new SubscribeEventsRequest(), cancellationToken: cancel.Token);
        Require(await events.ResponseStream.MoveNext().ConfigureAwait(false), "the stream ended");
        await cancel.CancelAsync().ConfigureAwait(false);
        StatusCode outcome = await OutcomeAsync(() => unary.ResponseAsync).ConfigureAwait(false);
        Require(outcome is StatusCode.Cancelled or StatusCode.OK, $"a cancelled call ended with {outcome}");
        outcome = await OutcomeAsync(() => events.ResponseStream.MoveNext()).ConfigureAwait(false);
        Require(outcome == StatusCode.Cancelled, $"a cancelled stream ended with {outcome}");
    }

    // A connection that ends in the middle of the preface of HTTP/2.
    private async Task CutOffAsync(CancellationToken end)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_grpc.Host, _grpc.Port, end).ConfigureAwait(false);
        await client.GetStream().WriteAsync("PRI * HTTP/2.0\r\n"u8.ToArray(), end).ConfigureAwait(false);
    }

    private async Task ScrapeAsync(CancellationToken end)
    {
        using var client = new HttpClient { BaseAddress = _http, Timeout = Patience };
        while (true)
        {
            string page = await client.GetStringAsync("/metrics", end).ConfigureAwait(false);
            Require(page.Contains("\nchassis_lane_optical_power_watts{", StringComparison.Ordinal), "the metrics page has no lanes");
            Count(SoakKind.Scrapes);
            await Task.Delay(ScrapePause, end).ConfigureAwait(false);
        }
    }

    private async Task CommandAsync(CancellationToken end)
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(_grpc);
        var control = new ControlService.ControlServiceClient(channel);
        ListPortsResponse ports = await new ChassisService.ChassisServiceClient(channel).ListPortsAsync(new ListPortsRequest(), cancellationToken: end).ConfigureAwait(false);
        string port = ports.Ports[0].Path;
        for (bool enabled = false; ; enabled = !enabled)
        {
            await control.EnablePortAsync(new EnablePortRequest { Path = port, Enabled = enabled }, deadline: Deadline(), cancellationToken: end).ConfigureAwait(false);
            Count(SoakKind.Commands);
            await Task.Delay(CommandPause, end).ConfigureAwait(false);
        }
    }
}
