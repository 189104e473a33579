using Google.Protobuf;
using Grpc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Twin.Grpc.Transport.Tests;

/// <summary>What a call and a message cost the server in memory. Nothing else may run in the process meanwhile.</summary>
[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AllocationTests(ITestOutputHelper log)
{
    private const int Rounds = 5;

    /// <summary>Context, reader and writer of a call, the parsed request and the handler's task.</summary>
    private const int MostBytesPerCall = 1_200;

    private static Task<TestServer> StartAsync(Script script) =>
        TestServer.StartAsync(script, services: services => services.AddSingleton<ScriptedService>());

    // The least of several rounds: whatever else the runtime does in one of them (compiling, a timer) is not the server's.
    private static double BytesEach(int operations, Action run)
    {
        run();
        double least = double.PositiveInfinity;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            run();
            least = Math.Min(least, (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)operations);
        }

        return least;
    }

    [Fact]
    public async Task UnaryCall_Warmed_AllocatesOnlyWhatTheCallNeeds()
    {
        const int calls = 1_000;
        var response = new SimpleResponse { Username = "somebody" };
        await using TestServer server = await StartAsync(new Script { Unary = (_, _) => Task.FromResult(response) });
        using var client = new SteadyClient(server.Port, "/grpc.testing.TestService/UnaryCall", new SimpleRequest { ResponseSize = 3 }.ToByteArray());
        double bytes = BytesEach(calls, () =>
        {
            for (int i = 0; i < calls; i++)
                Assert.Equal(5 + response.CalculateSize(), client.Call());
        });
        log.WriteLine(FormattableString.Invariant($"{bytes:F1} bytes per call"));
        Assert.InRange(bytes, 1, MostBytesPerCall);
    }

    [Theory]
    [InlineData(200, 20_000, 64)] // Nothing for a message; waits for the connection are shared by hundreds.
    [InlineData(20_000, 2_000, 1_500)] // One wait for the connection for every few messages.
    public async Task StreamedMessage_Warmed_AllocatesNextToNothing(int messageBytes, int messages, int mostBytes)
    {
        var response = new StreamingOutputCallResponse { Payload = new Payload { Body = ByteString.CopyFrom(new byte[messageBytes]) } };
        await using TestServer server = await StartAsync(new Script
        {
            ServerStream = async (_, responses, _) =>
            {
                for (int i = 0; i < messages; i++)
                    await responses.WriteAsync(response);
            },
        });
        using var client = new SteadyClient(server.Port, "/grpc.testing.TestService/StreamingOutputCall", []);
        double bytes = BytesEach(messages, () => Assert.Equal((long)messages * (5 + response.CalculateSize()), client.Call()));
        log.WriteLine(FormattableString.Invariant($"{bytes:F1} bytes per message"));
        Assert.InRange(bytes, 0, mostBytes);
    }
}
