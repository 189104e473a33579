using Twin.Chassis;
using Twin.Chassis.Packages;
using Twin.Engine.Compiling;
using Twin.Engine.Stepping;
using Twin.Engine.Workloads;
using Twin.Plugins;

namespace Twin.Shipped.Tests;

/// <summary>The shipped chassis files with the plugins laid beside the tests: loaded, compiled and settled once for a test run.</summary>
public sealed class ShippedChassis : IDisposable
{
    public const string Cpo51 = "cpo-51t";
    public const string Cpo102 = "cpo-102t";
    public const string Pluggable = "pluggable-51t";
    public const string Hybrid = "hybrid-25t";

    public const string Idle = "idle";
    public const string Full = "constant: level 100 %";
    public const string AllReduce = "all-reduce";

    // A tenth of the steps for what takes a minute. Every stage is implicit or settles within its call; a base step of 10 ms changes no steady state.
    public const string CoarseSchedule = "schedule: {base: 10 ms, link: 50 ms, flow: 100 ms, control: 100 ms}\n";

    private readonly PluginCatalog _catalog;
    private readonly Dictionary<string, ChassisModel> _models = [];
    private readonly Dictionary<ChassisModel, IReadOnlyList<PackagePlan>> _packages = [];
    private readonly Dictionary<(string Model, string Workload), Simulation> _settled = [];

    public ShippedChassis()
    {
        _catalog = PluginCatalog.Load([Path.Combine(AppContext.BaseDirectory, "plugins")]);
        Assert.Empty(_catalog.Problems);
        Kinds = _catalog.Kinds.ToDictionary(
            kind => kind.Kind, kind => new ComponentKind(kind.Kind, kind.Description, kind.PluginId, kind.ParametersType, kind.Create));
    }

    /// <summary>Names of the shipped chassis.</summary>
    public static TheoryData<string> Names => [Cpo51, Cpo102, Pluggable, Hybrid];

    public IReadOnlyDictionary<string, ComponentKind> Kinds { get; }

    public static string FileOf(string name) => Path.Combine(AppContext.BaseDirectory, "chassis", name + ".yaml");

    /// <summary>The compiled chassis as it ships.</summary>
    public ChassisModel Model(string name)
    {
        if (!_models.TryGetValue(name, out ChassisModel? model))
        {
            _models[name] = model = Compile(File.ReadAllText(FileOf(name)), name);
        }

        return model;
    }

    /// <summary>The one package of a chassis as it ships, laid out.</summary>
    internal PackagePlan Package(string name) => Assert.Single(_packages[Model(name)]);

    /// <summary>Compiles the text of a chassis file anew.</summary>
    public ChassisModel Compile(string text, string name)
    {
        ChassisFileResult file = ChassisFile.Parse(text, FileOf(name));
        Assert.Empty(file.Problems);
        CompileResult compiled = ChassisCompiler.Compile(file.Description!, Kinds, ReducedPackageFolder.Default);
        Assert.Empty(compiled.Problems);
        _packages[compiled.Model!] = compiled.Packages;
        return compiled.Model!;
    }

    /// <summary>A simulation with the three workloads of these tests, started.</summary>
    /// <param name="model">The compiled chassis.</param>
    /// <param name="name">Name of the shipped chassis, for its ports.</param>
    /// <param name="workload">The workload that holds at the start.</param>
    public static Running Start(ChassisModel model, string name, string workload)
    {
        ChassisFileResult file = ChassisFile.Read(FileOf(name));
        var factory = new WorkloadFactory(file.Description!.Ports, file.Workloads);
        string[] texts = [Idle, Full, AllReduce];
        Workload[] workloads = [.. texts.OrderByDescending(text => text == workload).Select(text => factory.Create(text, "test").Workload!)];
        var simulation = new Simulation(model, workloads);
        simulation.Start();
        return new Running(simulation);
    }

    /// <summary>A started simulation of a chassis as it ships.</summary>
    public Running Start(string name, string workload = AllReduce) => Start(Model(name), name, workload);

    /// <summary>A fork of the steady state of a chassis, with a base step of 10 ms instead of 1 ms: for what takes minutes.</summary>
    public Running Steady(string name, string workload = Full)
    {
        if (!_settled.TryGetValue((name, workload), out Simulation? settled))
        {
            string key = name + " coarse";
            if (!_models.TryGetValue(key, out ChassisModel? model))
            {
                _models[key] = model = Compile(File.ReadAllText(FileOf(name)) + CoarseSchedule, name);
            }

            _settled[(name, workload)] = settled = Start(model, name, workload).Simulation;
        }

        return new Running(settled.Fork());
    }

    /// <summary>Iterations that <see cref="Steady"/> needed to settle.</summary>
    public int SettlingIterations(string name, string workload) => _settled[(name, workload)].SettlingIterations;

    public void Dispose() => _catalog.Dispose();
}
