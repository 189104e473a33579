using Twin.Contracts;
using Twin.Engine.Description;
using Twin.Engine.Stepping;
using Twin.Engine.Tests.Bench;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Thermal;

public sealed class PackageTests
{
    private const double TopWPerM2K = 50_000;
    private const double BottomWPerM2K = 500;

    // One die of 8 x 8 mm that covers its package: heat goes straight up and straight down.
    private static readonly ChassisDescription Covered = Plain with
    {
        Initial = InitialCondition.Steady,
        Zones = [Zone("board", 100, 2), Zone("cold", 100, 1000)],
        Packages = [Stack("pkg", 8, 8, 1) with { Dies = [Die("d0.die", 0, 0)], Top = [Film("cold", TopWPerM2K)], Bottom = [Film("board", BottomWPerM2K)] }],
        Mounts = [Mount("psu.base", "cold", 1)],
        Rails = [Rail("bus", "psu.out", "d*.supply")],
    };

    [Fact]
    public void Package_CoveredByOneDie_IsTheSlab()
    {
        Simulation simulation = Run(Covered, ("d0", () => new TwoBlocks(40, 40)), ("psu", () => new Supply()));

        // From the middle of the active layer: layers in series on 64 mm2, the film, the zone with its own loss.
        const double AreaM2 = 64e-6;
        const double HalfActive = 10e-6 / 30;
        const double Over = HalfActive + (755e-6 / 120) + (100e-6 / 5) + (3e-3 / 390) + (1 / TopWPerM2K);
        const double Under = HalfActive + (80e-6 / 5) + (1.6e-3 / 0.7) + (1 / BottomWPerM2K);
        double expected = 25 + (80 / ((1 / ((Over / AreaM2) + (1 / 1000.0))) + (1 / ((Under / AreaM2) + (1 / 2.0)))));
        Assert.Equal(expected, simulation.Value("d0/left/temperature"), 1e-4);
        Assert.Equal(expected, simulation.Value("d0/right/temperature"), 1e-4);
        simulation.StepBalanced(100);
    }

    [Fact]
    public void Package_TwoBlocks_ConductInsideTheDie()
    {
        Simulation left = Run(Covered, ("d0", () => new TwoBlocks(40, 0)), ("psu", () => new Supply()));
        Simulation right = Run(Covered, ("d0", () => new TwoBlocks(0, 40)), ("psu", () => new Supply()));
        Assert.True(left.Value("d0/left/temperature") > left.Value("d0/right/temperature") + 1);
        Assert.True(left.Value("d0/right/temperature") > left.Value("cold/temperature") + 1);
        Assert.Equal(left.Value("d0/left/temperature"), right.Value("d0/right/temperature"), 1e-4);
        Assert.Equal(left.Value("d0/right/temperature"), right.Value("d0/left/temperature"), 1e-4);
    }

    [Fact]
    public void Package_TwoDies_HeatEachOther()
    {
        ChassisDescription chassis = Covered with
        {
            Packages = [Covered.Packages[0] with { Width = Mm(20), Height = Mm(10), Dies = [Die("d0.die", 1, 1), Die("d1.die", 11, 1)] }],
        };
        (string, Func<IComponent>)[] Dies(double second) => [("d0", () => new TwoBlocks(40, 40)), ("d1", () => new TwoBlocks(second, 0)), ("psu", () => new Supply())];
        Simulation alone = Run(chassis, Dies(0));
        Simulation both = Run(chassis, Dies(30));
        Assert.True(both.Value("d0/right/temperature") > alone.Value("d0/right/temperature") + 0.5);
        Assert.True(both.Value("d1/left/temperature") > both.Value("d1/right/temperature"));
        both.StepBalanced(50);
    }

    [Fact]
    public void Probe_InABlock_ReadsItAndANodeHangsOnIt()
    {
        Simulation simulation = Run(Covered, ("d0", () => new TwoBlocks(40, 10, ringW: 0.02)), ("psu", () => new Supply()));

        // 20 mW over 2 mW/K.
        Assert.Equal(simulation.Value("d0/site/temperature") + 10, simulation.Value("d0/ring/temperature"), 1e-4);
        Assert.True(simulation.Value("d0/site/temperature") > simulation.Value("d0/right/temperature"));
        simulation.StepBalanced(50);
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
