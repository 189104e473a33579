using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Twin.Telemetry.Tests;

public sealed class PromtoolTests
{
    [PrometheusFact]
    public async Task CheckMetrics_EveryMetricOfTheCatalogue_HasNoFinding()
    {
        SignalList list = SignalList.Generated();
        list.Add("acme.laser.mode_hops", unit: "1", kind: Contracts.SignalKind.Counter);
        list.Add("acme.laser.noise", unit: "dB/Hz");
        list.Add("acme.laser.margin", unit: "K");
        var twin = new FakeTwin(list.Signals);
        twin.Fill(i => i % 5);
        twin.Publish();
        twin.StepDurations.Record(1e-4);
        using var telemetry = new TwinTelemetry(twin, new());
        string text = await Exposition.TextAsync(telemetry);

        (int exitCode, string output) = await RunAsync(text, "check", "metrics");

        Assert.Equal(string.Empty, output);
        Assert.Equal(0, exitCode);
    }

    [PrometheusFact]
    public async Task CheckConfig_OfTheShippedScrapeConfiguration_HasNoFinding()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "prometheus.yml");

        (int exitCode, string output) = await RunAsync(string.Empty, "check", "config", path);

        Assert.Contains("SUCCESS", output, StringComparison.Ordinal);
        Assert.Equal(0, exitCode);
    }

    [PrometheusFact]
    public async Task Scrape_ByPrometheus_NegotiatesOpenMetricsAndStoresEverySample()
    {
        SignalList list = SignalList.Generated();
        await using MetricsServer server = await MetricsServer.StartAsync(list.Signals);
        server.Twin.Fill(i => i + 0.25);
        server.Twin.Publish();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("twin-prometheus-");
        int port = FreePort();
        string configuration = Path.Combine(folder.FullName, "prometheus.yml");
        await File.WriteAllTextAsync(configuration, $"""
            scrape_configs:
              - job_name: twin
                scrape_interval: 1s
                scrape_timeout: 1s
                static_configs:
                  - targets: ["{server.Address.Authority}"]
            """);
        using Process prometheus = Process.Start(new ProcessStartInfo(
            "prometheus",
            [$"--config.file={configuration}", $"--storage.tsdb.path={Path.Combine(folder.FullName, "data")}", $"--web.listen-address=127.0.0.1:{port}", "--log.level=error"]))!;
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
            while (await QueryAsync(client, "up == 1") is null)
            {
                await Task.Delay(200);
            }

            OpenMetricsPage page = OpenMetricsPage.Parse(await (await server.SendAsync(HttpMethod.Get, ("Accept", server.Accepted[0]))).Content.ReadAsStringAsync());
            Assert.StartsWith("application/openmetrics-text;version=1.0.0,", server.Accepted[0], StringComparison.Ordinal);
            Assert.Equal(page.Samples.Count, await QueryAsync(client, "scrape_samples_scraped"));
            Assert.Equal(1024, await QueryAsync(client, "count(chassis_lane_prefec_errors_total)"));
            Assert.Equal(1024, await QueryAsync(client, "count(chassis_lane_prefec_errors_created)"));
            Assert.Equal(page.Samples.Where(sample => sample.Key.StartsWith("hw_temperature_celsius{", StringComparison.Ordinal)).Sum(sample => sample.Value), await QueryAsync(client, "sum(hw_temperature_celsius)"));
        }
        finally
        {
            prometheus.Kill();
            await prometheus.WaitForExitAsync();
            folder.Delete(recursive: true);
        }
    }

    // The one value of a query, or null while there is none or nobody answers yet.
    private static async Task<double?> QueryAsync(HttpClient client, string query)
    {
        try
        {
            using JsonDocument answer = JsonDocument.Parse(await client.GetStringAsync(new Uri("api/v1/query?query=" + Uri.EscapeDataString(query), UriKind.Relative)));
            JsonElement result = answer.RootElement.GetProperty("data").GetProperty("result");
            return result.GetArrayLength() == 1 ? double.Parse(result[0].GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture) : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string input, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("promtool", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, (await output + await error).Trim());
    }
}
