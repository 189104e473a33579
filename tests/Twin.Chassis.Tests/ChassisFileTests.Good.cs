using Twin.Engine.Description;
using Twin.Units;

namespace Twin.Chassis.Tests;

public sealed partial class ChassisFileTests
{
    private static readonly ChassisFileResult Full = ChassisFile.Read(FullFile.Path);

    private static ChassisDescription Description => Full.Description!;

    [Fact]
    public void Read_EveryKey_NoProblem()
    {
        Assert.Empty(Full.Problems);
        Assert.NotNull(Full.Description);
    }

    [Fact]
    public void Read_Top_AllFields()
    {
        Assert.Equal("cpo-51t", Description.Model);
        Assert.Equal("Switch with co-packaged optics", Description.Title);
        Assert.Equal("chassis7", Description.Instance);
        Assert.Equal(Temperature.FromCelsius(27), Description.Room);
        Assert.Equal(Length.FromMeters(150), Description.Altitude);
        Assert.Equal(InitialCondition.Ambient, Description.Initial);
        Assert.Equal(ulong.MaxValue, Description.Seed);
        Assert.False(Description.Spread);
        Assert.Equal(
            new ScheduleDescription(Duration.FromMilliseconds(2), Duration.FromMilliseconds(20), Duration.FromMilliseconds(200), Duration.FromMilliseconds(400)),
            Description.Schedule);
    }

    [Fact]
    public void Parse_OnlyRequired_DefaultsOfDescription()
    {
        ChassisFileResult result = ChassisFile.Parse("model: tiny\ncomponents: {a: vendor.part}\n", "tiny.yaml");
        Assert.Empty(result.Problems);
        ChassisDescription expected = new() { Model = "tiny" };
        ChassisDescription actual = result.Description!;
        Assert.Equal(expected.Title, actual.Title);
        Assert.Equal(expected.Instance, actual.Instance);
        Assert.Equal(expected.Room, actual.Room);
        Assert.Equal(expected.Altitude, actual.Altitude);
        Assert.Equal(expected.Initial, actual.Initial);
        Assert.Equal(expected.Seed, actual.Seed);
        Assert.Equal(expected.Spread, actual.Spread);
        Assert.Equal(expected.Schedule, actual.Schedule);
        Assert.Equal(new ComponentDescription("a", "vendor.part", MapParameter.Empty, true, new("tiny.yaml", 2, 14)), Assert.Single(actual.Components));
        Assert.Empty(actual.Ports);
        Assert.Null(result.Workload);
        Assert.Empty(result.Workloads);
    }

    [Fact]
    public void Parse_EmptySchedule_DefaultsOfDescription()
    {
        ChassisFileResult result = ChassisFile.Parse("model: tiny\nschedule: {}\ncomponents: {a: vendor.part}\n", "tiny.yaml");
        Assert.Equal(ScheduleDescription.Default, result.Description!.Schedule);
    }

    [Fact]
    public void Read_Components_RepetitionExpandedInFileOrder()
    {
        string[] names = [.. Description.Components.Select(component => component.Name)];
        string[] expected =
        [
            "asic0", "oe00", "oe01", "oe02", "oe03", "oe04", "oe05", "oe06", "oe07", "oe08", "oe09", "oe10", "oe11", "els0", "els1",
            "fan0", "fan1", "fan2", "fan3", "cage0", "cage1", "sink0", "vrm0", "vrm1", "spare", "fan-control",
        ];
        Assert.Equal(expected, names);
        Assert.Equal("borealis.switch-asic", Description.Components[0].Kind);
        Assert.Equal("draco.laser-module", Description.Components[13].Kind);
        Assert.Equal([false], Description.Components.Where(component => component.Name == "spare").Select(component => component.Present));
        Assert.Equal(new Origin(FullFile.Path, 13, 3), Description.Components[5].Origin);
    }

    [Fact]
    public void Read_Parameters_TreeWithTextsUntouched()
    {
        MapParameter parameters = Description.Components[3].Parameters;
        Assert.Equal(["lanes", "bias"], parameters.Entries.Select(entry => entry.Key));
        ScalarParameter lanes = Assert.IsType<ScalarParameter>(parameters.Entries[0].Value);
        Assert.Equal(("64", new Origin(FullFile.Path, 16, 25)), (lanes.Text, lanes.Origin));
        MapParameter bias = Assert.IsType<MapParameter>(parameters.Entries[1].Value);
        Assert.Equal("0.35 W/A", Assert.IsType<ScalarParameter>(bias.Entries[0].Value).Text);
        ListParameter list = Assert.IsType<ListParameter>(bias.Entries[1].Value);
        Assert.Equal("2 nm", Assert.IsType<ScalarParameter>(list.Items[1]).Text);
        Assert.Equal("3", Assert.IsType<ScalarParameter>(Assert.IsType<ListParameter>(list.Items[2]).Items[0]).Text);
    }

    [Fact]
    public void Read_ThermalParts_AllFields()
    {
        Assert.Equal(
            [
                ("board", HeatCapacity.FromJoulesPerKelvin(800), ThermalConductance.FromWattsPerKelvin(2)),
                ("wall", HeatCapacity.FromJoulesPerKelvin(1200), ThermalConductance.Zero),
            ],
            Description.Zones.Select(zone => (zone.Name, zone.Capacity, zone.SurfaceLoss)));
        Assert.Equal(
            [("els*.case", "board", ThermalConductance.FromWattsPerKelvin(3)), ("fan{0..3}.case, sink0.foot", "wall", ThermalConductance.FromWattsPerKelvin(0.5))],
            Description.Mounts.Select(mount => (mount.From.Text, mount.To.Text, mount.Conductance)));
    }

    [Fact]
    public void Read_Packages_AllFields()
    {
        PackageDescription package = Description.Packages[0];
        Assert.Equal(("package0", 0.075, 0.06, 0.075 / 50, "act"), (package.Name, package.Width.Meters, package.Height.Meters, package.Cell.Meters, package.Sources));
        Assert.Equal(["lid", "tim1", "si", "act", "sub"], package.Layers.Select(layer => layer.Name));
        Assert.Equal([3 / 1e3, 100 / 1e6, 760 / 1e6, 20 / 1e6, 1.6 / 1e3], package.Layers.Select(layer => layer.Thickness.Meters));
        Assert.Equal(["copper", "gapfill", "gapfill", "active", "substrate"], package.Layers.Select(layer => layer.Material.Name));
        Assert.Same(MaterialLibrary.Materials["copper"], package.Layers[0].Material);
        Assert.Equal([null, "my-tim", null, null, null], package.Layers.Select(layer => layer.AtDies?.Name));
        Assert.Equal([false, false, true, false, false], package.Layers.Select(layer => layer.HoldsDies));
        Assert.Equal((4.5 / 1e3, "adhesive"), (package.Layers[1].Ring!.Width.Meters, package.Layers[1].Ring!.Material.Name));
        Assert.Equal(4, package.Layers.Count(layer => layer.Ring is null));
        PackagePatchDescription patch = Assert.Single(package.Layers.SelectMany(layer => layer.Patches));
        Assert.Equal(new RectangleDescription(Mm(10), Mm(20), Mm(30), Mm(5)), patch.Area);
        Assert.Equal(
            ("board-core", 20, 21, 0.5, 2e6),
            (patch.Material.Name, patch.Material.ConductivityX.Si, patch.Material.ConductivityY.Si, patch.Material.ConductivityZ.Si, patch.Material.HeatCapacity.Si));
        Assert.Equal((4, 4, 4), (package.Layers[1].AtDies!.ConductivityX.Si, package.Layers[1].AtDies!.ConductivityY.Si, package.Layers[1].AtDies!.ConductivityZ.Si));
        Assert.Equal(
            [("asic0.die", Mm(24), Mm(16.5), 0, false), ("oe00.die", Mm(54), Mm(40), 270, true)],
            package.Dies.Select(die => (die.Die.Text, die.X, die.Y, die.TurnDegrees, die.Mirrored)));
        Assert.Equal(
            [("sink0.base", 50000, "west", new RectangleDescription(Mm(0), Mm(0), Mm(40), Mm(60))), ("wall", 40, null, new RectangleDescription(Mm(40), Mm(0), Mm(35), Mm(60)))],
            package.Top.Select(film => (film.To!.Text, film.Film.Si, film.Name, film.Area!)));
        PackageFilmDescription bottom = Assert.Single(package.Bottom);
        Assert.Equal(("board", 800, null, null), (bottom.To!.Text, bottom.Film.Si, bottom.Name, bottom.Area));

        Assert.Equal([false, true], Description.Packages.Select(item => item.FollowsEdges));
        Assert.Equal(Mm(0.5), Description.Packages[1].Cell);
        PackageFilmDescription top = Assert.Single(Description.Packages[1].Top);
        Assert.Null(top.To);
        Assert.Equal(43_400, top.Film.Si);
        PackageChannelsDescription channels = top.Channels!;
        Assert.Equal(("loop", "feed", "warm", ChannelDirection.South, 12, 4), (channels.Stream, channels.From, channels.To, channels.Along, channels.Strips, channels.Bands));
        Assert.Equal((50e3, 2 / 60e3, 0.9, 35.0), (channels.Drop.Pascals, channels.Flow.Si, channels.LaminarShare, channels.Capacity.JoulesPerKelvin));
        Assert.Equal("loop.tank", Assert.Single(Description.Packages[1].Bottom).To!.Text);

        static Length Mm(double millimetres) => Length.FromMillimeters(millimetres);
    }

    [Fact]
    public void Read_Streams_AllFields()
    {
        Assert.Equal(
            [("air", Fluid.Air, Temperature.FromCelsius(24)), ("loop", Fluid.PropyleneGlycol25, Temperature.FromCelsius(40))],
            Description.Streams.Select(stream => (stream.Name, stream.Fluid, stream.InletTemperature)));
        Assert.Equal(
            [("cage*.air", "inlet", "plenum"), ("fan*.flow", "plenum", "outlet")],
            Description.Streams[0].Elements.Select(element => (element.Elements.Text, element.From, element.To)));
        PassageDescription passage = Assert.Single(Description.Streams[0].Passages);
        Assert.Equal(("bypass", "inlet", "plenum"), (passage.Name, passage.From, passage.To));
        Assert.Equal(Pressure.FromSi(100), passage.Drop);
        Assert.Equal(6.0 / 60e3, passage.Flow.Si);
        Assert.Empty(Description.Streams[1].Passages);
    }

    [Fact]
    public void Read_Rails_AllFields() => Assert.Equal(
        [("core", "vrm*.out", "asic0.core", 0.05 / 1e3, "board"), ("aux", "vrm0.aux", "oe*.bias", 0.0, null)],
        Description.Rails.Select(rail => (rail.Name, rail.Sources.Text, rail.Loads.Text, rail.Resistance.Si, rail.LossZone)));

    [Fact]
    public void Read_Links_AllFields()
    {
        Assert.Equal(
            [("asic0.tx", "oe*.host-rx", 2.3, 0.4, 0.5 / 100, 0.5, 9.5 / 1000), ("oe*.host-tx[0..31]", "asic0.rx[0..383]", 2.0, 0.0, 0.0, 0.25, 0.01)],
            Description.Channels.Select(channel => (channel.From.Text, channel.To.Text, channel.NyquistLoss.Si, channel.LossSpread.Si,
                channel.CrosstalkRatio, channel.SkinEffectShare, channel.Length.Si)));
        Assert.Equal(
            [("els*.out", "oe*.els", 1.0, 4, "wall"), ("spare.out", "oe*.spare", 0.0, 1, null)],
            Description.LightPaths.Select(path => (path.From.Text, path.To.Text, path.Loss.Si, path.Split, path.LossZone)));
        FarEndDescription end = Description.FarEnds[0];
        Assert.Equal(("oe*.line-tx", "oe*.line-rx", Partner.WorstCase), (end.Transmitters.Text, end.Receivers.Text, end.Partner));
        Assert.Equal(
            [4, 500, 1e-3, 4.5, 35e9, -142, 0.8, 18 / 1e12, 40e9, 1.5],
            (double[])[end.Loss.Si, end.FibreLength.Si, end.TransmitOma.Si, end.TransmitExtinction.Si, end.TransmitBandwidth.Si, end.TransmitRin.Si,
                end.ReceiveResponsivity.Si, end.ReceiveNoise.Si, end.ReceiveBandwidth.Si, end.ReceiveImplementationLoss.Si]);
        Assert.Equal(Partner.Loopback, Description.FarEnds[1].Partner);
    }

    [Fact]
    public void Read_PortsAndControl_AllFields()
    {
        Assert.Equal(
            [("port", 64, 8, 800e9, "asic0.tx", "asic0.rx", ErrorCorrection.Kp4, true), ("uplink", 2, 4, 100e9, "asic0.up-tx", "asic0.up-rx", ErrorCorrection.Kr4, false)],
            Description.Ports.Select(port => (port.Name, port.Count, port.LanesPerPort, port.Rate.Si, port.Transmitters.Text, port.Receivers.Text, port.ErrorCorrection, port.Enabled)));
        Assert.Equal(("fan-control.hottest", "oe*/junction-sensor, asic0/block[0..3]"), Description.Sensors.Select(sensor => (sensor.Input.Text, sensor.Signals)).Single());
        Assert.Equal(("fan-control.fans", "fan*.speed"), Description.Actuators.Select(actuator => (actuator.Output.Text, actuator.Actuators.Text)).Single());
    }

    [Fact]
    public void Read_Workloads_NamesAndChoice()
    {
        Assert.Equal(
            [
                ("training", "all-reduce"), ("experts", "moe"), ("reduction", "all-reduce"), ("exchange", "all-to-all"), ("serving", "mixture-of-experts"),
                ("noise", "random"), ("flat", "constant"), ("mixed", "groups"),
            ],
            Full.Workloads.Select(workload => (workload.Name, workload.Pattern)));
        Assert.Equal("training", Full.Workload);
    }

    [Fact]
    public void Read_EveryDescription_HasItsLine()
    {
        Origin?[] origins =
        [
            .. Description.Components.Select(item => item.Origin), .. Description.Zones.Select(item => item.Origin), .. Description.Mounts.Select(item => item.Origin),
            .. Description.Packages.Select(item => item.Origin), .. Description.Packages.SelectMany(item => item.Dies).Select(item => item.Origin),
            .. Description.Packages.SelectMany(item => item.Top.Concat(item.Bottom)).Select(item => item.Origin), .. Description.Packages.SelectMany(item => item.Layers).Select(item => item.Origin),
            .. Description.Packages.SelectMany(item => item.Layers).SelectMany(item => item.Patches).Select(item => item.Origin), Description.Packages[0].Layers[1].Ring!.Origin, .. Description.Streams.Select(item => item.Origin), .. Description.Rails.Select(item => item.Origin),
            .. Description.Channels.Select(item => item.Origin), .. Description.LightPaths.Select(item => item.Origin), .. Description.FarEnds.Select(item => item.Origin),
            .. Description.Ports.Select(item => item.Origin), .. Description.Sensors.Select(item => item.Origin), .. Description.Actuators.Select(item => item.Origin),
            .. Description.Mounts.Select(item => item.From.Origin), .. Description.Streams[0].Elements.Select(item => item.Origin), Description.Streams[0].Passages[0].Origin,
        ];
        string[] lines = FullFile.Text.Split('\n');
        Assert.All(origins, origin =>
        {
            Assert.Equal(FullFile.Path, origin!.File);
            Assert.False(char.IsWhiteSpace(lines[origin.Line - 1][origin.Column - 1]));
        });
    }
}
