using Twin.Contracts;
using Twin.Engine.Description;
using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Engine.Structure;
using Twin.Engine.Tests.Bench;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Thermal;

/// <summary>The loop of leakage and temperature: its gain against closed forms, and runaway named before a limit is reached.</summary>
public sealed class LoopGainTests
{
    // The gain is a bound from above that is at most this share above the spectral radius.
    private const double Tolerance = 2e-4;

    private static readonly (string, Func<IComponent>) Psu = ("psu", () => new Supply());

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.25)]
    public void Gain_OneNodeWithLinearLeakage_IsSlopeOverConductance(double slopeWPerK)
    {
        Simulation simulation = Run(One(), ("hot", () => new Leaky(1, 1, 0, slopeWPerK)), Psu);
        simulation.Step();
        double g = 1 / ((1 / 2.0) + (1 / 100.0) + (1 / 0.5));
        Assert.Equal(slopeWPerK / g, simulation.Value("loop-gain"), Tolerance);
        Assert.Equal("hot/body", Element(simulation));
    }

    [Fact]
    public void Gain_WithoutLeakage_IsZeroAndOfNobody()
    {
        Simulation simulation = Run(One(), ("hot", () => new Leaky(1, 0, 0, 0)), Psu);
        simulation.Step();
        Assert.Equal(0, simulation.Value("loop-gain"));
        Assert.Equal("none", Element(simulation));
    }

    [Theory]
    [InlineData(0.2, 0.15, 0.8)]
    [InlineData(0.05, 0.3, 0.1)]
    [InlineData(0.2, 0.2, 5)]
    [InlineData(0.3, 0.01, 0.001)]
    public void Gain_OfTwoCoupledNodes_IsTheLargestEigenvalueOfTheDenseLoop(double firstSlope, double secondSlope, double couplingWPerK)
    {
        const double First = 0.7;
        const double Second = 0.4;
        ChassisDescription description = Plain with
        {
            Zones = [Zone("a", 10, First), Zone("b", 10, Second), Zone("ground", 1, 1)],
            Mounts = [Mount("x.base", "a", 1e7), Mount("y.base", "b", 1e7), Mount("x.base", "y.base", couplingWPerK), Mount("psu.base", "ground", 1)],
            Rails = [Rail("bus", "psu.out", "x.supply, y.supply")],
        };
        Simulation simulation = Run(description, ("x", () => new Leaky(0, 1, 0, firstSlope, 1e7)), ("y", () => new Leaky(0, 1, 0, secondSlope, 1e7)), Psu);
        simulation.Step(5);

        // Z = inverse of [g1 + c, -c; -c, g2 + c]; the larger root of the characteristic polynomial of Z S.
        double det = ((First + couplingWPerK) * (Second + couplingWPerK)) - (couplingWPerK * couplingWPerK);
        double a = (Second + couplingWPerK) / det * firstSlope;
        double b = couplingWPerK / det * secondSlope;
        double c = couplingWPerK / det * firstSlope;
        double d = (First + couplingWPerK) / det * secondSlope;
        double expected = (0.5 * (a + d)) + Math.Sqrt((0.25 * (a - d) * (a - d)) + (b * c));
        // The steady network keeps C / 1e7 s on its diagonal: 1.5e-6 W/K of 0.4 W/K and more.
        Assert.InRange(simulation.Value("loop-gain") / expected, 1 - 1e-5, 1 + (5 * Tolerance));
    }

    [Fact]
    public void SteadyState_WithExponentialLeakage_VanishesWhereTheGainIsOne()
    {
        // G (T - Ta) = P + L exp((T - 85) / theta). At the fold L exp((T - 85) / theta) = G theta, so T = 85 + theta ln(G theta / L) and P = G (T - Ta - theta).
        const double Theta = 30;
        const double Leak = 4;
        double g = 1 / ((1 / 2.0) + (1 / 100.0) + (1 / 0.5));
        double foldC = 85 + (Theta * Math.Log(g * Theta / Leak));
        double foldW = g * (foldC - 20 - Theta);
        foreach (double share in (double[])[0.5, 0.8, 0.95, 0.99])
        {
            Simulation below = Run(One() with { Initial = InitialCondition.Steady }, ("hot", () => new Leaky(share * foldW, Leak, Theta, 0)), Psu);
            Assert.DoesNotContain("hot/leakage-no-steady-state", below.EventNames());
            double temperature = below.Value("hot/body/temperature");
            Assert.True(temperature < foldC);
            Assert.Equal(Leak / Theta * Math.Exp((temperature - 85) / Theta) / g, below.Value("loop-gain"), Tolerance);
            Assert.InRange(below.Value("loop-gain"), 0, 1);
            below.StepBalanced(20);
        }

        // Near the fold the way to 1 goes with the square root of what is missing: T_fold - T = sqrt(2 theta (P_fold - P) / G).
        Simulation near = Run(One() with { Initial = InitialCondition.Steady }, ("hot", () => new Leaky(foldW - 1e-4, Leak, Theta, 0)), Psu);
        double missingK = Math.Sqrt(2 * Theta * 1e-4 / g);
        Assert.Equal(1 - (missingK / Theta), near.Value("loop-gain"), 1e-3);

        foreach (double share in (double[])[1.001, 1.05, 1.5])
        {
            Simulation above = Run(One() with { Initial = InitialCondition.Steady }, ("hot", () => new Leaky(share * foldW, Leak, Theta, 0)), Psu);
            Assert.Contains("hot/leakage-no-steady-state", above.EventNames());
            EventInfo text = above.Model.Chassis.Events.Single(item => item.Path.EndsWith("leakage-no-steady-state", StringComparison.Ordinal));
            Assert.Contains("'hot' at 'body'", text.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Fan_Fails_RunawayIsNamedLongBeforeTheFirstLimit()
    {
        // A part that is well in draught, with little left without: 12 W and 4 W of leakage at 85 degC that doubles every 20 K.
        ChassisDescription description = Plain with
        {
            Room = Temperature.FromCelsius(25),
            Initial = InitialCondition.Steady,
            Zones = [Zone("ground", 10, 2)],
            Mounts = [Mount("psu.base", "ground", 1), Mount("fan.base", "ground", 1), Mount("hot.base", "duct.seat", 20)],
            Rails = [Rail("bus", "psu.out", "fan.supply, hot.supply")],
            Streams = [new("air", Fluid.Air, Temperature.FromCelsius(25), [new(Ref("fan.rotor"), "inlet", "a"), new(Ref("duct.air"), "a", "outlet")], [])],
        };
        Simulation simulation = Run(
            description, Psu, ("fan", () => new Fan()), ("duct", () => new Duct(0.01, 100, 1, 0.6, 0.05)),
            ("hot", () => new Leaky(12, 4, 20 / Math.Log(2), 0, toMountWPerK: 2, capacityJPerK: 2)));
        Assert.InRange(simulation.Value("loop-gain"), 0.01, 0.3);
        simulation.StepBalanced(10);
        simulation.Do(new TwinCommand.OverrideActuator("fan/speed", 0.02, null));
        double aheadC = 0;
        double runawayC = 0;
        for (int i = 0; i < 300_000 && simulation.Value("hot/body/temperature") < Leaky.WarningC; i++)
        {
            simulation.Step();
            List<string> events = i % 100 == 0 || simulation.Value("loop-gain") is > 0.69 and < 0.95 ? simulation.EventNames() : [];
            aheadC = aheadC == 0 && events.Contains("hot/leakage-runaway-ahead") ? simulation.Value("hot/body/temperature") : aheadC;
            runawayC = runawayC == 0 && events.Contains("hot/leakage-runaway") ? simulation.Value("hot/body/temperature") : runawayC;
        }

        // It does run away: past the limits, with the alarms of both thresholds far below the first one.
        Assert.True(simulation.Value("hot/body/temperature") >= Leaky.WarningC);
        Assert.InRange(aheadC, 25, Leaky.WarningC - 15);
        Assert.InRange(runawayC, aheadC, Leaky.WarningC - 8);
        Assert.Equal("hot/body", Element(simulation));
        List<string> before = simulation.EventNames();
        Assert.DoesNotContain("hot/body-warm", before[..before.IndexOf("hot/leakage-runaway")]);

        // Power off: the loop opens, both alarms clear.
        simulation.Do(new TwinCommand.InjectFault("psu/dead", 1));
        simulation.Step(3);
        Assert.Equal(0, simulation.Value("loop-gain"));
        Assert.Contains("-hot/leakage-runaway-ahead", simulation.EventNames());
        Assert.Contains("-hot/leakage-runaway", simulation.EventNames());
    }

    [Fact]
    public void Gain_WhileNothingMoves_CostsOneSolveForEachLookAndNoFactorisation()
    {
        Simulation simulation = Run(One() with { Initial = InitialCondition.Steady }, ("hot", () => new Leaky(5, 2, 30, 0)), Psu);
        simulation.Step(10);
        (long factorizations, long solves) = (simulation.LoopFactorizations, simulation.LoopSolves);
        simulation.Step(1000);
        Assert.Equal(factorizations, simulation.LoopFactorizations);
        Assert.Equal(1000, simulation.LoopSolves - solves);
    }

    private static string Element(Simulation simulation) => simulation.Signal("loop-element").States[(int)simulation.Value("loop-element")];

    private static ChassisDescription One() => Plain with
    {
        Room = Temperature.FromCelsius(20),
        Zones = [Zone("board", 30, 0.5), Zone("ground", 1, 1)],
        Mounts = [Mount("hot.base", "board", 100), Mount("psu.base", "ground", 1)],
        Rails = [Rail("bus", "psu.out", "hot.supply")],
    };

    /// <summary>Power, and leakage L exp((T - 85) / theta), or L + s (T - 25) without a theta.</summary>
    private sealed class Leaky(double powerW, double leakW, double thetaK, double slopeWPerK, double toMountWPerK = 2, double capacityJPerK = 5) : IComponent, IPowerBehavior
    {
        public const double WarningC = 100;

        private ThermalNode _body;
        private RailLoad _supply;
        private Leakage _leakage;

        public void Describe(IComponentBuilder builder)
        {
            _body = builder.ThermalNode("body", JPerK(capacityJPerK), new(Temperature.FromCelsius(WarningC), Temperature.FromCelsius(110), Temperature.FromCelsius(125)));
            builder.Couple(_body, builder.Mount("base"), WPerK(toMountWPerK));
            _supply = builder.RailLoad("supply", Voltage.FromVolts(12), W(1000));
            _leakage = builder.Leakage("leakage", _supply, _body);
        }

        public void StepPower(in StepContext step)
        {
            step.AddHeat(_body, step.Draw(_supply, W(powerW)));
            double t = step[_body].Celsius;
            double leak = thetaK > 0 ? leakW * Math.Exp(Math.Min(t - 85, 150) / thetaK) : Math.Max(0, leakW + (slopeWPerK * (t - 25)));
            double slope = thetaK > 0 ? (t - 85 < 150 ? leak / thetaK : 0) : slopeWPerK;
            step.DrawLeakage(_leakage, W(leak), WPerK(slope));
        }
    }
}
