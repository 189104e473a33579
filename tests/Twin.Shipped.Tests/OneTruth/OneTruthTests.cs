using Grpc.Core;
using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Telemetry.Catalogue;
using Twin.V1;

namespace Twin.Shipped.Tests.OneTruth;

/// <summary>The same step read by gRPC, by OTLP and by Prometheus in both of its formats says the same, all series, bit for bit.</summary>
[Collection(ShippedCollection.Name)]
public sealed class OneTruthTests(ShippedChassis shipped)
{
    // The histogram of OTLP is filled value by value: counts are exact, the sum is right to the nanosecond in which durations are counted.
    private const double SumToleranceS = 2e-9;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(ShippedChassis.Hybrid, 1000)]
    [InlineData(ShippedChassis.Cpo102, 20)]
    public async Task EveryStep_ReadInEveryWay_ShowsTheSame(string name, int steps)
    {
        Simulation simulation = shipped.Start(name).Simulation;
        await using var runner = new TwinRunner(simulation, [], new RunnerOptions { StartsPaused = true });
        runner.Start();
        await using ServedTwin served = await ServedTwin.StartAsync(runner);
        DateTime deadline = TimeProvider.System.GetUtcNow().UtcDateTime + Limit;
        var control = new ControlService.ControlServiceClient(served.Channel);
        var signals = new SignalService.SignalServiceClient(served.Channel);
        using AsyncServerStreamingCall<SubscribeResponse> stream = signals.Subscribe(
            new SubscribeRequest { Selection = new Selection { Globs = { "**" } }, Sampled = new Sampled { PeriodMs = 1 } }, deadline: deadline);
        await ReadAsync(stream, 0);

        var expected = new ExpectedSeries(runner);
        var text = new ScrapedPage();
        var openMetrics = new ScrapedPage();
        Dictionary<string, double>? first = null;
        Queue<string> faults = new(runner.Chassis.Faults.Where((_, i) => i % 7 == 0).Select(fault => fault.Path));
        for (int i = 1; i <= steps; i++)
        {
            // Something happens now and then: values, states, events and alarms change.
            if (i % 50 == 10 && faults.TryDequeue(out string? fault))
            {
                await control.InjectFaultAsync(new InjectFaultRequest { Path = fault }, deadline: deadline);
            }

            CommandResult done = await control.StepAsync(new StepRequest(), deadline: deadline);
            Samples samples = await ReadAsync(stream, done.Step);
            Dictionary<string, double> truth = expected.At(samples.Position, samples.Values);

            Dictionary<string, double> scraped = text.Read(await served.ScrapeAsync("text/plain"));
            Dictionary<string, double> scrapedAgain = openMetrics.Read(await served.ScrapeAsync("application/openmetrics-text"));
            List<OtlpPoint> exported = await served.ExportAsync(done.Step);
            if (first is null)
            {
                first = scraped;
                CheckCoverage(truth, scraped);
                CheckDefinitions(exported);
                ReadResponse read = await signals.ReadAsync(new ReadRequest { Selection = new Selection { Globs = { "inlet-power" } } }, deadline: deadline);
                Assert.Equal(samples.Position, read.Position);
                Assert.Equal(samples.Values[(int)read.Entries.Single().Id], read.Values.Single());
            }

            Compare($"text, step {done.Step}", truth, scraped);
            Compare($"OpenMetrics, step {done.Step}", scraped.Where(sample => !IsOfMoment(sample.Key)), scrapedAgain);
            Compare($"constants, step {done.Step}", first.Where(sample => ExpectedSeries.IsConstant(sample.Key)), scraped);
            CompareExported(done.Step, scraped, exported);
            CompareStarts(done.Step, scrapedAgain, exported);
        }
    }

    // Measured against the clock of the wall, or by what is sent, and not by the step: it may change between two readings of one step.
    private static bool IsOfMoment(string key) => key == "chassis_twin_realtime_ratio{}" || key.StartsWith("chassis_twin_export_", StringComparison.Ordinal);

    private static async Task<Samples> ReadAsync(AsyncServerStreamingCall<SubscribeResponse> stream, long step)
    {
        while (await stream.ResponseStream.MoveNext(CancellationToken.None))
        {
            if (stream.ResponseStream.Current.Samples is { } samples)
            {
                Assert.True(samples.Position.Step <= step, $"step {samples.Position.Step} came before it was made");
                if (samples.Position.Step == step)
                {
                    return samples;
                }
            }
        }

        throw new InvalidOperationException("The stream has ended.");
    }

    // Every series that is scraped has a rule, and every rule a series.
    private static void CheckCoverage(Dictionary<string, double> truth, Dictionary<string, double> scraped)
    {
        Assert.Empty(truth.Keys.Except(scraped.Keys));
        Assert.DoesNotContain(
            scraped.Keys.Except(truth.Keys),
            key => !ExpectedSeries.IsConstant(key) && !IsOfMoment(key) && !key.StartsWith("chassis_twin_step_duration_seconds_", StringComparison.Ordinal));
        Assert.True(truth.Count > 2000, $"only {truth.Count} series");
    }

    private static void CheckDefinitions(List<OtlpPoint> exported)
    {
        foreach (OtlpPoint point in exported)
        {
            Assert.True(MetricCatalogue.TryFind(point.Metric, out MetricDefinition? metric), point.Metric);
            Assert.Equal((metric!.Unit, metric.Kind.ToString().ToLowerInvariant()), (point.Unit, point.Kind));
            Assert.DoesNotContain("otel_metric_overflow", point.Labels, StringComparison.Ordinal);
        }
    }

    private static void Compare(string what, IEnumerable<KeyValuePair<string, double>> expected, Dictionary<string, double> actual)
    {
        foreach ((string key, double value) in expected)
        {
            if (!actual.TryGetValue(key, out double found) || BitConverter.DoubleToInt64Bits(found) != BitConverter.DoubleToInt64Bits(value))
            {
                Assert.Fail($"{what}: {key} is {found:R}, not {value:R}");
            }
        }
    }

    private static void CompareExported(long step, Dictionary<string, double> scraped, List<OtlpPoint> exported)
    {
        // The resource is told once for a message and not as a series.
        Assert.Equal(scraped.Count - 1, exported.Count);
        foreach (OtlpPoint point in exported)
        {
            MetricCatalogue.TryFind(point.Metric, out MetricDefinition? metric);
            string key = $"{metric!.PrometheusName}{point.Suffix}{{{point.Labels}}}";
            Assert.True(scraped.TryGetValue(key, out double value), key);
            if (point.Suffix == "_sum")
            {
                Assert.Equal(value, point.Value, SumToleranceS);
            }
            else if (!IsOfMoment(key) && BitConverter.DoubleToInt64Bits(value) != BitConverter.DoubleToInt64Bits(point.Value))
            {
                Assert.Fail($"OTLP, step {step}: {key} is {point.Value:R}, not {value:R}");
            }
        }
    }

    // The moment from which a total counts: of the epoch for what belongs to the state, of the process for the rest.
    private static void CompareStarts(long step, Dictionary<string, double> openMetrics, List<OtlpPoint> exported)
    {
        // Starts are whole microseconds, which is what a number of seconds since 1970 holds.
        const double microsecondsPerSecond = 1e6;
        const long nanosecondsPerMicrosecond = 1000;
        int compared = 0;
        foreach (OtlpPoint point in exported.Where(point => point.Kind == "counter" || point.Suffix == "_sum"))
        {
            MetricCatalogue.TryFind(point.Metric, out MetricDefinition? metric);
            string key = $"{metric!.FamilyName}_created{{{point.Labels}}}";
            Assert.True(openMetrics.TryGetValue(key, out double created), key);
            Assert.Equal(0L, (long)point.StartNs % nanosecondsPerMicrosecond);
            Assert.True((long)Math.Round(created * microsecondsPerSecond) == (long)point.StartNs / nanosecondsPerMicrosecond, $"step {step}: {key} is {created:R}, by OTLP {point.StartNs} ns");
            compared++;
        }

        Assert.Equal(openMetrics.Keys.Count(key => key.Split('{')[0].EndsWith("_created", StringComparison.Ordinal)), compared);
    }
}
