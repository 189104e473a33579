using FsCheck;
using FsCheck.Fluent;
using Twin.Contracts;
using Twin.Engine.Description;
using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Engine.Tests.Bench;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Thermal;

public sealed class ThermalNetworkTests
{
    private const double StepS = 1e-3;

    // Rounding of a handful of operations on temperatures below 1,000 degC.
    private const double RoundingK = 1e-9;

    private static readonly ChassisDescription OneHeater = Plain with
    {
        Room = Temperature.FromCelsius(20),
        Zones = [Zone("board", 30, 0.5)],
        Mounts = [Mount("heater.base", "board", 3), Mount("psu.base", "ground", 1)],
        Rails = [Rail("bus", "psu.out", "heater.supply")],
    };

    [Fact]
    public void Step_TwoNodes_FollowsBackwardEulerExactly()
    {
        Simulation simulation = Run(
            OneHeater with { Zones = [Zone("board", 30, 0.5), Zone("ground", 1, 1)] },
            ("heater", () => new Heater(8, capacityJPerK: 10, toMountWPerK: 2)), ("psu", () => new Supply()));

        // Node, mount and zone: 2 W/K and 3 W/K in series. The mount has no capacity, so eliminating it is exact.
        double g = 1 / ((1 / 2.0) + (1 / 3.0));
        double a = 20;
        double b = 20;
        for (int i = 0; i < 5000; i++)
        {
            simulation.Step();
            double a11 = (10 / StepS) + g;
            double a22 = (30 / StepS) + g + 0.5;
            double r1 = (10 / StepS * a) + 8;
            double r2 = (30 / StepS * b) + (0.5 * 20);
            double determinant = (a11 * a22) - (g * g);
            (a, b) = (((r1 * a22) + (g * r2)) / determinant, ((a11 * r2) + (g * r1)) / determinant);
        }

        Assert.Equal(a, simulation.Value("heater/body/temperature"), RoundingK * 100);
        Assert.Equal(b, simulation.Value("board/temperature"), RoundingK * 100);
        Assert.True(a > 22);
    }

    [Fact]
    public void Start_Steady_IsTheClosedForm()
    {
        Simulation simulation = Run(
            OneHeater with { Initial = InitialCondition.Steady, Zones = [Zone("board", 30, 0.5), Zone("ground", 1, 1)] },
            ("heater", () => new Heater(8)), ("psu", () => new Supply()));
        double board = 20 + (8 / 0.5);

        // Settled to 1e-7 K between iterations of 1e7 s.
        Assert.Equal(board, simulation.Value("board/temperature"), 1e-4);
        Assert.Equal(board + (8 / 3.0) + (8 / 2.0), simulation.Value("heater/body/temperature"), 1e-4);
        Assert.Equal(board + (8 / 3.0), simulation.Value("heater/base/temperature"), 1e-4);
    }

    [Fact]
    public void Start_Steady_DoesNotDriftAfterwards()
    {
        Simulation simulation = Run(
            OneHeater with { Initial = InitialCondition.Steady, Zones = [Zone("board", 30, 0.5), Zone("ground", 1, 1)] },
            ("heater", () => new Heater(8, leakW: 1, slopeWPerK: 0.05)), ("psu", () => new Supply(standbyW: 3, linear: 0.05)));
        double before = simulation.Value("heater/body/temperature");
        simulation.StepBalanced(500);
        Assert.Equal(before, simulation.Value("heater/body/temperature"), 1e-4);
    }

    [Fact]
    public void Start_Ambient_EverythingIsAtRoomTemperature()
    {
        Simulation simulation = Run(
            OneHeater with
            {
                Zones = [Zone("board", 30, 0.5), Zone("ground", 1, 1)],
                Streams = [new("air", Fluid.Air, Temperature.FromCelsius(35), [new(Ref("fan.rotor"), "inlet", "middle"), new(Ref("duct.air"), "middle", "outlet")], [])],
                Rails = [Rail("bus", "psu.out", "heater.supply, fan.supply")],
                Mounts = [Mount("heater.base", "board", 3), Mount("psu.base", "ground", 1), Mount("duct.seat", "board", 1), Mount("fan.base", "board", 1)],
            },
            ("heater", () => new Heater(8)), ("psu", () => new Supply()), ("fan", () => new Fan()), ("duct", () => new Duct(0.01, 100, 1)));
        Assert.Equal(20, simulation.Value("heater/body/temperature"));
        Assert.Equal(20, simulation.Value("board/temperature"));
        Assert.Equal(20, simulation.Value("duct/sink/temperature"));
    }

    [Fact]
    public void Start_SteadyAboveALimit_RaisesItsAlarm()
    {
        Simulation simulation = Run(
            OneHeater with { Initial = InitialCondition.Steady, Zones = [Zone("board", 30, 0.5), Zone("ground", 1, 1)] },
            ("heater", () => new Heater(40)), ("psu", () => new Supply()));
        Assert.Equal(["heater/body-warm", "heater/body-hot", "heater/body-shutdown"], simulation.EventNames());
        Assert.Equal(3, simulation.Value("active-alarms"));
    }

    [Fact]
    public void Mounts_TwoJointsInParallel_AddUp()
    {
        ChassisDescription one = OneHeater with { Initial = InitialCondition.Steady, Zones = [Zone("board", 30, 0.5), Zone("ground", 1, 1)] };
        Simulation simulation = Run(
            one with { Mounts = [Mount("heater.base", "board", 3), Mount("heater.base", "board", 1), Mount("psu.base", "ground", 1)] },
            ("heater", () => new Heater(8)), ("psu", () => new Supply()));
        Assert.Equal(20 + 16 + (8 / 4.0), simulation.Value("heater/base/temperature"), 1e-4);
    }

    [Fact]
    public void Mounts_ManyToOne_EachHasItsJoint()
    {
        Simulation simulation = Run(
            Plain with
            {
                Initial = InitialCondition.Steady,
                Zones = [Zone("board", 30, 2)],
                Mounts = [Mount("h*.base", "board", 4), Mount("psu.base", "board", 1)],
                Rails = [Rail("bus", "psu.out", "h*.supply")],
            },
            ("h0", () => new Heater(8)), ("h1", () => new Heater(2)), ("psu", () => new Supply()));
        Assert.Equal(25 + 5, simulation.Value("board/temperature"), 1e-4);
        Assert.Equal(30 + 2, simulation.Value("h0/base/temperature"), 1e-4);
        Assert.Equal(30 + 0.5, simulation.Value("h1/base/temperature"), 1e-4);
    }

    [Fact]
    public void RoomTemperature_SetLive_MovesTheSteadyStateByAsMuch()
    {
        ChassisDescription description = OneHeater with { Initial = InitialCondition.Steady, Zones = [Zone("board", 0.01, 0.5), Zone("ground", 1, 1)] };
        Simulation simulation = Run(description, ("heater", () => new Heater(8, capacityJPerK: 0.01)), ("psu", () => new Supply()));
        double before = simulation.Value("heater/body/temperature");
        simulation.Do(new TwinCommand.SetParameter("room-temperature", 33));
        simulation.StepBalanced(2000);
        Assert.Equal(before + 13, simulation.Value("heater/body/temperature"), 1e-6);
        Assert.Equal(33, simulation.Value("room-temperature"));
    }

    [Fact]
    public void Coupling_SetLive_TakesEffectPastTheThresholdOnly()
    {
        double conductance = 2;
        ThermalCoupling coupling = default;
        Simulation simulation = Run(
            Plain with { Zones = [Zone("board", 5, 1)], Mounts = [Mount("part.base", "board", 100)] },
            ("part", () => new PowerPart(
                builder => coupling = builder.Couple(builder.ThermalNode("n", JPerK(1)), builder.Mount("base"), WPerK(2)),
                (in StepContext step) => step.Set(coupling, WPerK(conductance)))));
        simulation.Step(3);
        long factorizations = simulation.Factorizations;
        conductance = 2 * 1.001;
        simulation.Step(3);
        Assert.Equal(factorizations, simulation.Factorizations);
        conductance = 2 * 1.01;
        simulation.Step(3);
        Assert.Equal(factorizations + 1, simulation.Factorizations);
        conductance = 0;
        simulation.Step(3);
        Assert.Equal(factorizations + 2, simulation.Factorizations);
    }

    [Fact]
    public void Coupling_CutOffOnBothSidesOfAJoint_LeavesTheRestRunning()
    {
        // Two mounts that touch each other and, once both contacts are lost, nothing else: no equation fixes their temperature.
        double conductance = 2;
        Part Loose(string node)
        {
            ThermalCoupling coupling = default;
            return new PowerPart(
                builder =>
                {
                    builder.Couple(builder.ThermalNode(node, JPerK(1)), builder.Mount("back"), WPerK(1));
                    ThermalNode second = builder.ThermalNode("front", JPerK(1));
                    builder.Couple(second, builder.Mount("rear"), WPerK(1));
                    coupling = builder.Couple(second, builder.Mount("face"), WPerK(2));
                },
                (in StepContext step) => step.Set(coupling, WPerK(conductance)));
        }

        Simulation simulation = Run(
            Plain with
            {
                Room = Temperature.FromCelsius(20),
                Zones = [Zone("board", 5, 1), Zone("ground", 1, 1)],
                Mounts = [Mount("a.face", "b.face", 3), Mount("a.back", "board", 1), Mount("b.back", "board", 1), Mount("a.rear", "board", 1), Mount("b.rear", "board", 1), Mount("heater.base", "board", 1), Mount("psu.base", "ground", 1)],
                Rails = [Rail("bus", "psu.out", "heater.supply")],
            },
            ("a", () => Loose("n")), ("b", () => Loose("n")), ("heater", () => new Heater(50)), ("psu", () => new Supply()));
        simulation.StepBalanced(10);
        conductance = 0;
        simulation.StepBalanced(10);
        double before = simulation.Value("heater/body/temperature");
        simulation.StepBalanced(100);
        Assert.True(simulation.Value("heater/body/temperature") > before + 0.1);
    }

    [Fact]
    public void Leakage_Steady_IsTheFixedPointOfPowerAndTemperature()
    {
        // P(T) = 2 + 0.1 (T - 25) on 1/(1/2 + 1/3 + 1/0.5) W/K to the room at 20: T = (G 20 + P0 - s 25) / (G - s), with 8 W beside it.
        Simulation simulation = Run(
            OneHeater with { Initial = InitialCondition.Steady, Zones = [Zone("board", 30, 0.5), Zone("ground", 1, 1)] },
            ("heater", () => new Heater(8, leakW: 2, slopeWPerK: 0.1)), ("psu", () => new Supply()));
        double g = 1 / ((1 / 2.0) + (1 / 3.0) + (1 / 0.5));
        double expected = ((g * 20) + 8 + 2 - (0.1 * 25)) / (g - 0.1);
        Assert.Equal(expected, simulation.Value("heater/body/temperature"), 1e-4);
        simulation.StepBalanced(200);
        Assert.Equal(expected, simulation.Value("heater/body/temperature"), 1e-4);
        Assert.Equal(10 + (0.1 * (expected - 25)), simulation.Value("heater/power"), 1e-4);
    }

    [Fact]
    public void Leakage_WhileWarming_EnergyDrawnIsEnergyStoredAndLost()
    {
        // No way out but a negligible one: all that was drawn is in the heat capacities, but for what the last step still owes.
        Simulation simulation = Run(
            OneHeater with { Zones = [Zone("board", 30, 1e-9), Zone("ground", 1, 1)] },
            ("heater", () => new Heater(20, capacityJPerK: 0.5, leakW: 2, slopeWPerK: 0.2)), ("psu", () => new Supply()));
        simulation.StepBalanced(2000);

        double stored = (0.5 * (simulation.Value("heater/body/temperature") - 20)) + (30 * (simulation.Value("board/temperature") - 20));
        Assert.InRange(stored - simulation.Value("heater/energy"), 0, 0.2 * 1e-3 * 1);
        Assert.True(simulation.Value("heater/power") > 24);
    }

    [Fact]
    public void Leakage_RailDiesAndReturns_DebtIsPaidNotLost()
    {
        Simulation simulation = Run(
            OneHeater with { Zones = [Zone("board", 30, 1e-9), Zone("ground", 1, 1)] },
            ("heater", () => new Heater(200, capacityJPerK: 0.5, leakW: 2, slopeWPerK: 0.2)), ("psu", () => new Supply()));
        simulation.StepBalanced(50);
        simulation.Do(new TwinCommand.InjectFault("psu/dead", 1));
        simulation.StepBalanced(50);
        Assert.Equal(0, simulation.Value("heater/power"));
        simulation.Do(new TwinCommand.ClearFault("psu/dead"));
        simulation.StepBalanced(50);
        double stored = (0.5 * (simulation.Value("heater/body/temperature") - 20)) + (30 * (simulation.Value("board/temperature") - 20));
        Assert.InRange(stored - simulation.Value("heater/energy"), 0, 0.2 * 1e-3 * 1);
    }

    [Fact]
    public void Step_WithoutSources_TemperaturesStayBetweenTheExtremes()
    {
        Gen<double> positive = Gen.Choose(-300, 150).Select(exponent => Math.Pow(10, exponent / 100.0));
        Arbitrary<double[]> numbers = positive.ArrayOf(8).ToArbitrary();
        Prop.ForAll(numbers, values =>
        {
            double room = 25;
            Simulation simulation = Run(
                Plain with
                {
                    Zones = [Zone("a", values[0], values[1]), Zone("b", values[2], 0)],
                    Mounts = [Mount("p.m", "a", values[3]), Mount("q.m", "b", values[4]), Mount("p.m", "q.m", values[5])],
                },
                ("p", () => Inert(values[6], values[3])), ("q", () => Inert(values[7], values[4])));
            simulation.Do(new TwinCommand.SetParameter("room-temperature", 80));
            for (int i = 0; i < 30; i++)
            {
                simulation.Step();
                foreach (string path in (string[])["a", "b", "p/n", "q/n", "p/m", "q/m"])
                {
                    double temperature = simulation.Value(path + "/temperature");
                    if (!(temperature >= room - 1e-6 && temperature <= 80 + 1e-6) || simulation.Unbalanced().Length > 0)
                    {
                        return false;
                    }
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Compile_ConnectionsInAnotherOrder_GivesTheSameTemperatures()
    {
        ChassisDescription description = Plain with
        {
            Zones = [Zone("a", 5, 1), Zone("b", 3, 0.2)],
            Mounts = [Mount("h0.base", "a", 1), Mount("h1.base", "b", 2), Mount("h0.base", "h1.base", 0.7), Mount("psu.base", "a", 1)],
            Rails = [Rail("bus", "psu.out", "h*.supply")],
        };
        (string, Func<IComponent>)[] parts = [("h0", () => new Heater(20)), ("h1", () => new Heater(3)), ("psu", () => new Supply(linear: 0.1))];
        Simulation forward = Run(description, parts);
        Simulation backward = Run(
            description with { Zones = [.. description.Zones.Reverse()], Mounts = [.. description.Mounts.Reverse()] }, [parts[2], parts[1], parts[0]]);
        forward.Step(2000);
        backward.Step(2000);
        foreach (string path in (string[])["h0/body", "h1/body", "psu/body", "a", "b", "h0/base"])
        {
            Assert.Equal(forward.Value(path + "/temperature"), backward.Value(path + "/temperature"), RoundingK);
        }
    }

    [Fact]
    public void Step_ThermalRunaway_KeepsFiniteNumbers()
    {
        Simulation simulation = Run(
            OneHeater with { Zones = [Zone("board", 30, 0.5), Zone("ground", 1, 1)] },
            ("heater", () => new Heater(8, capacityJPerK: 0.001, leakW: 2, slopeWPerK: 5)), ("psu", () => new Supply(ratedW: 1e300, tripAbove: 1e7)));
        simulation.Step(3000);
        Assert.True(double.IsFinite(simulation.Value("heater/body/temperature")));
    }

    private static Part Inert(double capacity, double conductance) =>
        new(builder => builder.Couple(builder.ThermalNode("n", JPerK(capacity)), builder.Mount("m"), WPerK(conductance)));
}
