using Twin.Physics.Thermal.Packages;

namespace Twin.Physics.Tests.Thermal.Packages;

public sealed class PackageProblemsTests
{
    private static readonly PackageMaterial Silicon = new("SILICON", 120, 120, 120, 1.66e6);
    private static readonly PackageMaterial Fill = new("FILL", 0.2, 0.2, 0.5, 1.6e6);

    private static readonly PackageModel Sound = new(
        0.03,
        0.02,
        [new("LID", 1e-3, Silicon, []), new("DIE", 7e-4, Fill, [new(Silicon, new(0.005, 0.005, 0.02, 0.01))]), new("BOARD", 1e-3, Fill, [])],
        [new("CORE", 1, new(0.005, 0.005, 0.01, 0.01), 20), new("PHY", 1, new(0.015, 0.005, 0.01, 0.01), 5)],
        [new("ring", 1, 0.006, 0.006)],
        [new("top", true, new(0, 0, 0.03, 0.02), 9000, 40)],
        null,
        40);

    private static readonly PackageMicrochannels Channels = new(1, 2e-4, 1e-4, Silicon, 3e-5, 4.12e6, 30, 4e4, 4e4);

    public static TheoryData<string, PackageModel, PackageFault, PackageElement, int, string> Wrong => new()
    {
        { "width", Sound with { WidthM = 0 }, PackageFault.Value, PackageElement.Package, -1, "WidthM" },
        { "height", Sound with { HeightM = double.NaN }, PackageFault.Value, PackageElement.Package, -1, "HeightM" },
        { "initial", Sound with { InitialTemperatureC = -274 }, PackageFault.Value, PackageElement.Package, -1, "InitialTemperatureC" },
        { "no blocks", Sound with { Blocks = [] }, PackageFault.Missing, PackageElement.Package, -1, "Blocks" },
        { "thickness", With(0, layer => layer with { ThicknessM = 0 }), PackageFault.Value, PackageElement.Layer, 0, "ThicknessM" },
        { "endless thickness", With(2, layer => layer with { ThicknessM = double.PositiveInfinity }), PackageFault.Value, PackageElement.Layer, 2, "ThicknessM" },
        { "layer's name", With(2, layer => layer with { Name = "LID" }), PackageFault.Name, PackageElement.Layer, 2, "Name" },
        { "patch outside", With(1, layer => layer with { Patches = [new(Silicon, new(0.02, 0, 0.02, 0.01))] }), PackageFault.Outside, PackageElement.Patch, 1, "XM" },
        { "patch without width", With(1, layer => layer with { Patches = [new(Silicon, new(0.02, 0, 0, 0.01))] }), PackageFault.Value, PackageElement.Patch, 1, "WidthM" },
        { "conductivity", With(2, layer => layer with { Base = Fill with { ConductivityZ = 0 } }), PackageFault.Value, PackageElement.Material, -1, "ConductivityZ" },
        { "capacity", With(2, layer => layer with { Base = Fill with { VolumetricHeatCapacity = -1 } }), PackageFault.Value, PackageElement.Material, -1, "VolumetricHeatCapacity" },
        { "exponent", With(2, layer => layer with { Base = Fill with { ConductivityExponent = 13 } }), PackageFault.Value, PackageElement.Material, -1, "ConductivityExponent" },
        { "block's layer", With(block => block with { Layer = 3 }), PackageFault.UnknownLayer, PackageElement.Block, 1, "Layer" },
        { "block outside", With(block => block with { Area = new(0.025, 0.005, 0.01, 0.01) }), PackageFault.Outside, PackageElement.Block, 1, "XM" },
        { "block overlaps", With(block => block with { Area = new(0.0149, 0.005, 0.01, 0.01) }), PackageFault.Overlap, PackageElement.Block, 1, "Area" },
        { "block's power", With(block => block with { NominalPowerW = -1 }), PackageFault.Value, PackageElement.Block, 1, "NominalPowerW" },
        { "block's name", With(block => block with { Name = "CORE" }), PackageFault.Name, PackageElement.Block, 1, "Name" },
        { "block without name", With(block => block with { Name = " " }), PackageFault.Name, PackageElement.Block, 1, "Name" },
        { "probe outside", Sound with { Probes = [new("ring", 1, 0.006, 0.021)] }, PackageFault.Outside, PackageElement.Probe, 0, "YM" },
        { "probe's layer", Sound with { Probes = [new("ring", -1, 0.006, 0.006)] }, PackageFault.UnknownLayer, PackageElement.Probe, 0, "Layer" },
        { "probe's name", Sound with { Probes = [new("PHY", 1, 0.006, 0.006)] }, PackageFault.Name, PackageElement.Probe, 0, "Name" },
        { "film outside", Sound with { Films = [new("top", true, new(0, 0, 0.031, 0.02), 9000, 40)] }, PackageFault.Outside, PackageElement.Film, 0, "XM" },
        { "film's coefficient", Sound with { Films = [new("top", true, new(0, 0, 0.03, 0.02), 0, 40)] }, PackageFault.Value, PackageElement.Film, 0, "HeatTransferCoefficient" },
        { "film's temperature", Sound with { Films = [new("top", true, new(0, 0, 0.03, 0.02), 9000, double.NaN)] }, PackageFault.Value, PackageElement.Film, 0, "TemperatureC" },
        { "films overlap", Sound with { Films = [.. Sound.Films, new("more", true, new(0.01, 0.01, 0.001, 0.001), 9, 40)] }, PackageFault.Overlap, PackageElement.Film, 1, "Area" },
        { "floating", Sound with { Films = [] }, PackageFault.Floating, PackageElement.Package, -1, "Films" },
        { "standing coolant", Cooled(Channels with { FlowM3PerS = 0 }) with { Films = [] }, PackageFault.Floating, PackageElement.Package, -1, "Films" },
        { "cavity on top", Cooled(Channels with { Layer = 0 }), PackageFault.Layer, PackageElement.Microchannels, -1, "Layer" },
        { "cavity unknown", Cooled(Channels with { Layer = 9 }), PackageFault.UnknownLayer, PackageElement.Microchannels, -1, "Layer" },
        { "channel width", Cooled(Channels with { ChannelWidthM = -1 }), PackageFault.Value, PackageElement.Microchannels, -1, "ChannelWidthM" },
        { "coolant", Cooled(Channels with { CoolantHeatCapacity = 0 }), PackageFault.Value, PackageElement.Microchannels, -1, "CoolantHeatCapacity" },
        { "flow", Cooled(Channels with { FlowM3PerS = double.NegativeInfinity }), PackageFault.Value, PackageElement.Microchannels, -1, "FlowM3PerS" },
    };

    [Fact]
    public void Find_SoundPackage_Nothing()
    {
        Assert.Empty(PackageProblems.Find(Sound));
        Assert.Empty(PackageProblems.Find(Cooled(Channels)));
        Assert.Empty(PackageProblems.Find(Cooled(Channels) with { Films = [] }));
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Find_OneMistake_NamesElementAndProperty(string what, PackageModel package, PackageFault fault, PackageElement element, int index, string property)
    {
        PackageProblem problem = Assert.Single(PackageProblems.Find(package));
        Assert.True((fault, element, index, property) == (problem.Fault, problem.Element, problem.Index, problem.Property), $"{what}: {problem.Fault} {problem.Element} {problem.Index} {problem.Property}: {problem}");
        Assert.EndsWith(".", problem.Message, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Hint);
    }

    [Fact]
    public void Find_BlockInTheCavity_IsNamed()
    {
        IReadOnlyList<PackageProblem> problems = PackageProblems.Find(Sound with { Microchannels = Channels });
        Assert.Equal(
            [(PackageElement.Block, "CORE"), (PackageElement.Block, "PHY"), (PackageElement.Patch, "DIE")],
            problems.Select(problem => (problem.Element, problem.Name)));
        Assert.All(problems, problem => Assert.Equal(PackageFault.Layer, problem.Fault));
    }

    [Fact]
    public void Find_EdgesFromMillimetres_TouchWithoutOverlap()
    {
        // 28.5 mm + 9 mm is not 37.5 mm in binary, whichever way it is computed.
        PackageModel package = Sound with { WidthM = 75e-3, HeightM = 75e-3, Films = [new("top", true, new(0, 0, 75e-3, 75e-3), 9, 40)] };
        for (int i = 0; i < 200; i++)
        {
            double x = i * 0.1 * 1e-3;
            double width = 7.1 * 1e-3;
            double edge = (i * 0.1) + 7.1;
            PackageModel touching = package with { Blocks = [new("A", 1, new(x, 0, width, 75 * 1e-3)), new("B", 1, new(edge * 1e-3, 0, (75 - edge) * 1e-3, 75 * 1e-3))] };
            Assert.Empty(PackageProblems.Find(touching));
        }
    }

    [Fact]
    public void Find_ManyMistakes_AllAtOnceInOrder()
    {
        PackageModel package = Sound with
        {
            WidthM = -1,
            Layers = [Sound.Layers[0] with { ThicknessM = 0 }, .. Sound.Layers.Skip(1)],
            Blocks = [Sound.Blocks[0] with { NominalPowerW = double.NaN }, Sound.Blocks[1] with { Layer = 7 }],
            Films = [],
        };
        Assert.Equal(
            [PackageElement.Package, PackageElement.Layer, PackageElement.Block, PackageElement.Block, PackageElement.Package],
            PackageProblems.Find(package).Select(problem => problem.Element));
    }

    [Fact]
    public void Find_ManyBlocksInOnePlace_OneProblemForEach()
    {
        PackageBlock[] blocks = [.. Enumerable.Range(0, 500).Select(i => new PackageBlock($"b{i}", 1, new(0.001, 0.001, 0.01, 0.01)))];
        Assert.Equal(499, PackageProblems.Find(Sound with { Blocks = blocks }).Count);
    }

    private static PackageModel With(int layer, Func<PackageLayer, PackageLayer> change) =>
        Sound with { Layers = [.. Sound.Layers.Select((description, index) => index == layer ? change(description) : description)] };

    private static PackageModel With(Func<PackageBlock, PackageBlock> change) => Sound with { Blocks = [Sound.Blocks[0], change(Sound.Blocks[1])] };

    // The blocks below the cavity, which has no patch.
    private static PackageModel Cooled(PackageMicrochannels channels) => Sound with
    {
        Layers = [Sound.Layers[0], Sound.Layers[1] with { Patches = [] }, Sound.Layers[2]],
        Blocks = [.. Sound.Blocks.Select(block => block with { Layer = 2 })],
        Microchannels = channels,
    };
}
