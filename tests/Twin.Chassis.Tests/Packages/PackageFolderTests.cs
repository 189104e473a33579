using Twin.Chassis.Packages;
using Twin.Engine.Description;
using Twin.Physics.Thermal.Packages;

namespace Twin.Chassis.Tests.Packages;

public sealed partial class PackageFolderTests
{
    private static string Shipped(string name) => Path.Combine(AppContext.BaseDirectory, "packages", name);

    [Fact]
    public void Read_Reference_EveryTableInSi()
    {
        PackageFolderResult result = PackageFolder.Read(Shipped("cpo-51t-reference"), needsTrace: true);

        Assert.Empty(result.Problems);
        PackageModel package = result.Model!;
        Assert.Equal((0.075, 0.075), (package.WidthM, package.HeightM));
        Assert.Equal(["LID3", "LID2", "LID1", "TIM1", "SI2", "SI1", "ACT", "BUMP", "SUB2", "SUB1", "BALLS", "PCB2", "PCB1"], package.Layers.Select(layer => layer.Name));
        Assert.Equal(6, result.SourceLayer);
        Assert.Equal([0, 0, 0, 13, 13, 13, 0, 13, 0, 0, 0, 0, 0], package.Layers.Select(layer => layer.Patches.Count));
        Assert.Equal((20e-6, 380e-6), (package.Layers[6].ThicknessM, package.Layers[4].ThicknessM));
        Assert.Equal(new PackageMaterial("BUMPS", 1, 1, 5, 2e6), package.Layers[7].Patches[0].Material);
        Assert.Equal(new PackageArea(0.0255, 0.054, 0.009, 0.006), package.Layers[3].Patches[1].Area);
        Assert.Equal(29, package.Blocks.Count);
        Assert.Equal(new PackageBlock("SERDES_S0", 6, new(0.024, 0.024, 0.0135, 0.0045), 22), package.Blocks[5]);
        Assert.Equal(594, package.Blocks.Sum(block => block.NominalPowerW), 1e-9);
        Assert.Equal(
            [new("top", true, new(0, 0, 0.075, 0.075), 9000, 313.15 - 273.15), new("bottom", false, new(0, 0, 0.075, 0.075), 50, 318.15 - 273.15)],
            package.Films);
        Assert.Equal(40, package.InitialTemperatureC, 1e-12);
        Assert.Null(package.Microchannels);
        Assert.Equal("51.2T switch with eight optical engines, cold plate", result.Title);
    }

    [Fact]
    public void Read_ReferenceTrace_RowsInTheOrderOfTheBlocks()
    {
        PackageTrace trace = PackageFolder.Read(Shipped("cpo-51t-reference"), needsTrace: true).Trace!;

        Assert.Equal((200, 29), (trace.RowCount, trace.BlockCount));
        Assert.Equal((0, 1.99), (trace.StartsS[0], trace.StartsS[199]));
        Assert.Equal(2.0, trace.EndS!.Value, 1e-12);
        Assert.Equal(32.4897, trace.PowersW(0)[0]);
        Assert.Equal(4.3124, trace.PowersW(1)[28]);
        double[] powersW = new double[29];
        for (int step = 0; step < 200; step++)
        {
            // The step that begins with a row has the powers of that row to the last bit, though its times are sums.
            trace.Mean(step * 0.01, (step + 1) * 0.01, powersW);
            Assert.Equal(trace.PowersW(step).ToArray(), powersW);
        }
    }

    [Fact]
    public void Read_Microchannel_CavityOfWallsAndCoolant()
    {
        PackageFolderResult result = PackageFolder.Read(Shipped("cpo-51t-microchannel"));

        Assert.Empty(result.Problems);
        PackageMicrochannels channels = result.Model!.Microchannels!;
        Assert.Equal(1, channels.Layer);
        Assert.Equal((200e-6, 100e-6, "COPPER"), (channels.ChannelWidthM, channels.WallWidthM, channels.Wall.Name));
        Assert.Equal(2e-3 / 60, channels.FlowM3PerS, 1e-18);
        Assert.Equal((4.12e6, 43400, 43400), (channels.CoolantHeatCapacity, channels.BottomCoefficient, channels.TopCoefficient));
        Assert.Equal(30, channels.InletTemperatureC, 1e-12);
        Assert.Equal("bottom", Assert.Single(result.Model.Films).Name);
        Assert.Equal("COPPER", result.Model.Layers[1].Base.Name);
    }

    [Fact]
    public void Read_EveryKey_IsInTheModel()
    {
        using PackageCopy package = new();
        package.Write("package.yaml", """
            size: [30 mm, 20 mm]
            sources: ACT
            top:
              zones:
                - {name: cold-plate, area: [0 mm, 0 mm, 20 mm, 20 mm], h: 9000 W/m2K, temperature: 40 degC}
                - {name: module, area: [2 cm, 0 mm, 10 mm, 20 mm], h: 100 W/m2K, temperature: 50 degC}
            initial: 20 degC
            microchannel: {layer: LID, channel: 200 um, wall: 100 um, wall_material: COPPER, flow: 2 L/min, direction: -y, heat_capacity: 4.12e6 J/m3K, inlet: 30 degC, h_bottom: 4e4 W/m2K, h_top: 3e4 W/m2K}
            probes: [{name: ring, layer: SI, x: 5 mm, y: 6 mm}]
            conductivity-exponent: {SILICON: 1.3}
            """);

        PackageFolderResult result = package.Read();

        Assert.Empty(result.Problems);
        PackageModel model = result.Model!;
        Assert.Equal(["cold-plate", "module"], model.Films.Select(film => film.Name));
        Assert.Equal(new PackageArea(0.02, 0, 0.01, 0.02), model.Films[1].Area);
        Assert.All(model.Films, film => Assert.True(film.IsTop));
        Assert.Equal(-2e-3 / 60, model.Microchannels!.FlowM3PerS, 1e-18);
        Assert.Equal((4e4, 3e4), (model.Microchannels.BottomCoefficient, model.Microchannels.TopCoefficient));
        Assert.Equal([new PackageProbe("ring", 3, 0.005, 0.006)], model.Probes);
        Assert.Equal(1.3, model.Layers[3].Patches[0].Material.ConductivityExponent);
        Assert.Equal(0, model.Layers[0].Base.ConductivityExponent);
    }

    [Fact]
    public void Read_LayerColumnOfBlocks_GoesBeforeSources()
    {
        using PackageCopy package = new();
        package.Write("blocks.csv", "block,x_mm,y_mm,length_x_mm,width_y_mm,nominal_power_W,layer\nlower,5,5,10,10,20,\nupper,5,5,10,10,20,SI\n");
        Assert.Equal([4, 3], package.Read().Model!.Blocks.Select(block => block.Layer));
    }

    [Fact]
    public void Read_LayersInAnyOrder_AreSortedByTheirNumber()
    {
        using PackageCopy package = new();
        string[] lines = package.Text("layers.csv").TrimEnd().Split('\n');
        package.Write("layers.csv", string.Join('\n', lines.Skip(1).Reverse().Prepend(lines[0])) + "\n");
        PackageModel model = package.Read().Model!;
        Assert.Equal(["LID2", "LID", "TIM", "SI", "ACT", "SUB"], model.Layers.Select(layer => layer.Name));
        Assert.Single(model.Layers[3].Patches);
    }

    [Fact]
    public void Read_WithoutTrace_OnlyMattersWhereItIsNeeded()
    {
        using PackageCopy package = new();
        File.Delete(package.PathOf("trace_power.csv"));
        Assert.Empty(package.Read().Problems);
        Problem problem = Assert.Single(package.Read(needsTrace: true).Problems);
        Assert.Equal(("TW0101", package.PathOf("trace_power.csv")), (problem.Code, problem.Origin!.File));
    }

    [Fact]
    public void Mean_StepOverSeveralRows_KeepsTheEnergy()
    {
        using PackageCopy package = new();
        PackageTrace trace = package.Read(needsTrace: true).Trace!;
        double[] powersW = new double[2];
        // Rows of the small package: 20 W and 5 W from 0 s, 10 W and 0 W from 0.5 s, 30 W and 5 W from 1 s on.
        trace.Mean(0.25, 1.25, powersW);
        Assert.Equal([(0.25 * 20) + (0.5 * 10) + (0.25 * 30), (0.25 * 5) + (0.25 * 5)], powersW, (left, right) => Math.Abs(left - right) < 1e-12);
        trace.Mean(40, 41, powersW);
        Assert.Equal([30.0, 5.0], powersW);
    }
}
