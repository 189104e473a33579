using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Twin.Contracts;
using Twin.Engine.Running;
using Twin.Engine.Structure;
using Twin.Telemetry.Catalogue;
using Twin.Telemetry.Otlp;
using Twin.Tests.Otlp;
using Twin.Units;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Twin.Telemetry.Tests.Otlp;

public sealed class ExportTests
{
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task AllSignals_OneExport_CarryResourceSchemaAndHeaders(bool isGrpc, bool usesGzip)
    {
        await using OtlpRig rig = await OtlpRig.StartAsync(isGrpc, r => r.UsesGzip = usesGzip);
        rig.Twin[rig.Energy] = 1234.5;
        using var source = new ActivitySource("Twin.Test.Export");
        ActivityTraceId trace;
        using (Activity span = source.StartActivity("work")!)
        {
            trace = span.TraceId;
            rig.Loggers.CreateLogger("test").Log(LogLevel.Error, new EventId(7, "boom"), "it broke", null, (text, _) => text);
        }

        await rig.ExportStepAsync();
        Task<bool> flush = rig.Export.FlushAsync(TimeSpan.FromHours(1));
        await rig.PassTimeUntilAsync(() => flush.IsCompleted, 0.01);
        Assert.True(await flush);

        OtlpArrival[] arrivals = [.. rig.Receiver.Taken];
        Assert.All(arrivals, arrival => Assert.Equal("open sesame", arrival.Headers["x-token"]));
        (Resource Resource, string Schema)[] resources =
        [
            .. arrivals.SelectMany(a => a.Metrics).Select(r => (r.Resource, r.SchemaUrl)),
            .. arrivals.SelectMany(a => a.Spans).Select(r => (r.Resource, r.SchemaUrl)),
            .. arrivals.SelectMany(a => a.Logs).Select(r => (r.Resource, r.SchemaUrl)),
        ];
        Assert.All(resources, each =>
        {
            Assert.Equal(MetricCatalogue.SchemaUrl, each.Schema);
            Dictionary<string, string> attributes = each.Resource.Attributes.ToDictionary(a => a.Key, a => a.Value.Text);
            Assert.Equal("twin", attributes["service.name"]);
            Assert.Equal("one", attributes["service.instance.id"]);
            Assert.Equal("fake-1t", attributes["chassis.model"]);
            Assert.Equal("chassis0", attributes["chassis.instance"]);
            Assert.Equal("simulated", attributes["chassis.twin.mode"]);
            Assert.Equal("test", attributes["chassis.scenario"]);
            Assert.Equal("fake-1t/chassis0", attributes["host.id"]);
            Assert.Contains("host.name", attributes.Keys);
            Assert.Contains("service.version", attributes.Keys);
        });

        NumberPoint energy = arrivals.SelectMany(a => a.PointsOf("hw.energy")).First();
        Assert.Equal(1234.5, energy.Number);
        Assert.Contains(energy.Attributes, a => a.Key == "hw.id" && a.Value.Text == "chassis0/part0");
        global::Twin.Tests.Otlp.Span work = Assert.Single(rig.Receiver.Spans, span => span.Name == "work");
        LogRecord record = Assert.Single(rig.Receiver.LogRecords, record => record.Body.Text == "it broke");
        Assert.Equal(trace.ToHexString(), Convert.ToHexStringLower(work.TraceId.Span));
        Assert.Equal(work.TraceId, record.TraceId);
        Assert.Equal(work.SpanId, record.SpanId);
        Assert.Equal(17, record.Severity);
        Assert.Equal(Enum.GetValues<OtlpSignal>(), rig.Export.Statistics.Select(statistics => statistics.Signal));
    }

    [Fact]
    public async Task Metrics_NewEpoch_GetANewStartTimeAndTotalsOfTheProcessKeepTheirs()
    {
        await using OtlpRig rig = await OtlpRig.StartAsync(isGrpc: true);
        List<DateTimeOffset> starts = [];
        rig.Twin[rig.Energy] = 500;
        rig.Twin.StepDurations.Record(1e-3);
        await rig.ExportStepAsync();
        rig.Twin[rig.Energy] = 600;
        await rig.ExportStepAsync();
        starts.Add(EpochStart(rig));
        rig.Twin.Epoch++;
        rig.Twin[rig.Energy] = 550;
        rig.Twin.StepDurations.Record(1e-3);
        await rig.ExportStepAsync();
        rig.Twin[rig.Energy] = 560;
        await rig.ExportStepAsync();
        starts.Add(EpochStart(rig));
        await rig.PassTimeUntilAsync(() => rig.Receiver.Taken.Count == 8);

        NumberPoint[] energy = Points(rig, "hw.energy");
        Assert.Equal([500, 600, 550, 560], energy.Select(point => point.Number));
        Assert.Equal(energy[0].StartTimeUnixNano, energy[1].StartTimeUnixNano);
        Assert.True(energy[2].StartTimeUnixNano > energy[1].TimeUnixNano, "a new epoch starts after the last point of the old one");
        Assert.Equal(starts.Select(UnixNanoseconds), [energy[0].StartTimeUnixNano, energy[2].StartTimeUnixNano]);
        Assert.Equal(energy[2].StartTimeUnixNano, energy[3].StartTimeUnixNano);
        Assert.All(energy, point => Assert.True(point.StartTimeUnixNano <= point.TimeUnixNano));
        Assert.Equal([3, 3, 4, 4], Points(rig, "chassis.twin.epoch").Select(point => point.Number));

        NumberPoint[] missed = Points(rig, "chassis.twin.missed_deadlines");
        Assert.Equal(4, missed.Length);
        Assert.Single(missed.Select(point => point.StartTimeUnixNano).Distinct());
        HistogramPoint[] durations = [.. rig.Receiver.Taken.SelectMany(a => a.Metrics).SelectMany(r => r.Scopes).SelectMany(s => s.Metrics).Where(m => m.Name == "chassis.twin.step.duration").SelectMany(m => m.Histogram.Points)];
        Assert.Equal([1u, 1, 2, 2], durations.Select(point => (uint)point.Count));
        Assert.Single(durations.Select(point => point.StartTimeUnixNano).Distinct());
        Assert.Equal(StepDurations.BoundsSeconds.ToArray(), durations[0].Bounds);
        Assert.Equal(1e-6, durations[0].Bounds[0]);
        Assert.Equal(0.1, durations[0].Bounds[^1]);

        // When the frame says that its epoch began, as Prometheus shows it.
        static DateTimeOffset EpochStart(OtlpRig rig) =>
            rig.Twin.Frames.TryReadLatest([], [], out FrameHeader header) ? StartTimes.System.OfEpoch(header.EpochTimestamp) : throw new InvalidOperationException("There is no frame.");

        static ulong UnixNanoseconds(DateTimeOffset moment) => (ulong)(moment - DateTimeOffset.UnixEpoch).Ticks * 100;

        static NumberPoint[] Points(OtlpRig rig, string metric) => [.. rig.Receiver.Taken.SelectMany(arrival => arrival.PointsOf(metric))];
    }

    [Fact]
    public async Task Metrics_LargeChassis_AreCutIntoRequestsThatReceiversAcceptAndNoneOverflows()
    {
        const int limit = 2 << 20;
        await using OtlpRig rig = await OtlpRig.StartAsync(isGrpc: true, r =>
        {
            foreach (SignalInfo signal in SignalList.Generated().Signals.Where(signal => signal.Metric is not ("hw.energy" or "hw.power")))
            {
                r.Signals.Add(signal.Metric, signal.Element, signal.Name, signal.Unit, signal.Lane, signal.Component, signal.Kind, signal.HardwareType, [.. signal.States], attributes: [.. signal.Attributes.Select(a => (a.Key, a.Value))]);
            }

            r.Renew();
        });
        rig.Twin.Fill(word => word);
        rig.Twin.StepDurations.Record(1e-3);
        rig.Twin.Publish();
        rig.Clock.Advance(OtlpRig.Interval);
        await rig.PassTimeUntilAsync(() => rig.Metrics.Requests > 2 && rig.Metrics.SpooledRequests == 0);

        OtlpArrival[] arrivals = [.. rig.Receiver.Taken];
        Assert.All(arrivals, arrival => Assert.True(arrival.Body.Length <= limit, $"{arrival.Body.Length} bytes"));
        NumberPoint[] points = [.. arrivals.SelectMany(a => a.Metrics).SelectMany(r => r.Scopes).SelectMany(s => s.Metrics).SelectMany(m => (IEnumerable<NumberPoint>?)m.Gauge?.Points ?? m.Sum?.Points ?? [])];
        Assert.True(points.Length > 20_000, $"{points.Length} points");
        Assert.DoesNotContain(points, point => point.Attributes.Any(a => a.Key == "otel.metric.overflow"));
        Assert.Equal(points.Length + 1, rig.Metrics.Exported); // and the histogram
    }

    [Fact]
    public async Task Events_AlarmComesAndGoes_AreLogRecordsWithSeverityAndPlace()
    {
        await using OtlpRig rig = await OtlpRig.StartAsync(isGrpc: false, r => r.Renew(
            new EventInfo(0, "chassis0/els03/bias-high", -1, AlarmSeverity.Critical, "bias is {0} A, limit {1} A", true, -1),
            new EventInfo(1, "chassis0/reset", -1, AlarmSeverity.Information, "reset {", false, -1)));
        rig.Twin.Events.Append(new EventRecord(0, 3, 17, Duration.FromMilliseconds(17), 0, false, 0.25, 0.2));
        rig.Twin.Events.Append(new EventRecord(0, 3, 18, Duration.FromMilliseconds(18), 0, true, 0.1, 0.2));
        rig.Twin.Events.Append(new EventRecord(0, 3, 19, Duration.FromMilliseconds(19), 1, false, 0, 0));
        rig.Twin.Publish();
        Task<bool> flush = rig.Export.FlushAsync(TimeSpan.FromHours(1));
        await rig.PassTimeUntilAsync(() => flush.IsCompleted, 0.01);

        LogRecord[] records = [.. rig.Receiver.LogRecords.Where(record => record.Attributes.Any(a => a.Key == "chassis.event.path"))];
        Assert.Equal(
            ["chassis0/els03/bias-high: bias is 0.25 A, limit 0.2 A", "chassis0/els03/bias-high cleared: bias is 0.1 A, limit 0.2 A", "chassis0/reset: reset {"],
            records.Select(record => record.Body.Text));
        Assert.Equal([17, 9, 9], records.Select(record => record.Severity));
        Assert.Equal(["chassis.alarm.raised", "chassis.alarm.cleared", "chassis.event"], records.Select(record => record.EventName));
        Assert.Contains(records[0].Attributes, a => a.Key == "chassis.twin.step" && a.Value.Whole == 17);
        Assert.Contains(records[0].Attributes, a => a.Key == "chassis.twin.epoch" && a.Value.Whole == 3);
    }

    [Fact]
    public async Task TracedTwin_Command_IsASpanWithStepAndValues()
    {
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TracedTwin.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        var list = new SignalList();
        list.Add("hw.power");
        var fake = new FakeTwin(list.Signals) { Answer = new CommandOutcome(CommandStatus.Applied, Step: 42, OldValue: 0.4) };
        fake.Publish();
        var twin = new TracedTwin(fake);

        await twin.SendAsync(new TwinCommand.OverrideActuator("fan0/speed", 0.8, null) { Origin = "grpc ipv4:127.0.0.1:1" });
        fake.Answer = new CommandOutcome(CommandStatus.NotFound, "There is no 'x'.");
        await twin.SendAsync(new TwinCommand.ClearFault("x"));

        Assert.Equal(["command OverrideActuator", "command ClearFault"], spans.Select(span => span.DisplayName));
        Assert.Equal("fan0/speed", spans[0].GetTagItem("chassis.command.path"));
        Assert.Equal(0.8, spans[0].GetTagItem("chassis.command.new_value"));
        Assert.Equal(0.4, spans[0].GetTagItem("chassis.command.old_value"));
        Assert.Equal(42L, spans[0].GetTagItem("chassis.twin.step"));
        Assert.Equal(3L, spans[0].GetTagItem("chassis.twin.epoch"));
        Assert.Equal("Applied", spans[0].GetTagItem("chassis.command.status"));
        Assert.Equal(ActivityStatusCode.Error, spans[1].Status);
        Assert.Equal("NotFound", spans[1].GetTagItem("error.type"));
    }

    [Theory]
    [InlineData(50)]
    [InlineData(99)]
    public void OtlpExport_IntervalOutOfRange_IsRefused(int milliseconds)
    {
        var list = new SignalList();
        list.Add("hw.power");
        var resource = new TelemetryResource(new FakeTwin(list.Signals).Chassis, new());
        Assert.Throws<ArgumentOutOfRangeException>(() => new OtlpExport(resource, new OtlpOptions { Interval = TimeSpan.FromMilliseconds(milliseconds) }));
    }
}
