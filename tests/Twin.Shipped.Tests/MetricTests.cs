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
}
