using Twin.Contracts;
using Twin.Engine.Compiling;
using Twin.Engine.Description;
using Twin.Engine.Tests.Bench;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Compiling;

/// <summary>A package that cannot be read or reduced is no exception of the compiler.</summary>
public sealed class PackageReducingTests
{
    private static readonly Origin Here = new("test.yaml", 7, 3);

    private static readonly ChassisDescription Chassis = Plain with
    {
        Zones = [Zone("board", 100, 2), Zone("cold", 100, 1000)],
        Packages = [Stack("pkg", 8, 8, 1) with { Dies = [Die("d0.die", 0, 0)], Top = [Film("cold", 50_000)], Bottom = [Film("board", 500)], Origin = Here }],
        Mounts = [Mount("psu.base", "cold", 1)],
        Rails = [Rail("bus", "psu.out", "d*.supply")],
    };

    [Fact]
    public void Compile_StoreFailsWhileItIsRead_BuildsThePackageAndSaysWhy()
    {
        CompileResult result = Compile(Chassis, new BrokenStore());
        Assert.NotNull(result.Model);
        Assert.Contains(result.Log, line => line.Contains("not used: the disk is gone", StringComparison.Ordinal));
        Assert.Contains(result.Log, line => line.Contains("reduced to", StringComparison.Ordinal));
    }

    [Fact]
    public void Compile_PackageThatCannotBeReduced_IsAProblemWithItsPlace()
    {
        // Nothing conducts so well: the squares of its conductances leave the range of doubles.
        PackageDescription package = Chassis.Packages[0];
        PackageLayerDescription[] layers = [.. package.Layers];
        layers[^1] = layers[^1] with { Material = layers[^1].Material with { ConductivityX = ThermalConductivity.FromSi(1e300) } };
        CompileResult result = Compile(Chassis with { Packages = [package with { Layers = layers }] }, null);
        Assert.Null(result.Model);
        Problem problem = Assert.Single(result.Problems);
        Assert.Equal(("TW0566", "packages.pkg", Here), (problem.Code, problem.Path, problem.Origin));
        Assert.NotEmpty(problem.Hint!);
    }

    private static CompileResult Compile(ChassisDescription chassis, IReducedPackageStore? store) =>
        TryCompile(chassis, store, ("d0", () => new Chip()), ("psu", () => new Supply()));

    private sealed class BrokenStore : IReducedPackageStore
    {
        public string Place => "nowhere";

        public Stream? TryOpen(string fingerprint) => new BrokenStream();

        public string? TrySave(string fingerprint, Action<Stream> write) => "it is read-only.";
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override int Read(Span<byte> buffer) => throw new IOException("the disk is gone");
    }

    private sealed class Chip : IComponent
    {
        public void Describe(IComponentBuilder builder)
        {
            Die die = builder.Die("die", new(
                Length.FromMillimeters(8), Length.FromMillimeters(8), Length.FromMillimeters(0.775),
                VolumetricHeatCapacity.FromMegajoulesPerCubicMeterKelvin(1.66), ThermalConductivity.FromWattsPerMeterKelvin(120)));
            builder.DieBlock(die, "core", new(Length.FromMillimeters(0), Length.FromMillimeters(0), Length.FromMillimeters(8), Length.FromMillimeters(8)));
            builder.RailLoad("supply", Voltage.FromVolts(12), W(200));
        }
    }
}
