using Twin.Engine.Running;

namespace Twin.Telemetry.Tests;

public sealed class StepDurationTests
{
    private const string Name = "chassis_twin_step_duration_seconds";

    [Fact]
    public async Task Histogram_AfterManySteps_IsCumulativeAndAgreesWithTheSource()
    {
        var list = new SignalList();
        list.Add("hw.power");
        var twin = new FakeTwin(list.Signals);
        twin.Publish();
        using var telemetry = new TwinTelemetry(twin, new());
        var random = new Random(2);
        double[] last = new double[StepDurations.BoundsSeconds.Length + 1];

        for (int scrapes = 0; scrapes < 5; scrapes++)
        {
            for (int i = 0; i < 2000; i++)
            {
                twin.StepDurations.Record(Math.Pow(10, (random.NextDouble() * 5) - 5.5));
            }

            Exposition scrape = await Exposition.ScrapeAsync(telemetry);
            long cumulative = 0;
            double before = 0;
            for (int i = 0; i <= StepDurations.BoundsSeconds.Length; i++)
            {
                cumulative += twin.StepDurations.Count(i);
                string bound = i < StepDurations.BoundsSeconds.Length ? Prometheus.ExpositionText.Bound(StepDurations.BoundsSeconds[i]) : "+Inf";
                double count = scrape.Value(Name + "_bucket", ("phase", "step"), ("le", bound));
                Assert.Equal(cumulative, count);
                Assert.True(count >= before && count >= last[i]);
                before = last[i] = count;
            }

            Assert.Equal(cumulative, scrape.Value(Name + "_count", ("phase", "step")));

            // The sum of thousands of values, each rounded in double precision and in whole nanoseconds at its source.
            double expected = twin.StepDurations.SumSeconds;
            Assert.Equal(expected, scrape.Value(Name + "_sum", ("phase", "step")), 1e-9 * expected);
        }
    }

    [Fact]
    public async Task Histogram_OnBucketBounds_StaysInItsBucket()
    {
        var list = new SignalList();
        list.Add("hw.power");
        var twin = new FakeTwin(list.Signals);
        twin.Publish();
        foreach (double bound in StepDurations.BoundsSeconds)
        {
            twin.StepDurations.Record(bound);
        }

        using var telemetry = new TwinTelemetry(twin, new());
        Exposition scrape = await Exposition.ScrapeAsync(telemetry);

        Assert.Equal(1, scrape.Value(Name + "_bucket", ("phase", "step"), ("le", "1e-06")));
        Assert.Equal(StepDurations.BoundsSeconds.Length, scrape.Value(Name + "_bucket", ("phase", "step"), ("le", "0.1")));
        Assert.Equal(twin.StepDurations.SumSeconds, scrape.Value(Name + "_sum", ("phase", "step")), 1e-12);
    }
}
