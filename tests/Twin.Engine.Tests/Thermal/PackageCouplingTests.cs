using Twin.Contracts;
using Twin.Engine.Compiling;
using Twin.Engine.Description;
using Twin.Engine.Stepping;
using Twin.Engine.Tests.Bench;
using Twin.Physics.Thermal.Packages;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Thermal;

/// <summary>A package in the running chassis against all of its cells, and the store of reduced packages.</summary>
public sealed class PackageCouplingTests
{
    private static readonly double[] PowersW = [40, 10, 0, 25];

    // Two dies on one substrate between zones so large that they keep their 25 degC.
    private static readonly ChassisDescription Chassis = Plain with
    {
        Zones = [Zone("board", 1e9, 2), Zone("cold", 1e9, 1000)],
        Packages =
        [
            Stack("pkg", 20, 10, 1) with
            {
                Dies = [Die("d0.die", 1, 1), Die("d1.die", 11, 1)], Top = [Film("cold", 50_000)], Bottom = [Film("board", 500)],
            },
        ],
        Mounts = [Mount("psu.base", "cold", 1)],
        Rails = [Rail("bus", "psu.out", "d*.supply")],
    };

    [Fact]
    public void Step_AfterAStepOfPower_FollowsAllCellsWithinTheEstimate()
    {
        CompileResult result = Compile(null);
        PackagePlan plan = result.Packages[0];
        Simulation simulation = Run(result.Model!);

        // Ten steps of second order for each of the chassis: their error is a hundredth of what is compared.
        var system = new PackageSystem(plan.Model, plan.Grid);
        var full = new PackageTransient(system, 1e-4, PackageTimeMethod.TwoStage);
        full.Start(25);
        for (int step = 1; step <= 300; step++)
        {
            simulation.Step();
            for (int i = 0; i < 10; i++)
            {
                full.Step(PowersW, [25, 25]);
            }

            for (int block = 0; block < plan.Blocks.Count; block++)
            {
                string element = plan.Model.Blocks[block].Name;
                double average = Math.Abs(simulation.Value($"{element}/temperature") - system.BlockAverage(block, full.TemperaturesC));
                double hottest = Math.Abs(simulation.Value($"{element}/hottest-temperature") - system.BlockMaximum(block, full.TemperaturesC));
                Assert.True(average <= 0.02, $"step {step}: {element} is off by {average} K");
                Assert.True(hottest <= 0.1, $"step {step}: the hottest cell of {element} is off by {hottest} K");

                // The comparison itself is good to a millikelvin in the first steps.
                Assert.True(average <= simulation.Value($"{element}/temperature-error") + 1e-3, $"step {step}: {element} is off by {average} K, estimated {simulation.Value($"{element}/temperature-error")} K");
                Assert.True(hottest <= simulation.Value($"{element}/hottest-temperature-error") + 1e-3, $"step {step}: hottest of {element} is off by {hottest} K");
            }
        }

        Assert.True(simulation.Value("d0/left/temperature") > 30);
    }

    [Fact]
    public void Settle_ToTheSteadyState_IsTheFullModelsToAMillikelvin()
    {
        CompileResult result = Compile(null, InitialCondition.Steady);
        PackagePlan plan = result.Packages[0];
        Simulation simulation = Run(result.Model!);
        var system = new PackageSystem(plan.Model, plan.Grid);
        double[] temperatures = new double[system.CellCount];
        new PackageSolver(system).SolveSteady(PowersW, [simulation.Value("cold/temperature"), simulation.Value("board/temperature")], 0, temperatures);
        for (int block = 0; block < plan.Blocks.Count; block++)
        {
            Assert.Equal(system.BlockAverage(block, temperatures), simulation.Value($"{plan.Model.Blocks[block].Name}/temperature"), 1e-3);
            Assert.Equal(system.BlockMaximum(block, temperatures), simulation.Value($"{plan.Model.Blocks[block].Name}/hottest-temperature"), 1e-3);
        }
    }

    [Fact]
    public void Compile_PackageWasKept_IsReadAndGivesTheSameBits()
    {
        var store = new MemoryStore();
        ulong first = HashAfterSteps(Compile(store));
        Assert.Equal(1, store.Saves);
        CompileResult again = Compile(store);
        Assert.Equal(1, store.Saves);
        Assert.DoesNotContain(again.Log, line => line.Contains("reduced to", StringComparison.Ordinal));
        Assert.Equal(first, HashAfterSteps(again));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(-1)]
    public void Compile_KeptPackageIsDamaged_IsBuiltAnewAndSaid(int position)
    {
        var store = new MemoryStore();
        ulong first = HashAfterSteps(Compile(store));
        store.Damage(position);
        CompileResult again = Compile(store);
        Assert.Equal(2, store.Saves);
        Assert.Contains(again.Log, line => line.Contains("not used", StringComparison.Ordinal));
        Assert.Equal(first, HashAfterSteps(again));
    }

    [Fact]
    public void Compile_OtherLayer_IsNotMistakenForTheKeptPackage()
    {
        var store = new MemoryStore();
        Compile(store);
        PackageDescription package = Chassis.Packages[0];
        PackageLayerDescription top = package.Layers[0];
        ChassisDescription other = Chassis with { Packages = [package with { Layers = [top with { Thickness = 1.001 * top.Thickness }, .. package.Layers.Skip(1)] }] };
        Compile(store, other);
        Assert.Equal(2, store.Saves);
    }

    private static CompileResult Compile(MemoryStore? store, InitialCondition initial = InitialCondition.Ambient) => Compile(store, Chassis with { Initial = initial });

    private static CompileResult Compile(MemoryStore? store, ChassisDescription chassis)
    {
        CompileResult result = TryCompile(chassis, store, ("d0", () => new Chip(PowersW[0], PowersW[1])), ("d1", () => new Chip(PowersW[2], PowersW[3])), ("psu", () => new Supply()));
        Assert.True(result.Model is not null, string.Join('\n', result.Problems));
        return result;
    }

    private static ulong HashAfterSteps(CompileResult result)
    {
        Simulation simulation = Run(result.Model!);
        simulation.Step(20);
        return simulation.State.Hash();
    }

    private sealed class MemoryStore : IReducedPackageStore
    {
        private readonly Dictionary<string, byte[]> _kept = new(StringComparer.Ordinal);

        public int Saves { get; private set; }

        public string Place => "memory";

        public Stream? TryOpen(string fingerprint) => _kept.TryGetValue(fingerprint, out byte[]? bytes) ? new MemoryStream(bytes) : null;

        public string? TrySave(string fingerprint, Action<Stream> write)
        {
            using var stream = new MemoryStream();
            write(stream);
            _kept[fingerprint] = stream.ToArray();
            Saves++;
            return null;
        }

        public void Damage(int position)
        {
            foreach (byte[] bytes in _kept.Values)
            {
                bytes[position < 0 ? bytes.Length + position : position] ^= 0x10;
            }
        }
    }

    private sealed class Chip(double leftW, double rightW) : IComponent, IPowerBehavior
    {
        private DieBlock _left;
        private DieBlock _right;
        private RailLoad _supply;

        public void Describe(IComponentBuilder builder)
        {
            Die die = builder.Die("die", new(
                Length.FromMillimeters(8), Length.FromMillimeters(8), Length.FromMillimeters(0.775),
                VolumetricHeatCapacity.FromMegajoulesPerCubicMeterKelvin(1.66), ThermalConductivity.FromWattsPerMeterKelvin(120)));
            _left = builder.DieBlock(die, "left", Half(0));
            _right = builder.DieBlock(die, "right", Half(4));
            _supply = builder.RailLoad("supply", Voltage.FromVolts(12), W(200));
        }

        public void StepPower(in StepContext step)
        {
            step.AddHeat(_left, step.Draw(_supply, W(leftW)));
            step.AddHeat(_right, step.Draw(_supply, W(rightW)));
        }

        private static DieRectangle Half(double x) =>
            new(Length.FromMillimeters(x), Length.FromMillimeters(0), Length.FromMillimeters(4), Length.FromMillimeters(8));
    }
}
