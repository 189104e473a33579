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
        Assert.All(MetricCatalogue.Metrics.Concat(MetricCatalogue.RunMetrics).Concat(MetricCatalogue.ExportMetrics), metric =>
        {
            Assert.EndsWith(".", metric.Description, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', metric.Description);
        });
    }

    [Fact]
    public void PrometheusName_ByTheRuleForVendors_IsTheCatalogues()
    {
        Assert.All(
            MetricCatalogue.Metrics.Concat(MetricCatalogue.RunMetrics).Concat(MetricCatalogue.ExportMetrics),
            metric => Assert.Equal(metric.PrometheusName, VendorMetric.PrometheusName(metric.Name, metric.Kind, metric.Unit)));
    }

    [Theory]
    [InlineData("hw.fan.speed", true)]
    [InlineData("hw.fan.Speed", false)]
    [InlineData("", false)]
    public void TryFind_ByName_CaseCounts(string name, bool expected) => Assert.Equal(expected, MetricCatalogue.TryFind(name, out _));

    private static string[][] ReadTable() =>
        [.. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "reference", "metric-catalogue.tsv")).Skip(1).Select(line => line.Split('\t'))];
}
