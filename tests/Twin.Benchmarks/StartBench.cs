using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using Twin.V1;

namespace Twin.Benchmarks;

/// <summary>From the start of the process <c>twin run</c> to the first sample that a gRPC client gets.</summary>
/// <remarks>
/// The built host, as a user starts it: the default chassis and the steady initial condition. A client of this process tries to connect
/// every few milliseconds and subscribes to all signals. One run before the first is not counted, so that files are in memory and this client is compiled.
/// </remarks>
internal static class StartBench
{
    private const string Name = "start";
    private const int Runs = 5;
    private const int LowestPort = 21_000;
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>Prints the figures.</summary>
    public static async Task Run()
    {
        await Measure(string.Empty, []).ConfigureAwait(false);
        await Measure("_" + ShippedChassis.Main.Replace('-', '_'), ["--chassis", ShippedChassis.Main]).ConfigureAwait(false);
    }

    private static async Task Measure(string suffix, string[] arguments)
    {
        double[] seconds = new double[Runs];
        for (int run = -1; run < Runs; run++)
        {
            double taken = await FirstSample(arguments).ConfigureAwait(false);
            if (run >= 0)
            {
                seconds[run] = taken;
            }
        }

        Figure.Print(Name, "first_sample_s" + suffix, Statistics.Median(seconds), "s");
        Figure.Print(Name, "first_sample_worst_s" + suffix, seconds.Max(), "s");
    }

    private static async Task<double> FirstSample(string[] arguments)
    {
        int[] ports = FreePorts(2);
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [HostProcess.AssemblyPath, "run", "--grpc", $"127.0.0.1:{ports[0]}", "--http", $"127.0.0.1:{ports[1]}", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var limit = new CancellationTokenSource(Longest);
        long started = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await WaitUntilListening(ports[0], process, limit.Token).ConfigureAwait(false);
            using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{ports[0]}");
            await ReadFirstSample(channel, limit.Token).ConfigureAwait(false);
            return Stopwatch.GetElapsedTime(started).TotalSeconds;
        }
        catch (Exception exception) when (exception is RpcException or InvalidOperationException or OperationCanceledException)
        {
            process.Kill();
            throw new InvalidOperationException($"The host gave no sample: {exception.Message}{Environment.NewLine}{await output.ConfigureAwait(false)}{await errors.ConfigureAwait(false)}", exception);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task ReadFirstSample(GrpcChannel channel, CancellationToken cancellationToken)
    {
        var client = new SignalService.SignalServiceClient(channel);
        var request = new SubscribeRequest { Selection = new Selection { Globs = { "**" } }, Sampled = new Sampled { PeriodMs = 1 } };
        using AsyncServerStreamingCall<SubscribeResponse> call = client.Subscribe(request, cancellationToken: cancellationToken);
        while (await call.ResponseStream.MoveNext(cancellationToken).ConfigureAwait(false))
        {
            if (call.ResponseStream.Current.Samples is not null)
            {
                return;
            }
        }

        throw new InvalidOperationException("The stream ended without a sample.");
    }

    private static async Task WaitUntilListening(int port, Process process, CancellationToken cancellationToken)
    {
        while (!process.HasExited)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(Retry, cancellationToken).ConfigureAwait(false);
            }
        }

        throw new InvalidOperationException($"It ended with code {process.ExitCode}.");
    }

    // Below the range from which the system takes the near ends of connections (32768 on): while nobody listens there yet, a try to
    // connect could otherwise be given that very port and meet itself.
    private static int[] FreePorts(int count)
    {
        List<int> ports = [];
        for (int port = LowestPort; ports.Count < count; port++)
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                ports.Add(port);
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }

        return [.. ports];
    }
}
