using Twin.Chassis;
using Twin.Chassis.Packages;
using Twin.Engine.Compiling;
using Twin.Engine.Description;
using Twin.Engine.Stepping;
using Twin.Engine.Structure;
using Twin.Engine.Workloads;
using Twin.Plugins;

namespace Twin.Host.Setup;

/// <summary>From settings to a compiled chassis: loads the plugins, reads the file, compiles, binds the workloads.</summary>
internal static class ChassisLoader
{
    private const string StandardWorkload = "all-reduce";

    // Each takes some microseconds.
    private static readonly TimeSpan DescribingPatience = TimeSpan.FromSeconds(5);

    /// <summary>Loads a chassis.</summary>
    /// <param name="settings">What is asked for.</param>
    /// <param name="problems">Receives everything that is wrong.</param>
    /// <returns>The chassis; null with any problem, also one that was there before.</returns>
    public static LoadedChassis? Load(TwinSettings settings, ProblemReport problems)
    {
        (PluginCatalog catalog, ChassisDescription? description, IReadOnlyList<Workload> workloads) = Read(settings, problems);
        if (description is not null)
        {
            // Reducing packages takes seconds: not for a start that is refused anyway.
            using var slow = new SlowDescription(new ErrorStreamProgress(), DescribingPatience);
            Dictionary<string, ComponentKind> kinds = slow.Watch(KindsOf(catalog));
            CompileResult result = problems.Any
                ? ChassisCompiler.Check(description, kinds)
                : ChassisCompiler.Compile(description, kinds, ReducedPackageFolder.Default, slow);
            problems.Add(result.Problems);
            if (result.Model is ChassisModel model && !problems.Any)
            {
                return new LoadedChassis(description, model, workloads, catalog);
            }
        }

        catalog.Dispose();
        return null;
    }

    /// <summary>Finds everything that is wrong with a chassis, without reducing its packages.</summary>
    /// <param name="settings">What is asked for.</param>
    /// <param name="problems">Receives everything that is wrong.</param>
    /// <returns>What it consists of; null with any problem, also one that was there before.</returns>
    public static CompiledChassis? Check(TwinSettings settings, ProblemReport problems)
    {
        (PluginCatalog catalog, ChassisDescription? description, _) = Read(settings, problems);
        using (catalog)
        {
            using var slow = new SlowDescription(new ErrorStreamProgress(), DescribingPatience);
            CompileResult? result = description is null ? null : ChassisCompiler.Check(description, slow.Watch(KindsOf(catalog)));
            problems.Add(result?.Problems ?? []);
            return problems.Any ? null : result?.Chassis;
        }
    }

    // No description when there is nothing to compile.
    private static (PluginCatalog Catalog, ChassisDescription? Description, IReadOnlyList<Workload> Workloads) Read(TwinSettings settings, ProblemReport problems)
    {
        // Reading files and loading assemblies have nothing in common: the file is read while plugins load.
        Task<ChassisFileResult?> reading = Task.Run(() => ShippedChassis.Find(settings.ChassisName, problems) is { } path ? ChassisFile.Read(path) : null);
        PluginCatalog catalog = LoadPlugins(settings.PluginDirectory, PluginTrust.Read(settings.PluginKeyDirectory, problems), problems);
        ChassisFileResult? file = reading.GetAwaiter().GetResult();
        problems.Add(file?.Problems ?? []);
        if (file?.Description is not { } description)
        {
            return (catalog, null, []);
        }

        description = description with { Initial = settings.Initial ?? description.Initial, Seed = settings.Seed ?? description.Seed };
        IReadOnlyList<Workload> workloads = BindWorkloads(settings.WorkloadText, description, file, problems);

        // Without a single kind every component would be reported too, which hides what is wrong.
        return (catalog, catalog.Kinds.Count == 0 ? null : description, workloads);
    }

    private static PluginCatalog LoadPlugins(string directory, PluginLoadOptions options, ProblemReport problems)
    {
        bool exists = Directory.Exists(directory);
        PluginCatalog catalog = PluginCatalog.Load(exists ? [directory] : [], options);
        problems.Add(catalog.Problems);
        if (!exists)
        {
            problems.Add("--plugins", $"There is no directory '{directory}'. Give the directory that holds the plugin folders.");
        }
        else if (catalog.Kinds.Count == 0 && catalog.Problems.Count == 0)
        {
            problems.Add("--plugins", $"'{directory}' holds no plugin folders.");
        }

        return catalog;
    }

    /// <summary>The kinds of component that loaded plugins offer, as the compiler takes them.</summary>
    /// <param name="catalog">The plugins.</param>
    public static Dictionary<string, ComponentKind> KindsOf(PluginCatalog catalog)
    {
        var builds = catalog.Plugins.ToDictionary(plugin => plugin.Id, plugin => new PluginBuild(plugin.Id, plugin.Version, plugin.ContentHash), StringComparer.Ordinal);
        return catalog.Kinds.ToDictionary(
            kind => kind.Kind,
            kind => new ComponentKind(kind.Kind, kind.Description, kind.PluginId, kind.ParametersType, kind.Create) { Build = builds[kind.PluginId] },
            StringComparer.Ordinal);
    }

    // The one asked for first; then all that can be chosen during the run: those of the file, and the patterns that need no values.
    private static IReadOnlyList<Workload> BindWorkloads(string? asked, ChassisDescription description, ChassisFileResult file, ProblemReport problems)
    {
        var factory = new WorkloadFactory(description.Ports, file.Workloads);
        WorkloadResult first = factory.Create(asked ?? file.Workload ?? StandardWorkload, "--workload");
        problems.Add(first.Problems);
        return
        [
            .. new[] { first.Workload }.Concat(factory.Names.Select(name => factory.Create(name, name).Workload))
                .OfType<Workload>().DistinctBy(workload => workload.Name),
        ];
    }
}
