using Twin.Contracts;
using Twin.Engine.Compiling;
using Twin.Engine.Description;
using Twin.Engine.Tests.Bench;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Compiling;

public sealed class ReducedPackageStoreTests
{
    private static readonly ChassisDescription Chassis = Plain with
    {
        Components = [new ComponentDescription("d0", "die", MapParameter.Empty)],
        Zones = [Zone("board", 100, 2)],
        Packages = [Stack("pkg", 8, 8, 1) with { Dies = [Die("d0.die", 0, 0)], Top = [Film("board", 50_000)] }],
    };

    private static readonly Dictionary<string, ComponentKind> Kinds = new(StringComparer.Ordinal)
    {
        ["die"] = new ComponentKind("die", "die", "test", typeof(NoParameters), _ => new OneBlock()),
    };

    [Fact]
    public void Compile_Twice_ReducesOnceAndSaysSoBefore()
    {
        var store = new Memory();
        var said = new Said();
        CompileResult first = ChassisCompiler.Compile(Chassis, Kinds, store, said);
        Assert.NotNull(first.Model);
        Assert.Matches(@"^reducing pkg \(\d+ cells\), once; kept in memory$", Assert.Single(said.Lines));
        Assert.Single(store.Kept);

        CompileResult second = ChassisCompiler.Compile(Chassis, Kinds, store, said);
        Assert.Single(said.Lines);
        Assert.Equal(first.Model.WordCount, second.Model!.WordCount);
    }

    [Fact]
    public void Compile_StoreFails_GoesOnWithoutAndSaysSo()
    {
        var store = new Memory();
        Assert.NotNull(ChassisCompiler.Compile(Chassis, Kinds, store).Model);
        store.Fails = true;
        var said = new Said();
        CompileResult result = ChassisCompiler.Compile(Chassis, Kinds, store, said);
        Assert.NotNull(result.Model);
        Assert.Equal(3, said.Lines.Count);
        Assert.Equal("pkg: the reduced package that was kept is not used: torn out", said.Lines[0]);
        Assert.Equal("pkg: full", said.Lines[2]);
        Assert.Contains(said.Lines[0], result.Log);
    }

    [Fact]
    public void Check_SoundChassis_ReducesNothing()
    {
        CompileResult result = ChassisCompiler.Check(Chassis, Kinds);
        Assert.Empty(result.Problems);
        Assert.Empty(result.Log);
        Assert.Null(result.Model);
        Assert.Equal(ChassisCompiler.Compile(Chassis, Kinds).Chassis!.Signals.Select(signal => signal.Path), result.Chassis!.Signals.Select(signal => signal.Path));
    }

    [Fact]
    public void Compile_WithProblems_ReducesNothing()
    {
        var said = new Said();
        CompileResult result = ChassisCompiler.Compile(Chassis with { Mounts = [Mount("d0.none", "board", 1)] }, Kinds, progress: said);
        Assert.NotEmpty(result.Problems);
        Assert.Null(result.Chassis);
        Assert.Empty(said.Lines);
    }

    /// <summary>A die of 8 by 8 mm with one block.</summary>
    private sealed class OneBlock : IComponent
    {
        public void Describe(IComponentBuilder builder)
        {
            Die die = builder.Die("die", new(
                Mm(8), Mm(8), Mm(0.775), VolumetricHeatCapacity.FromMegajoulesPerCubicMeterKelvin(1.66), ThermalConductivity.FromWattsPerMeterKelvin(120)));
            builder.DieBlock(die, "core", new DieRectangle(Mm(0), Mm(0), Mm(8), Mm(8)));
        }
    }

    private sealed class Said : IProgress<string>
    {
        public List<string> Lines { get; } = [];

        public void Report(string value) => Lines.Add(value);
    }

    private sealed class Memory : IReducedPackageStore
    {
        public Dictionary<string, byte[]> Kept { get; } = new(StringComparer.Ordinal);

        public bool Fails { get; set; }

        public string Place => "memory";

        public Stream? TryOpen(string fingerprint) => Fails ? new Torn() : Kept.TryGetValue(fingerprint, out byte[]? bytes) ? new MemoryStream(bytes) : null;

        public string? TrySave(string fingerprint, Action<Stream> write)
        {
            using var stream = new MemoryStream();
            write(stream);
            Kept[fingerprint] = stream.ToArray();
            return Fails ? "full" : null;
        }
    }

    private sealed class Torn : MemoryStream
    {
        public override int Read(Span<byte> buffer) => throw new IOException("torn out");

        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("torn out");
    }
}
