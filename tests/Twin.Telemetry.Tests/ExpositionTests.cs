using Twin.Contracts;
using Twin.Engine.Running;
using Twin.Engine.Structure;
using Twin.Telemetry.Catalogue;
using Twin.Telemetry.Otlp;

namespace Twin.Telemetry.Tests;

public sealed class ExpositionTests
{
    [Fact]
    public async Task Scrape_Values_AreTheFramesBitForBit()
    {
        var list = new SignalList();
        SignalInfo[] signals = [.. Enumerable.Range(0, 3000).Select(i => list.Add("hw.power", $"chassis0/part{i}"))];
        var twin = new FakeTwin(list.Signals);
        var random = new Random(1);
        twin.Fill(_ => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)));
        twin[signals[0]] = double.NaN;
        twin[signals[1]] = double.PositiveInfinity;
        twin[signals[2]] = double.NegativeInfinity;
        twin[signals[3]] = -0.0;
        twin[signals[4]] = double.Epsilon;
        twin[signals[5]] = double.MaxValue;
        twin[signals[6]] = 0.1 + 0.2;
        twin.Publish();
        using var telemetry = new TwinTelemetry(twin, new());

        Exposition scrape = await Exposition.ScrapeAsync(telemetry);

        Assert.Equal(3000, scrape.Of("hw_power_watts").Count());
        foreach (SignalInfo signal in signals)
        {
            double value = scrape.Value("hw_power_watts", ("hw_id", signal.Element), ("hw_type", "asic"), ("hw_parent", "chassis0"));
            if (double.IsNaN(twin[signal]))
            {
                Assert.True(double.IsNaN(value));
            }
            else
            {
                Assert.Equal(BitConverter.DoubleToInt64Bits(twin[signal]), BitConverter.DoubleToInt64Bits(value));
            }
        }
    }

    [Fact]
    public async Task Scrape_WhileStepsGoOn_IsOfOneStep()
    {
        var list = new SignalList();
        for (int i = 0; i < 4000; i++)
        {
            bool isCounter = i % 2 == 0;
            list.Add(isCounter ? "hw.energy" : "hw.power", $"chassis0/part{i}", unit: isCounter ? "J" : "W", kind: isCounter ? SignalKind.Counter : SignalKind.Truth);
        }

        var twin = new FakeTwin(list.Signals);
        using var telemetry = new TwinTelemetry(twin, new());
        twin.Fill(_ => 1);
        twin.Publish();
        using var stop = new CancellationTokenSource();
        Task stepping = Task.Run(
            () =>
            {
                for (long step = 2; !stop.IsCancellationRequested; step++)
                {
                    twin.Fill(_ => step);
                    twin.Publish();
                }
            },
            CancellationToken.None);

        for (int i = 0; i < 50; i++)
        {
            Exposition scrape = await Exposition.ScrapeAsync(telemetry);
            double step = scrape.Value("chassis_twin_step");
            Assert.Equal(step * 1e-3, scrape.Value("chassis_twin_simulation_time_seconds"), 1e-9);
            Assert.Equal(3, scrape.Value("chassis_twin_epoch"));
            Assert.All(scrape.Of("hw_power_watts").Concat(scrape.Of("hw_energy_joules_total")), sample => Assert.Equal(step, sample.Value));
        }

        await stop.CancelAsync();
        await stepping;
    }

    [Fact]
    public async Task Scrape_GeneratedChassis_LosesNoSeries()
    {
        SignalList list = SignalList.Generated();
        var twin = new FakeTwin(list.Signals);
        twin.Fill(i => i + 0.5);
        twin.Publish();
        using var telemetry = new TwinTelemetry(twin, new());

        string text = await Exposition.TextAsync(telemetry);
        Exposition scrape = Exposition.Parse(text);

        Assert.DoesNotContain("overflow", text, StringComparison.Ordinal);
        Assert.Empty(telemetry.UnexportedSignals);
        Assert.InRange(telemetry.SeriesCount, 22_000, 25_000);
        Assert.Equal(2048, scrape.Of("chassis_lane_optical_power_watts").Count());
        int notCounted = scrape.Samples.Count(s => s.Key.StartsWith("chassis_twin_step_duration_seconds_", StringComparison.Ordinal) || s.Key.StartsWith("target_info", StringComparison.Ordinal));
        Assert.Equal(StepDurations.BoundsSeconds.Length + 4, notCounted);
        Assert.Equal(telemetry.SeriesCount, scrape.Samples.Count - notCounted);
    }

    [Fact]
    public async Task Scrape_Repeated_HasTheSameOrder()
    {
        SignalList list = SignalList.Generated();
        var twin = new FakeTwin(list.Signals);
        twin.Publish();
        using var first = new TwinTelemetry(twin, new());
        using var second = new TwinTelemetry(twin, new());

        string one = await Exposition.TextAsync(first);

        Assert.Equal(one, await Exposition.TextAsync(first));
        Assert.Equal(one, await Exposition.TextAsync(second));
        string[] catalogue = [.. MetricCatalogue.Metrics.Select(m => m.PrometheusName).Where(n => !n.StartsWith("chassis_twin", StringComparison.Ordinal))];
        Assert.Equal(
            catalogue.Where(n => one.Contains($"# TYPE {n} ", StringComparison.Ordinal)),
            Exposition.Parse(one).Families.Where(n => catalogue.Contains(n)));
    }

    [Theory]
    [InlineData(ExpositionFormat.Text)]
    [InlineData(ExpositionFormat.OpenMetrics)]
    public async Task Scrape_AfterTheFirst_AllocatesNothing(ExpositionFormat format)
    {
        SignalList list = SignalList.Generated();
        var twin = new FakeTwin(list.Signals);
        twin.Publish();
        using var telemetry = new TwinTelemetry(twin, new(), [new MetricSource("chassis.twin.streams", () => 3)]);
        var writer = new FixedBuffer(telemetry.MaximumBytes(format));
        long allocated = 0;
        for (int i = -3; i < 3; i++)
        {
            twin.Fill(word => word * Math.E * i);
            twin.Publish();
            allocated = i < 0 ? 0 : allocated;

            // The gate is free, so all of it runs on this thread.
            AllocationWindow window = AllocationWindow.Open();
            ValueTask<bool> write = telemetry.TryWriteAsync(writer, format);
            allocated += window.Bytes;
            Assert.True(write.IsCompletedSuccessfully);
            Assert.True(await write);
        }

        Assert.True(writer.Written > 2_000_000);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public async Task Scrape_TextWithSpecialCharacters_IsEscaped()
    {
        const string Odd = "a\"b\\c\nd, µ €}";
        var list = new SignalList();
        SignalInfo signal = list.Add("hw.temperature", unit: "Cel", attributes: ("hw.sensor_location", Odd));
        var twin = new FakeTwin(list.Signals) { [signal] = 42.5 };
        twin.Publish();
        using var telemetry = new TwinTelemetry(twin, new());

        string text = await Exposition.TextAsync(telemetry);

        Assert.Contains("hw_sensor_location=\"a\\\"b\\\\c\\nd, µ €}\"", text, StringComparison.Ordinal);
        Assert.Equal(42.5, Exposition.Parse(text).Value(
            "hw_temperature_celsius", ("hw_id", "chassis0/part0"), ("hw_type", "asic"), ("hw_parent", "chassis0"), ("hw_sensor_location", Odd)));
    }

    [Fact]
    public async Task Scrape_Header_HasTypeAndHelpOfTheCatalogue()
    {
        var twin = new FakeTwin(SignalList.Generated().Signals);
        twin.Publish();
        twin.StepDurations.Record(1e-4);
        var statistics = new ExportStatistics(OtlpSignal.Metrics);
        statistics.AddDropped(DropReason.Refused, 5);
        MetricSource[] sources =
        [
            new("chassis.twin.streams", () => 3),
            new("chassis.twin.subscriptions", () => 2, KeyValuePair.Create("kind", "signals")),
            .. ExportMetrics.Of(statistics),
        ];
        using var telemetry = new TwinTelemetry(twin, new(), sources);

        Exposition scrape = await Exposition.ScrapeAsync(telemetry);

        Assert.Equal(3, scrape.Value("chassis_twin_streams"));
        Assert.Equal(2, scrape.Value("chassis_twin_subscriptions", ("kind", "signals")));
        Assert.Equal(5, scrape.Value("chassis_twin_export_dropped_total", ("signal", "metrics"), ("reason", "refused")));
        Assert.Equal(0, scrape.Value("chassis_twin_export_dropped_total", ("signal", "metrics"), ("reason", "overflow")));
        foreach (MetricDefinition metric in MetricCatalogue.Metrics.Concat(MetricCatalogue.RunMetrics).Where(m => m.Name != "chassis.twin.plugin.duration" && !m.IsSparse))
        {
            string type = metric.Kind switch { MetricKind.Counter => "counter", MetricKind.Histogram => "histogram", _ => "gauge" };
            Assert.Equal(type, scrape.Types[metric.PrometheusName]);
            Assert.Equal(metric.Description, scrape.Helps[metric.PrometheusName]);
        }
    }

    [Fact]
    public async Task Scrape_CounterWithoutANumber_KeepsItsLastTotal()
    {
        var list = new SignalList();
        SignalInfo counter = list.Add("hw.energy", unit: "J", kind: SignalKind.Counter);
        var twin = new FakeTwin(list.Signals);
        using var telemetry = new TwinTelemetry(twin, new());
        var seen = new List<double>();
        foreach (double total in (double[])[0.1, 0.30000000000000004, double.NaN, 1e9 + 0.1, 1e9 + 0.1, 3e9])
        {
            twin[counter] = total;
            twin.Publish();
            seen.Add((await Exposition.ScrapeAsync(telemetry)).Of("hw_energy_joules_total").Single().Value);
        }

        Assert.Equal([0.1, 0.30000000000000004, 0.30000000000000004, 1e9 + 0.1, 1e9 + 0.1, 3e9], seen);
    }

    [Fact]
    public async Task Scrape_RunMetrics_ComeFromPacing()
    {
        var list = new SignalList();
        list.Add("hw.power");
        var twin = new FakeTwin(list.Signals);
        twin.Publish();
        using var telemetry = new TwinTelemetry(twin, new());

        Exposition scrape = await Exposition.ScrapeAsync(telemetry);

        Assert.Equal(0.9987654321, scrape.Value("chassis_twin_realtime_ratio"));
        Assert.Equal(17, scrape.Value("chassis_twin_missed_deadlines_total"));
        Assert.Equal(0.25, scrape.Value("chassis_twin_skipped_time_seconds_total"));
        Assert.Equal(0, scrape.Value("chassis_twin_signals_unexported"));
    }

    [Fact]
    public async Task Scrape_Resource_SaysWhatIsObserved()
    {
        var list = new SignalList();
        list.Add("hw.power");
        var twin = new FakeTwin(list.Signals);
        twin.Publish();
        using var telemetry = new TwinTelemetry(twin, new TwinTelemetryOptions { ServiceInstanceId = "one", HostId = "switch7" });

        string info = (await Exposition.ScrapeAsync(telemetry)).Of("target_info").Single().Key;

        foreach (string attribute in (string[])["service_name=twin", "service_instance_id=one", "host_id=switch7", "chassis_model=fake-1t", "chassis_twin_mode=simulated"])
        {
            Assert.Contains(attribute, info, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task TryWrite_BeforeTheFirstFrame_WritesNothing()
    {
        var list = new SignalList();
        list.Add("hw.power");
        using var telemetry = new TwinTelemetry(new FakeTwin(list.Signals), new());
        using var buffer = new Prometheus.PooledBuffer(256);

        Assert.False(await telemetry.TryWriteAsync(buffer));
        Assert.Equal(0, buffer.WrittenCount);
    }

    [Fact]
    public async Task TryWrite_ManyAtOnce_EachIsWholeAndOfOneStep()
    {
        var list = new SignalList();
        for (int i = 0; i < 500; i++)
        {
            list.Add("hw.power", $"chassis0/part{i}");
        }

        var twin = new FakeTwin(list.Signals);
        using var telemetry = new TwinTelemetry(twin, new());
        twin.Fill(_ => 1);
        twin.Publish();

        Exposition[] scrapes = await Task.WhenAll(Enumerable.Range(0, 32).Select(n => Task.Run(async () =>
        {
            if (n % 8 == 0)
            {
                lock (twin)
                {
                    double next = twin[list.Signals[0]] + 1;
                    twin.Fill(_ => next);
                    twin.Publish();
                }
            }

            return await Exposition.ScrapeAsync(telemetry);
        })));

        Assert.All(scrapes, scrape =>
        {
            double step = scrape.Value("chassis_twin_step");
            Assert.Equal(500, scrape.Of("hw_power_watts").Count(sample => sample.Value == step));
        });
    }

    [Fact]
    public async Task TwoTwins_InOneProcess_DoNotMix()
    {
        var list = new SignalList();
        SignalInfo signal = list.Add("hw.power");
        var left = new FakeTwin(list.Signals) { [signal] = 1 };
        var right = new FakeTwin(list.Signals) { [signal] = 2 };
        left.Publish();
        right.Publish();
        using var one = new TwinTelemetry(left, new());
        using var other = new TwinTelemetry(right, new());

        Assert.Equal(1, (await Exposition.ScrapeAsync(one)).Of("hw_power_watts").Single().Value);
        Assert.Equal(2, (await Exposition.ScrapeAsync(other)).Of("hw_power_watts").Single().Value);
        Assert.Equal(1, (await Exposition.ScrapeAsync(one)).Of("hw_power_watts").Single().Value);
    }

    private sealed class FixedBuffer(int size) : System.Buffers.IBufferWriter<byte>
    {
        private readonly byte[] _bytes = new byte[size];

        public int Written { get; private set; }

        public void Advance(int count) => Written = count;

        public Memory<byte> GetMemory(int sizeHint = 0) => _bytes;

        public Span<byte> GetSpan(int sizeHint = 0) => _bytes;
    }
}
