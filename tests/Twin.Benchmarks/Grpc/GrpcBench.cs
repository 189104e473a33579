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
    private const long WarmUpCalls = 100_000;

    // Calls that come together share system calls and wake-ups, calls one at a time pay for each of them alone.
    private static readonly H2Load.Concurrency Many = new(Connections: 8, CallsPerConnection: 16);
    private static readonly H2Load.Concurrency One = new(Connections: 1, CallsPerConnection: 1);
    private static readonly TimeSpan StreamWarmUp = TimeSpan.FromSeconds(5);

    /// <summary>Prints the figures.</summary>
    /// <param name="streamSeconds">How long each stream is read.</param>
    public static async Task Run(int streamSeconds)
    {
        using LoadServer server = await LoadServer.StartAsync().ConfigureAwait(false);
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{server.GrpcPort}");
        var client = new LoadService.LoadServiceClient(channel);
        await MeasureUnary(server, client, string.Empty, Many, callsPerRound: 200_000).ConfigureAwait(false);
        await MeasureUnary(server, client, "_one_at_a_time", One, callsPerRound: 20_000).ConfigureAwait(false);
        await MeasureStream(server, client, "200B", 200, streamSeconds).ConfigureAwait(false);
        await MeasureStream(server, client, "20kB", 20_000, streamSeconds).ConfigureAwait(false);
    }

    private static async Task MeasureUnary(LoadServer server, LoadService.LoadServiceClient client, string suffix, H2Load.Concurrency load, long callsPerRound)
    {
        const string Path = "/twin.benchmarks.LoadService/Call";
        await H2Load.RunAsync(server.FloorPort, Path, load, WarmUpCalls).ConfigureAwait(false);
        await H2Load.RunAsync(server.GrpcPort, Path, load, WarmUpCalls).ConfigureAwait(false);
        var floor = new Round[Rounds];
        var own = new Round[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            floor[round] = await MeasureRound(server.FloorPort).ConfigureAwait(false);
            own[round] = await MeasureRound(server.GrpcPort).ConfigureAwait(false);
            if (own[round].Calls != callsPerRound)
            {
                throw new InvalidOperationException($"The handler was called {own[round].Calls} times instead of {callsPerRound}.");
            }
        }

        ulong calls = (await client.CountAsync(new LoadRequest()).ConfigureAwait(false)).Calls;
        LoadMessage answer = await client.CallAsync(new LoadRequest { MessageBytes = 200 }).ConfigureAwait(false);
        if (!new LoadBodies(200).Matches(answer, calls + 1))
        {
            throw new InvalidOperationException("The answer to a unary call is not the one expected.");
        }

        Figure.Print(Name, "unary_server_cpu_us" + suffix, Median(own, round => round.ProcessorMicroseconds), "us");
        Figure.Print(Name, "kestrel_floor_cpu_us" + suffix, Median(floor, round => round.ProcessorMicroseconds), "us");
        Figure.Print(Name, "unary_own_share_us" + suffix, Statistics.Median([.. own.Zip(floor, (a, b) => a.ProcessorMicroseconds - b.ProcessorMicroseconds)]), "us");
        Figure.Print(Name, "unary_calls_per_s" + suffix, Median(own, round => round.CallsPerSecond), "1/s");
        Figure.Print(Name, "unary_server_bytes" + suffix, Median(own, round => round.Bytes), "By");
        Figure.Print(Name, "kestrel_floor_bytes" + suffix, Median(floor, round => round.Bytes), "By");

        async Task<Round> MeasureRound(int port)
        {
            LoadCount before = await client.CountAsync(new LoadRequest()).ConfigureAwait(false);
            TimeSpan started = server.ProcessorTime;
            double rate = await H2Load.RunAsync(port, Path, load, callsPerRound).ConfigureAwait(false);
            TimeSpan used = server.ProcessorTime - started;
            LoadCount after = await client.CountAsync(new LoadRequest()).ConfigureAwait(false);
            return new Round(
                used.TotalMicroseconds / callsPerRound, rate, (double)(after.AllocatedBytes - before.AllocatedBytes) / callsPerRound, (long)(after.Calls - before.Calls));
        }

        static double Median(Round[] rounds, Func<Round, double> figure) => Statistics.Median([.. rounds.Select(figure)]);
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

    private readonly record struct Round(double ProcessorMicroseconds, double CallsPerSecond, double Bytes, long Calls);
}
