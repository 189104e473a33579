using Twin.Telemetry.Catalogue;

namespace Twin.Telemetry.Tests;

public sealed class MetricCatalogueTests
{
    [Fact]
    public void Metrics_AgainstReferenceTable_AgreeRowByRow()
    {
        string[][] rows = ReadTable();

        Assert.Equal(77, rows.Length);
        Assert.Equal(
            rows.Select(row => (row[0], row[1], row[2], row[5])),
            MetricCatalogue.Metrics.Select(metric => (metric.Name, metric.Kind.ToString(), metric.Unit, metric.PrometheusName)));
    }

    [Fact]
    public void Attributes_OfEveryMetric_AreThoseOfTheReferenceTable()
    {
        foreach (string[] row in ReadTable())
        {
            MetricCatalogue.TryFind(row[0], out MetricDefinition? metric);
            string? expected = row[4].Split(' ').Select(a => a.TrimStart('+')).FirstOrDefault(a => a is "hw.state" or "chassis.state");
            Assert.Equal(expected, metric!.StateAttribute);
            Assert.Equal(row[4].Split(' ').FirstOrDefault(a => a is "laser" or "fiber") ?? "lane", metric.IndexAttribute);
        }
    }

    [Fact]
    public void Metrics_Descriptions_AreSentencesForPeople()
    {
        Assert.All(MetricCatalogue.Metrics.Concat(MetricCatalogue.RunMetrics), metric =>
        {
            Assert.EndsWith(".", metric.Description, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', metric.Description);
        });
    }

    [Fact]
    public void PrometheusName_ByTheRuleForVendors_IsTheCatalogues()
    {
        Assert.All(
            MetricCatalogue.Metrics.Concat(MetricCatalogue.RunMetrics),
            metric => Assert.Equal(metric.PrometheusName, PrometheusUnit.Name(metric.Name, metric.Kind, metric.Unit)));
    }

    [Theory]
    [InlineData("hw.fan.speed", true)]
    [InlineData("hw.fan.Speed", false)]
    [InlineData("", false)]
    public void TryFind_ByName_CaseCounts(string name, bool expected) => Assert.Equal(expected, MetricCatalogue.TryFind(name, out _));

    [Fact]
    public void Metrics_SaysWhatFeedsThemOrWhyNothingDoes() =>
        Assert.All(MetricCatalogue.Metrics.Concat(MetricCatalogue.RunMetrics), metric => Assert.True(metric.FedBy is null != metric.Gap is null, metric.Name));

    // An OTLP receiver makes names of its own; where its rule and Prometheus' practice differ, the reference table has the practice.
    [Fact]
    public void Names_AgainstATranslatorOfOtlp_DifferOnlyWhereItDoesNotKnowTheUnit()
    {
        string[] unknown = ["dB", "Pa", "m3/s"];

        Assert.All(MetricCatalogue.Metrics.Concat(MetricCatalogue.RunMetrics), metric =>
        {
            string translated = PrometheusUnit.TranslatedName(metric);
            if (unknown.Contains(metric.Unit))
            {
                Assert.NotEqual(metric.PrometheusName, translated);
            }
            else
            {
                Assert.Equal(metric.PrometheusName, translated);
            }
        });
        Assert.Equal("chassis_coolant_flow_m3_per_second", PrometheusUnit.TranslatedName(MetricCatalogue.Metrics.Single(metric => metric.Name == "chassis.coolant.flow")));
        Assert.Equal("chassis_air_pressure_Pa", PrometheusUnit.TranslatedName(MetricCatalogue.Metrics.Single(metric => metric.Name == "chassis.air.pressure")));
    }

    [Fact]
    public void Page_OfTheCatalogue_IsTheGeneratedOne()
    {
        const string Switch = "TWIN_WRITE_METRICS";
        string file = Path.Combine(FindRepository(), "src", "Twin.Telemetry", "METRICS.md");
        string generated = CatalogueDocument.Text();
        if (Environment.GetEnvironmentVariable(Switch) == "1")
        {
            File.WriteAllText(file, generated);
        }

        Assert.True(File.Exists(file) && File.ReadAllText(file) == generated, $"METRICS.md is not what the catalogue says: run the tests with {Switch}=1 and look at the difference.");
    }

    private static string FindRepository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Twin.sln")))
        {
            folder = folder.Parent;
        }

        return folder!.FullName;
    }

    private static string[][] ReadTable() =>
        [.. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "reference", "metric-catalogue.tsv")).Skip(1).Select(line => line.Split('\t'))];
}
