using Twin.Contracts;
using Twin.Engine.Compiling;
using Twin.Engine.Description;
using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Engine.Tests.Bench;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Rails;

public sealed class RailTests
{
    private static readonly ChassisDescription Board = Plain with { Zones = [Zone("board", 100, 5)], Mounts = [Mount("*.base", "board", 1)] };

    [Fact]
    public void Share_TwoSuppliesWithLoadLines_GoesByConductance()
    {
        Simulation simulation = Run(
            Board with { Rails = [Rail("bus", "psu*.out", "h.supply")] },
            ("h", () => new Heater(120)), ("psu0", () => new Supply(12, loadLineOhm: 0.01)), ("psu1", () => new Supply(12, loadLineOhm: 0.02)));
        simulation.StepBalanced(5);
        Assert.Equal(80, simulation.Value("psu0/out/output-power"), 1e-6);
        Assert.Equal(40, simulation.Value("psu1/out/output-power"), 1e-6);

        // 12 V behind 10 mOhm parallel 20 mOhm: V = 12 - R I, I = 120 / V.
        double r = 1 / ((1 / 0.01) + (1 / 0.02));
        double volts = (12 + Math.Sqrt(144 - (4 * r * 120))) / 2;
        Assert.Equal(volts, simulation.Value("bus/voltage"), 1e-6);
    }

    [Fact]
    public void Share_OneSupplyAHigherSetPoint_TakesMoreAndNeverTakesBack()
    {
        Simulation simulation = Run(
            Board with { Rails = [Rail("bus", "psu*.out", "h.supply")] },
            ("h", () => new Heater(12)), ("psu0", () => new Supply(12.2, loadLineOhm: 0.01)), ("psu1", () => new Supply(12.0, loadLineOhm: 0.01)));
        simulation.StepBalanced(5);
        Assert.Equal(12, simulation.Value("psu0/out/output-power"), 1e-6);
        Assert.Equal(0, simulation.Value("psu1/out/output-power"), 1e-9);

        // The lower one is idle: the bus hangs on the higher one alone.
        double volts = (12.2 + Math.Sqrt((12.2 * 12.2) - (4 * 0.01 * 12))) / 2;
        Assert.Equal(volts, simulation.Value("bus/voltage"), 1e-6);
    }

    [Fact]
    public void Supply_OneFails_TheOtherTakesAll()
    {
        Simulation simulation = Run(
            Board with { Rails = [Rail("bus", "psu*.out", "h.supply")] },
            ("h", () => new Heater(120)), ("psu0", () => new Supply(loadLineOhm: 0.01, standbyW: 5)), ("psu1", () => new Supply(loadLineOhm: 0.01, standbyW: 5)));
        simulation.StepBalanced(5);
        Assert.Equal(130, simulation.Value("inlet-power"), 1e-6);
        simulation.Do(new TwinCommand.InjectFault("psu0/dead", 1));
        simulation.StepBalanced(3);
        Assert.Equal(0, simulation.Value("psu0/out/output-power"));
        Assert.Equal(120, simulation.Value("psu1/out/output-power"), 1e-6);
        Assert.Equal(125, simulation.Value("inlet-power"), 1e-6);
    }

    [Fact]
    public void Supply_Overloaded_TripsAfterTheStepAndStaysOffUntilReset()
    {
        Simulation simulation = Run(
            Board with { Rails = [Rail("bus", "psu.out", "h.supply")] }, ("h", () => new Heater(100)), ("psu", () => new Supply(ratedW: 100, tripAbove: 1.2)));
        simulation.StepBalanced(3);
        simulation.Do(new TwinCommand.SetParameter("h/power", 130));
        simulation.StepBalanced(1);
        Assert.Equal(130, simulation.Value("psu/out/output-power"), 1e-9);
        simulation.StepBalanced(1);
        Assert.Equal(0, simulation.Value("inlet-power"));
        Assert.Equal(0, simulation.Value("bus/voltage"));
        Assert.Contains("psu/out-tripped", simulation.EventNames());
        simulation.Do(new TwinCommand.SetParameter("h/power", 50));
        simulation.StepBalanced(3);
        Assert.Equal(0, simulation.Value("inlet-power"));
        simulation.Do(new TwinCommand.ResetComponent("psu"));
        simulation.StepBalanced(3);
        Assert.Equal(50, simulation.Value("inlet-power"), 1e-9);
    }

    [Fact]
    public void Supply_OneTripsAndTheRestCannotHold_TripInTurn()
    {
        Simulation simulation = Run(
            Board with { Rails = [Rail("bus", "psu*.out", "h.supply")] },
            ("h", () => new Heater(200)), ("psu0", () => new Supply(ratedW: 120, loadLineOhm: 0.01)), ("psu1", () => new Supply(ratedW: 120, loadLineOhm: 0.01)));
        simulation.StepBalanced(3);
        simulation.Do(new TwinCommand.InjectFault("psu0/dead", 1));
        simulation.StepBalanced(4);
        Assert.Equal(0, simulation.Value("bus/voltage"));
        Assert.Contains("psu1/out-tripped", simulation.EventNames());
    }

    [Fact]
    public void Supply_TrippedThenReplaced_TheNewOneIsNotTripped()
    {
        Simulation simulation = Run(
            Board with { Rails = [Rail("bus", "psu.out", "h.supply")] }, ("h", () => new Heater(130)), ("psu", () => new Supply(ratedW: 100)));
        simulation.StepBalanced(3);
        simulation.Do(new TwinCommand.SetParameter("h/power", 50));
        simulation.Do(new TwinCommand.SetPresence("psu", false));
        simulation.StepBalanced(3);
        simulation.Do(new TwinCommand.SetPresence("psu", true));
        simulation.StepBalanced(10);
        Assert.Equal(50, simulation.Value("inlet-power"), 1e-9);
    }

    [Fact]
    public void Start_SteadyWithAnOverload_TripsInTheFirstStepWithItsEvent()
    {
        Simulation simulation = Run(
            Board with { Initial = InitialCondition.Steady, Rails = [Rail("bus", "psu.out", "h.supply")] }, ("h", () => new Heater(130)), ("psu", () => new Supply(ratedW: 100)));
        Assert.Equal(130, simulation.Value("psu/out/output-power"), 1e-9);
        simulation.StepBalanced(2);
        Assert.Contains("psu/out-tripped", simulation.EventNames());
    }

    [Fact]
    public void Cascade_ThreeConverters_EveryLossIsHeatWhereItBelongs()
    {
        Simulation simulation = Run(
            Board with
            {
                Rails = [Rail("core", "vr.out", "h.supply"), Rail("bus", "psu.out", "ibc.in"), Rail("mid", "ibc.out", "vr.in")],
            },
            ("h", () => new Heater(90, volts: 1)), ("vr", () => new Converter(12, 1, standbyW: 1, linear: 0.1)), ("ibc", () => new Converter(48, 12, linear: 0.05)),
            ("psu", () => new Supply(48, standbyW: 10, linear: 0.02, quadratic: 1e-4)));
        simulation.StepBalanced(50);
        double vr = 90 + 1 + 9;
        double ibc = vr * 1.05;
        double psu = ibc + 10 + (0.02 * ibc) + (1e-4 * ibc * ibc);
        Assert.Equal(psu, simulation.Value("inlet-power"), 1e-9);
        Assert.Equal(10, simulation.Value("vr/power"), 1e-9);
        Assert.Equal(ibc - vr, simulation.Value("ibc/power"), 1e-9);
        Assert.Equal(psu - ibc, simulation.Value("psu/power"), 1e-9);
    }

    [Fact]
    public void Cascade_TheSourceDies_EverythingBehindItIsDead()
    {
        Simulation simulation = Run(
            Board with { Rails = [Rail("core", "vr.out", "h.supply"), Rail("bus", "psu.out", "vr.in")] },
            ("h", () => new Heater(90, volts: 1)), ("vr", () => new Converter(12, 1, standbyW: 1)), ("psu", () => new Supply()));
        simulation.StepBalanced(3);
        simulation.Do(new TwinCommand.InjectFault("psu/dead", 1));
        simulation.StepBalanced(3);
        Assert.Equal(0, simulation.Value("core/voltage"));
        Assert.Equal(0, simulation.Value("vr/power"));
        Assert.Equal(0, simulation.Value("h/power"));
        simulation.Do(new TwinCommand.ClearFault("psu/dead"));
        simulation.StepBalanced(3);
        Assert.Equal(91, simulation.Value("inlet-power"), 1e-9);
    }

    [Fact]
    public void Path_WithResistance_LosesCurrentSquaredInItsZone()
    {
        Simulation simulation = Run(
            Board with { Rails = [Rail("bus", "psu.out", "h.supply", 0.02, "board")] }, ("h", () => new Heater(120)), ("psu", () => new Supply()));
        simulation.StepBalanced(10);
        double volts = (12 + Math.Sqrt(144 - (4 * 0.02 * 120))) / 2;
        double current = 120 / volts;
        Assert.Equal(volts, simulation.Value("bus/voltage"), 1e-5);
        Assert.Equal(120 + (0.02 * current * current), simulation.Value("inlet-power"), 1e-4);
    }

    [Fact]
    public void Noise_OfARail_IsTheWorstRippleByItsShareOfTheRating()
    {
        double noise = double.NaN;
        RailLoad load = default;
        ThermalNode node = default;
        Simulation simulation = Run(
            Board with { Rails = [Rail("bus", "psu*.out", "part.supply")] },
            ("part", () => new PowerPart(
                builder =>
                {
                    node = builder.ThermalNode("n", JPerK(1));
                    builder.Couple(node, builder.Mount("base"), WPerK(1));
                    load = builder.RailLoad("supply", Voltage.FromVolts(12), W(100));
                },
                (in StepContext step) =>
                {
                    noise = step.Noise(load).Volts;
                    step.AddHeat(node, step.Draw(load, W(100)));
                })),
            ("psu0", () => new Supply(ratedW: 100, loadLineOhm: 0.01, rippleV: 0.02)), ("psu1", () => new Supply(ratedW: 200, loadLineOhm: 0.01, rippleV: 0.03)));
        simulation.StepBalanced(3);
        Assert.Equal(Math.Max(0.02 * 50 / 100, 0.03 * 50 / 200), noise, 1e-9);
    }

    [Fact]
    public void Load_MoreThanItsMaximum_RaisesAnAlarmAndClearsIt()
    {
        Simulation simulation = Run(
            Board with { Rails = [Rail("bus", "psu.out", "h.supply")] }, ("h", () => new Heater(900, leakW: 150)), ("psu", () => new Supply(ratedW: 2000)));
        simulation.StepBalanced(2);

        // 900 W of its own and 150 W of leakage: more than the 1 kW that the load may draw.
        Assert.Contains("h/supply-overloaded", simulation.EventNames());
        simulation.Do(new TwinCommand.SetParameter("h/power", 100));
        simulation.StepBalanced(2);
        Assert.Contains("-h/supply-overloaded", simulation.EventNames());
    }

    [Fact]
    public void Compile_RailsThatFeedEachOther_AreRefused()
    {
        CompileResult result = TryCompile(
            Board with { Rails = [Rail("a", "c0.out", "c1.in"), Rail("b", "c1.out", "c0.in")] },
            ("c0", () => new Converter(12, 12)), ("c1", () => new Converter(12, 12)));
        Assert.Null(result.Model);
        Assert.Contains(result.Problems, problem => problem.Code == "TW0526");
    }
}
