using Twin.Contracts;
using Twin.Engine.Compiling;
using Twin.Engine.Description;
using Twin.Engine.Tests.Bench;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Compiling;

public sealed class CompileProblemTests
{
    private static readonly ChassisDescription Good = OpticalChassis.Description;

    public static TheoryData<string, string> BadDescriptions
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach ((string name, string code, _) in Cases())
            {
                data.Add(name, code);
            }

            return data;
        }
    }

    public static TheoryData<string, string> BadPlugins
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach ((string name, string code, _) in Plugins())
            {
                data.Add(name, code);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(BadDescriptions))]
    public void Compile_BadDescription_IsRefusedWithItsCode(string name, string code)
    {
        ChassisDescription description = Cases().Single(item => item.Name == name).Change(Good);
        CompileResult result = TryCompile(description, OpticalChassis.Parts());
        Assert.Null(result.Model);
        Assert.Contains(code, result.Problems.Select(problem => problem.Code));
        Assert.All(result.Problems, problem => Assert.False(string.IsNullOrWhiteSpace(problem.Message)));
    }

    [Theory]
    [MemberData(nameof(BadPlugins))]
    public void Compile_BadPlugin_IsRefusedWithItsCode(string name, string code)
    {
        Action<IComponentBuilder> describe = Plugins().Single(item => item.Name == name).Describe;
        CompileResult result = TryCompile(
            Good, [.. OpticalChassis.Parts(), ("bad", () => new Part(builder =>
            {
                builder.Couple(builder.ThermalNode("n", JPerK(1)), builder.Mount("base"), WPerK(1));
                describe(builder);
            }))]);
        Assert.Null(result.Model);
        Problem problem = Assert.Single(result.Problems, problem => problem.Code == code);
        Assert.StartsWith("components.bad", problem.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_SeveralThingsWrong_ReportsAllOfThem()
    {
        ChassisDescription description = Good with
        {
            Mounts = [.. Good.Mounts, Mount("nobody.base", "board", 1), Mount("oe0.base", "nowhere", 1)],
            Rails = [Rail("bus", "psu.out", "asic.supply, oe0.supply, laser.supply")],
            LightPaths = [],
            Channels = [],
        };
        CompileResult result = TryCompile(description, OpticalChassis.Parts());
        Assert.Equal(["TW0502", "TW0502", "TW0523", "TW0546"], result.Problems.Select(problem => problem.Code).Order());
    }

    [Fact]
    public void Compile_ComponentOfUnknownKind_OnlyItAndWhatItCannotHaveCausedAreTold()
    {
        ChassisDescription description = Good with
        {
            Components = [new("asic", "asik", MapParameter.Empty)],
            Mounts = [.. Good.Mounts, Mount("asci.base", "board", 1)],
        };
        CompileResult result = TryCompile(description, [.. OpticalChassis.Parts().Where(part => part.Item1 != "asic")]);
        Assert.Equal(["TW0309", "TW0502"], result.Problems.Select(problem => problem.Code));
        Assert.Equal("Did you mean 'asic'?", result.Problems[1].Hint);
    }

    [Fact]
    public void Compile_ComponentRefusesItself_WhatItLacksIsNotTold()
    {
        (string, Func<IComponent>) asic = ("asic", () => new Part(builder => builder.Refuse("bias", "too much")));
        CompileResult result = TryCompile(Good, [asic, .. OpticalChassis.Parts().Where(part => part.Item1 != "asic")]);
        Assert.Equal(["TW0307"], result.Problems.Select(problem => problem.Code));
    }

    [Fact]
    public void Compile_Good_HasNoProblem() => Assert.Empty(TryCompile(Good, OpticalChassis.Parts()).Problems);

    [Fact]
    public void Compile_Reference_SuggestsTheNearestName()
    {
        CompileResult result = TryCompile(Good with { Mounts = [Mount("*.base", "bord", 2)] }, OpticalChassis.Parts());
        Assert.Contains("Did you mean 'board'?", result.Problems.First(problem => problem.Code == "TW0502").ToString(), StringComparison.Ordinal);
    }

    private static (string Name, string Code, Func<ChassisDescription, ChassisDescription> Change)[] Cases() =>
    [
        ("two of a name", "TW0308", d => d with { Components = [new("asic", "asic", MapParameter.Empty)] }),
        ("unknown kind", "TW0309", d => d with { Components = [new("x", "nobody.knows", MapParameter.Empty)] }),
        ("left out though fixed", "TW0310", d => d with { Components = [new("asic2", "asic", MapParameter.Empty, Present: false)] }),
        ("unknown parameter", "TW0301", d => d with { Components = [new("asic2", "asic", new([new("x", new ScalarParameter("1"))]))] }),
        ("no reference", "TW0501", d => d with { Channels = [d.Channels[0] with { From = Ref("asic") }, d.Channels[1]] }),
        ("open brace", "TW0501", d => d with { Mounts = [.. d.Mounts, Mount("asic{0.base", "board", 1)] }),
        ("unknown zone", "TW0502", d => d with { Mounts = [Mount("*.base", "bord", 1)] }),
        ("unknown component", "TW0502", d => d with { Mounts = [.. d.Mounts, Mount("x.base", "board", 1)] }),
        ("unknown element", "TW0503", d => d with { Mounts = [.. d.Mounts, Mount("asic.lid", "board", 1)] }),
        ("base step of zero", "TW0504", d => d with { Schedule = d.Schedule with { BaseStep = Duration.Zero } }),
        ("uneven link period", "TW0504", d => d with { Schedule = d.Schedule with { Link = Duration.FromMicroseconds(1500) } }),
        ("zone twice", "TW0505", d => d with { Zones = [.. d.Zones, Zone("board", 1, 1)] }),
        ("mount without conductance", "TW0507", d => d with { Mounts = [Mount("*.base", "board", 0)] }),
        ("mount counts", "TW0508", d => d with { Mounts = [.. d.Mounts, Mount("oe*.base", "oe*.base, asic.base", 1)] }),
        ("stream of nothing", "TW0513", d => d with { Streams = [new("air", Fluid.Air, Temperature.FromCelsius(25), [], [])] }),
        ("passage without drop", "TW0513", d => d with { Streams = [new("air", Fluid.Air, Temperature.FromCelsius(25), [], [new("p", "inlet", "outlet", Pressure.Zero, VolumeFlow.FromCubicMetersPerSecond(1))])] }),
        ("passage to itself", "TW0513", d => d with { Streams = [new("air", Fluid.Air, Temperature.FromCelsius(25), [], [new("p", "a", "a", Pressure.FromPascals(1), VolumeFlow.FromCubicMetersPerSecond(1))])] }),
        ("no way out", "TW0516", d => d with { Zones = [Zone("board", 1, 0)] }),
        ("zone without capacity", "TW0517", d => d with { Zones = [Zone("board", 0, 1)] }),
        ("zone that heats itself", "TW0517", d => d with { Zones = [Zone("board", 1, 1), Zone("odd", 1, -1)] }),
        ("light path that amplifies", "TW0517", d => d with { LightPaths = [d.LightPaths[0] with { Loss = Decibels.FromDb(-1) }] }),
        ("fibre that amplifies", "TW0517", d => d with { FarEnds = [d.FarEnds[0] with { Loss = Decibels.FromDb(-1) }] }),
        ("rail of negative resistance", "TW0517", d => d with { Rails = [d.Rails[0] with { Resistance = Resistance.FromOhms(-1) }] }),
        ("load twice", "TW0521", d => d with { Rails = [.. d.Rails, Rail("second", "psu.out", "asic.supply")] }),
        ("loss without zone", "TW0522", d => d with { Rails = [d.Rails[0] with { Resistance = Resistance.FromOhms(0.1) }] }),
        ("light lost in no zone", "TW0522", d => d with { LightPaths = [d.LightPaths[0] with { LossZone = "bord" }] }),
        ("load on no rail", "TW0523", d => d with { Rails = [Rail("bus", "psu.out", "asic.supply")] }),
        ("parallel without load line", "TW0524", d => d with { Components = [new("psu2", "psu", MapParameter.Empty)], Rails = [d.Rails[0] with { Sources = Ref("psu*.out") }] }),
        ("light counts", "TW0531", d => d with { LightPaths = [d.LightPaths[0] with { Split = 2 }] }),
        ("light input twice", "TW0532", d => d with { LightPaths = [d.LightPaths[0], d.LightPaths[0]] }),
        ("far end twice", "TW0532", d => d with { FarEnds = [d.FarEnds[0], d.FarEnds[0]] }),
        ("far receiver twice", "TW0532", d => d with { FarEnds = [d.FarEnds[0] with { Receivers = Ref("oe0.line-rx, oe0.line-rx") }] }),
        ("far end counts", "TW0533", d => d with { FarEnds = [d.FarEnds[0] with { Receivers = Ref("oe0.line-rx") }] }),
        ("no extinction", "TW0534", d => d with { FarEnds = [d.FarEnds[0] with { TransmitExtinction = Decibels.FromDb(0) }] }),
        ("lane beyond the last", "TW0536", d => d with { FarEnds = [d.FarEnds[0] with { Receivers = Ref("oe*.line-rx[0..8]") }] }),
        ("channel counts", "TW0541", d => d with { Channels = [d.Channels[0] with { To = Ref("oe0.host-rx") }, d.Channels[1]] }),
        ("channel twice", "TW0543", d => d with { Channels = [.. d.Channels, d.Channels[0]] }),
        ("port counts", "TW0544", d => d with { Ports = [d.Ports[0] with { Count = 5 }] }),
        ("port too wide", "TW0544", d => d with { Ports = [d.Ports[0] with { Count = 1, LanesPerPort = 65, Transmitters = Ref(Repeat("asic.tx", 5) + ",asic.tx[0..0]"), Receivers = Ref(Repeat("asic.rx", 5) + ",asic.rx[0..0]") }] }),
        ("lane in two ports", "TW0545", d => d with { Ports = [d.Ports[0], d.Ports[0] with { Name = "other" }] }),
        ("lane to nowhere", "TW0546", d => d with { Channels = [d.Channels[0]] }),
        ("lane without far end", "TW0546", d => d with { FarEnds = [] }),
        ("port names collide", "TW0410", d => d with { Ports = [d.Ports[0] with { Count = 2, Transmitters = Ref("asic.tx[0..7]"), Receivers = Ref("asic.rx[0..7]") }, d.Ports[0] with { Count = 2, Transmitters = Ref("asic.tx[8..15]"), Receivers = Ref("asic.rx[8..15]") }] }),
    ];

    private static (string Name, string Code, Action<IComponentBuilder> Describe)[] Plugins() =>
    [
        ("throws", "TW0409", b => throw new InvalidOperationException("on purpose")),
        ("bad name", "TW0401", b => b.Fault("Upper", "x")),
        ("name twice", "TW0401", b => b.Fault("n", "x")),
        ("count of zero", "TW0401", b => b.Faults("f", 0, "x")),
        ("no capacity", "TW0402", b => b.ThermalNode("m", HeatCapacity.Zero)),
        ("conductance below zero", "TW0402", b => b.Couple(b.ThermalNode("m", JPerK(1)), b.Mount("k"), WPerK(-1))),
        ("no resistance", "TW0403", b => b.FlowElement("f", FlowMedium.Air, default)),
        ("flow that exchanges with itself", "TW0403", b =>
        {
            FlowElement flow = b.FlowElement("f", FlowMedium.Air, new(1, 1));
            b.Exchange("x", flow, flow, new(
                new(ThermalConductance.FromWattsPerKelvin(1), VolumeFlow.FromCubicMetersPerSecond(1), 0, ThermalConductance.Zero),
                new(ThermalConductance.FromWattsPerKelvin(1), VolumeFlow.FromCubicMetersPerSecond(1), 0, ThermalConductance.Zero)));
        }),
        ("converter without output", "TW0405", b => b.PowerSource("s", b.PowerInlet("i", Voltage.FromVolts(1)), b.ThermalNode("m", JPerK(1)), new(Voltage.Zero, W(1), default, Resistance.Zero, 1, Voltage.Zero))),
        ("feeds that do not fit", "TW0404", b => b.OpticalTransmitter("t", 2, Asic.Format, new(Wavelength.FromNanometers(1310), Frequency.FromGigahertz(40)), b.LightInput("l", 1, Decibels.FromDb(-20)), [0, 1])),
        ("knob outside its range", "TW0407", b => b.LiveParameter("p", W(2), W(0), W(1), "x")),
        ("block outside the die", "TW0408", b => b.DieBlock(b.Die("d", new(Length.FromMillimeters(1), Length.FromMillimeters(1), Length.FromMillimeters(1), default, default)), "k", new(Length.Zero, Length.Zero, Length.FromMillimeters(2), Length.FromMillimeters(1)))),
        ("die in no package", "TW0506", b => b.DieBlock(b.Die("d", new(Length.FromMillimeters(1), Length.FromMillimeters(1), Length.FromMillimeters(1), VolumetricHeatCapacity.FromMegajoulesPerCubicMeterKelvin(1), default)), "k", new(Length.Zero, Length.Zero, Length.FromMillimeters(1), Length.FromMillimeters(1)))),
        ("flow in no stream", "TW0511", b => b.FlowElement("f", FlowMedium.Air, new(1, 1))),
        ("light that would vanish", "TW0411", b => b.LightInput("l", 1, Decibels.FromDb(-20))),
        ("lanes handed on to fewer", "TW0406", b => b.Forward(Receiver(b, 2), Transmitter(b, 1), Relay.Linear, Duration.Zero)),
        ("refused by itself", "TW0307", b => b.Refuse("bias", "too much")),
        ("control period of zero", "TW0412", b => b.ControlPeriod(Duration.Zero)),
        ("uneven control period", "TW0412", b => b.ControlPeriod(Duration.FromMicroseconds(1500))),
        ("leakage of no load", "TW0409", b => b.Leakage("l", default, b.ThermalNode("m", JPerK(1)))),
        ("converter of no load", "TW0409", b => b.PowerSource("s", default(RailLoad), b.ThermalNode("m", JPerK(1)), new(Voltage.FromVolts(1), W(1), default, Resistance.Zero, 1, Voltage.Zero))),
        ("converter of no inlet", "TW0409", b => b.PowerSource("s", default(PowerInlet), b.ThermalNode("m", JPerK(1)), new(Voltage.FromVolts(1), W(1), default, Resistance.Zero, 1, Voltage.Zero))),
        ("exchange with no flow", "TW0409", b => b.Exchange("x", b.ThermalNode("m", JPerK(1)), default(FlowElement), new(WPerK(1), VolumeFlow.FromCubicMetersPerSecond(1), 0, WPerK(0)))),
    ];

    private static string Repeat(string text, int count) => string.Join(',', Enumerable.Repeat(text, count - 1));

    private static ElectricalReceiver Receiver(IComponentBuilder builder, int lanes) =>
        builder.ElectricalReceiver("r", lanes, Asic.Format, new(Voltage.Zero, Frequency.FromGigahertz(40), Equalizer.Linear, Decibels.FromDb(0)));

    private static ElectricalTransmitter Transmitter(IComponentBuilder builder, int lanes) =>
        builder.ElectricalTransmitter("t", lanes, Asic.Format, new(Voltage.FromVolts(1), Decibels.FromDb(30), 0, Frequency.FromGigahertz(40)));
}
