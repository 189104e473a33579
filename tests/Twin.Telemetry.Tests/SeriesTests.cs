using Twin.Contracts;
using Twin.Engine.Running;
using Twin.Engine.Structure;
using Twin.Telemetry.Instruments;
using Twin.Units;

namespace Twin.Telemetry.Tests;

public sealed class SeriesTests
{
    private static readonly string[] Healths = ["ok", "degraded", "failed", "quarantined", "absent", "inserting"];

    [Theory]
    [InlineData(0, "ok")]
    [InlineData(1, "degraded")]
    [InlineData(2, "failed")]
    [InlineData(3, "failed")]
    [InlineData(4, "absent")]
    [InlineData(5, "inserting")]
    public async Task Status_AsStateSet_HasExactlyOneStateSet(double health, string expected)
    {
        var list = new SignalList();
        SignalInfo status = list.Add("hw.status", unit: "1", kind: SignalKind.Status, states: Healths);
        Exposition scrape = await ScrapeAsync(list, (status, health));

        KeyValuePair<string, double>[] samples = [.. scrape.Of("hw_status")];
        Assert.Equal(7, samples.Length);
        Assert.Equal(1, samples.Sum(sample => sample.Value));
        Assert.Contains("hw_state=" + expected + ",", Assert.Single(samples, sample => sample.Value == 1).Key, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LaneStates_AreCountedPerEngine()
    {
        var list = new SignalList();
        string[] states = ["Deactivated", "TxTurnOn", "Activated"];
        SignalInfo[] lanes = [.. Enumerable.Range(0, 8).Select(n => list.Add("chassis.lane.state", "chassis0/oe0", "state", "1", n, kind: SignalKind.Status, states: states))];
        SignalInfo other = list.Add("chassis.lane.state", "chassis0/oe1", "state", "1", 0, kind: SignalKind.Status, states: states);
        Exposition scrape = await ScrapeAsync(list, [.. lanes.Select((lane, n) => (lane, n < 3 ? 2.0 : 0.0)), (other, 1.0)]);

        (string, string)[] of = [("hw_id", "chassis0/oe0"), ("hw_type", "asic"), ("hw_parent", "chassis0")];
        Assert.Equal(3, scrape.Value("chassis_lane_state", [.. of, ("chassis_state", "activated")]));
        Assert.Equal(5, scrape.Value("chassis_lane_state", [.. of, ("chassis_state", "deactivated")]));
        Assert.Equal(0, scrape.Value("chassis_lane_state", [.. of, ("chassis_state", "tx_turn_on")]));
        Assert.Equal(6, scrape.Of("chassis_lane_state").Count());
    }

    [Fact]
    public async Task LaneFlag_AppearsWithItsFirstFlagAndStays()
    {
        var list = new SignalList();
        SignalInfo first = list.Add("chassis.lane.flag", unit: "1", lane: 0, kind: SignalKind.Status, attributes: ("flag", "los"));
        list.Add("chassis.lane.flag", unit: "1", lane: 1, kind: SignalKind.Status, attributes: ("flag", "los"));
        var twin = new FakeTwin(list.Signals);
        using var telemetry = new TwinTelemetry(twin, new());
        var seen = new List<double[]>();
        foreach (double value in (double[])[0, 1, 0])
        {
            twin[first] = value;
            twin.Publish();
            seen.Add([.. (await Exposition.ScrapeAsync(telemetry)).Of("chassis_lane_flag").Select(sample => sample.Value)]);
        }

        Assert.Equal([[], [1], [0]], seen);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    public async Task PortState_AsFlag_IsUpUnlessInTheFirstState(double state, double expected)
    {
        var list = new SignalList();
        SignalInfo port = list.Add("hw.network.up", "chassis0/port0", unit: "1", kind: SignalKind.Status, states: ["Down", "Degraded", "Up"]);
        Exposition scrape = await ScrapeAsync(list, (port, state));

        Assert.Equal(expected, scrape.Of("hw_network_up").Single().Value);
    }

    [Theory]
    [InlineData("hw.fan.speed", "{revolution}/s", "hw_fan_speed_rpm", 100.0, 6000.0)]
    [InlineData("chassis.asic.throughput", "bit/s", "chassis_asic_throughput_bytes_per_second", 8e12, 1e12)]
    [InlineData("chassis.optical_engine.temperature.gradient", "K", "chassis_optical_engine_temperature_gradient_celsius", 3.25, 3.25)]
    [InlineData("chassis.energy_per_bit", "J/bit", "chassis_energy_per_bit_joules", 1.1e-11, 1.1e-11)]
    [InlineData("hw.network.packets", "1", "hw_network_packets_total", 12345.0, 12345.0)]
    [InlineData("acme.laser.mode_hops", "1", "acme_laser_mode_hops_total", 4.0, 4.0)]
    public async Task Unit_OfTheEngine_BecomesThatOfTheMetric(string metric, string unit, string name, double value, double expected)
    {
        var list = new SignalList();
        SignalInfo signal = list.Add(metric, unit: unit, kind: name.EndsWith("_total", StringComparison.Ordinal) ? SignalKind.Counter : SignalKind.Truth);
        Exposition scrape = await ScrapeAsync(list, (signal, value));

        Assert.Equal(expected, scrape.Of(name).Single().Value);
    }

    [Fact]
    public async Task Duplicate_TheComponentsOwnSignalWins()
    {
        var list = new SignalList();
        SignalInfo derived = list.Add("hw.power", name: "derived", component: -1);
        SignalInfo common = list.Add("hw.power", name: "common", component: 4);
        SignalInfo own = list.Add("hw.power", name: "own", component: 4);
        SignalInfo sensor = list.Add("hw.temperature", name: "sensor", unit: "Cel", kind: SignalKind.Sensor);
        SignalInfo truth = list.Add("hw.temperature", name: "truth", unit: "Cel");
        var twin = new FakeTwin(list.Signals) { [derived] = 1, [common] = 2, [own] = 3, [sensor] = 4, [truth] = 5 };
        twin.Publish();
        using var telemetry = new TwinTelemetry(twin, new());

        Exposition scrape = await Exposition.ScrapeAsync(telemetry);

        Assert.Equal(3, scrape.Of("hw_power_watts").Single().Value);
        Assert.Equal(4, scrape.Of("hw_temperature_celsius").Single().Value);
        Assert.Equal([derived, common, truth], telemetry.UnexportedSignals.Select(u => u.Signal));
        Assert.Contains("chassis0/part0/own", telemetry.UnexportedSignals[0].Reason, StringComparison.Ordinal);
        Assert.Equal(3, scrape.Value("chassis_twin_signals_unexported"));
    }

    [Fact]
    public async Task TwoBundles_WithLanesOfTheSameNumbers_AreToldApart()
    {
        var list = new SignalList();
        SignalInfo left = list.Add("chassis.lane.serdes.snr", name: "left/snr", unit: "dB", lane: 0);
        SignalInfo right = list.Add("chassis.lane.serdes.snr", name: "right/snr", unit: "dB", lane: 0);
        SignalInfo alone = list.Add("chassis.lane.serdes.loss", name: "left/loss", unit: "dB", lane: 0);
        Exposition scrape = await ScrapeAsync(list, (left, 20), (right, 21), (alone, 3));

        (string, string)[] of = [("hw_id", "chassis0/part0"), ("hw_type", "asic"), ("hw_parent", "chassis0"), ("lane", "0")];
        Assert.Equal(20, scrape.Value("chassis_lane_serdes_snr_decibels", [.. of, ("chassis_bundle", "left")]));
        Assert.Equal(21, scrape.Value("chassis_lane_serdes_snr_decibels", [.. of, ("chassis_bundle", "right")]));
        Assert.Equal(3, scrape.Value("chassis_lane_serdes_loss_decibels", of));
    }

    [Theory]
    [InlineData("chassis.laser.output_power", "laser")]
    [InlineData("chassis.optical_engine.els.input_power", "fiber")]
    [InlineData("chassis.lane.optical.power", "lane")]
    [InlineData("acme.ring.power", "lane")]
    public async Task Number_OfOneOfMany_HasTheAttributeOfTheCatalogue(string metric, string attribute)
    {
        var list = new SignalList();
        SignalInfo signal = list.Add(metric, lane: 7);
        Exposition scrape = await ScrapeAsync(list, (signal, 1));

        Assert.Contains(attribute + "=7", Assert.Single(scrape.Samples, s => s.Key.Contains("hw_id=chassis0/part0,", StringComparison.Ordinal)).Key.Split('{', ',', '}'));
    }

    [Fact]
    public async Task StepAndTime_AsSignalsOfTheChassis_ComeFromTheFrame()
    {
        var list = new SignalList();
        SignalInfo step = list.Add("chassis.twin.step", "chassis0", "step", "{step}", component: -1, kind: SignalKind.Counter);
        Exposition scrape = await ScrapeAsync(list, (step, 77));

        Assert.Equal(1, scrape.Value("chassis_twin_step"));
        Assert.Equal(0, scrape.Value("chassis_twin_signals_unexported"));
    }

    [Theory]
    [InlineData("hw.power", "Cel", "unit")]
    [InlineData("chassis.twin.step", "1", "run itself")]
    [InlineData("chassis.twin.step.duration", "s", "run itself")]
    [InlineData("1bad name", "W", "not valid")]
    [InlineData("hw_power", "W", "belongs to")]
    public void Signal_ThatCannotBeExported_IsReportedWithTheReason(string metric, string unit, string expected)
    {
        var list = new SignalList();
        SignalInfo signal = list.Add(metric, unit: unit);
        using var telemetry = new TwinTelemetry(new FakeTwin(list.Signals), new());

        UnexportedSignal one = Assert.Single(telemetry.UnexportedSignals);
        Assert.Same(signal, one.Signal);
        Assert.Contains(expected, one.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limits_OfAlarmsRangesAndPorts_AreSeriesOfTheirOwn()
    {
        var list = new SignalList();
        SignalInfo die = list.Add("hw.temperature", "chassis0/asic0/die", "temperature", "Cel", attributes: ("hw.sensor_location", "die"));
        SignalInfo lane = list.Add("hw.temperature", "chassis0/oe0", "temperature", "Cel", lane: 3);
        SignalInfo fan = list.Add("hw.fan.speed", "chassis0/fan0", "speed", "{revolution}/s", maximum: 200);
        EventInfo[] alarms =
        [
            Alarm(0, AlarmSeverity.Warning, die, double.NegativeInfinity, 95),
            Alarm(1, AlarmSeverity.Critical, die, double.NegativeInfinity, 105),
            Alarm(2, AlarmSeverity.Critical, die, double.NegativeInfinity, 120),
            Alarm(3, AlarmSeverity.Warning, die, -5, double.PositiveInfinity),
            Alarm(4, AlarmSeverity.Critical, lane, double.NegativeInfinity, 80),
            Alarm(5, AlarmSeverity.Critical, fan, 10, double.PositiveInfinity),
        ];
        var twin = new FakeTwin(list.Signals, alarms, [new PortInfo(0, "chassis0/port0", "ports", 0, BitRate.FromBitsPerSecond(8e11), 8, 0, Duration.Zero)]);
        twin.Publish();
        using var telemetry = new TwinTelemetry(twin, new());

        Exposition scrape = await Exposition.ScrapeAsync(telemetry);

        (string, string)[] of = [("hw_id", "chassis0/asic0/die"), ("hw_type", "asic"), ("hw_parent", "chassis0/asic0"), ("hw_sensor_location", "die")];
        Assert.Equal(4, scrape.Of("hw_temperature_limit_celsius").Count());
        Assert.Equal(95, scrape.Value("hw_temperature_limit_celsius", [.. of, ("hw_limit_type", "high.degraded")]));
        Assert.Equal(105, scrape.Value("hw_temperature_limit_celsius", [.. of, ("hw_limit_type", "high.critical")]));
        Assert.Equal(120, scrape.Value("hw_temperature_limit_celsius", [.. of, ("hw_limit_type", "max")]));
        Assert.Equal(-5, scrape.Value("hw_temperature_limit_celsius", [.. of, ("hw_limit_type", "low.degraded")]));
        of = [("hw_id", "chassis0/fan0"), ("hw_type", "asic"), ("hw_parent", "chassis0")];
        Assert.Equal(600, scrape.Value("hw_fan_speed_limit_rpm", [.. of, ("hw_limit_type", "low.critical")]));
        Assert.Equal(12_000, scrape.Value("hw_fan_speed_limit_rpm", [.. of, ("hw_limit_type", "max")]));
        Assert.Equal(1e11, scrape.Value("hw_network_bandwidth_limit_bytes_per_second", ("hw_id", "chassis0/port0"), ("hw_type", "network"), ("hw_parent", "chassis0")));
    }

    [Fact]
    public async Task Events_AreCountedBySeverity()
    {
        var list = new SignalList();
        SignalInfo signal = list.Add("hw.power");
        EventInfo[] kinds = [Alarm(0, AlarmSeverity.Warning, signal, 0, 1), Alarm(1, AlarmSeverity.Critical, signal, 0, 1), Alarm(2, AlarmSeverity.Critical, signal, 0, 2)];
        var twin = new FakeTwin(list.Signals, kinds);
        foreach (int kind in (int[])[0, 1, 2, 2])
        {
            twin.Events.Append(new EventRecord(0, 3, 0, Duration.Zero, kind, false, 0, 0));
        }

        twin.Publish();
        using var telemetry = new TwinTelemetry(twin, new());

        Exposition scrape = await Exposition.ScrapeAsync(telemetry);

        Assert.Equal([0.0, 1, 3], ((string[])["information", "warning", "critical"]).Select(severity => scrape.Value("chassis_twin_events_total", ("severity", severity))));
    }

    [Fact]
    public void Source_OfAMetricThatIsNotOfTheRun_IsRefused()
    {
        var list = new SignalList();
        list.Add("hw.power");

        ArgumentException refused = Assert.Throws<ArgumentException>(() => new TwinTelemetry(new FakeTwin(list.Signals), new(), [new MetricSource("hw.power", () => 1)]));

        Assert.Contains("'hw.power'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("chassis.twin.streams", refused.Message, StringComparison.Ordinal);
    }

    private static EventInfo Alarm(int id, AlarmSeverity severity, SignalInfo signal, double low, double high) =>
        new(id, $"{signal.Path}-{id}", 0, severity, "At {0}.", true, signal.Id) { Low = low, High = high };

    private static async Task<Exposition> ScrapeAsync(SignalList list, params (SignalInfo Signal, double Value)[] values)
    {
        var twin = new FakeTwin(list.Signals);
        foreach ((SignalInfo signal, double value) in values)
        {
            twin[signal] = value;
        }

        twin.Publish();
        using var telemetry = new TwinTelemetry(twin, new());
        return await Exposition.ScrapeAsync(telemetry);
    }
}
