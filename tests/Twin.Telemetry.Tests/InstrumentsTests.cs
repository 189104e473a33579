using OpenTelemetry;
using OpenTelemetry.Metrics;
using Twin.Telemetry.Instruments;

namespace Twin.Telemetry.Tests;

public sealed class InstrumentsTests
{
    [Fact]
    public void Collection_OfALargeChassis_LosesNoSeriesToTheOverflow()
    {
        SignalList list = SignalList.Generated();
        var twin = new FakeTwin(list.Signals);
        twin.Fill(i => i + 0.5);
        twin.Publish();
        SeriesTable table = SeriesTable.Build(twin.Chassis, RunReading.Of(twin, []));
        var reading = new FrameReading(twin, twin.Frames, table);
        Assert.True(reading.TryRead());
        int points = 0;
        foreach (InstrumentScope scope in Enum.GetValues<InstrumentScope>())
        {
            using var instruments = new TwinInstruments(reading, table, twin.StepDurations, scope, "1");
            using var exporter = new PointCount();
            using MeterProvider provider = instruments.Configure(Sdk.CreateMeterProviderBuilder()).AddReader(new BaseExportingMetricReader(exporter)).Build();

            Assert.True(instruments.Record());
            Assert.True(provider.ForceFlush());

            Assert.Equal(0, exporter.Overflown);
            Assert.True(exporter.Points > 0);
            points += exporter.Points;
        }

        // A flag that was never set has no series; here every flag is set. Each series belongs to one of the two scopes.
        Assert.Equal(table.SeriesCount, points);
    }

    private sealed class PointCount : BaseExporter<Metric>
    {
        public int Points { get; private set; }

        public int Overflown { get; private set; }

        public override ExportResult Export(in Batch<Metric> batch)
        {
            foreach (Metric metric in batch)
            {
                foreach (ref readonly MetricPoint point in metric.GetMetricPoints())
                {
                    Points++;
                    foreach (KeyValuePair<string, object?> tag in point.Tags)
                    {
                        Overflown += tag.Key == "otel.metric.overflow" ? 1 : 0;
                    }
                }
            }

            return ExportResult.Success;
        }
    }
}
