using Twin.Contracts;
using Twin.Engine.Description;
using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Engine.Tests.Bench;
using Twin.Physics.Thermal;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Thermal;

/// <summary>Whole air and coolant paths against scalar bisection and heat balances by hand.</summary>
public sealed class AirAndCoolantTests
{
    private const double InletC = 25;

    // Flow in the matrix may be 0.2 % off the present one (the engine's threshold); temperatures of a settled run stop moving within 1e-3 K.
    private const double SettledK = 0.01;

    private static readonly (string, Func<IComponent>) Psu = ("psu", () => new Supply(ratedW: 4000));

    // Shut-off, valley, peak, free delivery, of the size of a small axial fan.
    private static readonly double[] StallFlows = [0, 0.010, 0.0165, 0.0236, 0.033, 0.047, 0.061];
    private static readonly double[] StallRises = [900, 640, 540, 610, 520, 300, 0];

    private static double Density => DryAir.DensityKgPerM3(InletC, 0);

    private static double AirPerM3 => Density * DryAir.SpecificHeatJPerKgK(InletC);

    [Theory]
    [InlineData(160, 23.4140923)]
    [InlineData(120, 31.0)]
    public void Air_TwoKilowatts_WarmsAsTheReferenceSays(double cubicFeetPerMinute, double riseK)
    {
        // analytic.csv A9 (0.07551 m3/s, 1.1234 kg/m3, 1007 J/kgK), to the one percent of the target. The fan meets the duct at half of its shut-off pressure, 2 Pa:
        // its own power is a thousandth of the heat.
        double flow = VolumeFlow.FromCubicFeetPerMinute(cubicFeetPerMinute).Si;
        ChassisDescription description = Steady(40, [new(Ref("fan.rotor"), "inlet", "a"), new(Ref("duct.air"), "a", "outlet")]) with
        {
            Mounts = [Mount("h*.base", "duct.seat", 100), .. Ground()],
        };
        Simulation simulation = Run(
            description, Psu, ("fan", () => new Fan(flow * Math.Sqrt(2), 4)), ("duct", () => new Duct(flow, 2, 200)),
            ("h0", () => new Heater(500)), ("h1", () => new Heater(500)), ("h2", () => new Heater(500)), ("h3", () => new Heater(500)));
        simulation.StepBalanced(10);
        Assert.Equal(flow, simulation.Value("duct/air/flow"), 1e-6 * flow);
        double rise = simulation.Value("duct/air/outlet-temperature") - simulation.Value("duct/air/inlet-temperature");
        Assert.Equal(riseK, rise, 0.01 * riseK);
    }

    [Fact]
    public void Coolant_ColdPlate_RisesByCapturedHeatOverCapacityFlow()
    {
        // analytic.csv A8: 594 W, 83.333 W/K, 2 L/min of water at 30 degC; its density and heat capacity are round figures, 0.6 % off those of water.
        double flow = VolumeFlow.FromLitersPerMinute(2).Si;
        ChassisDescription description = Steady(30, [new(Ref("pump.rotor"), "inlet", "a"), new(Ref("plate.air"), "a", "outlet")], Fluid.Water) with
        {
            Mounts = [Mount("h0.base", "plate.seat", 100), Mount("psu.base", "ground", 1), Mount("pump.base", "ground", 1)],
            Rails = [Rail("bus", "psu.out", "h*.supply, pump.supply")],
        };
        Simulation simulation = Run(
            description, Psu, ("pump", () => new Fan(flow * Math.Sqrt(2), 200, medium: FlowMedium.Coolant)),
            ("plate", () => new Duct(flow, 100, 83.333, medium: FlowMedium.Coolant)), ("h0", () => new Heater(594)));
        simulation.StepBalanced(10);
        double rise = simulation.Value("plate/air/outlet-temperature") - 30;
        double capacityFlow = LiquidWater.DensityKgPerM3(30) * LiquidWater.SpecificHeatJPerKgK(30) * flow;
        Assert.Equal(594, simulation.Value("fluid-heat"), 0.5);
        Assert.Equal(594 / capacityFlow, rise, 0.001 * rise);
        Assert.Equal(4.3062201, rise, 0.01 * rise);
        Assert.Equal(9.4965948, simulation.Value("plate/sink/temperature") - 30, 0.01 * 9.4965948);
    }

    [Fact]
    public void Fans_BuiltInTheOtherWay_AirGoesRearToFrontAndTheFrontIsTheWarmEnd()
    {
        Simulation frontToRear = Run(InRow(), RowParts(false));
        Simulation rearToFront = Run(InRow(), RowParts(true));
        frontToRear.StepBalanced(10);
        rearToFront.StepBalanced(10);
        Assert.True(frontToRear.Value("d0/air/flow") > 0);
        Assert.Equal(-frontToRear.Value("d0/air/flow"), rearToFront.Value("d0/air/flow"), 1e-9);

        // A fan's own flow is positive the way it blows.
        Assert.Equal(frontToRear.Value("fan/rotor/flow"), rearToFront.Value("fan/rotor/flow"), 1e-9);
        Assert.True(frontToRear.Value("d1/sink/temperature") > frontToRear.Value("d0/sink/temperature") + 1);

        // The mirror image: what was first in the air is last; the fan now blows in and adds nothing before the ducts.
        Assert.Equal(frontToRear.Value("d0/sink/temperature"), rearToFront.Value("d1/sink/temperature"), SettledK);
        Assert.Equal(frontToRear.Value("d1/sink/temperature"), rearToFront.Value("d0/sink/temperature"), SettledK);
    }

    [Fact]
    public void Cages_InParallelWithBypass_MixToTheMeanAndWarmTheNextRow()
    {
        ChassisDescription description = Steady(
            InletC,
            [new(Ref("d0.air"), "inlet", "a"), new(Ref("d1.air"), "inlet", "a"), new(Ref("d2.air"), "a", "b"), new(Ref("fan.rotor"), "b", "outlet")],
            passages: [new("bypass", "inlet", "a", Pressure.FromPascals(100), VolumeFlow.FromCubicMetersPerSecond(0.004))]) with
        {
            Mounts = [Mount("h0.base", "d0.seat", 5), Mount("h1.base", "d1.seat", 5), Mount("h2.base", "d2.seat", 5), .. Ground()],
        };
        Simulation simulation = Run(
            description, Psu, ("fan", () => new Fan()), ("d0", () => new Duct(0.01, 100, 3)), ("d1", () => new Duct(0.01, 225, 3)), ("d2", () => new Duct(0.02, 80, 3)),
            ("h0", () => new Heater(30)), ("h1", () => new Heater(20)), ("h2", () => new Heater(10)));
        simulation.StepBalanced(10);

        // Front row: conductances sqrt(Q^2/dp) add; then one bisection over the flow (density scales both sides).
        double front = 0.01 / Math.Sqrt(100) + (0.01 / Math.Sqrt(225)) + (0.004 / Math.Sqrt(100));
        double flow = Bisect(0, 0.05, q => 500 - (500 * 400 * q * q) - (q * q / (front * front)) - (80 * q * q / (0.02 * 0.02)));
        double drop = flow * flow / (front * front);
        Assert.Equal(flow, simulation.Value("fan/rotor/flow"), 1e-9);
        Assert.Equal(0.01 * Math.Sqrt(drop / 100), simulation.Value("d0/air/flow"), 1e-9);
        Assert.Equal(0.01 * Math.Sqrt(drop / 225), simulation.Value("d1/air/flow"), 1e-9);

        // Friction is heat of the air: pressure drop times flow.
        double density = Density / DryAir.DensityKgPerM3(20);
        Assert.Equal(InletC + ((50 + (density * drop * flow)) / (AirPerM3 * flow)), simulation.Value("d2/air/inlet-temperature"), SettledK);
        double q0 = simulation.Value("d0/air/flow");
        Assert.Equal(InletC + ((30 + (density * drop * q0)) / (AirPerM3 * q0)), simulation.Value("d0/air/outlet-temperature"), SettledK);
        Assert.Equal(
            simulation.Value("d2/air/inlet-temperature") + ((10 + (density * 80 * Math.Pow(flow / 0.02, 2) * flow)) / (AirPerM3 * flow)),
            simulation.Value("d2/air/outlet-temperature"), SettledK);
    }

    [Fact]
    public void FailedFan_OfThree_OthersHoldMostOfTheFlowAndItLeaksTheWarmAirBack()
    {
        const double Reverse = 8e5;
        ChassisDescription description = Steady(
            InletC, [new(Ref("d0.air"), "inlet", "a"), new(Ref("fan*.rotor"), "a", "b"), new(Ref("d1.air"), "b", "outlet")]) with
        {
            Initial = InitialCondition.Ambient,
            Mounts = [Mount("h0.base", "d0.seat", 20), .. Ground("fan*")],
            Rails = [Rail("bus", "psu.out", "h*.supply, fan*.supply")],
        };
        Simulation simulation = Run(
            description, Psu, ("fan0", () => new Fan(reverseResistance: Reverse)), ("fan1", () => new Fan(reverseResistance: Reverse)), ("fan2", () => new Fan(reverseResistance: Reverse)),
            ("d0", () => new Duct(0.05, 100, 5, heatCapacityJPerK: 0.1)), ("d1", () => new Duct(0.05, 100, 5, heatCapacityJPerK: 0.1)), ("h0", () => new Heater(100, 0.1)));
        simulation.StepBalanced(50);
        double whole = simulation.Value("d1/air/flow");
        Assert.Equal(Bisect(0, 0.15, q => 500 - (500 * 400 * q * q / 9) - (2 * 100 * q * q / (0.05 * 0.05))), whole, 1e-8);

        simulation.Do(new TwinCommand.InjectFault("fan1/stalled", 1));
        simulation.StepBalanced(20_000);

        // Two fans give 2 sqrt((500 - p) / 2e5), the third takes sqrt(p / R) back, the ducts take sqrt(p / 8e4).
        double pressure = Bisect(0, 500, p => (2 * Math.Sqrt((500 - p) / 2e5)) - Math.Sqrt(p / Reverse) - Math.Sqrt(p / 8e4));
        double flow = Math.Sqrt(pressure / 8e4);
        double leak = Math.Sqrt(pressure / Reverse);
        Assert.Equal(flow, simulation.Value("d1/air/flow"), 1e-8);
        Assert.Equal(-leak, simulation.Value("fan1/rotor/flow"), 1e-8);
        Assert.InRange(flow / whole, 0.6, 0.95);

        // What leaks is the air behind the fans; it comes back warmer by its friction and mixes with what comes through the first duct.
        double density = Density / DryAir.DensityKgPerM3(20);
        Assert.Equal(simulation.Value("air/b/temperature"), simulation.Value("fan1/rotor/inlet-temperature"), 1e-9);
        Assert.Equal(
            simulation.Value("air/b/temperature") + (density * pressure / AirPerM3), simulation.Value("fan1/rotor/outlet-temperature"), SettledK);
        double mixed = ((flow * simulation.Value("d0/air/outlet-temperature")) + (leak * simulation.Value("fan1/rotor/outlet-temperature"))) / (flow + leak);
        Assert.Equal(mixed, simulation.Value("air/a/temperature"), SettledK);
        Assert.Equal(mixed, simulation.Value("air/b/temperature"), SettledK);

        // In all: heater and both ducts' friction and the leak's friction leave with what goes out.
        double heat = 100 + (density * ((100 * Math.Pow(flow / 0.05, 2) * flow) + (pressure * leak)));
        Assert.Equal(InletC + (heat / (AirPerM3 * flow)), simulation.Value("air/b/temperature"), 0.05);
    }

    [Fact]
    public void FailedFan_AtTheOutlet_DrawsRoomAirInBesideTheWarmStream()
    {
        // Fans pull out of the box: through the stopped one air of the room comes in at the back.
        ChassisDescription description = Steady(InletC, [new(Ref("d0.air"), "inlet", "a"), new(Ref("fan*.rotor"), "a", "outlet")]) with
        {
            Mounts = [Mount("h0.base", "d0.seat", 20), .. Ground("fan*")],
            Rails = [Rail("bus", "psu.out", "h*.supply, fan*.supply")],
        };
        Simulation simulation = Run(
            description, Psu, ("fan0", () => new Fan()), ("fan1", () => new Fan(initial: 0)), ("d0", () => new Duct(0.02, 100, 5)), ("h0", () => new Heater(100)));
        simulation.StepBalanced(10);
        double leak = -simulation.Value("fan1/rotor/flow");
        double through = simulation.Value("d0/air/flow");
        Assert.True(leak > 0.1 * through);
        Assert.Equal(InletC, simulation.Value("fan1/rotor/inlet-temperature"), 1e-9);
        double mixed = ((through * simulation.Value("d0/air/outlet-temperature")) + (leak * simulation.Value("fan1/rotor/outlet-temperature"))) / (through + leak);
        Assert.Equal(mixed, simulation.Value("fan0/rotor/inlet-temperature"), SettledK);
        Assert.True(mixed < simulation.Value("d0/air/outlet-temperature") - 0.5);
    }

    [Fact]
    public void FanInStall_MeetsItsCurveAtAnySpeedAndKeepsItsBranchThroughAJumpOfSpeed()
    {
        // An opening that leaves one meeting on the inner stretch, then none there, then both: from one side and from the other.
        const double Rated = 200;
        Simulation simulation = Run(
            Steady(InletC, [new(Ref("fan.rotor"), "inlet", "a"), new(Ref("duct.air"), "a", "outlet")]) with
            {
                Initial = InitialCondition.Ambient,
                Mounts = [.. Ground(), Mount("duct.seat", "ground", 1)],
                Rails = [Rail("bus", "psu.out", "fan.supply")],
            },
            Psu, ("fan", () => new Fan(curve: StallCurve())), ("duct", () => new Duct(0.01, Rated, 1)));
        double flow = 0;
        foreach (double opening in (ReadOnlySpan<double>)[0.3, 0.5, 0.65, 0.75, 0.8, 0.9, 1, 0.9, 0.8, 0.75, 0.65, 0.5, 0.3])
        {
            simulation.Do(new TwinCommand.OverrideActuator("duct/opening", opening, null));
            double resistance = Rated / (0.01 * 0.01 * opening * opening);
            flow = Settle(flow, resistance);
            foreach (double speed in (ReadOnlySpan<double>)[1, 0.5, 0.8, 1])
            {
                simulation.Do(new TwinCommand.OverrideActuator("fan/speed", speed, null));
                simulation.StepBalanced(1);
                Assert.Equal(speed * flow, simulation.Value("fan/rotor/flow"), 1e-9);
            }
        }

        // From near rest to full speed in one step: the flow of near rest is where it starts from, whatever leaked.
        foreach (double speed in (ReadOnlySpan<double>)[1e-3, 1e-6, 1e-9, 1, 0, 1])
        {
            simulation.Do(new TwinCommand.OverrideActuator("fan/speed", speed, null));
            simulation.StepBalanced(1);
            flow = speed == 1 ? simulation.Value("fan/rotor/flow") : flow;
        }

        Assert.Equal(0, Rise(flow) - (Rated / (0.01 * 0.01 * 0.3 * 0.3) * flow * flow), 1e-6);

        // The branch is part of the state: a fork goes on with the same bits.
        simulation.Do(new TwinCommand.OverrideActuator("duct/opening", 0.75, null));
        Simulation fork = simulation.Fork();
        simulation.Step(5);
        fork.Step(5);
        Assert.True(simulation.State.Words[1..].SequenceEqual(fork.State.Words[1..]), "The words of the two differ beyond the epoch.");
        Assert.DoesNotContain("air/flow-unsolved", simulation.EventNames());
    }

    [Theory]
    [InlineData(ExchangerArrangement.CounterFlow, false, false)]
    [InlineData(ExchangerArrangement.CrossFlow, false, false)]
    [InlineData(ExchangerArrangement.ParallelFlow, false, false)]
    [InlineData(ExchangerArrangement.CounterFlow, true, false)]
    [InlineData(ExchangerArrangement.CounterFlow, false, true)]
    [InlineData(ExchangerArrangement.CrossFlow, true, true)]
    public void ClosedLoop_PumpPlateRadiator_FindsItsLevelFromTheEffectiveness(ExchangerArrangement arrangement, bool isFanReversed, bool isPumpReversed)
    {
        Simulation simulation = Run(LoopChassis(InitialCondition.Steady), LoopParts(arrangement, isFanReversed, isPumpReversed));
        simulation.StepBalanced(10);

        // Flow: the pump against plate and radiator, both quadratic; nothing is joined to the outside, so only differences of pressure count.
        double flow = Bisect(0, 1e-4, q => 4e4 - (4e4 * q * q / 1e-8) - (2e4 * q * q / 2.5e-9));
        int sign = isPumpReversed ? -1 : 1;
        Assert.Equal(sign * flow, simulation.Value("plate/air/flow"), 1e-6 * flow);
        Assert.Equal(sign * flow, simulation.Value("radiator/hot/flow"), 1e-6 * flow);

        // Heat: 300 W and all of the pump's pressure times flow go through the core to the air.
        double coolant = flow * LiquidWater.DensityKgPerM3(30) * LiquidWater.SpecificHeatJPerKgK(30);
        double air = (isFanReversed ? -1 : 1) * simulation.Value("radiator/air/flow") * AirPerM3;
        double heat = 300 + (flow * -simulation.Value("pump/rotor/pressure-drop"));
        (double least, double ratio) = (Math.Min(coolant, air), Math.Min(coolant, air) / Math.Max(coolant, air));
        double units = 1 / ((1 / 150.0) + (1 / 60.0)) / least;
        double effectiveness = arrangement switch
        {
            ExchangerArrangement.CounterFlow => (1 - Math.Exp(-units * (1 - ratio))) / (1 - (ratio * Math.Exp(-units * (1 - ratio)))),
            ExchangerArrangement.CrossFlow => MarchedCrossFlow(units, ratio),
            _ => (1 - Math.Exp(-units * (1 + ratio))) / (1 + ratio),
        };
        double hot = simulation.Value("radiator/hot/inlet-temperature");
        double cold = simulation.Value("radiator/air/inlet-temperature");
        Assert.Equal(heat, simulation.Value("radiator/heat"), 0.001 * heat);
        Assert.Equal(heat / (effectiveness * least), hot - cold, 0.001 * (hot - cold));
        Assert.Equal(hot - (heat / coolant), simulation.Value("radiator/hot/outlet-temperature"), SettledK);
        Assert.Equal(
            simulation.Value("plate/air/inlet-temperature") + (300 / (coolant * (1 - Math.Exp(-100 / coolant)))), simulation.Value("plate/sink/temperature"), 0.02);
        Assert.Equal(simulation.Value("inlet-power"), simulation.Value("fluid-heat") + simulation.Value("surface-loss"), 1e-3);
    }

    [Fact]
    public void ClosedLoop_FansStop_LoopWarmsAndEveryBalanceCloses()
    {
        Simulation simulation = Run(LoopChassis(InitialCondition.Steady), LoopParts(ExchangerArrangement.CrossFlow));
        simulation.StepBalanced(5);
        double before = simulation.Value("radiator/hot/inlet-temperature");
        simulation.Do(new TwinCommand.InjectFault("fan/stalled", 1));
        simulation.StepBalanced(3000);
        Assert.Equal(0, simulation.Value("radiator/air/flow"));
        Assert.Equal(0, simulation.Value("radiator/heat"));
        Assert.True(simulation.Value("radiator/hot/inlet-temperature") > before + 0.5);
        simulation.Do(new TwinCommand.ClearFault("fan/stalled"));
        simulation.Do(new TwinCommand.InjectFault("pump/stalled", 1));
        simulation.StepBalanced(3000);
        Assert.Equal(0, simulation.Value("plate/air/flow"));
    }

    private static PressureFlowPoint[] StallCurve() =>
        [.. StallFlows.Zip(StallRises, (flow, rise) => new PressureFlowPoint(VolumeFlow.FromCubicMetersPerSecond(flow), Pressure.FromPascals(rise)))];

    private static List<MountDescription> Ground(string fans = "fan") => [Mount("psu.base", "ground", 1), Mount(fans + ".base", "ground", 1)];

    private static ChassisDescription Steady(
        double inletC, IReadOnlyList<StreamElementDescription> elements, Fluid fluid = Fluid.Air, IReadOnlyList<PassageDescription>? passages = null) => Plain with
        {
            Room = Temperature.FromCelsius(inletC),
            Initial = InitialCondition.Steady,
            Zones = [Zone("ground", 10, 2)],
            Rails = [Rail("bus", "psu.out", "h*.supply, fan.supply")],
            Streams = [new("air", fluid, Temperature.FromCelsius(inletC), elements, passages ?? [])],
        };

    private static ChassisDescription InRow() => Steady(
        InletC, [new(Ref("d0.air"), "inlet", "a"), new(Ref("d1.air"), "a", "b"), new(Ref("fan.rotor"), "b", "outlet")]) with
    {
        Mounts = [Mount("h0.base", "d0.seat", 5), Mount("h1.base", "d1.seat", 5), .. Ground()],
    };

    private static (string, Func<IComponent>)[] RowParts(bool isReversed) =>
    [
        Psu, ("fan", () => new Fan(isReversed: isReversed)), ("d0", () => new Duct(0.01, 100, 2)), ("d1", () => new Duct(0.01, 100, 2)),
        ("h0", () => new Heater(20)), ("h1", () => new Heater(20)),
    ];

    private static ChassisDescription LoopChassis(InitialCondition initial) => Plain with
    {
        Room = Temperature.FromCelsius(InletC),
        Initial = initial,
        Zones = [Zone("ground", 10, 2)],
        Mounts = [Mount("h0.base", "plate.seat", 100), .. Ground("fan"), Mount("pump.base", "ground", 1)],
        Rails = [Rail("bus", "psu.out", "h0.supply, fan.supply, pump.supply")],
        Streams =
        [
            new("loop", Fluid.Water, Temperature.FromCelsius(30), [new(Ref("pump.rotor"), "tank", "feed"), new(Ref("plate.air"), "feed", "warm"), new(Ref("radiator.hot"), "warm", "tank")], []),
            new("air", Fluid.Air, Temperature.FromCelsius(InletC), [new(Ref("radiator.air"), "inlet", "rear"), new(Ref("fan.rotor"), "rear", "outlet")], []),
        ],
    };

    private static (string, Func<IComponent>)[] LoopParts(ExchangerArrangement arrangement, bool isFanReversed = false, bool isPumpReversed = false) =>
    [
        Psu, ("fan", () => new Fan(0.06, 200, isReversed: isFanReversed)), ("pump", () => new Fan(1e-4, 4e4, medium: FlowMedium.Coolant, isReversed: isPumpReversed)),
        ("plate", () => new Duct(5e-5, 1e4, 100, medium: FlowMedium.Coolant)), ("radiator", () => new Radiator(150, 60, arrangement)), ("h0", () => new Heater(300)),
    ];

    private static double Rise(double flow)
    {
        int i = 1;
        while (i < StallFlows.Length - 1 && flow > StallFlows[i])
        {
            i++;
        }

        (double left, double right) = (StallFlows[i - 1] * StallFlows[i - 1], StallFlows[i] * StallFlows[i]);
        return StallRises[i - 1] + ((StallRises[i] - StallRises[i - 1]) * ((flow * Math.Abs(flow)) - left) / (right - left));
    }

    /// <summary>Effectiveness of a plate with a stream along each side, neither mixed, marched cell by cell.</summary>
    private static double MarchedCrossFlow(double units, double ratio)
    {
        const int Cells = 200;
        double[] hot = new double[Cells];
        Array.Fill(hot, 1);
        for (int column = 0; column < Cells; column++)
        {
            double cold = 0;
            for (int row = 0; row < Cells; row++)
            {
                double heat = units / Cells * (hot[row] - cold) / (1 + (units / (2.0 * Cells) * (1 + ratio)));
                hot[row] -= heat;
                cold += ratio * heat;
            }
        }

        return 1 - hot.Average();
    }

    /// <summary>Where a flow ends that grows while the fan gives more than the system takes and shrinks while it gives less.</summary>
    private static double Settle(double from, double resistance)
    {
        double Excess(double flow) => Rise(flow) - (resistance * flow * Math.Abs(flow));
        double step = Excess(from) > 0 ? 1e-5 : -1e-5;
        double flow = from;
        while (Excess(flow) * step > 0)
        {
            flow += step;
        }

        return Bisect(Math.Min(flow - step, flow), Math.Max(flow - step, flow), Excess);
    }

    /// <summary>Zero of a function that is above zero on the left and below on the right.</summary>
    private static double Bisect(double low, double high, Func<double, double> function)
    {
        for (int i = 0; i < 200; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = function(middle) > 0 ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }
}
