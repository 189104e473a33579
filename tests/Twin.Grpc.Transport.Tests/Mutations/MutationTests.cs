using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Twin.Engine.Reloading;
using Twin.Engine.Running;
using Twin.Engine.Snapshots;
using Twin.Engine.Workloads;
using Twin.Grpc.Interop;
using Twin.Grpc.Tests;
using Twin.Grpc.Transport.Tests.Frames;
using Twin.Units;
using Twin.V1;

namespace Twin.Grpc.Transport.Tests.Mutations;

/// <summary>Valid requests with one thing changed, by seed, against the real server: each gets the right status, and the server is none the worse.</summary>
/// <remarks>
/// What is right. Whatever is wrong with headers, frames and messages has one status, by <see cref="ReferenceFraming"/>: UNIMPLEMENTED for an unknown
/// method or encoding and for a wrong count of messages, INTERNAL for what cannot be read, RESOURCE_EXHAUSTED for what is too large, HTTP 415 or 404 for
/// what is no gRPC. Of the interoperability service every answer is known exactly (<see cref="ReferenceInterop"/>). A service of the twin may answer a
/// message that can be read as it likes, but neither with UNKNOWN nor with INTERNAL. How a request is cut into frames changes nothing. No answer is
/// broken off, and nothing is logged as an error, which is what an exception is that nobody thought of.
/// A failure names seed and number: TWIN_MUTATIONS=SEED:NUMBER runs that one alone.
/// </remarks>
[Collection(nameof(AloneCollection))]
public sealed class MutationTests
{
    private const int Connections = 4;
    private const int CallsPerConnection = 50;
    private const long MemoryBound = 16 << 20;

    private static readonly int Seed = 20261121;
    private static readonly int? Only;

    static MutationTests()
    {
        string[] chosen = (Environment.GetEnvironmentVariable("TWIN_MUTATIONS") ?? "").Split(':');
        if (chosen is [{ Length: > 0 } seed, ..])
            Seed = int.Parse(seed, CultureInfo.InvariantCulture);
        if (chosen is [_, { Length: > 0 } number])
            Only = int.Parse(number, CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task InteropRequests_Mutated_GetTheRightStatus()
    {
        var log = new ErrorLog();
        await using TestServer server = await TestServer.StartAsync(
            app => app.MapGrpcInterop(), services: services => services.AddSingleton<ILoggerProvider>(log));
        await RunAsync(server, log, 80_000, InteropRequest, ReferenceInterop.Of);
    }

    [Fact]
    public async Task TwinRequests_Mutated_GetTheRightStatus()
    {
        var log = new ErrorLog();
        var twin = new FakeTwin();
        twin.Run(20);
        var requests = new TwinRequests(ChassisService.Descriptor, SignalService.Descriptor, EventService.Descriptor, ControlService.Descriptor);
        await using TestServer server = await TestServer.StartAsync(
            app => app.MapTwinGrpc(),
            services: services =>
            {
                services.AddSingleton<ITwin>(twin);
                services.AddTwinGrpc();
                services.AddSingleton<ILoggerProvider>(log);
            });
        await RunAsync(server, log, 20_000, requests.Make, requests.Expect, () => twin.Commands.Clear());
    }

    [Fact]
    public async Task SnapshotPluginAndAuditRequests_Mutated_GetTheRightStatus()
    {
        var log = new ErrorLog();

        // A real run, which is paused, since snapshots and what-if runs are made of one.
        await using var runner = TwinRunner.Create(SmallChassis.Compile(), [new IdleWorkload()], new RunnerOptions { StartsPaused = true });
        runner.Start();
        var store = new MemorySnapshotStore(new SnapshotLimits(Count: 3));
        using var library = new SnapshotLibrary(runner, store, new SnapshotOptions { MaximumForks = 3, LongestRunAhead = Duration.FromSeconds(1) });
        var plugins = new FakePlugins();
        var requests = new TwinRequests(SnapshotService.Descriptor, PluginService.Descriptor, AuditService.Descriptor);
        await using TestServer server = await TestServer.StartAsync(
            app => app.MapTwinGrpc(),
            services: services =>
            {
                services.AddSingleton<ITwin>(runner);
                services.AddSingleton(library);
                services.AddSingleton<IPluginReloads>(plugins);
                services.AddTwinGrpc();
                services.AddSingleton<ILoggerProvider>(log);
            });

        // All three are served: of a service that is not, every answer would be UNIMPLEMENTED, which a service may give, too.
        await new SnapshotService.SnapshotServiceClient(server.Channel).ListAsync(new ListSnapshotsRequest());
        await new PluginService.PluginServiceClient(server.Channel).ListPluginsAsync(new ListPluginsRequest());
        await new AuditService.AuditServiceClient(server.Channel).ListAsync(new ListAuditRequest());
        await RunAsync(server, log, 10_000, requests.Make, requests.Expect, plugins.Requests.Clear);
    }

    [Fact]
    public async Task Connections_BitsFlipped_AreAnsweredOrEndedAndTheServerGoesOn()
    {
        const int connections = 4000;
        var log = new ErrorLog();
        await using TestServer server = await TestServer.StartAsync(
            app => app.MapGrpcInterop(), services: services => services.AddSingleton<ILoggerProvider>(log));
        await FlipAsync(0, connections / 10);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        await FlipAsync(connections / 10, connections);
        await server.Client.EmptyCallAsync(new Empty());
        Assert.True(log.Errors.IsEmpty, $"Seed {Seed}: {log.Errors.Count} errors logged.\n" + string.Join("\n\n", log.Errors.Take(5)));
        long grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(grown < MemoryBound, $"{grown} bytes more than before");

        Task FlipAsync(int from, int to) => Parallel.ForAsync(from, to, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) =>
        {
            if (Only is not null && Only != number)
                return;
            var random = new Random(unchecked((Seed * 31) + number));
            var bytes = new List<byte>(FrameClient.Preface);
            for (int i = 0; i < 5; i++)
                bytes.AddRange(InteropRequest(number, random).Encode((2 * i) + 1, out int _));
            byte[] sent = [.. bytes];
            // Behind the preface more often than within: a wrong first byte ends everything at once.
            int start = random.Next(4) == 0 ? 0 : FrameClient.Preface.Length;
            for (int i = random.Next(1, 6); i > 0; i--)
                sent[random.Next(start, sent.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                await using NetworkStream stream = await FrameClient.OpenAsync(server.Port);
                await stream.WriteAsync(sent, CancellationToken.None);
                // With nothing more to come, the server has to come to an end, too.
                stream.Socket.Shutdown(SocketShutdown.Send);
                byte[] buffer = new byte[16 * 1024];
                while (await stream.ReadAsync(buffer, CancellationToken.None).AsTask().WaitAsync(TestServer.Patience, CancellationToken.None) > 0)
                    continue;
            }
            catch (IOException exception) when (exception.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.Shutdown })
            {
                // Ended by the server while bytes were on their way.
            }
            catch (TimeoutException)
            {
                Assert.Fail($"Seed {Seed}, number {number}: the server neither answered nor ended the connection.\n{Convert.ToHexString(sent)}");
            }
        });
    }

    private static async Task RunAsync(
        TestServer server, ErrorLog log, int count, Func<int, Random, WireRequest> make, Func<WireRequest, Expectation?> expect, Action? forget = null)
    {
        var failures = new ConcurrentQueue<string>();
        int next = 0;
        int sent = 0;
        await SendAsync(count / 10);
        forget?.Invoke();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        await SendAsync(count);
        Assert.True(failures.IsEmpty && log.Errors.IsEmpty, $"{failures.Count} wrong answers, {log.Errors.Count} errors logged.\n"
            + string.Join("\n\n", failures.Take(5).Concat(log.Errors.Take(5))));
        Assert.True(Only is not null || sent >= count, $"only {sent} of {count} were sent");
        forget?.Invoke();
        long grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(grown < MemoryBound, $"{grown} bytes more than before");

        async Task SendAsync(int until)
        {
            FrameClient[] clients = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => FrameClient.ConnectAsync(server.Port)));
            await Task.WhenAll(Enumerable.Range(0, Connections * CallsPerConnection).Select(index => Task.Run(async () =>
            {
                while (sent < until && failures.Count < 20 && (Only is null || next <= Only))
                    await TryAsync(clients[index % Connections], Interlocked.Increment(ref next) - 1);
            })));
            foreach (FrameClient client in clients)
                await client.DisposeAsync();
        }

        async Task TryAsync(FrameClient client, int number)
        {
            if (Only is not null && Only != number)
                return;
            var random = new Random(unchecked((Seed * 31) + number));
            WireRequest request = make(number, random);
            request.Mutation = $"Seed {Seed}, number {number}: ";
            Mutator.Apply(request, random);
            if (expect(request) is not { } right)
                return;
            Interlocked.Increment(ref sent);
            try
            {
                request.Encode(1, out int window);
                Answer answer = await client.CallAsync(stream => request.Encode(stream, out int _), window);
                if (!IsRight(answer, right))
                    failures.Enqueue($"{request}\n  expected {right}\n  got {answer}");
            }
            catch (Exception exception) when (exception is IOException or TimeoutException)
            {
                failures.Enqueue($"{request}\n  expected {right}\n  got {exception}");
            }
        }
    }

    private static bool IsRight(Answer answer, Expectation right)
    {
        if (answer.Http != right.Http.ToString(CultureInfo.InvariantCulture) || !answer.Ended)
            return false;
        if (right.Http != 200)
            return true;
        return answer.Headers.GetValueOrDefault("content-type") == "application/grpc"
            && (right.Status is { } status
                ? answer.Status == status
                : answer.Status is >= 0 and <= 16 and not ((int)StatusCode.Unknown or (int)StatusCode.Internal));
    }

    private static WireRequest InteropRequest(int number, Random random)
    {
        string[] methods = ["UnaryCall", "UnaryCall", "EmptyCall", "StreamingOutputCall", "StreamingInputCall", "FullDuplexCall", "FullDuplexCall"];
        string method = methods[random.Next(methods.Length)];
        bool compressing = random.Next(3) == 0;
        var body = new List<byte>();
        int count = method is "StreamingInputCall" or "FullDuplexCall" ? random.Next(5) : 1;
        for (int i = 0; i < count; i++)
        {
            bool compress = compressing && random.Next(2) == 0;
            body.AddRange(MessageMaker.Frame(Message(method, compress, random), compress));
        }

        var request = new WireRequest { Mutation = "", Path = ReferenceInterop.Prefix + method, Body = [.. body], Layout = random.Next() };
        if (compressing)
            request.Set("grpc-encoding", "gzip");
        if (random.Next(2) == 0)
            request.Set("grpc-accept-encoding", "identity,gzip");
        return request;
    }

    private static IMessage Message(string method, bool compress, Random random)
    {
        BoolValue? expected = random.Next(2) == 0 ? new BoolValue { Value = compress } : null;
        EchoStatus? status = random.Next(8) == 0 ? new EchoStatus { Code = random.Next(1, 17), Message = "as asked \u263a" } : null;
        var payload = new Payload { Body = ByteString.CopyFrom(new byte[random.Next(200)]) };
        return method switch
        {
            "UnaryCall" => new SimpleRequest
            {
                ResponseSize = random.Next(200),
                Payload = payload,
                ExpectCompressed = expected,
                ResponseStatus = status,
                ResponseCompressed = random.Next(2) == 0 ? new BoolValue { Value = true } : null,
            },
            "StreamingInputCall" => new StreamingInputCallRequest { Payload = payload, ExpectCompressed = expected },
            "EmptyCall" => new Empty(),
            _ => new StreamingOutputCallRequest
            {
                Payload = payload,
                ResponseStatus = status,
                ResponseParameters = { Enumerable.Range(0, random.Next(4)).Select(_ => new ResponseParameters { Size = random.Next(200), Compressed = expected }) },
            },
        };
    }
}
