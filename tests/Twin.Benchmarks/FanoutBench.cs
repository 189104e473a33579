using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Grpc.Net.Client;
using Twin.Benchmarks.Soak;
using Twin.V1;

namespace Twin.Benchmarks;

/// <summary>Many subscribers on a live twin: what they cost the server, whether they disturb the step, whether any is delayed, how fresh values are.</summary>
/// <remarks>
/// The built host runs <c>cpo-102t</c> in real time in a process of its own, the clients in another. Windows with all clients connected and with
/// none take turns, the order changing from pair to pair; one ratio of the 99th percentiles of the lateness of steps per pair, so that what else the machine does
/// meets both. Lateness is counted in the server and asked for at the ends of a window.
/// </remarks>
internal static class FanoutBench
{
    private const string Name = "fanout";
    private const string StepThread = "twin step";
    private const double Share = 0.99;

    /// <summary>After connecting and disconnecting, before a window.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1);

    private static readonly int Pairs = (int)Setting("TWIN_FANOUT_PAIRS", 20);
    private static readonly double WindowSeconds = Setting("TWIN_FANOUT_WINDOW_S", 4);
    private static readonly int Subscribers = (int)Setting("TWIN_FANOUT_SUBSCRIBERS", 100);

    /// <summary>Prints the figures.</summary>
    public static async Task Run()
    {
        HostProcess host = await HostProcess.StartAsync("--chassis", ShippedChassis.Main).ConfigureAwait(false);
        await using (host.ConfigureAwait(false))
        {
            using var channel = GrpcChannel.ForAddress(host.GrpcAddress);
            var control = new ControlService.ControlServiceClient(channel);
            using Process clients = HostProcess.Spawn(
                [typeof(FanoutBench).Assembly.Location, FanoutClient.Verb, host.GrpcAddress, Subscribers.ToString(CultureInfo.InvariantCulture)]);
            try
            {
                await Measure(host, control, clients).ConfigureAwait(false);
            }
            finally
            {
                clients.Kill();
            }
        }
    }

    private static async Task Measure(HostProcess host, ControlService.ControlServiceClient control, Process clients)
    {
        // One pair that is not counted: code is compiled, buffers are made.
        List<Window> connected = [];
        List<Window> alone = [];
        List<FanoutReport> reports = [];
        for (int pair = -1; pair < Pairs; pair++)
        {
            bool isConnectedFirst = pair % 2 == 0;
            Window idle = default;
            if (!isConnectedFirst)
            {
                idle = await Alone(host, control).ConfigureAwait(false);
            }

            (Window busy, FanoutReport report) = await Connected(host, control, clients).ConfigureAwait(false);
            if (isConnectedFirst)
            {
                idle = await Alone(host, control).ConfigureAwait(false);
            }

            if (pair >= 0)
            {
                connected.Add(busy);
                reports.Add(report);
                alone.Add(idle);
            }
        }

        Print(connected, alone, reports);
        Figure.Print(Name, "server_resident_mb", host.ResidentBytes() / 1e6, "MB");
    }

    private static void Print(List<Window> connected, List<Window> alone, List<FanoutReport> reports)
    {
        double[] ratios = [.. connected.Zip(alone, (with, without) => with.Lateness / without.Lateness)];
        Figure.Print(Name, "lateness_ratio", Statistics.Median(ratios), "1");
        if (Pairs >= 6)
        {
            (double low, double high) = Statistics.MedianInterval(ratios);
            Figure.Print(Name, "lateness_ratio_low", low, "1");
            Figure.Print(Name, "lateness_ratio_high", high, "1");
        }

        Figure.Print(Name, "lateness_p99_us", Median(connected, window => window.Lateness) * 1e6, "us");
        Figure.Print(Name, "lateness_p99_alone_us", Median(alone, window => window.Lateness) * 1e6, "us");
        Figure.Print(Name, "cpu_cores", Median(connected, window => window.Cores - window.StepCores), "1");
        Figure.Print(Name, "cpu_cores_worst", connected.Max(window => window.Cores - window.StepCores), "1");
        Figure.Print(Name, "cpu_cores_alone", Median(alone, window => window.Cores - window.StepCores), "1");
        Figure.Print(Name, "cpu_cores_dispatcher", Median(connected, window => window.DispatcherCores), "1");
        Figure.Print(Name, "cpu_cores_step", Median(connected, window => window.StepCores), "1");
        Figure.Print(Name, "delayed_subscribers", reports.SelectMany(report => report.Delayed).Distinct().Count(), "1");
        Figure.Print(Name, "delayed_windows", reports.Count(report => report.Delayed.Count > 0), "1");
        Figure.Print(Name, "frames", reports.Sum(report => report.Frames), "1");
        Figure.Print(Name, "missing_frames", reports.Sum(report => report.Missing), "1");
        Figure.Print(Name, "late_frames", reports.Sum(report => report.Late), "1");
        Figure.Print(Name, "freshness_p99_ms", Statistics.Quantile([.. reports.SelectMany(report => report.FreshnessMs)], Share), "ms");
        Figure.Print(Name, "freshness_median_ms", Statistics.Median([.. reports.SelectMany(report => report.FreshnessMs)]), "ms");
        Figure.Print(Name, "freshness_signals", reports[0].FreshnessSignals, "1");
        Figure.Print(Name, "age_p99_ms", Statistics.Quantile([.. reports.SelectMany(report => report.AgesMs)], Share), "ms");
        Figure.Print(Name, "age_median_ms", Statistics.Median([.. reports.SelectMany(report => report.AgesMs)]), "ms");
    }

    private static double Median(List<Window> windows, Func<Window, double> figure) => Statistics.Median([.. windows.Select(figure)]);

    private static async Task<(Window Window, FanoutReport Report)> Connected(HostProcess host, ControlService.ControlServiceClient control, Process clients)
    {
        await Tell(clients, "connect").ConfigureAwait(false);
        await Task.Delay(Settle).ConfigureAwait(false);
        await Tell(clients, "count").ConfigureAwait(false);
        Window window = await Take(host, control).ConfigureAwait(false);
        string report = await Tell(clients, "disconnect").ConfigureAwait(false);
        return (window, JsonSerializer.Deserialize<FanoutReport>(report)!);
    }

    private static async Task<Window> Alone(HostProcess host, ControlService.ControlServiceClient control)
    {
        await Task.Delay(Settle).ConfigureAwait(false);
        return await Take(host, control).ConfigureAwait(false);
    }

    private static async Task<string> Tell(Process clients, string command)
    {
        await clients.StandardInput.WriteLineAsync(command).ConfigureAwait(false);
        await clients.StandardInput.FlushAsync().ConfigureAwait(false);
        return await clients.StandardOutput.ReadLineAsync().ConfigureAwait(false)
            ?? throw new InvalidOperationException($"The clients ended: {await clients.StandardError.ReadToEndAsync().ConfigureAwait(false)}");
    }

    private static async Task<Window> Take(HostProcess host, ControlService.ControlServiceClient control)
    {
        StepLateness before = await Lateness(control).ConfigureAwait(false);
        Dictionary<int, (string Name, double Seconds)> threadsBefore = host.ThreadTimes();
        long start = Stopwatch.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(WindowSeconds)).ConfigureAwait(false);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Dictionary<int, (string Name, double Seconds)> threads = host.ThreadTimes();
        StepLateness after = await Lateness(control).ConfigureAwait(false);
        double Cores(Func<string, bool> isCounted) => threads.Where(thread => isCounted(thread.Value.Name))
            .Sum(thread => thread.Value.Seconds - threadsBefore.GetValueOrDefault(thread.Key).Seconds) / seconds;
        return new Window(LatenessQuantile.Of(before, after, Share), Cores(_ => true), Cores(name => name == StepThread), Cores(name => name == "grpc frames"));
    }

    private static async Task<StepLateness> Lateness(ControlService.ControlServiceClient control) =>
        (await control.GetStatusAsync(new GetStatusRequest { WithLateness = true }).ResponseAsync.ConfigureAwait(false)).Lateness;

    private static double Setting(string name, double otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private readonly record struct Window(double Lateness, double Cores, double StepCores, double DispatcherCores);
}
