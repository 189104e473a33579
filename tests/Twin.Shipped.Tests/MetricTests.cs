using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Telemetry;
using Twin.Telemetry.Catalogue;

namespace Twin.Shipped.Tests;

/// <summary>What the shipped parts publish reaches the metrics.</summary>
[Collection(ShippedCollection.Name)]
public sealed class MetricTests(ShippedChassis shipped)
{
    [Theory]
    [MemberData(nameof(ShippedChassis.Names), MemberType = typeof(ShippedChassis))]
    public void Metrics_OfSignals_AreOfTheCatalogueOrOfTheChassis(string name) =>
        Assert.Empty(shipped.Model(name).Chassis.Signals
            .Where(signal => signal.Metric is { } metric && !MetricCatalogue.TryFind(metric, out _) && !metric.StartsWith("chassis.", StringComparison.Ordinal))
            .Select(signal => $"{signal.Path}: {signal.Metric}"));

    [Theory]
    [MemberData(nameof(ShippedChassis.Names), MemberType = typeof(ShippedChassis))]
    public async Task Signals_ThatNameAMetric_AreAllExported(string name)
    {
        Simulation simulation = shipped.Start(name).Simulation;
        await using var runner = new TwinRunner(simulation, []);
        using var telemetry = new TwinTelemetry(runner, new TwinTelemetryOptions());
        Assert.Empty(telemetry.UnexportedSignals.Select(item => $"{item.Signal.Path} as {item.Metric}: {item.Reason}"));
        Assert.True(telemetry.SeriesCount > 1024);
    }

    // What the catalogue says about who feeds a metric is true of the shipped chassis together.
    [Fact]
    public async Task Metrics_OfTheCatalogue_AreFedWhereItSaysSo()
    {
        var fed = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in (string[])[ShippedChassis.Cpo51, ShippedChassis.Cpo102, ShippedChassis.Pluggable, ShippedChassis.Hybrid])
        {
            await using var runner = new TwinRunner(shipped.Start(name).Simulation, []);
            using var telemetry = new TwinTelemetry(runner, new TwinTelemetryOptions());
            var page = new System.Buffers.ArrayBufferWriter<byte>();
            Assert.True(await telemetry.TryWriteAsync(page));
            foreach (string line in System.Text.Encoding.UTF8.GetString(page.WrittenSpan).Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)))
            {
                fed.Add(line.Split(' ')[2]);
            }
        }

        // Services of the host and sending by OTLP are not part of these tests.
        MetricDefinition[] catalogue = [.. MetricCatalogue.RunMetrics.Concat(MetricCatalogue.Metrics)
            .Where(metric => metric.FedBy is not "services of the host" && !metric.Name.StartsWith("chassis.twin.export.", StringComparison.Ordinal))];
        Assert.Empty(catalogue.Where(metric => metric.FedBy is not null && !fed.Contains(metric.PrometheusName)).Select(metric => $"{metric.Name} is not fed"));
        Assert.Empty(catalogue.Where(metric => metric.FedBy is null && fed.Contains(metric.PrometheusName)).Select(metric => $"{metric.Name} is fed"));
    }

    [Theory]
    [MemberData(nameof(ShippedChassis.Names), MemberType = typeof(ShippedChassis))]
    public void Attributes_OfSignals_AreThoseOfTheCatalogue(string name) =>
        Assert.Empty(shipped.Model(name).Chassis.Signals
            .Where(signal => signal.Metric is { } metric && MetricCatalogue.TryFind(metric, out MetricDefinition? definition) && signal.Attributes.Any(attribute => !definition.Attributes.Contains(attribute.Key)))
            .Select(signal => $"{signal.Metric} of {signal.Path}: {string.Join(", ", signal.Attributes)}"));
}
