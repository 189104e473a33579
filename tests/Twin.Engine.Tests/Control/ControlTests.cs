using Twin.Contracts;
using Twin.Engine.Description;
using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Engine.Tests.Bench;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Control;

public sealed class ControlTests
{
    [Fact]
    public void Sensor_WithLag_FollowsTheExponential()
    {
        Simulation simulation = Make(new(0, 0, 0, Duration.FromMilliseconds(20), Duration.Zero), 10);
        simulation.Step(1);
        Assert.Equal(10, simulation.Value("part/reading"), 1e-12);
        simulation.Do(new TwinCommand.SetParameter("part/target", 20));
        simulation.Step(20);

        // Each step closes 1 - exp(-1/20) of the gap.
        Assert.Equal(20 - (10 * Math.Exp(-1)), simulation.Value("part/reading"), 1e-9);
    }

    [Fact]
    public void Sensor_WithResolutionAndPeriod_ReportsStepsAtItsTimes()
    {
        Simulation simulation = Make(new(0, 0, 0.5, Duration.Zero, Duration.FromMilliseconds(10)), 10.3);
        simulation.Step(1);
        Assert.Equal(10.5, simulation.Value("part/reading"));
        simulation.Do(new TwinCommand.SetParameter("part/target", 11.2));
        simulation.Step(9);
        Assert.Equal(10.5, simulation.Value("part/reading"));
        simulation.Step(1);
        Assert.Equal(11, simulation.Value("part/reading"));
    }

    [Fact]
    public void Sensor_WithNoise_HasItsMeanAndDeviation()
    {
        Simulation simulation = Make(new(0, 0.2, 0, Duration.Zero, Duration.Zero), 10);
        double sum = 0;
        double squares = 0;
        const int Count = 4000;
        for (int i = 0; i < Count; i++)
        {
            simulation.Step();
            double deviation = simulation.Value("part/reading") - 10;
            sum += deviation;
            squares += deviation * deviation;
        }

        // Four standard errors.
        Assert.Equal(0, sum / Count, 4 * 0.2 / Math.Sqrt(Count));
        Assert.Equal(0.2, Math.Sqrt(squares / Count), 4 * 0.2 / Math.Sqrt(2 * Count));
    }

    [Fact]
    public void Sensor_BeforeItsFirstTurn_ShowsWhatItReadAtTheStart()
    {
        Simulation simulation = Run(
            Plain with { Zones = [Zone("board", 1, 1)], Mounts = [Mount("part.base", "board", 1)] },
            ("part", () => new Part(builder =>
            {
                ThermalNode node = builder.ThermalNode("n", JPerK(1));
                builder.Couple(node, builder.Mount("base"), WPerK(1));
                builder.Sensor("s0", node, SensorOptions.DieTemperature with { Noise = 0 });
                builder.Sensor("s1", node, SensorOptions.DieTemperature with { Noise = 0 });
            })));
        Assert.Equal(25, simulation.Value("part/s1"));
        simulation.Step(1);
        Assert.Equal(25, simulation.Value("part/s1"));
    }

    [Theory]
    [InlineData(SensorAggregate.Maximum, 7)]
    [InlineData(SensorAggregate.Minimum, 1)]
    [InlineData(SensorAggregate.Mean, 4)]
    public void Input_OfSeveralSignals_IsTheirAggregate(SensorAggregate aggregate, double expected)
    {
        SensorInput input = default;
        double read = double.NaN;
        Simulation simulation = Run(
            Levels() with { Sensors = [new(Ref("ctl.in"), "p*/level")] },
            ("p0", () => Level(4)), ("p1", () => Level(7)), ("p2", () => Level(1)),
            ("ctl", () => new ControlPart(
                builder => input = builder.SensorInput("in", Ratio.Dimension, 1, aggregate), (in StepContext step) => read = step.Read(input)[0])));
        simulation.Step(2);
        Assert.Equal(expected, read);
    }

    [Fact]
    public void Actuator_MovedByAController_HoldsFromTheNextStepWithinItsRange()
    {
        double wanted = 0.5;
        Simulation simulation = Fans(() => wanted);
        simulation.Step(1);
        Assert.Equal(1, simulation.Value("fan/speed"));
        simulation.Step(1);
        Assert.Equal(0.5, simulation.Value("fan/speed"));
        wanted = 9;
        simulation.Step(2);
        Assert.Equal(1.5, simulation.Value("fan/speed"));
    }

    [Fact]
    public void Override_WithTimeOut_GoesBeforeTheControllerAndEnds()
    {
        Simulation simulation = Fans(() => 0.5);
        simulation.Step(3);
        simulation.Do(new TwinCommand.OverrideActuator("fan/speed", 0.9, Duration.FromMilliseconds(10)));
        simulation.Step(10);
        Assert.Equal(0.9, simulation.Value("fan/speed"));
        simulation.Step(1);
        Assert.Equal(0.5, simulation.Value("fan/speed"));
        simulation.Do(new TwinCommand.OverrideActuator("fan/speed", 0.7, null));
        simulation.Step(50);
        Assert.Equal(0.7, simulation.Value("fan/speed"));
        simulation.Do(new TwinCommand.ReleaseActuator("fan/speed"));
        simulation.Step(1);
        Assert.Equal(0.5, simulation.Value("fan/speed"));
    }

    [Fact]
    public void Alarm_WithHysteresis_RaisesOnceAndClearsOnce()
    {
        Simulation simulation = Make(new(0, 0, 0, Duration.Zero, Duration.Zero), 10);
        foreach (double value in (double[])[20.1, 19.5, 20.1, 18.1, 17.9, 18.5, 20.5])
        {
            simulation.Do(new TwinCommand.SetParameter("part/target", value));
            simulation.Step(2);
        }

        Assert.Equal(["part/high", "-part/high", "part/high"], simulation.EventNames());
        Assert.Equal(1, simulation.Value("active-alarms"));
    }

    [Fact]
    public void Controller_WithAPeriod_IsCalledAtItWithItsElapsedTime()
    {
        int calls = 0;
        double elapsed = 0;
        Simulation simulation = Run(
            Plain with { Zones = [Zone("board", 1, 1)] },
            ("ctl", () => new ControlPart(
                builder => builder.ControlPeriod(Duration.FromMilliseconds(7)),
                (in StepContext step) =>
                {
                    calls++;
                    elapsed = step.Elapsed.Seconds;
                })));
        simulation.Step(70);
        Assert.Equal(10, calls);
        Assert.Equal(7e-3, elapsed, 1e-12);
    }

    private static Simulation Make(SensorOptions options, double start)
    {
        LiveParameter<Ratio> target = default;
        Signal<Ratio> level = default;
        return Run(
            Plain with { Zones = [Zone("board", 1, 1)], Mounts = [Mount("part.base", "board", 1)] },
            ("part", () => new PowerPart(
                builder =>
                {
                    builder.Couple(builder.ThermalNode("n", JPerK(1)), builder.Mount("base"), WPerK(1));
                    target = builder.LiveParameter("target", Ratio.FromFraction(start), Ratio.FromFraction(0), Ratio.FromFraction(100), "Target.");
                    level = builder.Signal<Ratio>("level", SignalKind.Truth, new("Level."));
                    Sensor sensor = builder.Sensor("reading", level, options);
                    builder.Alarm("high", sensor, new(double.NegativeInfinity, 20, 2, AlarmSeverity.Warning, "High."));
                },
                (in StepContext step) => step.Set(level, step.Get(target)))));
    }

    private static ChassisDescription Levels() => Plain with { Zones = [Zone("board", 1, 1)], Mounts = [Mount("p*.base", "board", 1)] };

    private static PowerPart Level(double value)
    {
        Signal<Ratio> level = default;
        return new PowerPart(
            builder =>
            {
                builder.Couple(builder.ThermalNode("n", JPerK(1)), builder.Mount("base"), WPerK(1));
                level = builder.Signal<Ratio>("level", SignalKind.Truth, new("Level."));
            },
            (in StepContext step) => step.Set(level, Ratio.FromFraction(value)));
    }

    private static Simulation Fans(Func<double> wanted)
    {
        ActuatorOutput output = default;
        return Run(
            Plain with
            {
                Zones = [Zone("board", 10, 1)],
                Mounts = [Mount("*.base", "board", 1), Mount("duct.seat", "board", 1)],
                Rails = [Rail("bus", "psu.out", "fan.supply")],
                Streams = [new("air", Fluid.Air, Temperature.FromCelsius(25), [new(Ref("fan.rotor"), "inlet", "a"), new(Ref("duct.air"), "a", "outlet")], [])],
                Actuators = [new(Ref("ctl.out"), Ref("fan.speed"))],
            },
            ("fan", () => new Fan()), ("duct", () => new Duct(0.01, 100, 1)), ("psu", () => new Supply()),
            ("ctl", () => new ControlPart(
                builder => output = builder.ActuatorOutput("out", Ratio.Dimension), (in StepContext step) => step.Command(output, wanted()))));
    }
}
