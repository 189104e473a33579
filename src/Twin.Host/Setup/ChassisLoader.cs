using Twin.Chassis;
using Twin.Chassis.Packages;
using Twin.Engine.Compiling;
using Twin.Engine.Description;
using Twin.Engine.Stepping;
using Twin.Engine.Workloads;
using Twin.Plugins;

namespace Twin.Host.Setup;

/// <summary>From settings to a compiled chassis: loads the plugins, reads the file, compiles, binds the workloads.</summary>
internal static class ChassisLoader
{
    private const string StandardWorkload = "all-reduce";

    /// <summary>Loads a chassis.</summary>
    /// <param name="settings">What is asked for.</param>
    /// <param name="problems">Receives everything that is wrong.</param>
    /// <returns>The chassis; null with any problem, also one that was there before.</returns>
    public static LoadedChassis? Load(TwinSettings settings, ProblemReport problems)
    {
        // Reading files and loading assemblies have nothing in common: the file is read while plugins load.
        Task<ChassisFileResult?> reading = Task.Run(() => ShippedChassis.Find(settings.ChassisName, problems) is { } path ? ChassisFile.Read(path) : null);
        PluginCatalog catalog = LoadPlugins(settings.PluginDirectory, problems);
        ChassisFileResult? file = reading.GetAwaiter().GetResult();
        LoadedChassis? loaded = file is null ? null : Compile(settings, file, catalog, problems);
        if (loaded is null || problems.Any)
        {
            catalog.Dispose();
            return null;
        }

        return loaded;
    }

    private static PluginCatalog LoadPlugins(string directory, ProblemReport problems)
    {
        bool exists = Directory.Exists(directory);
        PluginCatalog catalog = PluginCatalog.Load(exists ? [directory] : []);
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

    private static LoadedChassis? Compile(TwinSettings settings, ChassisFileResult file, PluginCatalog catalog, ProblemReport problems)
    {
        problems.Add(file.Problems);
        if (file.Description is not { } description)
        {
            return null;
        }

        description = description with { Initial = settings.Initial ?? description.Initial, Seed = settings.Seed ?? description.Seed };
        IReadOnlyList<Workload> workloads = BindWorkloads(settings.WorkloadText, description, file, problems);

        // Without a single kind every component would be reported too, which hides what is wrong.
        if (catalog.Kinds.Count == 0)
        {
            return null;
        }

        CompileResult result = ChassisCompiler.Compile(description, KindsOf(catalog), ReducedPackageFolder.Default);
        problems.Add(result.Problems);
        return result.Model is ChassisModel model ? new LoadedChassis(description, model, workloads, catalog) : null;
    }

    private static Dictionary<string, ComponentKind> KindsOf(PluginCatalog catalog) => catalog.Kinds.ToDictionary(
        kind => kind.Kind,
        kind => new ComponentKind(kind.Kind, kind.Description, kind.PluginId, kind.ParametersType, kind.Create),
        StringComparer.Ordinal);

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
