using System.Globalization;
using Twin.Chassis;
using Twin.Contracts;
using Twin.Engine.Compiling;
using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Engine.Workloads;
using Twin.Physics.Thermal;
using Twin.Units;

namespace Twin.Shipped.Tests;

/// <summary>Cooling parts in small chassis files of their own. Heat comes from a warm room through a zone, so that nothing but cooling is in the box.</summary>
[Collection(ShippedCollection.Name)]
public sealed class CoolingPartsTests(ShippedChassis shipped)
{
    // Supply and fans as in the shipped files; "schedule" coarse enough for minutes.
    private const string Common = """
        model: parts
        initial: steady
        spread: false
        schedule: {base: 10 ms, link: 100 ms, flow: 100 ms, control: 100 ms}

        """;

    private const string Power = """
          psu: fulmen.psu
          vr: {kind: fulmen.regulator, parameters: {output-voltage: 12 V, rated: 600 W}}

        """;

    private const string Rails = """
        rails:
          bus: {sources: psu.out, loads: vr.in}
          fans: {sources: vr.out, loads: "LOADS"}

        """;

    // Shut-off, valley, peak, free delivery of an 80 mm fan that stalls.
    private const string StallingFan = """
            parameters:
              curve:
                - {flow: 0 CFM, rise: 900 Pa}
                - {flow: 20 CFM, rise: 640 Pa}
                - {flow: 35 CFM, rise: 540 Pa}
                - {flow: 50 CFM, rise: 610 Pa}
                - {flow: 70 CFM, rise: 520 Pa}
                - {flow: 100 CFM, rise: 300 Pa}
                - {flow: 130 CFM, rise: 0 Pa}
              maximum-power: 120 W

        """;

    [Theory]
    [InlineData("etesian.radiator", "air")]
    [InlineData("etesian.plate-exchanger", "facility")]
    public void ClosedLoop_InAChassisFile_CarriesTheHeatToTheOtherStream(string kind, string side)
    {
        string other = side == "air"
            ? """
                air:
                  fluid: air
                  inlet-temperature: 25 degC
                  elements:
                    - {elements: exchanger.air, from: inlet, to: rear}
                    - {elements: fan*.rotor, from: rear, to: outlet}

              """
            : """
                facility:
                  fluid: water
                  inlet-temperature: 25 degC
                  elements:
                    - {elements: exchanger.facility, from: inlet, to: rear}
                    - {elements: fan*.rotor, from: rear, to: outlet}

              """;
        string mover = side == "air" ? "fan: {repeat: 2, kind: etesian.fan}" : "fan: {repeat: 2, kind: etesian.pump}";
        Running running = Run(Common + "room: 90 degC\ncomponents:\n" + Power + $"""
              {mover}
              pump: etesian.pump
              plate: etesian.cold-plate
              exchanger: {kind}
            zones:
              board: {"{capacity: 500 J/K, surface-loss: 12 W/K}"}
            mounts:
              - {"{from: plate.base, to: board, conductance: 100 W/K}"}
              - {"{from: psu.case, to: board, conductance: 5 W/K}"}
              - {"{from: vr.case, to: board, conductance: 5 W/K}"}
            streams:
              loop:
                fluid: water
                inlet-temperature: 40 degC
                elements:
                  - {"{elements: pump.rotor, from: tank, to: feed}"}
                  - {"{elements: plate.coolant, from: feed, to: warm}"}
                  - {"{elements: exchanger.coolant, from: warm, to: tank}"}

            """ + other + Rails.Replace("LOADS", "fan*.supply, pump.supply", StringComparison.Ordinal));
        running.Step(20);

        double heat = running["exchanger/heat-removed"];
        Assert.True(heat > 300);
        double flow = running["exchanger/coolant/flow"];
        Assert.Equal(running["plate/coolant/flow"], flow, 1e-9 * flow);
        double coolant = flow * LiquidWater.DensityKgPerM3(40) * LiquidWater.SpecificHeatJPerKgK(40);
        double outside = running[$"exchanger/{side}/flow"] * (side == "air"
            ? DryAir.DensityKgPerM3(25, 0) * DryAir.SpecificHeatJPerKgK(25)
            : LiquidWater.DensityKgPerM3(25) * LiquidWater.SpecificHeatJPerKgK(25));

        // What leaves the one stream arrives in the other; friction of the passages warms both. Flow in the matrix may be 0.2 % off the present one.
        double Friction(string name) => running[$"exchanger/{name}/flow"] * running[$"exchanger/{name}/pressure-drop"];
        Assert.Equal(
            heat - Friction("coolant"), coolant * (running["exchanger/coolant/inlet-temperature"] - running["exchanger/coolant/outlet-temperature"]), 0.003 * heat);
        Assert.Equal(
            heat + Friction(side), outside * (running[$"exchanger/{side}/outlet-temperature"] - running[$"exchanger/{side}/inlet-temperature"]), 0.003 * heat);

        // Plate, pump and friction are all that warms the loop.
        double friction = flow * -running["pump/rotor/pressure-drop"];
        Assert.InRange(heat, running["plate/heat-removed"] + friction, running["plate/heat-removed"] + friction + running["pump/power"]);
        Assert.InRange(Math.Abs(running["box-imbalance"]), 0, 1e-6 * heat);
    }

    [Fact]
    public void Fan_WithADip_StallsBesideAFasterOneSaysSoAndRecoversOnlyAboveItsPeak()
    {
        Running running = Run(Tray(StallingFan, drop: 60));
        running.Apply(new TwinCommand.OverrideActuator("fan0/speed", 1, null));
        running.Apply(new TwinCommand.OverrideActuator("fan1/speed", 1, null));
        running.Run(Duration.FromSeconds(5));
        Assert.Equal("normal", running.State("fan1/operation"));
        string seen = string.Empty;
        double stalledAt = 0;
        for (double speed = 0.975; speed > 0.25; speed -= 0.025)
        {
            running.Apply(new TwinCommand.OverrideActuator("fan1/speed", speed, null));
            running.Run(Duration.FromSeconds(3));
            string state = running.State("fan1/operation");
            stalledAt = stalledAt == 0 && state == "stalled" ? speed : stalledAt;
            seen += seen.EndsWith(state, StringComparison.Ordinal) ? string.Empty : " " + state;
            Assert.Equal("normal", running.State("fan0/operation"));
        }

        Assert.Equal(" normal stalled reverse-flow", seen);
        Assert.Contains("fan1/stalled", Events(running));
        Assert.DoesNotContain("air/flow-unsolved", Events(running));

        // On the way back it is still in stall at speeds at which it was not before: hysteresis.
        double recoveredAt = double.PositiveInfinity;
        for (double speed = 0.3; speed < 1.01 && double.IsInfinity(recoveredAt); speed += 0.025)
        {
            running.Apply(new TwinCommand.OverrideActuator("fan1/speed", Math.Min(1, speed), null));
            running.Run(Duration.FromSeconds(3));
            recoveredAt = running.State("fan1/operation") == "normal" ? speed : recoveredAt;
        }

        Assert.True(recoveredAt > stalledAt + 0.04, $"Stalled at {stalledAt:F3} and recovered at {recoveredAt:F3} of the speed.");
    }

    [Fact]
    public void Fans_AboveTheirPeak_NeverReportStall()
    {
        Running running = shipped.Steady(ShippedChassis.Pluggable);
        Assert.All(running.Values(@"^fan\d/operation$"), state => Assert.Equal(1, state));
    }

    [Fact]
    public void Pluggable_WithReversedFans_SettlesAndTheFrontRowIsTheWarmOne()
    {
        string text = File.ReadAllText(ShippedChassis.FileOf(ShippedChassis.Pluggable));
        text = text[..text.IndexOf("\ncontrol:", StringComparison.Ordinal)] + "\nschedule: {base: 10 ms, link: 50 ms, flow: 100 ms, control: 100 ms}\n";
        string reversed = text.Replace("      reference-speed: 12000 rpm\n", "      reference-speed: 12000 rpm\n      air-direction: reverse\n", StringComparison.Ordinal);
        Assert.NotEqual(text, reversed);
        Running forward = ShippedChassis.Start(shipped.Compile(text, ShippedChassis.Pluggable), ShippedChassis.Pluggable, ShippedChassis.Full);
        Running backward = ShippedChassis.Start(shipped.Compile(reversed, ShippedChassis.Pluggable), ShippedChassis.Pluggable, ShippedChassis.Full);
        forward.Step(200);
        backward.Step(200);

        // Cages 40 to 43 stand before 44 to 47 in the same air.
        double[] front = [.. backward.Values(@"^cage4[0-3]/air/flow$")];
        Assert.All(front, flow => Assert.True(flow < 0));
        Assert.All(backward.Values(@"^fan\d/rotor/flow$"), flow => Assert.True(flow > 0));
        Assert.True(forward.Values(@"^module4[4-7]/case/temperature$").Average() > forward.Values(@"^module4[0-3]/case/temperature$").Average() + 3);
        Assert.True(backward.Values(@"^module4[0-3]/case/temperature$").Average() > backward.Values(@"^module4[4-7]/case/temperature$").Average() + 3);
        Assert.InRange(Math.Abs(backward["box-imbalance"]), 0, 1e-6 * backward["inlet-power"]);
    }

    [Theory]
    [InlineData("solid", 390, 390)]
    [InlineData("vapour-chamber", 5000, 200)]
    public void HeatSink_BaseFromItsSource_IsTheSpreadingOfAnAnisotropicPlate(string kind, double along, double through)
    {
        // Base of formula A6: 27 mm on 75 x 75 x 3 mm. The sink stands in so much air that only the base counts, and its conductance is read off two temperatures.
        Running running = Run(Common + "room: 90 degC\ncomponents:\n" + Power + $"""
              fan: etesian.fan
              sink:
                kind: etesian.heat-sink
                parameters: {"{"}base: {kind}, base-width: 75 mm, base-length: 75 mm, base-thickness: 3 mm, fins: 37, rated-flow: 20 CFM{"}"}
            zones:
              board: {"{capacity: 500 J/K, surface-loss: 12 W/K}"}
            mounts:
              - {"{from: sink.base, to: board, conductance: 100 W/K}"}
              - {"{from: psu.case, to: board, conductance: 5 W/K}"}
              - {"{from: vr.case, to: board, conductance: 5 W/K}"}
            streams:
              air: {"{fluid: air, inlet-temperature: 25 degC, elements: [{elements: sink.air, from: inlet, to: rear}, {elements: fan.rotor, from: rear, to: outlet}]}"}

            """ + Rails.Replace("LOADS", "fan.supply", StringComparison.Ordinal));
        running.Step(5);
        double heat = running["sink/heat-removed"];
        double measured = ((running["board/temperature"] - running["sink/sink/temperature"]) / heat) - (1 / 100.0);

        // The fins at their rated film coefficient of 60 W/m2K, as formula A5 has them: what the base sees beyond itself.
        double corrected = 0.045 + 0.0002;
        double m = Math.Sqrt(2 * 60 / (200 * 0.0004));
        double fins = 60 * ((Math.Tanh(m * corrected) / (m * corrected) * 37 * 2 * corrected * 0.075) + ((0.075 - (37 * 0.0004)) * 0.075));
        double stretched = Math.Sqrt(along / through);
        SpreadingResistance lee = SpreadingResistance.Lee(0.027 * 0.027, 0.075 * 0.075, 0.003 * stretched, Math.Sqrt(along * through), 1 / fins);
        double expected = lee.SpreadingMeanKPerW + (0.003 / (through * 0.075 * 0.075));
        Assert.Equal(expected, measured, 0.002 * expected);

        // And the closed form itself against the exact series, which knows both conductivities: 4.7 and 3.5 % below it behind so poor a film.
        double exact = ExactSpreading(0.027, 0.075, 0.003, along, through, fins / (0.075 * 0.075));
        Assert.Equal(1, lee.SpreadingMeanKPerW / exact, 0.05);
    }

    [Fact]
    public void VapourChamber_BetweenSourceAndSink_SpreadsOnOneSideOnly()
    {
        Running running = Run(Common + "room: 90 degC\ncomponents:\n" + Power + $"""
              fan: etesian.fan
              chamber: etesian.vapour-chamber
              sink: {"{kind: etesian.heat-sink, parameters: {rated-flow: 20 CFM}}"}
            zones:
              board: {"{capacity: 500 J/K, surface-loss: 12 W/K}"}
            mounts:
              - {"{from: chamber.source, to: board, conductance: 100 W/K}"}
              - {"{from: chamber.sink, to: sink.base, conductance: 200 W/K}"}
              - {"{from: psu.case, to: board, conductance: 5 W/K}"}
              - {"{from: vr.case, to: board, conductance: 5 W/K}"}
            streams:
              air: {"{fluid: air, inlet-temperature: 25 degC, elements: [{elements: sink.air, from: inlet, to: rear}, {elements: fan.rotor, from: rear, to: outlet}]}"}

            """ + Rails.Replace("LOADS", "fan.supply", StringComparison.Ordinal));
        running.Step(5);
        double heat = running["sink/heat-removed"];
        double half = 0.003 / (109 * 0.075 * 0.075) / 2;
        double stretched = Math.Sqrt(5000.0 / 109);
        double spreading = SpreadingResistance.Lee(0.027 * 0.027, 0.075 * 0.075, 0.003 * stretched, Math.Sqrt(5000.0 * 109), 1 / 50.6).SpreadingMeanKPerW;
        Assert.Equal((1 / 100.0) + spreading + half, (running["board/temperature"] - running["chamber/chamber/temperature"]) / heat, 1e-4);
        Assert.Equal(half + (1 / 200.0) + (1 / 50.0), (running["chamber/chamber/temperature"] - running["sink/sink/temperature"]) / heat, 1e-4);
    }

    [Fact]
    public void MicrofluidicLid_MoreFlow_LeavesTheFilmAndOnlyLowersTheRise()
    {
        Running running = Run(Common + "room: 90 degC\ncomponents:\n" + Power + $"""
              pump: etesian.pump
              lid: etesian.microfluidic-lid
            zones:
              board: {"{capacity: 500 J/K, surface-loss: 12 W/K}"}
            mounts:
              - {"{from: lid.dies, to: board, conductance: 100 W/K}"}
              - {"{from: psu.case, to: board, conductance: 5 W/K}"}
              - {"{from: vr.case, to: board, conductance: 5 W/K}"}
            streams:
              coolant: {"{fluid: water, inlet-temperature: 25 degC, elements: [{elements: pump.rotor, from: inlet, to: feed}, {elements: lid.coolant, from: feed, to: outlet}]}"}

            """ + Rails.Replace("LOADS", "pump.supply", StringComparison.Ordinal));

        // Nusselt number of a 1:4 channel with four heated walls, from the table of Shah and London: 5.331. h = Nu k / D_h with D_h = 160 um; walls as fins of silicon.
        double h = 5.331 * 0.63 / 160e-6;
        double product = Math.Sqrt(2 * h / (120 * 100e-6)) * 400e-6;
        double conductance = h * (100 + (2 * Math.Tanh(product) / product * 400)) / 200 * 0.027 * 0.027;
        foreach (double speed in (ReadOnlySpan<double>)[1, 0.6, 0.35])
        {
            running.Apply(new TwinCommand.OverrideActuator("pump/speed", speed, null));
            running.Run(Duration.FromSeconds(600));
            double c = running["lid/coolant/flow"] * LiquidWater.DensityKgPerM3(25) * LiquidWater.SpecificHeatJPerKgK(25);
            double heat = running["lid/heat-removed"];
            Assert.Equal(c * (1 - Math.Exp(-conductance / c)), heat / (running["lid/lid/temperature"] - running["lid/coolant/inlet-temperature"]), 0.003 * c);
        }
    }

    [Fact]
    public void FanControl_ConstantError_IsAPiLawThatDoesNotWindUp()
    {
        Running running = Run(Controlled(), ("test.probe", () => new Probe()));
        running.Run(Duration.FromSeconds(3));

        // Set point 85 degC, band 33 K, 60 s, integral at 20 % from the start: 3.3 K too warm for 30 s.
        running.Apply(new TwinCommand.SetParameter("probe/reading", 85 + 3.3));
        running.Run(Duration.FromSeconds(30));
        double demand = running["fan-control/demand"];
        Assert.Equal(0.2 + 0.1 + (0.1 * 30 / 60), demand, 0.005);
        Assert.Equal("regulating", running.State("fan-control/state"));
        Assert.Equal("asic", running.State("fan-control/leader"));

        // Two minutes at the upper limit leave the integral where it was; back at the set point the speed is that at once.
        running.Apply(new TwinCommand.SetParameter("probe/reading", 85 + 40));
        running.Run(Duration.FromSeconds(120));
        Assert.Equal(1, running["fan-control/demand"]);
        running.Apply(new TwinCommand.SetParameter("probe/reading", 85));
        running.Run(Duration.FromSeconds(3));
        Assert.Equal(demand - 0.1, running["fan-control/demand"], 0.005);

        // Too cold for long: the lowest speed, and the integral no lower.
        running.Apply(new TwinCommand.SetParameter("probe/reading", 60));
        running.Run(Duration.FromSeconds(200));
        Assert.Equal(0.2, running["fan-control/demand"], 1e-12);
        running.Apply(new TwinCommand.SetParameter("probe/reading", 85 + 3.3));
        running.Run(Duration.FromSeconds(2));
        Assert.Equal(0.3, running["fan-control/demand"], 0.01);
    }

    [Theory]
    [InlineData(250)]
    [InlineData(-60)]
    public void FanControl_ReadingThatCannotBeTrue_IsFullSpeedUntilItIsBack(double reading)
    {
        Running running = Run(Controlled(), ("test.probe", () => new Probe()));
        running.Apply(new TwinCommand.SetParameter("probe/reading", 80));
        running.Run(Duration.FromSeconds(5));
        Assert.Equal("regulating", running.State("fan-control/state"));
        running.Apply(new TwinCommand.SetParameter("probe/reading", reading));
        running.Run(Duration.FromSeconds(2));
        Assert.Equal("sensor-lost", running.State("fan-control/state"));
        Assert.Equal(1, running["fan-control/demand"]);
        Assert.Contains("fan-control/sensor-lost", Events(running));
        running.Apply(new TwinCommand.SetParameter("probe/reading", 80));
        running.Run(Duration.FromSeconds(2));
        Assert.Equal("regulating", running.State("fan-control/state"));
        Assert.True(running["fan-control/demand"] < 0.5);
    }

    [Fact]
    public void FanControl_FanPulled_OthersGoToFullSpeedUntilItIsBack()
    {
        Running running = Run(Controlled(), ("test.probe", () => new Probe()));
        running.Apply(new TwinCommand.SetParameter("probe/reading", 88));
        running.Run(Duration.FromSeconds(20));
        Assert.Equal("regulating", running.State("fan-control/state"));
        Assert.True(running["fan0/speed-ratio"] < 0.6);
        running.Apply(new TwinCommand.SetPresence("fan1", false));
        running.Run(Duration.FromSeconds(15));
        Assert.Equal("rotor-failed", running.State("fan-control/state"));
        Assert.True(running["fan0/speed-ratio"] > 0.98);
        running.Apply(new TwinCommand.SetPresence("fan1", true));
        running.Run(Duration.FromSeconds(15));
        Assert.Equal("regulating", running.State("fan-control/state"));
    }

    private static string Tray(string parameters, double drop) => Common + "components:\n" + Power + """
          fan:
            repeat: 2
            kind: etesian.fan

        """ + parameters + $"""
          board-air: {"{"}kind: etesian.duct, parameters: {"{"}rated-flow: 100 CFM, rated-drop: {drop.ToString(CultureInfo.InvariantCulture)} Pa, laminar-share: 0{"}}"}
        zones:
          board: {"{capacity: 500 J/K, surface-loss: 2 W/K}"}
        mounts:
          - {"{from: board-air.wall, to: board, conductance: 40 W/K}"}
          - {"{from: psu.case, to: board, conductance: 5 W/K}"}
          - {"{from: vr.case, to: board, conductance: 5 W/K}"}
        streams:
          air: {"{fluid: air, inlet-temperature: 25 degC, elements: [{elements: board-air.air, from: inlet, to: rear}, {elements: fan*.rotor, from: rear, to: outlet}]}"}

        """ + Rails.Replace("LOADS", "fan*.supply", StringComparison.Ordinal);

    private static string Controlled() => Tray(string.Empty, 20).Replace("initial: steady", "initial: ambient", StringComparison.Ordinal)
        .Replace("zones:\n", "  probe: test.probe\n  fan-control: etesian.fan-control\nzones:\n", StringComparison.Ordinal) + """
        control:
          sensors:
            - {input: fan-control.asic, signals: probe/read}
            - {input: fan-control.fan-speeds, signals: "fan*/speed-ratio"}
          actuators:
            - {output: fan-control.fans, actuators: fan*.speed}
        """;

    private Running Run(string text, params ReadOnlySpan<(string Kind, Func<IComponent> Make)> more)
    {
        ChassisFileResult file = ChassisFile.Parse(text, "parts.yaml");
        Assert.True(file.Problems.Count == 0, string.Join('\n', file.Problems));
        var kinds = new Dictionary<string, ComponentKind>(shipped.Kinds);
        foreach ((string kind, Func<IComponent> make) in more)
        {
            kinds[kind] = new ComponentKind(kind, kind, "test", typeof(NoParameters), _ => make());
        }

        CompileResult compiled = ChassisCompiler.Compile(file.Description!, kinds);
        Assert.True(compiled.Model is not null, string.Join('\n', compiled.Problems));
        var factory = new WorkloadFactory(file.Description!.Ports, file.Workloads);
        Workload idle = factory.Create(ShippedChassis.Idle, "test").Workload!;
        var simulation = new Simulation(compiled.Model, [idle]);
        simulation.Start();
        return new Running(simulation);
    }

    private static List<string> Events(Running running)
    {
        var records = new EventRecord[running.Simulation.Events.Capacity];
        long from = 0;
        int count = running.Simulation.Events.Read(ref from, records, out _);
        return [.. records.Take(count).Select(record => running.Chassis.Events[record.Event].Path[(running.Chassis.Instance.Length + 1)..])];
    }

    /// <summary>Mean rise of a square source on a square plate over the plate's own, kelvin per watt: double cosine series with the through direction on its own conductivity.</summary>
    private static double ExactSpreading(double source, double plate, double thickness, double along, double through, double film)
    {
        const int Terms = 400;
        double[] weights = new double[Terms];
        weights[0] = 1;
        for (int n = 1; n < Terms; n++)
        {
            double k = n * Math.PI / plate;
            weights[n] = (Math.Sin(k * (plate + source) / 2) - Math.Sin(k * (plate - source) / 2)) / (k * source);
        }

        double sum = 0;
        for (int i = 0; i < Terms; i++)
        {
            for (int j = i == 0 ? 1 : 0; j < Terms; j++)
            {
                double lambda = Math.PI / plate * Math.Sqrt(((double)i * i) + ((double)j * j)) * Math.Sqrt(along / through);
                double tanh = Math.Tanh(lambda * thickness);
                double ratio = through * lambda / film;
                double multiplicity = (i == 0 ? 1 : 2) * (j == 0 ? 1 : 2);
                sum += multiplicity * Math.Pow(weights[i] * weights[j], 2) * (ratio + tanh) / (1 + (ratio * tanh)) / (through * lambda);
            }
        }

        return sum / (plate * plate);
    }

    private sealed record NoParameters;

    /// <summary>A temperature that an operator sets.</summary>
    private sealed class Probe : IComponent, IPowerBehavior
    {
        private LiveParameter<Temperature> _reading;
        private Signal<Temperature> _read;

        public void Describe(IComponentBuilder builder)
        {
            _reading = builder.LiveParameter("reading", Temperature.FromCelsius(80), Temperature.FromCelsius(-100), Temperature.FromCelsius(400), "What is read.");
            _read = builder.Signal<Temperature>("read", SignalKind.Sensor, new SignalOptions("What is read."));
        }

        public void StepPower(in StepContext step) => step.Set(_read, step.Get(_reading));
    }
}
