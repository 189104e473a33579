using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Xunit.Abstractions;

namespace Twin.EndToEnd.Tests;

/// <summary>Clients of other makers on a live twin: a Python gRPC client, and Prometheus with its lint.</summary>
public sealed class RealClientsTests(ITestOutputHelper log)
{
    private const int Seconds = 60;

    /// <summary>Share of samples that a busy machine may cost. Each is told by the twin; one that is missing without being told fails in any case.</summary>
    private const string MostLost = "0.1";

    /// <summary>Start of the interpreter, stubs, listing of all signals, and the answer of the temperatures, on a machine so busy that simulated time takes several times as long.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(Seconds + 600);

    [RealClientsFact]
    public async Task Run_SixtySecondsOfPythonAndPrometheus_StreamWithoutGapAndEveryScrapeGood()
    {
        (TwinProcess twin, Uri grpc, Uri http) = await TwinProcess.ServeAsync(["--chassis", "cpo-102t"]);
        using TwinProcess process = twin;
        using var folder = new TemporaryFolder();
        int port = FreePort();
        using Process prometheus = StartPrometheus(folder.Path, port, http);
        try
        {
            (int exitCode, string report) = await RunAsync(
                RealClientsFactAttribute.Python,
                [
                    Path.Combine(ClientPrograms.Repository, "tests/Twin.EndToEnd.Tests/clients/python/twin_client.py"), "--address", grpc.Authority,
                    "--seconds", Seconds.ToString(CultureInfo.InvariantCulture), "--period-ms", "100", "--actuator", "fan?/speed", "--value", "maximum",
                    "--react-seconds", "20", "--most-lost", MostLost,
                ]);
            log.WriteLine(report);
            Assert.Equal(0, exitCode);

            var api = new Uri($"http://127.0.0.1:{port}/");
            // A scrape may only fail because the machine had no time for it, which is what Prometheus gives up after its own time-out; and most are good.
            double good = await QueryAsync(api, "sum_over_time(up{job=\"twin\"}[10m])");
            double all = await QueryAsync(api, "count_over_time(up{job=\"twin\"}[10m])");
            double refused = await QueryAsync(api, "sum(count_over_time((up{job=\"twin\"} == 0 and scrape_duration_seconds{job=\"twin\"} < 0.9)[10m:1s])) or vector(0)");
            log.WriteLine(FormattableString.Invariant($"scrapes: {good} good of {all}"));
            Assert.Equal(0, refused);
            Assert.True(good >= 0.5 * Math.Max(all, Seconds), $"{good} scrapes were good of {all} in at least {Seconds} s");
            Assert.Equal(1024, await QueryAsync(api, "count(last_over_time(chassis_lane_optical_power_watts[1m]))"));
            Assert.Equal(0, await QueryAsync(api, "count(last_over_time({otel_metric_overflow=\"true\"}[10m])) or vector(0)"));
            double rate = await QueryAsync(api, "rate(chassis_twin_simulation_time_seconds[10m])");
            log.WriteLine(FormattableString.Invariant($"simulated seconds for each second as Prometheus saw it: {rate:F4}"));
            Assert.True(rate > 0, "simulated time stood still");
        }
        finally
        {
            prometheus.Kill();
            await prometheus.WaitForExitAsync();
        }

        using var client = new HttpClient { BaseAddress = http };
        (int lint, string findings) = await RunAsync("promtool", ["check", "metrics"], await client.GetStringAsync("/metrics"));
        Assert.Equal(string.Empty, findings.Trim());
        Assert.Equal(0, lint);
    }

    private static Process StartPrometheus(string folder, int port, Uri http)
    {
        string shipped = File.ReadAllText(Path.Combine(TwinProcess.Folder, "telemetry/prometheus.yml"));
        Assert.Contains("127.0.0.1:8080", shipped, StringComparison.Ordinal);
        string configuration = Path.Combine(folder, "prometheus.yml");
        File.WriteAllText(configuration, shipped.Replace("\"127.0.0.1:8080\"", $"\"{http.Authority}\"", StringComparison.Ordinal));
        return Process.Start(new ProcessStartInfo(
            "prometheus",
            [$"--config.file={configuration}", $"--storage.tsdb.path={Path.Combine(folder, "data")}", $"--web.listen-address=127.0.0.1:{port}", "--log.level=error"]))!;
    }

    private static async Task<double> QueryAsync(Uri api, string query)
    {
        using var client = new HttpClient { BaseAddress = api };
        string answer = await client.GetStringAsync("api/v1/query?query=" + Uri.EscapeDataString(query));
        using JsonDocument document = JsonDocument.Parse(answer);
        JsonElement result = document.RootElement.GetProperty("data").GetProperty("result");
        Assert.True(result.GetArrayLength() == 1, $"{query}: {answer}");
        return double.Parse(result[0].GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string program, string[] arguments, string? input = null)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var limit = new CancellationTokenSource(Limit);
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
        }

        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        return (process.ExitCode, await output + await error);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
