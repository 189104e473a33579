using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Twin.Contracts;
using Twin.Engine.Structure;
using Twin.Telemetry.Catalogue;

namespace Twin.Telemetry.Tests;

public sealed class OpenMetricsTests
{
    [Fact]
    public async Task Page_OfEveryMetric_HasTypeUnitAndHelpOfTheCatalogue()
    {
        using TwinTelemetry telemetry = Generated(out _);

        OpenMetricsPage page = OpenMetricsPage.Parse(await OpenMetricsPage.TextAsync(telemetry));

        Assert.Equal(("info", null, "What the metrics of this target describe."), page.Families["target"]);
        foreach (MetricDefinition metric in MetricCatalogue.Metrics.Where(metric => metric.Name != "chassis.twin.plugin.duration" && !metric.IsSparse))
        {
            string type = metric.Kind switch { MetricKind.Counter => "counter", MetricKind.Histogram => "histogram", _ => "gauge" };
            Assert.Equal((type, metric.UnitSuffix, metric.Description), page.Families[metric.FamilyName]);
        }

        Assert.Equal("celsius", page.Families["hw_temperature_celsius"].Unit);
        Assert.Equal("joules", page.Families["hw_energy_joules"].Unit);
        Assert.Equal("bytes_per_second", page.Families["chassis_asic_throughput_bytes_per_second"].Unit);
        Assert.Null(page.Families["hw_status"].Unit);
    }

    [Fact]
    public async Task Page_AgainstTheText_HasTheSameSamples()
    {
        using TwinTelemetry telemetry = Generated(out _);

        string text = await Exposition.TextAsync(telemetry);
        string[] openMetrics = (await OpenMetricsPage.TextAsync(telemetry)).Split('\n');

        Assert.Equal(
            text.Split('\n').Where(line => !line.StartsWith('#') && line.Length > 0),
            openMetrics.Where(line => !line.StartsWith('#') && line.Length > 0 && !line.Split('{', ' ')[0].EndsWith("_created", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Created_OfACounter_IsTheStartOfItsEpoch()
    {
        var list = new SignalList();
        list.Add("hw.energy", unit: "J", kind: SignalKind.Counter);
        var twin = new FakeTwin(list.Signals);
        var clock = new SettableClock(DateTimeOffset.FromUnixTimeSeconds(2_000_000_000));
        using var telemetry = new TwinTelemetry(twin, new(), time: clock);
        twin.Publish();
        double first = await CreatedAsync("hw_energy_joules_created");
        twin.Publish();

        // The clock goes on; the epoch that began stays where it began.
        clock.Now += TimeSpan.FromHours(1);
        double second = await CreatedAsync("hw_energy_joules_created");
        double run = await CreatedAsync("chassis_twin_missed_deadlines_created");
        twin.Epoch++;
        twin.Publish();
        double restored = await CreatedAsync("hw_energy_joules_created");

        // Between the frame and the reading of it lies real time, a minute at the very most.
        Assert.InRange(first, 2_000_000_000 - 60, 2_000_000_000);
        Assert.Equal(first, second);
        Assert.Equal(2_000_000_000, run);
        Assert.InRange(restored, 2_000_003_600 - 60, 2_000_003_600);
        Assert.Equal(2_000_000_000, await CreatedAsync("chassis_twin_missed_deadlines_created"));

        async Task<double> CreatedAsync(string name) =>
            OpenMetricsPage.Parse(await OpenMetricsPage.TextAsync(telemetry)).Samples.Single(sample => sample.Key.Split('{')[0] == name).Value;
    }

    [Fact]
    public async Task Help_WithQuotationMarks_IsEscapedAsTheFormatAsks()
    {
        var list = new SignalList();
        list.Add("acme.odd", unit: "W", description: "A \"quoted\" \\ text\nover two lines.");
        var twin = new FakeTwin(list.Signals);
        twin.Publish();
        using var telemetry = new TwinTelemetry(twin, new());

        Assert.Contains("# HELP acme_odd_watts A \\\"quoted\\\" \\\\ text\\nover two lines.\n", await OpenMetricsPage.TextAsync(telemetry), StringComparison.Ordinal);
        Assert.Contains("# HELP acme_odd_watts A \"quoted\" \\\\ text\\nover two lines.\n", await Exposition.TextAsync(telemetry), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attributes_WhoseLabelsFallTogether_ShareOneLabel()
    {
        var list = new SignalList();
        list.Add("acme.odd", attributes: [("a.b", "1"), ("a_b", "2"), ("__c", "3"), ("4d", "4")]);
        var twin = new FakeTwin(list.Signals);
        twin.Publish();
        using var telemetry = new TwinTelemetry(twin, new());

        string text = await Exposition.TextAsync(telemetry);

        Assert.Contains("a_b=\"1;2\"", text, StringComparison.Ordinal);
        Assert.Contains("key__c=\"3\"", text, StringComparison.Ordinal);
        Assert.Contains("_4d=\"4\"", text, StringComparison.Ordinal);
    }

    [PythonFact]
    public async Task Page_ReadByAnotherParser_GivesTheSameNumbers()
    {
        using TwinTelemetry telemetry = Generated(out _);
        const string Odd = "a\"b\\c\nd, µ €}";
        string text = await OpenMetricsPage.TextAsync(telemetry);

        using Process python = Process.Start(new ProcessStartInfo(PythonFactAttribute.Python, [Path.Combine(AppContext.BaseDirectory, "judge", "openmetrics.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> output = python.StandardOutput.ReadToEndAsync();
        Task<string> error = python.StandardError.ReadToEndAsync();
        await python.StandardInput.WriteAsync(text);
        python.StandardInput.Close();
        await python.WaitForExitAsync();

        Assert.Equal(string.Empty, await error);
        string[] lines = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Dictionary<string, double> mine = OpenMetricsPage.Parse(text).Samples;
        Assert.Equal(mine.Count, lines.Length);
        Exposition plain = await Exposition.ScrapeAsync(telemetry);
        int compared = 0;
        foreach (string line in lines)
        {
            using JsonDocument sample = JsonDocument.Parse(line);
            JsonElement[] parts = [.. sample.RootElement.EnumerateArray()];
            string key = Exposition.Key(parts[0].GetString()!, [.. parts[1].EnumerateObject().Select(label => (label.Name, label.Value.GetString()!))]);
            if (plain.Samples.TryGetValue(key, out double value))
            {
                // Python writes the shortest text of a double, too.
                Assert.Equal(value, parts[2].GetString() switch { "nan" => double.NaN, "inf" => double.PositiveInfinity, "-inf" => double.NegativeInfinity, var number => double.Parse(number!, CultureInfo.InvariantCulture) });
                compared++;
            }
        }

        Assert.Equal(plain.Samples.Count, compared);
        Assert.Contains(plain.Samples.Keys, key => key.Contains(Odd, StringComparison.Ordinal));
    }

    private static TwinTelemetry Generated(out FakeTwin twin)
    {
        SignalList list = SignalList.Generated();
        SignalInfo odd = list.Add("acme.odd", attributes: ("text", "a\"b\\c\nd, µ €}"));
        twin = new FakeTwin(list.Signals);
        var random = new Random(7);
        twin.Fill(_ => Math.Abs(random.NextDouble() * Math.Pow(10, random.Next(-30, 30))));
        twin[odd] = double.NaN;
        twin.Publish();
        twin.StepDurations.Record(1e-4);
        twin.StepDurations.Record(1);
        return new TwinTelemetry(twin, new());
    }

    private sealed class SettableClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
