using Twin.Contracts;
using Twin.Engine.Compiling;
using Twin.Engine.Description;
using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Engine.Structure;
using Twin.Engine.Workloads;
using Twin.Units;

namespace Twin.Engine.Tests.Bench;

/// <summary>Puts small chassis together from parts made in a test.</summary>
internal static class Bench
{
    /// <summary>1 ms for every stage: one step runs all of them.</summary>
    public static ScheduleDescription EveryStep { get; } = new(
        Duration.FromMilliseconds(1), Duration.FromMilliseconds(1), Duration.FromMilliseconds(1), Duration.FromMilliseconds(1));

    /// <summary>Starts cold, every stage in every step, no spread.</summary>
    public static ChassisDescription Plain { get; } = new()
    {
        Model = "test",
        Initial = InitialCondition.Ambient,
        Schedule = EveryStep,
        Spread = false,
    };

    public static CompileResult TryCompile(ChassisDescription description, params ReadOnlySpan<(string Name, Func<IComponent> Make)> parts) =>
        TryCompile(description, null, parts);

    public static CompileResult TryCompile(ChassisDescription description, IReducedPackageStore? store, params ReadOnlySpan<(string Name, Func<IComponent> Make)> parts)
    {
        var kinds = new Dictionary<string, ComponentKind>(StringComparer.Ordinal);
        var components = new List<ComponentDescription>(description.Components);
        foreach ((string name, Func<IComponent> make) in parts)
        {
            kinds[name] = new ComponentKind(name, name, "test", typeof(NoParameters), _ => make());
            components.Add(new ComponentDescription(name, name, MapParameter.Empty));
        }

<<<<<<< HEAD
        return ChassisCompiler.Compile(description with { Components = components }, kinds, KeptPackages.Instance);
=======
        return ChassisCompiler.Compile(description with { Components = components }, kinds, store);
>>>>>>> main
    }

    public static ChassisModel Compile(ChassisDescription description, params ReadOnlySpan<(string Name, Func<IComponent> Make)> parts)
    {
        CompileResult result = TryCompile(description, parts);
        Assert.True(result.Model is not null, string.Join('\n', result.Problems));
        return result.Model;
    }

    public static Simulation Run(ChassisDescription description, params ReadOnlySpan<(string Name, Func<IComponent> Make)> parts) =>
        Run(Compile(description, parts));

    public static Simulation Run(ChassisModel model, params ReadOnlySpan<Workload> workloads)
    {
        var simulation = new Simulation(model, workloads.Length == 0 ? [new SteadyTraffic("constant", 1)] : workloads.ToArray());
        simulation.Start();
        return simulation;
    }

    public static void Step(this Simulation simulation, int count)
    {
        for (int i = 0; i < count; i++)
        {
            simulation.Step();
        }
    }

    public static SignalInfo Signal(this Simulation simulation, string path)
    {
        string full = simulation.Model.Chassis.Instance + "/" + path;
        return simulation.Model.Chassis.Signals.FirstOrDefault(signal => signal.Path == full)
            ?? throw new ArgumentException($"no signal {full}; there are {string.Join(", ", simulation.Model.Chassis.Signals.Select(signal => signal.Path))}");
    }

    public static double Value(this Simulation simulation, string path) => simulation.State.Words[simulation.Signal(path).Word];

    public static ComponentCondition Condition(this Simulation simulation, string name) => (ComponentCondition)(int)simulation.Value(name + "/condition");

    public static int IndexOf(this Simulation simulation, string name) =>
        simulation.Model.Chassis.Components.Single(component => component.Name == name).Index;

    public static string? Reason(this Simulation simulation, string name) => simulation.QuarantineReason(simulation.IndexOf(name));

    public static CommandOutcome Do(this Simulation simulation, TwinCommand command)
    {
        CommandOutcome outcome = simulation.Apply(command);
        Assert.True(outcome.Status == CommandStatus.Applied, outcome.Message);
        return outcome;
    }

    /// <summary>Events since the start, by the last part of their path, with '-' in front when cleared.</summary>
    public static List<string> EventNames(this Simulation simulation)
    {
        var records = new EventRecord[simulation.Events.Capacity];
        long from = 0;
        int count = simulation.Events.Read(ref from, records, out _);
        return [.. records.Take(count).Select(record => (record.IsCleared ? "-" : string.Empty)
            + simulation.Model.Chassis.Events[record.Event].Path[(simulation.Model.Chassis.Instance.Length + 1)..])];
    }

    /// <summary>Names of the components whose imbalance is above 1e-9 of their power or of 1 W, and "box" above 1e-6 of its power.</summary>
    public static string Unbalanced(this Simulation simulation)
    {
        var bad = new List<string>();
        foreach (ComponentInfo component in simulation.Model.Chassis.Components)
        {
            double power = simulation.Value(component.Name + "/power");
            double imbalance = simulation.Value(component.Name + "/imbalance");
            if (!(Math.Abs(imbalance) <= 1e-9 * Math.Max(1, Math.Abs(power))))
            {
                bad.Add($"{component.Name} {imbalance:E3} of {power:F3} W");
            }
        }

        double box = simulation.Value("box-imbalance");
        if (!(Math.Abs(box) <= 1e-6 * Math.Max(1, simulation.Value("inlet-power"))))
        {
            bad.Add($"box {box:E3}");
        }

        return string.Join(", ", bad);
    }

    /// <summary>Steps and requires that every balance closes in every step.</summary>
    public static void StepBalanced(this Simulation simulation, int count)
    {
        for (int i = 0; i < count; i++)
        {
            simulation.Step();
            string bad = simulation.Unbalanced();
            Assert.True(bad.Length == 0, $"step {simulation.State.Step}: {bad}");
        }
    }

    public static ThermalConductance WPerK(double value) => ThermalConductance.FromWattsPerKelvin(value);

    public static HeatCapacity JPerK(double value) => HeatCapacity.FromJoulesPerKelvin(value);

    public static Power W(double value) => Power.FromWatts(value);

    public static ElementReference Ref(string text) => new(text);

    public static MountDescription Mount(string from, string to, double conductance) => new(Ref(from), Ref(to), WPerK(conductance));

    public static ZoneDescription Zone(string name, double capacity, double loss) => new(name, JPerK(capacity), WPerK(loss));

    public static RailDescription Rail(string name, string sources, string loads, double ohms = 0, string? zone = null) =>
        new(name, Ref(sources), Ref(loads), Resistance.FromOhms(ohms), zone);

    public static Length Mm(double millimetres) => Length.FromMillimeters(millimetres);

    /// <summary>A package without dies and faces: 3 mm of copper, 0.1 mm of interface, dies of 0.775 mm, bumps of 0.08 mm, 1.6 mm of substrate.</summary>
    public static PackageDescription Stack(string name, double widthMm, double heightMm, double cellMm) => new()
    {
        Name = name,
        Width = Mm(widthMm),
        Height = Mm(heightMm),
        Cell = Mm(cellMm),
        Layers =
        [
            Layer("lid", 3, "copper"), Layer("tim", 0.1, "gapfill") with { AtDies = MaterialLibrary.Materials["tim"] }, Layer("si", 0.755, "gapfill") with { HoldsDies = true },
            Layer("act", 0.02, "active"), Layer("bump", 0.08, "gapfill") with { AtDies = MaterialLibrary.Materials["bumps"] }, Layer("sub", 1.6, "substrate"),
        ],
        Sources = "act",
        Dies = [],
    };

    public static PackageLayerDescription Layer(string name, double thicknessMm, string material) =>
        new() { Name = name, Thickness = Mm(thicknessMm), Material = MaterialLibrary.Materials[material] };

    public static PlacedDieDescription Die(string die, double xMm, double yMm, int turn = 0) => new(Ref(die), Mm(xMm), Mm(yMm), turn);

    public static PackageFilmDescription Film(string to, double wPerM2K) => new(Ref(to), HeatTransferCoefficient.FromWattsPerSquareMeterKelvin(wPerM2K));
}
