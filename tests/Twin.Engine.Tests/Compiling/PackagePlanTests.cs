using Twin.Contracts;
using Twin.Engine.Compiling;
using Twin.Engine.Description;
using Twin.Engine.Tests.Bench;
using Twin.Physics.Thermal.Packages;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Compiling;

/// <summary>A description laid out: places, materials, maps, and everything that does not fit.</summary>
public sealed class PackagePlanTests
{
    private const double Rounding = 1e-12;

    private static readonly Origin Here = new("test.yaml", 7, 3);

    private static readonly PackageDescription Package = Stack("pkg", 30, 24, 1) with
    {
        Dies = [Die("d0.die", 4, 5), Die("d1.die", 16, 5, 90)],
        Top = [Film("cold", 50_000)],
        Bottom = [Film("board", 500)],
        Origin = Here,
    };

    public static TheoryData<int, bool, double, double, double, double, double, double> Turns => new()
    {
        // A die of 8 x 6 mm at (10, 20) with a block at (1, 2) of 3 x 1 mm and a probe at (7, 5): where the block lies, and the probe.
        { 0, false, 11, 22, 3, 1, 17, 25 },
        { 90, false, 13, 21, 1, 3, 11, 27 },
        { 180, false, 14, 23, 3, 1, 11, 21 },
        { 270, false, 12, 24, 1, 3, 15, 21 },
        { 0, true, 14, 22, 3, 1, 11, 25 },
        { 90, true, 13, 24, 1, 3, 11, 21 },
    };

    public static TheoryData<string, string> Bad
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach ((string name, string code, _, _) in Cases())
            {
                data.Add(name, code);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Turns))]
    public void DieFrame_Turned_BlockAndProbeTurnWithIt(int turn, bool mirror, double x, double y, double width, double height, double probeX, double probeY)
    {
        var frame = new DieFrame(0.010, 0.020, 0.008, 0.006, turn / 90, mirror);
        PackageArea block = frame.Place(new DieRectangle(Mm(1), Mm(2), Mm(3), Mm(1)));
        AssertArea(new PackageArea(x / 1e3, y / 1e3, width / 1e3, height / 1e3), block);
        (double px, double py) = frame.Place(0.007, 0.005);
        Assert.Equal(probeX / 1e3, px, Rounding);
        Assert.Equal(probeY / 1e3, py, Rounding);
        AssertArea(turn is 0 or 180 ? new PackageArea(0.010, 0.020, 0.008, 0.006) : new PackageArea(0.010, 0.020, 0.006, 0.008), frame.Outline);
    }

    [Fact]
    public void Plan_Good_BlocksProbesAndFilmsKnowTheirPlaces()
    {
        PackagePlan plan = Plan(Package);
        Assert.Equal(("pkg", 0.03, 0.024, 3), (plan.Name, plan.Model.WidthM, plan.Model.HeightM, plan.SourceLayer));
        Assert.Equal((30, 24), (plan.Grid.Columns, plan.Grid.Rows));
        Assert.Equal(["d0/left", "d0/right", "d1/left", "d1/right"], plan.Model.Blocks.Select(block => block.Name));
        Assert.All(plan.Model.Blocks, block => Assert.Equal(3, block.Layer));

        // Points of the part: left, right, site, seat, ring.
        Assert.Equal([new(0, 0), new(0, 1), new(1, 0), new(1, 1)], plan.Blocks);
        Assert.Equal([new(0, 2), new(0, 3), new(1, 2), new(1, 3)], plan.Probes);
        Assert.Equal([("d0/site", false), ("d0/seat", true), ("d1/site", false), ("d1/seat", true)], plan.Model.Probes.Select(probe => (probe.Name, probe.TakesHeat)));
        Assert.Equal([("top", true, 50_000), ("bottom", false, 500)], plan.Model.Films.Select(film => (film.Name, film.IsTop, film.HeatTransferCoefficient)));
        Assert.All(plan.Model.Films, film => AssertArea(new PackageArea(0, 0, 0.03, 0.024), film.Area));

        // Zones are the first nodes of the chassis: board, then cold.
        Assert.Equal([new(1, -1), new(0, -1)], plan.Films);

        // The die of 8 x 6 mm turned a quarter: its left half lies below, its probe near the lower right corner.
        AssertArea(new PackageArea(0.016, 0.005, 0.006, 0.004), plan.Model.Blocks[2].Area);
        Assert.Equal((0.021, 0.006), (Math.Round(plan.Model.Probes[2].XM, 9), Math.Round(plan.Model.Probes[2].YM, 9)));
    }

    [Fact]
    public void Plan_Layers_LaterCoversEarlier()
    {
        MaterialDescription copper = MaterialLibrary.Materials["copper"];
        PackageLayerDescription layer = Layer("si", 0.755, "gapfill") with
        {
            HoldsDies = true,
            Ring = new(Mm(2), copper),
            Patches = [new(MaterialLibrary.Materials["indium"], new(Mm(4), Mm(5), Mm(2), Mm(2)))],
        };
        PackagePlan plan = Plan(Package with { Layers = [.. Package.Layers.Take(2), layer, .. Package.Layers.Skip(3)] });
        PackageLayer laid = plan.Model.Layers[2];
        Assert.Equal("gapfill", laid.Base.Name);
        Assert.Equal(["copper", "copper", "copper", "copper", "d0/die", "d1/die", "indium"], laid.Patches.Select(patch => patch.Material.Name));
        Assert.Equal((120, 1.66e6), (laid.Patches[4].Material.ConductivityZ, laid.Patches[4].Material.VolumetricHeatCapacity));
        AssertArea(new PackageArea(0, 0, 0.03, 0.002), laid.Patches[0].Area);
        AssertArea(new PackageArea(0, 0.022, 0.03, 0.002), laid.Patches[1].Area);
        AssertArea(new PackageArea(0, 0.002, 0.002, 0.02), laid.Patches[2].Area);
        AssertArea(new PackageArea(0.028, 0.002, 0.002, 0.02), laid.Patches[3].Area);
        Assert.Equal(["tim", "tim"], plan.Model.Layers[1].Patches.Select(patch => patch.Material.Name));
        Assert.Empty(plan.Model.Layers[0].Patches);
    }

    [Fact]
    public void Plan_FollowingEdges_EveryEdgeIsALine()
    {
        PackagePlan plan = Plan(Package with { FollowsEdges = true, Cell = Mm(2.5), Width = Mm(30.2) });
        foreach (PackageArea area in plan.Model.Blocks.Select(block => block.Area))
        {
            Assert.Contains(plan.Grid.XLinesM, line => Math.Abs(line - area.XM) < Rounding);
            Assert.Contains(plan.Grid.XLinesM, line => Math.Abs(line - area.RightM) < Rounding);
            Assert.Contains(plan.Grid.YLinesM, line => Math.Abs(line - area.YM) < Rounding);
        }

        Assert.All(plan.Grid.XLinesM.Zip(plan.Grid.XLinesM.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 0, 0.0025 + Rounding));
    }

    [Fact]
    public void Plan_SeveralZonesOfAFace_NumberedUnlessNamed()
    {
        PackagePlan plan = Plan(Package with
        {
            Top =
            [
                Film("cold", 100) with { Area = new(Mm(0), Mm(0), Mm(15), Mm(24)) },
                Film("board", 200) with { Area = new(Mm(15), Mm(0), Mm(10), Mm(24)), Name = "rest" },
                Film("cold", 300) with { Area = new(Mm(25), Mm(0), Mm(5), Mm(24)) },
            ],
        });
        Assert.Equal(["top0", "rest", "top2", "bottom"], plan.Model.Films.Select(film => film.Name));
        Assert.Equal([1, 0, 1, 0], plan.Films.Select(film => film.Node));
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Plan_Bad_IsRefusedWithItsCodeAndPlace(string name, string code)
    {
        (_, _, string message, Func<PackageDescription, PackageDescription> change) = Cases().Single(item => item.Name == name);
        CompileResult result = TryCompile(Chassis(change(Package)), Parts());
        Assert.Null(result.Model);
        Assert.Empty(result.Packages);
        Problem problem = result.Problems.First(problem => problem.Code == code);
        Assert.StartsWith("packages.pkg", problem.Path, StringComparison.Ordinal);
        Assert.Contains(message, problem.Message + " " + problem.Hint, StringComparison.Ordinal);
        Assert.Equal(Here, problem.Origin);
        Assert.False(string.IsNullOrEmpty(problem.Hint));
    }

    [Fact]
    public void Plan_SeveralThingsWrong_ReportsAllOfThem()
    {
        PackageDescription bad = Package with { Sources = "ackt", Top = [], Bottom = [], Dies = [At(Die("d0.die", 25, 5)), At(Die("d1.die", 26, 5))] };
        CompileResult result = TryCompile(Chassis(bad), Parts());
        Assert.Equal(["TW0561", "TW0561", "TW0562", "TW0564", "TW0565"], result.Problems.Select(problem => problem.Code).Where(code => code.StartsWith("TW056", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void Library_Materials_ConductAndStore()
    {
        Assert.All(MaterialLibrary.Materials, pair =>
        {
            Assert.Equal(pair.Key, pair.Value.Name);
            Assert.InRange(pair.Value.ConductivityX.Si, 0.02, 1000);
            Assert.Equal(pair.Value.ConductivityX, pair.Value.ConductivityY);
            Assert.InRange(pair.Value.ConductivityZ.Si, 0.02, 1000);
            Assert.InRange(pair.Value.HeatCapacity.Si, 1e6, 5e6);
        });
    }

    private static (string Name, string Code, string Message, Func<PackageDescription, PackageDescription> Change)[] Cases() =>
    [
        ("no edge", "TW0517", "greater than zero", p => p with { Width = Mm(0) }),
        ("no cell", "TW0517", "greater than zero", p => p with { Cell = Mm(0) }),
        ("no thickness", "TW0517", "greater than zero", p => p with { Layers = [.. p.Layers.Skip(1), At(Layer("lid", 0, "copper"))] }),
        ("material that does not conduct", "TW0517", "'vacuum'", p => p with { Layers = [.. p.Layers.Skip(1), At(Layer("lid", 1, "copper")) with { Material = new("vacuum", default, default, default, default) }] }),
        ("no film", "TW0517", "greater than zero", p => p with { Top = [At(Film("cold", 0))] }),
        ("crooked", "TW0517", "90", p => p with { Dies = [At(Die("d0.die", 4, 5, 45)), p.Dies[1]] }),
        ("cells not square", "TW0563", "square cells", p => p with { Cell = Mm(0.7) }),
        ("cells that are too many", "TW0563", "At most 600000", p => p with { Cell = Mm(0.05) }),
        ("cells too coarse for a die", "TW0563", "'d0.die' is 8 mm by 6 mm", p => p with { Cell = Mm(6), Dies = [At(p.Dies[0]), p.Dies[1]] }),
        ("cells that follow edges and are too many", "TW0563", "At most 600000", p => p with { Cell = Mm(0.05), FollowsEdges = true }),
        ("no die", "TW0564", "no die", p => p with { Dies = [] }),
        ("die outside", "TW0561", "'d1.die', 26 to 32 mm by 5 to 13 mm, lies outside", p => p with { Dies = [p.Dies[0], At(Die("d1.die", 26, 5, 90))] }),
        ("dies that overlap", "TW0562", "overlaps 'd0.die', 4 to 12 mm by 5 to 11 mm", p => p with { Dies = [p.Dies[0], At(Die("d1.die", 11, 10))] }),
        ("die placed twice", "TW0506", "'d0.die' is placed twice", p => p with { Dies = [.. p.Dies, At(Die("d0.die", 4, 15))] }),
        ("two dies in one place", "TW0508", "names 2 dies", p => p with { Dies = [At(Die("d*.die", 4, 5))] }),
        ("die that is not there", "TW0502", "matches no component", p => p with { Dies = [.. p.Dies, At(Die("x.die", 4, 15))] }),
        ("element that is no die", "TW0503", "no die 'dye'", p => p with { Dies = [At(Die("d0.dye", 4, 5)), p.Dies[1]] }),
        ("no layer", "TW0564", "no layer", p => p with { Layers = [] }),
        ("layer twice", "TW0564", "'lid'", p => p with { Layers = [.. p.Layers, At(Layer("lid", 1, "copper"))] }),
        ("no such sources", "TW0564", "Did you mean 'act'?", p => p with { Sources = "ackt" }),
        ("dies too thick", "TW0564", "'d0.die' is 775 um thick, the layers of the dies (si, act) 1.02 mm", p => p with { Layers = [.. p.Layers.Select(layer => layer.Name == "si" ? layer with { Thickness = Mm(1) } : layer)], Dies = [At(p.Dies[0]), p.Dies[1]] }),
        ("dies cut in two", "TW0564", "'mid' lies between", p => p with { Layers = [.. p.Layers.Take(3), At(Layer("mid", 0.1, "tim")), .. p.Layers.Skip(3)] }),
        ("patch outside", "TW0561", "The patch 29 to 31 mm", p => p with { Layers = [p.Layers[0] with { Patches = [new(MaterialLibrary.Materials["tim"], new(Mm(29), Mm(0), Mm(2), Mm(1)), Here)] }, .. p.Layers.Skip(1)] }),
        ("ring too wide", "TW0561", "leaves nothing", p => p with { Layers = [p.Layers[0] with { Ring = new(Mm(12), MaterialLibrary.Materials["tim"], Here) }, .. p.Layers.Skip(1)] }),
        ("ring over a die", "TW0562", "The ring of 'tim' lies over 'd0.die'", p => p with { Layers = [p.Layers[0], p.Layers[1] with { Ring = new(Mm(4.5), MaterialLibrary.Materials["adhesive"], Here) }, .. p.Layers.Skip(2)] }),
        ("faces that touch nothing", "TW0565", "no way out", p => p with { Top = [], Bottom = [] }),
        ("part of a face outside", "TW0561", "The area 20 to 40 mm", p => p with { Top = [At(Film("cold", 1)) with { Area = new(Mm(20), Mm(0), Mm(20), Mm(5)) }] }),
        ("parts of a face that overlap", "TW0562", "'top1'", p => p with { Top = [Film("cold", 1), At(Film("board", 1)) with { Area = new(Mm(0), Mm(0), Mm(5), Mm(5)) }] }),
        ("parts of one name", "TW0564", "'top'", p => p with { Bottom = [At(Film("board", 1)) with { Name = "top" }] }),
        ("face at a zone that is not there", "TW0502", "Did you mean 'cold'?", p => p with { Top = [new(new("colt", Here), HeatTransferCoefficient.FromSi(1))] }),
        ("face at a junction that is not there", "TW0502", "Did you mean 'feed'?", p => p with { Top = [new(new("coolant.fed", Here), HeatTransferCoefficient.FromSi(1))] }),
        ("face at the world outside", "TW0502", "'coolant.inlet' is the world outside", p => p with { Top = [new(new("coolant.inlet", Here), HeatTransferCoefficient.FromSi(1))] }),
        ("face at nothing", "TW0564", "Nothing touches", p => p with { Top = [new(null, HeatTransferCoefficient.FromSi(1), Origin: Here)] }),
        ("face at two things", "TW0564", "both 'to' and 'channels'", p => p with { Top = [At(Film("cold", 1)) with { Channels = Channels }] }),
        ("channels of a stream that is not there", "TW0502", "Did you mean 'coolant'?", p => p with { Top = [Flown(Channels with { Stream = "colant" })] }),
        ("channels that lead nowhere", "TW0513", "from 'feed' to itself", p => p with { Top = [Flown(Channels with { To = "feed" })] }),
        ("channels without a drop", "TW0513", "out of range", p => p with { Top = [Flown(Channels with { Drop = default })] }),
        ("channels without a capacity", "TW0517", "greater than zero", p => p with { Top = [Flown(Channels with { Capacity = default })] }),
        ("channels in no strip", "TW0517", "4 bands of 0 strips", p => p with { Top = [Flown(Channels with { Strips = 0 })] }),
        ("channels in too many strips", "TW0517", "at most 128", p => p with { Top = [Flown(Channels with { Strips = 33 })] }),
        ("face at two places", "TW0508", "names 2 places", p => p with { Top = [new(new("d*.back", Here), HeatTransferCoefficient.FromSi(1))] }),
    ];

    private static PackageChannelsDescription Channels { get; } = new()
    {
        Stream = "coolant",
        From = "feed",
        To = "outlet",
        Along = ChannelDirection.East,
        Strips = 8,
        Bands = 4,
        Drop = Pressure.FromPascals(1000),
        Flow = VolumeFlow.FromLitersPerMinute(1),
        Capacity = JPerK(10),
    };

    private static PackageFilmDescription Flown(PackageChannelsDescription channels) => new(null, HeatTransferCoefficient.FromSi(1), Origin: Here) { Channels = channels };

    private static PlacedDieDescription At(PlacedDieDescription die) => die with { Die = die.Die with { Origin = Here }, Origin = Here };

    private static PackageLayerDescription At(PackageLayerDescription layer) => layer with { Origin = Here };

    private static PackageFilmDescription At(PackageFilmDescription film) => film with { Origin = Here };

    private static PackagePlan Plan(PackageDescription package)
    {
        CompileResult result = TryCompile(Chassis(package), Parts());
        Assert.True(result.Model is not null, string.Join('\n', result.Problems));
        return Assert.Single(result.Packages);
    }

    private static ChassisDescription Chassis(PackageDescription package) => Plain with
    {
        Zones = [Zone("board", 100, 2), Zone("cold", 100, 10)],
        Packages = [package],
        Mounts = [Mount("psu.base", "cold", 1), Mount("d*.back", "board", 1)],
        Rails = [Rail("bus", "psu.out", "d*.supply")],
        Streams = [new("coolant", Fluid.Water, Temperature.FromCelsius(30), [], [new("hose", "inlet", "feed", Pressure.FromPascals(1000), VolumeFlow.FromLitersPerMinute(1))])],
    };

    private static (string Name, Func<IComponent> Make)[] Parts() => [("d0", () => new Chip()), ("d1", () => new Chip()), ("psu", () => new Supply())];

    private static void AssertArea(in PackageArea expected, in PackageArea actual)
    {
        Assert.Equal(expected.XM, actual.XM, Rounding);
        Assert.Equal(expected.YM, actual.YM, Rounding);
        Assert.Equal(expected.WidthM, actual.WidthM, Rounding);
        Assert.Equal(expected.HeightM, actual.HeightM, Rounding);
    }

    /// <summary>8 x 6 mm, two halves, a probe that is only read and one with a node on it.</summary>
    private sealed class Chip : IComponent
    {
        public void Describe(IComponentBuilder builder)
        {
            Die die = builder.Die("die", new(
                Mm(8), Mm(6), Mm(0.775), VolumetricHeatCapacity.FromMegajoulesPerCubicMeterKelvin(1.66), ThermalConductivity.FromWattsPerMeterKelvin(120)));
            builder.DieBlock(die, "left", new DieRectangle(Mm(0), Mm(0), Mm(4), Mm(6)));
            builder.DieBlock(die, "right", new DieRectangle(Mm(4), Mm(0), Mm(4), Mm(6)));
            builder.Probe(die, "site", Mm(1), Mm(1));
            ThermalProbe seat = builder.Probe(die, "seat", Mm(7), Mm(5));
            ThermalNode ring = builder.ThermalNode("ring", JPerK(1e-5));
            builder.Couple(ring, seat, WPerK(2e-3));
            builder.Couple(ring, builder.Mount("back"), WPerK(1e-6));
            builder.RailLoad("supply", Voltage.FromVolts(12), W(1));
        }
    }
}
