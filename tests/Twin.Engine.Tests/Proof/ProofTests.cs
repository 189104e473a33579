using Twin.Contracts;
using Twin.Contracts.Proof;
using Twin.Engine.Compiling;
using Twin.Engine.Description;
using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Engine.Structure;
using Twin.Engine.Tests.Bench;
using Twin.Units;
using static Twin.Engine.Tests.Bench.Bench;

namespace Twin.Engine.Tests.Proof;

/// <summary>Every component of the contract's proof, in one chassis: nothing throws and energy closes.</summary>
public sealed class ProofTests
{
    [Theory]
    [InlineData(InitialCondition.Ambient)]
    [InlineData(InitialCondition.Steady)]
    public void Step_AThousandTimes_NoneIsQuarantinedAndBalancesClose(InitialCondition initial)
    {
        Simulation simulation = Run(Compile(initial));
        for (int i = 0; i < 1000; i++)
        {
            TwinCommand? command = i switch
            {
                100 => new TwinCommand.InjectFault("laser/dead3", 1),
                200 => new TwinCommand.InjectFault("fans/stalled1", 1),
                300 => new TwinCommand.SetPresence("module", false),
                400 => new TwinCommand.InjectFault("psu0/failed", 1),
                500 => new TwinCommand.SetPresence("module", true),
                600 => new TwinCommand.InjectFault("plate/pump-seized", 1),
                _ => null,
            };
            if (command is not null)
            {
                simulation.Do(command);
            }

            simulation.StepBalanced(1);
        }

        foreach (ComponentInfo component in simulation.Model.Chassis.Components)
        {
            Assert.True(simulation.QuarantineReason(component.Index) is null, $"{component.Name}: {simulation.QuarantineReason(component.Index)}");
        }

        Assert.Equal(0, simulation.Value("quarantined-components"));
    }

    private static ChassisModel Compile(InitialCondition initial)
    {
        var registry = new Registry();
        new ProofPlugin().Register(registry);
        CompileResult result = ChassisCompiler.Compile(Description(initial), registry.Kinds);
        Assert.True(result.Model is not null, string.Join('\n', result.Problems));
        return result.Model;
    }

    private static ChassisDescription Description(InitialCondition initial) => Plain with
    {
        Initial = initial,
        Spread = true,
        Zones = [Zone("board", 500, 5)],
        Components =
        [
            Part("asic", "switch-asic"), Part("oe", "optical-engine"), Part("laser", "laser-module"), Part("spare", "laser-module"), Part("switch", "spare-laser-switch"),
            Part("module", "pluggable-module"), Part("lpo", "linear-module"), Part("half", "half-retimed-module"), Part("cage0", "module-cage"), Part("cage1", "module-cage"),
            Part("cage2", "module-cage"), Part("fans", "fan-tray"), Part("plate", "cold-plate"), Part("psu0", "power-supply"), Part("psu1", "power-supply"),
            Part("vr-core", "voltage-regulator", ("output", "760 mV")), Part("vr-serdes", "voltage-regulator", ("output", "910 mV")),
            Part("vr-io", "voltage-regulator", ("output", "1.8 V")), Part("vr-33", "voltage-regulator", ("output", "3.3 V")), Part("lock", "wavelength-lock"), Part("xpu", "compute-package"),
        ],
        Packages =
        [
            Package("cpo", "plate.lid", Die("asic.die", 4, 7), Die("oe.die", 34, 18)), Package("ai", "board", Die("xpu.compute", 4, 6), Die("xpu.optical", 34, 16)),
        ],
        Mounts =
        [
            Mount("laser.case, spare.case, switch.base, fans.frame, vr-*.board", "board", 4), Mount("module.top", "cage0.seat", 5), Mount("lpo.top", "cage1.seat", 5), Mount("half.top", "cage2.seat", 5),
        ],
        Rails =
        [
            Rail("bus", "psu*.out", "fans.supply, plate.pump-supply, vr-*.in"), Rail("core", "vr-core.out", "asic.core, xpu.core-supply"), Rail("serdes", "vr-serdes.out", "asic.serdes"),
            Rail("io", "vr-io.out", "oe.driver, xpu.io-supply"), Rail("v33", "vr-33.out", "oe.heater, laser.supply, spare.supply, switch.supply, module.supply, lpo.supply, half.supply"),
        ],
        Streams =
        [
            new(
                "air", Fluid.Air, Temperature.FromCelsius(27), [new(Ref("cage*.air"), "inlet", "plenum"), new(Ref("psu*.air"), "inlet", "plenum"), new(Ref("fans.rotor*"), "plenum", "outlet")],
                [new("leak", "inlet", "plenum", Pressure.FromPascals(100), VolumeFlow.FromCubicFeetPerMinute(5))]),
            new(
                "water", Fluid.Water, Temperature.FromCelsius(30), [new(Ref("plate.pump"), "inlet", "manifold"), new(Ref("plate.channels, plate.leak"), "manifold", "outlet")], []),
        ],
        Channels =
        [
            Channel("asic.serdes-tx[0..63]", "oe.host-rx", 4), Channel("oe.host-tx", "asic.serdes-rx[0..63]", 4),
            Channel("asic.serdes-tx[64..71]", "module.host-rx", 14), Channel("module.host-tx", "asic.serdes-rx[64..71]", 14),
            Channel("asic.serdes-tx[72..79]", "lpo.host-rx", 8), Channel("lpo.host-tx", "asic.serdes-rx[72..79]", 8),
            Channel("asic.serdes-tx[80..87]", "half.host-rx", 12), Channel("half.host-tx", "asic.serdes-rx[80..87]", 12),
        ],
        LightPaths =
        [
            new(Ref("laser.out"), Ref("switch.in[0..7]"), Decibels.FromDb(0.5), 1, "board"), new(Ref("spare.out[0..0]"), Ref("switch.in[8..8]"), Decibels.FromDb(0.5), 1, "board"),
            new(Ref("switch.out[0..1]"), Ref("oe.els"), Decibels.FromDb(1), 1, "board"), new(Ref("spare.out[4..7]"), Ref("xpu.comb"), Decibels.FromDb(2), 16, null),
        ],
        FarEnds = [Far("oe.line-tx, module.line-tx, lpo.line-tx, half.line-tx", "oe.line-rx, module.line-rx, lpo.line-rx, half.line-rx"), Far("xpu.tx", "xpu.rx")],
        Ports =
        [
            new("port", 11, 8, BitRate.FromGigabitsPerSecond(800), Ref("asic.serdes-tx[0..87]"), Ref("asic.serdes-rx[0..87]"), ErrorCorrection.Kp4),
        ],
        Sensors = [.. Enumerable.Range(0, 8).Select(i => new SensorBinding(Ref($"lock.detuning{i}"), $"oe/ring{{{8 * i:00}..{(8 * i) + 7:00}}}/detuning"))],
        Actuators = [.. Enumerable.Range(0, 8).Select(i => new ActuatorBinding(Ref($"lock.heater{i}"), Ref($"oe.heater{i}")))],
    };

    private static ComponentDescription Part(string name, string kind, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var entries = new List<KeyValuePair<string, ParameterNode>>();
        foreach ((string parameter, string value) in values)
        {
            entries.Add(new(parameter, new ScalarParameter(value)));
        }

        return new(name, "proof." + kind, new(entries));
    }

    private static PackageDescription Package(string name, string lid, params PlacedDieDescription[] dies) =>
        Stack(name, 50, 40, 2) with { Dies = dies, Top = [Film(lid, 20_000)], Bottom = [Film("board", 1_000)] };

    private static ChannelDescription Channel(string from, string to, double db) =>
        new(Ref(from), Ref(to), Decibels.FromDb(db), Decibels.FromDb(0), 0.01, 0.6, Length.FromMillimeters(100));

    private static FarEndDescription Far(string transmitters, string receivers) => new(
        Ref(transmitters), Ref(receivers), Partner.Nominal, Decibels.FromDb(3), Length.FromMeters(500), Power.FromDbm(1), Decibels.FromDb(5), Frequency.FromGigahertz(45),
        RelativeIntensityNoise.FromDecibelsPerHertz(-145), Responsivity.FromAmperesPerWatt(0.9), NoiseCurrentDensity.FromPicoamperesPerRootHertz(17), Frequency.FromGigahertz(45),
        Decibels.FromDb(1));

    private sealed class Registry : IComponentRegistry
    {
        public Dictionary<string, ComponentKind> Kinds { get; } = new(StringComparer.Ordinal);

        public void Add<TParameters>(string kind, Func<TParameters, IComponent> factory, string description)
            where TParameters : class =>
            Kinds.Add(kind, new ComponentKind(kind, description, "proof", typeof(TParameters), parameters => factory((TParameters)parameters)));
    }
}
