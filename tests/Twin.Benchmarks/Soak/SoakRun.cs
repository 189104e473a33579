using System.Diagnostics;
using System.Globalization;
using Grpc.Net.Client;
using Twin.EndToEnd.Tests;
using Twin.V1;

namespace Twin.Benchmarks.Soak;

/// <summary>Runs the built host in real time under a mixture of clients and watches it.</summary>
internal static class SoakRun
{
    private const string Chassis = "cpo-102t";

    // Enough for medians, and for a run of hours one each minute.
    private const int LeastSamples = 18;
    private const double Megabyte = 1e6;
    private const double NearlyAll = 0.99;
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs.</summary>
    /// <param name="duration">How long the clients are there.</param>
    /// <param name="tell">Takes a line for each sample.</param>
    public static async Task<SoakResult> RunAsync(TimeSpan duration, Action<string> tell)
    {
        TimeSpan interval = duration / LeastSamples < LongestInterval ? duration / LeastSamples : LongestInterval;
        (TwinProcess twin, Uri grpc, Uri http) = await TwinProcess.ServeAsync(["--chassis", Chassis]).ConfigureAwait(false);
        using TwinProcess process = twin;
        using GrpcChannel channel = GrpcChannel.ForAddress(grpc);
        var control = new ControlService.ControlServiceClient(channel);
        RunStatus before = await StatusAsync(control).ConfigureAwait(false);
        int socketsBefore = Sockets(process.Id);
        using SoakClients clients = SoakClients.Start(grpc, http);
        long started = Stopwatch.GetTimestamp();
        List<SoakSample> samples = [];
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            // At a multiple of the interval, however long the last look took.
            TimeSpan left = (interval * (samples.Count + 1)) - Stopwatch.GetElapsedTime(started);
            await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero).ConfigureAwait(false);
            SoakSample sample = Take(Stopwatch.GetElapsedTime(started), before, await StatusAsync(control).ConfigureAwait(false), Sockets(process.Id), clients.Counts());
            samples.Add(sample);
            tell(Line(sample));
        }

        await clients.StopAsync().ConfigureAwait(false);
        (int streams, int sockets) = await LeftAsync(control, process.Id, socketsBefore).ConfigureAwait(false);
        await process.SignalAsync("TERM").ConfigureAwait(false);
        int exitCode = await process.WaitForExitAsync().ConfigureAwait(false);
        if (before.Server.OpenStreams != 0)
        {
            throw new InvalidOperationException("The server had streams before the first client.");
        }

        return new SoakResult(samples, streams, sockets - socketsBefore, clients.Dropped, clients.Conflated, exitCode, [.. clients.Problems]);
    }

    // A server needs a moment to see that a client has gone: what it holds is looked at until it holds nothing, or for a minute.
    private static async Task<(int Streams, int Sockets)> LeftAsync(ControlService.ControlServiceClient control, int process, int socketsBefore)
    {
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            ServerLoad load = (await StatusAsync(control).ConfigureAwait(false)).Server;
            int streams = (int)(load.OpenStreams + load.Subscriptions + load.EventReaders);
            int sockets = Sockets(process);
            if ((streams == 0 && sockets <= socketsBefore) || Stopwatch.GetElapsedTime(started) > Patience)
            {
                return (streams, sockets);
            }

            await Task.Delay(Look).ConfigureAwait(false);
        }
    }

    private static SoakSample Take(TimeSpan time, RunStatus first, RunStatus status, int sockets, long[] counts) => new(
        time.TotalMinutes,
        status.Server.WorkingSetBytes / Megabyte,
        status.Server.HeapBytes / Megabyte,
        status.Server.AllocatedBytes / Megabyte,
        (int)status.Server.OpenStreams,
        sockets,
        status.Position.Step,
        status.MissedDeadlines,
        status.SkippedTimeS,
        LatenessQuantile.Of(first.Lateness, status.Lateness, NearlyAll) * 1e6,
        counts);

    private static string Line(SoakSample sample) => string.Create(CultureInfo.InvariantCulture, $"{sample.Minutes,7:F2} min  set {sample.WorkingSetMegabytes:F1} MB  heap {sample.HeapMegabytes:F1} MB  streams {sample.OpenStreams}  sockets {sample.Sockets}  steps {sample.Steps}  missed {sample.MissedDeadlines}  p99 late {sample.P99LatenessMicroseconds:F0} us  {string.Join(' ', Enum.GetValues<SoakKind>().Select(kind => $"{kind} {sample.Counts[(int)kind]}"))}");

    private static async Task<RunStatus> StatusAsync(ControlService.ControlServiceClient control) =>
        await control.GetStatusAsync(new GetStatusRequest { WithLateness = true }, deadline: TimeProvider.System.GetUtcNow().UtcDateTime + Patience).ConfigureAwait(false);

    // Connections, listeners and the runtime's own: its files come and go, its sockets do not.
    private static int Sockets(int process) => new DirectoryInfo($"/proc/{process}/fd").EnumerateFileSystemInfos()
        .Count(handle => handle.LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true);
}
