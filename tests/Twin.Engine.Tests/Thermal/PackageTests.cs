using Twin.Contracts;
using Twin.Engine.Description;
using Twin.Engine.Stepping;
using Twin.Engine.Tests.Bench;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Thermal;

public sealed class PackageTests
{
    private const double InterfaceWPerM2K = 20_000;
    private const double SubstrateWPerM2K = 2_000;
    private static readonly double BlockM2 = 4e-3 * 8e-3;

    private static readonly ChassisDescription OnePackage = Plain with
    {
        Initial = InitialCondition.Steady,
        Zones = [Zone("board", 100, 2), Zone("cold", 100, 1000)],
        Packages =
        [
            new(
                "pkg", Ref("d*.die"), HeatTransferCoefficient.FromWattsPerSquareMeterKelvin(InterfaceWPerM2K), JPerK(50), WPerK(30), JPerK(20),
                HeatTransferCoefficient.FromWattsPerSquareMeterKelvin(SubstrateWPerM2K), Ref("cold"), WPerK(8), Ref("board"), WPerK(1)),
        ],
        Mounts = [Mount("psu.base", "cold", 1)],
        Rails = [Rail("bus", "psu.out", "d*.supply")],
    };

    [Fact]
    public void Package_OneDieWithOneSource_IsTheClosedForm()
    {
        Simulation simulation = Run(OnePackage, ("d0", () => new TwoBlocks(40, 40)), ("psu", () => new Supply()));

        // Both blocks alike: no heat between them. Two ways out in parallel, lid and substrate, each to a zone with its own loss.
        double up = 1 / ((1 / (2 * BlockM2 * InterfaceWPerM2K)) + (1 / 30.0) + (1 / 8.0) + (1 / 1000.0));
        double down = 1 / ((1 / (2 * BlockM2 * SubstrateWPerM2K)) + (1 / 1.0) + (1 / 2.0));
        double expected = 25 + (80 / (up + down));
        Assert.Equal(expected, simulation.Value("d0/left/temperature"), 1e-4);
        Assert.Equal(expected, simulation.Value("d0/right/temperature"), 1e-4);
        double spread = (expected - 25) * up;
        Assert.Equal(25 + (spread * ((1 / 1000.0) + (1 / 8.0))), simulation.Value("pkg/lid/temperature"), 1e-4);
        simulation.StepBalanced(100);
    }

    [Fact]
    public void Package_TwoBlocks_ConductInsideTheDie()
    {
        Simulation simulation = Run(OnePackage, ("d0", () => new TwoBlocks(40, 0)), ("psu", () => new Supply()));
        double left = simulation.Value("d0/left/temperature");
        double right = simulation.Value("d0/right/temperature");

        // What comes into the right block by the silicon (k t edge / distance) leaves it by lid and substrate.
        double silicon = 120 * 0.775e-3 * 8e-3 / 4e-3;
        double overDie = simulation.Value("pkg/lid/temperature");
        Assert.True(left > right && right > overDie);
        double lidSpot = Spot(simulation, overDie);
        double leaving = (BlockM2 * InterfaceWPerM2K * (right - lidSpot)) + (BlockM2 * SubstrateWPerM2K * (right - simulation.Value("pkg/substrate/temperature")));
        Assert.Equal(silicon * (left - right), leaving, 1e-3);
    }

    [Fact]
    public void Package_TwoDies_HeatEachOther()
    {
        (string, Func<IComponent>)[] Dies(double second) => [("d0", () => new TwoBlocks(40, 40)), ("d1", () => new TwoBlocks(second, 0)), ("psu", () => new Supply())];
        Simulation alone = Run(OnePackage, Dies(0));
        Simulation both = Run(OnePackage, Dies(30));
        Assert.True(both.Value("d0/left/temperature") > alone.Value("d0/left/temperature") + 0.5);
        Assert.True(both.Value("d1/left/temperature") > both.Value("d1/right/temperature"));
        both.StepBalanced(50);
    }

    [Fact]
    public void Probe_InABlock_ReadsItAndANodeHangsOnIt()
    {
        Simulation simulation = Run(OnePackage, ("d0", () => new TwoBlocks(40, 10, ringW: 0.02)), ("psu", () => new Supply()));
        double left = simulation.Value("d0/left/temperature");
        Assert.Equal(left, simulation.Value("d0/site/temperature"));

        // 20 mW over 2 mW/K.
        Assert.Equal(left + 10, simulation.Value("d0/ring/temperature"), 1e-4);
        simulation.StepBalanced(50);
    }

    private static double Spot(Simulation simulation, double lid)
    {
        // Heat into the lid goes on to the cold zone and the lid has settled: it came through the spreading conductance.
        double heat = 8 * (lid - simulation.Value("cold/temperature"));
        return lid + (heat / 30);
    }

    private sealed class TwoBlocks(double leftW, double rightW, double ringW = 0) : IComponent, IPowerBehavior
    {
        private DieBlock _left;
        private DieBlock _right;
        private ThermalNode _ring;
        private RailLoad _supply;

        public void Describe(IComponentBuilder builder)
        {
            Die die = builder.Die("die", new(
                Length.FromMillimeters(8), Length.FromMillimeters(8), Length.FromMillimeters(0.775),
                VolumetricHeatCapacity.FromMegajoulesPerCubicMeterKelvin(1.66), ThermalConductivity.FromWattsPerMeterKelvin(120)));
            _left = builder.DieBlock(die, "left", Area(0));
            _right = builder.DieBlock(die, "right", Area(4));
            ThermalProbe site = builder.Probe(die, "site", Length.FromMillimeters(1), Length.FromMillimeters(1));
            _ring = builder.ThermalNode("ring", JPerK(1e-5));
            builder.Couple(_ring, site, WPerK(2e-3));
            _supply = builder.RailLoad("supply", Voltage.FromVolts(12), W(200));
        }

        public void StepPower(in StepContext step)
        {
            step.AddHeat(_left, step.Draw(_supply, W(leftW)));
            step.AddHeat(_right, step.Draw(_supply, W(rightW)));
            step.AddHeat(_ring, step.Draw(_supply, W(ringW)));
        }

        private static DieRectangle Area(double x) =>
            new(Length.FromMillimeters(x), Length.FromMillimeters(0), Length.FromMillimeters(4), Length.FromMillimeters(8));
    }
}
