using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;

namespace Twin.Benchmarks.Grpc;

/// <summary>Speed of the gRPC transport: unary calls by <c>h2load</c>, server streams by our own client, the server in a process of its own.</summary>
/// <remarks>
/// Processor time of the server is that of its whole process, user and system, collector and compiler included. Kestrel alone is measured
/// in turns with our service, so that what else the machine does meets both.
/// </remarks>
internal static class GrpcBench
{
    private const string Name = "grpc";
    private const int Rounds = 5;

    // Enough for the compiler to be done with both servers.
    private const long WarmUpCalls = 150_000;
    private static readonly TimeSpan StreamWarmUp = TimeSpan.FromSeconds(5);

    /// <summary>Prints the figures.</summary>
    /// <param name="streamSeconds">How long each stream is read.</param>
    public static async Task Run(int streamSeconds)
    {
        using LoadServer server = await LoadServer.StartAsync().ConfigureAwait(false);
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{server.GrpcPort}");
        var client = new LoadService.LoadServiceClient(channel);
        await MeasureUnary(server, client, callsPerRound: 200_000).ConfigureAwait(false);
        await MeasureStream(server, client, "200B", 200, streamSeconds).ConfigureAwait(false);
        await MeasureStream(server, client, "20kB", 20_000, streamSeconds).ConfigureAwait(false);
    }

    private static async Task MeasureUnary(LoadServer server, LoadService.LoadServiceClient client, long callsPerRound)
    {
        const string Path = "/twin.benchmarks.LoadService/Call";
        await H2Load.RunAsync(server.FloorPort, Path, WarmUpCalls).ConfigureAwait(false);
        await H2Load.RunAsync(server.GrpcPort, Path, WarmUpCalls).ConfigureAwait(false);
        double[] floor = new double[Rounds];
        double[] own = new double[Rounds];
        double[] rates = new double[Rounds];
        double[] bytes = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            (floor[round], _) = await MeasureRound(server, server.FloorPort).ConfigureAwait(false);
            LoadCount before = await client.CountAsync(new LoadRequest()).ConfigureAwait(false);
            (own[round], rates[round]) = await MeasureRound(server, server.GrpcPort).ConfigureAwait(false);
            LoadCount after = await client.CountAsync(new LoadRequest()).ConfigureAwait(false);
            bytes[round] = (double)(after.AllocatedBytes - before.AllocatedBytes) / callsPerRound;
            if (after.Calls - before.Calls != (ulong)callsPerRound)
            {
                throw new InvalidOperationException($"The handler was called {after.Calls - before.Calls} times instead of {callsPerRound}.");
            }
        }

        LoadMessage answer = await client.CallAsync(new LoadRequest { MessageBytes = 200 }).ConfigureAwait(false);
        if (!new LoadBodies(200).Matches(answer, (ulong)(WarmUpCalls + (Rounds * callsPerRound) + 1)))
        {
            throw new InvalidOperationException("The answer to a unary call is not the one expected.");
        }

        Figure.Print(Name, "unary_server_cpu_us", Statistics.Median(own), "us");
        Figure.Print(Name, "kestrel_floor_cpu_us", Statistics.Median(floor), "us");
        Figure.Print(Name, "unary_own_share_us", Statistics.Median([.. own.Zip(floor, (a, b) => a - b)]), "us");
        Figure.Print(Name, "unary_calls_per_s", Statistics.Median(rates), "1/s");
        Figure.Print(Name, "unary_server_bytes", Statistics.Median(bytes), "By");

        async Task<(double MicrosecondsPerCall, double Rate)> MeasureRound(LoadServer server, int port)
        {
            TimeSpan before = server.ProcessorTime;
            double rate = await H2Load.RunAsync(port, Path, callsPerRound).ConfigureAwait(false);
            return ((server.ProcessorTime - before).TotalMicroseconds / callsPerRound, rate);
        }
    }

    // The reader is our own client: each message is parsed by the generated code and compared with what it has to be, byte for byte.
    private static async Task MeasureStream(LoadServer server, LoadService.LoadServiceClient client, string label, int messageBytes, int seconds)
    {
        var bodies = new LoadBodies(messageBytes);
        using AsyncServerStreamingCall<LoadMessage> call = client.Stream(new LoadRequest { MessageBytes = (uint)messageBytes });
        IAsyncStreamReader<LoadMessage> messages = call.ResponseStream;
        ulong sequence = await ReadFor(StreamWarmUp, 0).ConfigureAwait(false);
        TimeSpan serverTime = server.ProcessorTime;
        TimeSpan clientTime = Environment.CpuUsage.TotalTime;
        LoadCount count = await client.CountAsync(new LoadRequest()).ConfigureAwait(false);
        long started = Stopwatch.GetTimestamp();
        long longest = 0;
        ulong first = sequence;
        sequence = await ReadFor(TimeSpan.FromSeconds(seconds), first).ConfigureAwait(false);
        double elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        serverTime = server.ProcessorTime - serverTime;
        clientTime = Environment.CpuUsage.TotalTime - clientTime;
        double read = sequence - first;
        ulong allocated = (await client.CountAsync(new LoadRequest()).ConfigureAwait(false)).AllocatedBytes - count.AllocatedBytes;
        Figure.Print(Name, $"stream_{label}_per_s", read / elapsed, "1/s");
        Figure.Print(Name, $"stream_{label}_max_gap_ms", longest * 1e3 / Stopwatch.Frequency, "ms");
        Figure.Print(Name, $"stream_{label}_server_cpu_us", serverTime.TotalMicroseconds / read, "us");
        Figure.Print(Name, $"stream_{label}_client_cpu_us", clientTime.TotalMicroseconds / read, "us");
        Figure.Print(Name, $"stream_{label}_server_bytes", allocated / read, "By");
        Figure.Print(Name, $"stream_{label}_seconds", elapsed, "s");

        // The gap is that between two messages in the reader's hand: whatever holds up server, connection or reader is in it.
        async Task<ulong> ReadFor(TimeSpan time, ulong sequence)
        {
            long last = Stopwatch.GetTimestamp();
            long end = last + (long)(time.TotalSeconds * Stopwatch.Frequency);
            longest = 0;
            while (last < end)
            {
                if (!await messages.MoveNext().ConfigureAwait(false) || !bodies.Matches(messages.Current, ++sequence))
                {
                    throw new InvalidOperationException($"Message {sequence} of the stream is missing or not what was sent.");
                }

                long now = Stopwatch.GetTimestamp();
                longest = Math.Max(longest, now - last);
                last = now;
            }

            return sequence;
        }
    }
}
