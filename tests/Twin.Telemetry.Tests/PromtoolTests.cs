using System.Diagnostics;

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
