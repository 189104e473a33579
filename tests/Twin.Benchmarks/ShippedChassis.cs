using Twin.Chassis;
using Twin.Chassis.Packages;
using Twin.Contracts;
using Twin.Engine.Compiling;
using Twin.Engine.Description;
using Twin.Engine.Stepping;
using Twin.Engine.Workloads;
using Twin.Plugins;

namespace Twin.Benchmarks;

/// <summary>A shipped chassis, compiled with the plugins that lie beside this program.</summary>
/// <param name="Description">What its file says.</param>
/// <param name="Model">The compiled chassis.</param>
/// <param name="Workload">The all-reduce workload for its ports.</param>
internal sealed record ShippedChassis(ChassisDescription Description, ChassisModel Model, Workload Workload)
{
    /// <summary>The chassis that the figures are stated for.</summary>
    public const string Main = "cpo-102t";

    // Loaded once and for the whole run: components run in it until the process ends.
    private static readonly Lazy<Dictionary<string, ComponentKind>> Kinds = new(LoadKinds);

    // Held on to: a catalogue that nobody refers to is collected, and its plugins can then load no further assembly.
    private static PluginCatalog? _catalog;

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "chassis");

    /// <summary>Names of all shipped chassis, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names =>
        [.. Directory.GetFiles(Folder, "*.yaml").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    /// <summary>Reads and compiles one.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InvalidOperationException">Something is wrong with it; the text has every problem.</exception>
    public static ShippedChassis Load(string name) => Compile(File.ReadAllText(FileOf(name)), name);

    /// <summary>Reads and compiles one with parts of a bench in it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="parts">Names of the further parts, and what makes each.</param>
    /// <exception cref="InvalidOperationException">Something is wrong with it; the text has every problem.</exception>
    public static ShippedChassis Load(string name, params ReadOnlySpan<(string Name, Func<IComponent> Make)> parts) => Compile(File.ReadAllText(FileOf(name)), name, parts);

    /// <summary>The file of one.</summary>
    /// <param name="name">Its name.</param>
    public static string FileOf(string name) => Path.Combine(Folder, name + ".yaml");

    /// <summary>Compiles the text of a chassis file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">Its name, for what is said about it.</param>
    /// <exception cref="InvalidOperationException">Something is wrong with it; the text has every problem.</exception>
    public static ShippedChassis Compile(string text, string name) => Compile(text, name, []);

    private static ShippedChassis Compile(string text, string name, ReadOnlySpan<(string Name, Func<IComponent> Make)> parts)
    {
        ChassisFileResult file = ChassisFile.Parse(text, FileOf(name));
        Require(file.Problems);
        ChassisDescription description = file.Description!;
        var kinds = new Dictionary<string, ComponentKind>(Kinds.Value, StringComparer.Ordinal);
        foreach ((string part, Func<IComponent> make) in parts)
        {
            string kind = "bench." + part;
            kinds[kind] = new ComponentKind(kind, part, "bench", typeof(NoParameters), _ => make());
            description = description with { Components = [.. description.Components, new ComponentDescription(part, kind, new MapParameter([]))] };
        }

        CompileResult result = ChassisCompiler.Compile(description, kinds, ReducedPackageFolder.Default);
        Require(result.Problems);
        WorkloadResult workload = new WorkloadFactory(description.Ports, []).Create("all-reduce", name);
        Require(workload.Problems);
        return new ShippedChassis(description, result.Model!, workload.Workload!);
    }

    /// <summary>Makes a simulation at its initial condition.</summary>
    public Simulation Start()
    {
        var simulation = new Simulation(Model, [Workload]);
        simulation.Start();
        return simulation;
    }

    /// <summary>Refuses a run in which a part was quarantined: its figures would be those of a smaller chassis.</summary>
    /// <param name="simulation">The simulation.</param>
    public void RequireWhole(Simulation simulation)
    {
        Require(Model.Chassis.Components.Where(component => simulation.QuarantineReason(component.Index) is not null)
            .Select(component => $"{component.Path} is quarantined: {simulation.QuarantineReason(component.Index)}"));
    }

    private static Dictionary<string, ComponentKind> LoadKinds()
    {
        _catalog = PluginCatalog.Load([Path.Combine(AppContext.BaseDirectory, "plugins")]);
        Require(_catalog.Problems);
        return _catalog.Kinds.ToDictionary(
            kind => kind.Kind,
            kind => new ComponentKind(kind.Kind, kind.Description, kind.PluginId, kind.ParametersType, kind.Create),
            StringComparer.Ordinal);
    }

    private static void Require<T>(IEnumerable<T> problems)
    {
        string text = string.Join(Environment.NewLine, problems);
        if (text.Length > 0)
        {
            throw new InvalidOperationException(text);
        }
    }
}
