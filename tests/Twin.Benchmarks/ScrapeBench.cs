using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Twin.Engine.Running;
using Twin.Telemetry;

namespace Twin.Benchmarks;

/// <summary>How long a scrape of a large chassis takes, over HTTP and while the chassis runs in real time.</summary>
/// <remarks>
/// The chassis is made from <c>pluggable-51t</c>: twice its lanes, 1,024 of them in 256 modules of four, and sixteen cages in each row before a fan. A scrape counts from the request to the last byte of the
/// answer; client, server and the step share the machine.
/// </remarks>
internal static partial class ScrapeBench
{
    private const string Name = "scrape";
    private const int WarmUpScrapes = 30;
    private const int Scrapes = 200;
    private const string OpenMetrics = "application/openmetrics-text; version=1.0.0";
    private const int Fans = 8;
    private const int CagesPerRow = 16;

    /// <summary>Prints the figures.</summary>
    public static async Task Run()
    {
        ShippedChassis chassis = ShippedChassis.Compile(Generate(File.ReadAllText(ShippedChassis.FileOf("pluggable-51t"))), "pluggable-102t");
        var runner = TwinRunner.Create(chassis.Model, [chassis.Workload]);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore().AddSingleton<ITwin>(runner).AddTwinTelemetry();
        WebApplication application = builder.Build();
        application.MapTwinMetrics();
        await using (runner.ConfigureAwait(false))
        await using (application.ConfigureAwait(false))
        {
            runner.Start();
            await application.StartAsync().ConfigureAwait(false);
            var address = new Uri(application.Urls.Single() + "/metrics");
            using var client = new HttpClient();
            byte[] page = await Measure(client, address, string.Empty, null).ConfigureAwait(false);
            Check(Encoding.UTF8.GetString(page), application.Services.GetRequiredService<TwinTelemetry>());
            Figure.Print(Name, "bytes", page.Length, "By");
            await Lint(page).ConfigureAwait(false);
            Figure.Print(Name, "bytes_gzip", (await Measure(client, address, "_gzip", request => request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip")).ConfigureAwait(false)).Length, "By");
            Figure.Print(Name, "bytes_openmetrics", (await Measure(client, address, "_openmetrics", request => request.Headers.TryAddWithoutValidation("Accept", OpenMetrics)).ConfigureAwait(false)).Length, "By");
            await MeasureWriting(application.Services.GetRequiredService<TwinTelemetry>()).ConfigureAwait(false);
            await application.StopAsync().ConfigureAwait(false);
        }
    }

    private static async Task<byte[]> Measure(HttpClient client, Uri address, string suffix, Action<HttpRequestMessage>? prepare)
    {
        // A client that scrapes again and again keeps its memory.
        byte[] buffer = new byte[16 << 20];
        int length = 0;
        double[] times = new double[Scrapes];
        for (int i = -WarmUpScrapes; i < Scrapes; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            prepare?.Invoke(request);
            long started = Stopwatch.GetTimestamp();
            using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
            Stream body = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false).ConfigureAwait(false);
            }

            if (i >= 0)
            {
                times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            }

            response.EnsureSuccessStatusCode();
        }

        Figure.Print(Name, "scrape_ms" + suffix, Statistics.Median(times), "ms");
        Figure.Print(Name, "scrape_p99_ms" + suffix, Statistics.Quantile(times, 0.99), "ms");
        return buffer[..length];
    }

    // The text alone, on one thread: gathering, formatting, nothing sent.
    private static async Task MeasureWriting(TwinTelemetry telemetry)
    {
        var writer = new FixedBuffer(telemetry.MaximumBytes(ExpositionFormat.Text));
        double[] times = new double[Scrapes];
        long allocated = 0;
        for (int i = 0; i < Scrapes; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            long started = Stopwatch.GetTimestamp();
            await telemetry.TryWriteAsync(writer).ConfigureAwait(false);
            times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Figure.Print(Name, "write_ms", Statistics.Median(times), "ms");
        Figure.Print(Name, "write_allocated_bytes", allocated, "By");
    }

    private static void Check(string text, TwinTelemetry telemetry)
    {
        int series = text.Split('\n').Count(line => line.Length > 0 && line[0] != '#');
        if (text.Contains("otel_metric_overflow", StringComparison.Ordinal) || series < telemetry.SeriesCount)
        {
            throw new InvalidOperationException($"Of {telemetry.SeriesCount} series {series} were scraped.");
        }

        Figure.Print(Name, "series", series, "1");
    }

    private static async Task Lint(byte[] page)
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "promtool"))))
        {
            await Console.Error.WriteLineAsync("promtool is not on the path: the text was not checked.").ConfigureAwait(false);
            return;
        }

        using Process promtool = Process.Start(new ProcessStartInfo("promtool", ["check", "metrics"]) { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true })!;
        Task<string> error = promtool.StandardError.ReadToEndAsync();
        Task<string> output = promtool.StandardOutput.ReadToEndAsync();
        await promtool.StandardInput.BaseStream.WriteAsync(page).ConfigureAwait(false);
        promtool.StandardInput.Close();
        await promtool.WaitForExitAsync().ConfigureAwait(false);
        string findings = await error.ConfigureAwait(false) + await output.ConfigureAwait(false);
        await Console.Error.WriteAsync(findings).ConfigureAwait(false);
        Figure.Print(Name, "promtool_findings", findings.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, "1");
    }

    // Twice of everything that lanes need, in modules half as wide.
    private static string Generate(string text)
    {
        text = text.Replace("  asic0: borealis.switch-asic", "  asic0: {kind: borealis.switch-asic, parameters: {lanes: 1024, maximum-core-power: 900 W, maximum-serdes-power: 900 W}}", StringComparison.Ordinal);
        text = text.Replace("    kind: dorado.dsp-module", "    parameters: {lanes: 4}\n    kind: dorado.dsp-module", StringComparison.Ordinal);
        text = text.Replace("    repeat: 64\n", "    repeat: 256\n", StringComparison.Ordinal).Replace("port: {count: 64, lanes: 8, rate: 800 Gb/s,", "port: {count: 256, lanes: 4, rate: 400 Gb/s,", StringComparison.Ordinal);
        text = text.Replace("rated: 400 W", "rated: 900 W", StringComparison.Ordinal).Replace("rated: 450 W", "rated: 900 W", StringComparison.Ordinal).Replace("rated: 500 W", "rated: 1500 W", StringComparison.Ordinal);
        text = SupplyCount().Replace(text, "  psu:\n    repeat: 4\n");
        int row = 0;
        text = CageRow().Replace(text, _ =>
        {
            int first = row++ * CagesPerRow;
            return string.Create(CultureInfo.InvariantCulture, $"cage{{{first:000}..{first + CagesPerRow - 1:000}}}.air");
        });
        return row == 2 * Fans ? text : throw new InvalidOperationException($"The chassis file has {row} rows of cages, {2 * Fans} were expected.");
    }

    [GeneratedRegex("cage\\{[0-9]+\\.\\.[0-9]+\\}\\.air")]
    private static partial Regex CageRow();

    [GeneratedRegex("  psu:\n    repeat: 2\n")]
    private static partial Regex SupplyCount();

    private sealed class FixedBuffer(int size) : System.Buffers.IBufferWriter<byte>
    {
        private readonly byte[] _bytes = new byte[size];

        public void Advance(int count)
        {
        }

        public Memory<byte> GetMemory(int sizeHint = 0) => _bytes;

        public Span<byte> GetSpan(int sizeHint = 0) => _bytes;
    }
}
