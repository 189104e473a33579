using Twin.Contracts;
using Twin.Engine.Compiling;
using Twin.Engine.Description;
using Twin.Engine.Stepping;
using Twin.Engine.Structure;
using Twin.Engine.Tests.Bench;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Plugins.Tests;

/// <summary>A chassis with a loaded plugin's part in the middle of it: on the rail, on the board, in the stream, the laser of one of two engines, a port of copper.</summary>
internal static class Misbehaving
{
    /// <summary>The part's name.</summary>
    public const string Name = "bad";

    private static readonly ChassisDescription Chassis = OpticalChassis.Description with
    {
        Zones = [Zone("board", 100, 5)],
        Mounts = [Mount("*.base", "board", 2), Mount("duct.seat", "board", 3)],
        Rails = [Rail("bus", "psu.out", "asic.supply, oe*.supply, laser.supply, bad.supply, fan.supply, heater.supply", 0.001, "board")],
        LightPaths = [new(Ref("laser.out"), Ref("oe0.els"), Decibels.FromDb(1.5), 1, "board"), new(Ref("bad.beam"), Ref("oe1.els"), Decibels.FromDb(1.5), 1, "board")],
        Streams = [new("air", Fluid.Air, Temperature.FromCelsius(27), [new(Ref("fan.rotor"), "inlet", "plenum"), new(Ref("duct.air"), "plenum", "outlet"), new(Ref("bad.air"), "plenum", "outlet")], [])],
        Channels = [.. OpticalChassis.Description.Channels, new(Ref("bad.tx"), Ref("bad.rx"), Decibels.FromDb(5), Decibels.FromDb(0), 0.01, 0.6, Length.FromMillimeters(100))],
        Ports = [.. OpticalChassis.Description.Ports, new("copper", 1, 1, BitRate.FromGigabitsPerSecond(100), Ref("bad.tx"), Ref("bad.rx"), ErrorCorrection.Kp4)],
    };

    private static readonly (string Name, Func<IComponent> Make)[] Others =
    [
        ("asic", () => new Asic(16)), ("psu", () => new Supply(standbyW: 3, linear: 0.04)), ("laser", () => new Laser(2)), (Name, null!), ("oe0", () => new Engine.Tests.Bench.Engine(8, 2)),
        ("oe1", () => new Engine.Tests.Bench.Engine(8, 2)), ("fan", () => new Fan()), ("duct", () => new Duct(0.01, 100, 3, 0.5, 0.1)), ("heater", () => new Heater(40, leakW: 4, slopeWPerK: 0.1)),
    ];

    /// <summary>Compiles the chassis with the part that a deed and its steps are given to.</summary>
    public static CompileResult Compile(PluginCatalog catalog, params (string Key, string Value)[] parameters)
    {
        var values = new MapParameter([.. parameters.Select(pair => KeyValuePair.Create<string, ParameterNode>(pair.Key, new ScalarParameter(pair.Value)))]);
        Dictionary<string, ComponentKind> kinds = KindsOf(catalog);
        foreach ((string name, Func<IComponent> make) in Others.Where(part => part.Name != Name))
            kinds[name] = new ComponentKind(name, name, "test", typeof(NoParameters), _ => make());
        return ChassisCompiler.Compile(
            Chassis with { Components = [.. Others.Select(part => part.Name == Name ? new ComponentDescription(Name, "fixture.mischief", values) : new ComponentDescription(part.Name, part.Name, MapParameter.Empty))] }, kinds, KeptPackages.Instance);
    }

    /// <summary>Starts a run of it.</summary>
    public static Simulation Run(PluginCatalog catalog, params (string Key, string Value)[] parameters)
    {
        CompileResult result = Compile(catalog, parameters);
        Assert.True(result.Model is not null, string.Join('\n', result.Problems));
        return Bench.Run(result.Model);
    }

    /// <summary>Compiles a board with parts that describe themselves wrongly, or not.</summary>
    public static CompileResult CompileIllDescribed(PluginCatalog catalog, string deed, int count)
    {
        var values = new MapParameter([KeyValuePair.Create<string, ParameterNode>("deed", new ScalarParameter(deed))]);
        return ChassisCompiler.Compile(
            Plain with
            {
                Zones = [Zone("board", 100, 5)],
                Mounts = [Mount("*.base", "board", 2)],
                Components = [.. Enumerable.Range(0, count).Select(i => new ComponentDescription($"bad{i}", "fixture.ill-described", values))],
            },
            KindsOf(catalog), KeptPackages.Instance);
    }

    private static Dictionary<string, ComponentKind> KindsOf(PluginCatalog catalog) => catalog.Kinds.ToDictionary(
        kind => kind.Kind, kind => new ComponentKind(kind.Kind, kind.Description, kind.PluginId, kind.ParametersType, kind.Create), StringComparer.Ordinal);

    /// <summary>First word of a component and the first behind it: the components lie one behind the other, each beginning with its condition.</summary>
    public static (int First, int End) WordsOf(CompiledChassis chassis, string name)
    {
        ComponentInfo component = chassis.Components.Single(item => item.Name == name);
        int First(int index) => chassis.Signals[chassis.Components.Single(item => item.Index == index).StatusSignal].Word;
        return (First(component.Index), First(component.Index + 1));
    }
}
