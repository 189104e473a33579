using System.Runtime.CompilerServices;
using Twin.Contracts;

namespace Twin.Plugins;

/// <summary>Runs the code of a plugin that passed its checks: creates the entry and lets it register.</summary>
internal static class PluginLoader
{
    /// <summary>Loads a candidate from its copy.</summary>
    /// <param name="candidate">What to load.</param>
    /// <param name="copy">Folder of the copy.</param>
    /// <param name="problems">Receives the reason of a refusal.</param>
    /// <returns>The plugin, to be released if a problem was added, since code of it has run then; null if none has.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static LoadedPlugin? Load(PluginCandidate candidate, string copy, PluginProblemList problems)
    {
        PluginLoadContext context;
        try
        {
            context = new PluginLoadContext($"{candidate.Manifest.Id}@{candidate.Folder.ContentHash[..8]}", copy, candidate.Assembly, candidate.Manifest.Native);
        }
        catch (InvalidOperationException exception)
        {
            problems.Add(PluginProblemCodes.Dependency, $"The dependencies of '{candidate.Assembly}' cannot be read: {PluginFailure.Describe(exception)}",
                "Copy the .deps.json again from a finished build.", candidate.Folder.FullPath(Path.ChangeExtension(candidate.Assembly, ".deps.json")));
            return null;
        }

        ComponentRegistry registry = new(candidate.Manifest.Id, problems);
        if (Create(candidate, context, problems) is { } entry)
            Register(candidate, entry, registry, problems);
        IReadOnlyList<LoadedKind> kinds = registry.Close();
        if (!problems.Any && kinds.Count == 0)
            problems.Add(PluginProblemCodes.NoKind, $"The entry type '{candidate.Manifest.Entry}' registered no component kind.", "Call registry.Add in Register.");
        return new LoadedPlugin(candidate, context, kinds);
    }

    private static IPlugin? Create(PluginCandidate candidate, PluginLoadContext context, PluginProblemList problems)
    {
        string entry = candidate.Manifest.Entry;
        try
        {
            // One type by name, no scan: a scan fails for all types when one of them cannot be loaded.
            Type type = context.LoadFromAssemblyPath(context.MainAssembly).GetType(entry, throwOnError: true)!;
            if (typeof(IPlugin).IsAssignableFrom(type))
                return (IPlugin)Activator.CreateInstance(type)!;
            problems.Add(PluginProblemCodes.EntryNotAPlugin, $"The entry type '{entry}' does not implement IPlugin.", "Name the class that does.", candidate.ManifestPath, candidate.EntryLine);
        }
        catch (Exception exception)
        {
            Report(candidate, exception, PluginProblemCodes.ConstructorThrew, $"The constructor of '{entry}' threw", problems);
        }

        return null;
    }

    private static void Register(PluginCandidate candidate, IPlugin entry, ComponentRegistry registry, PluginProblemList problems)
    {
        try
        {
            entry.Register(registry);
        }
        catch (ComponentRegistry.RefusedKindException)
        {
            // Reported by the registry.
        }
        catch (Exception exception)
        {
            Report(candidate, exception, PluginProblemCodes.RegisterThrew, $"'{candidate.Manifest.Entry}' threw in Register", problems);
        }
    }

    private static void Report(PluginCandidate candidate, Exception exception, string code, string what, PluginProblemList problems)
    {
        string file = candidate.Folder.FullPath(candidate.Assembly);
        if (PluginFailure.IsBinding(exception))
            problems.Add(PluginProblemCodes.Dependency, $"'{candidate.Assembly}' cannot be bound: {PluginFailure.Describe(exception)}",
                "Put the plugin's whole build output into its folder, with EnableDynamicLoading set and the .deps.json.", file);
        else
            problems.Add(code, $"{what}: {PluginFailure.Describe(exception)}", "Correct the plugin: entry and Register only prepare its kinds, and depend on nothing but its own files.", file);
    }
}
