using System.Runtime.CompilerServices;
using Twin.Contracts;
using Twin.Plugins;
using Twin.PluginTestKit.Bench;
using Twin.PluginTestKit.Declarations;

namespace Twin.PluginTestKit.Checks;

/// <summary>Runs the checks of all kinds of one plugin. Each method that touches its objects has a frame of its own, so that nothing is left of it when it is unloaded.</summary>
internal sealed class PluginChecks(ConformanceOptions options, FindingList findings, Progress progress)
{
    private readonly Lock _lock = new();
    private readonly List<KindReport> _kinds = [];
    private readonly List<string> _problems = [];
    private readonly List<string> _notChecked = [];
    private string _plugin = string.Empty;

    /// <summary>What was found up to now; may be asked for while checks run.</summary>
    /// <param name="target">What is checked, as long as the plugin has not said its name.</param>
    public ConformanceReport Report(string target)
    {
        lock (_lock)
        {
            return new ConformanceReport
            {
                Plugin = _plugin.Length > 0 ? _plugin : target,
                Seed = options.Seed,
                Kinds = [.. _kinds],
                Findings = findings.Findings,
                Omitted = findings.Omitted,
                Problems = [.. _problems],
                NotChecked = [.. _notChecked],
            };
        }
    }

    /// <summary>Checks a plugin folder.</summary>
    /// <param name="folder">The folder.</param>
    public void CheckFolder(string folder)
    {
        var problems = new List<string>();
        IReadOnlyDictionary<string, KindDeclarations> declarations = Declarations(folder, problems);
        Dictionary<string, IReadOnlyDictionary<int, string[]>>? descriptions = problems.Count > 0 ? null : WithLoaded(folder, problems, measuresLeak: true, plugin =>
        {
            lock (_lock)
            {
                _plugin = plugin.ToString();
            }

            return CheckKinds(Kinds(plugin), declarations);
        });
        if (descriptions is not null)
        {
            WithLoaded(folder, problems, measuresLeak: false, plugin =>
            {
                CompareDescriptions(Kinds(plugin), declarations, descriptions);
                return descriptions;
            });
        }

        AddProblems(problems);
    }

    /// <summary>Checks a plugin object.</summary>
    /// <param name="plugin">The object.</param>
    public void CheckObject(IPlugin plugin)
    {
        var problems = new List<string>();
        IReadOnlyDictionary<string, KindDeclarations> declarations = Declarations(null, problems);
        lock (_lock)
        {
            _plugin = plugin.GetType().FullName ?? plugin.GetType().Name;
            _notChecked.Add("unloading, and the description in a fresh load context; both need the plugin's folder");
        }

        var kinds = new CollectedKinds();
        try
        {
            plugin.Register(kinds);
        }
#pragma warning disable CA1031 // Whatever a plugin throws is a problem of its own.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            problems.Add($"Register threw {ExceptionText.Of(exception)}.");
        }

        if (problems.Count == 0)
        {
            CheckKinds(kinds.Kinds, declarations);
        }

        AddProblems(problems);
    }

    private IReadOnlyDictionary<string, KindDeclarations> Declarations(string? folder, List<string> problems) =>
        options.Declarations is { } text ? ConformanceFile.Read(text, "declarations", problems)
        : folder is null ? new Dictionary<string, KindDeclarations>()
        : ConformanceFile.ReadFrom(folder, problems);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Dictionary<string, IReadOnlyDictionary<int, string[]>>? WithLoaded(
        string folder, List<string> problems, bool measuresLeak, Func<LoadedPlugin, Dictionary<string, IReadOnlyDictionary<int, string[]>>> work)
    {
        using PluginCatalog catalog = PluginCatalog.Load([], new PluginLoadOptions { ShadowDirectory = options.ShadowDirectory });
        PluginLoadResult loaded = catalog.Add(folder);
        problems.AddRange(loaded.Problems.Select(problem => problem.ToString()));
        if (loaded.Plugin is not { } plugin)
        {
            return null;
        }

        Dictionary<string, IReadOnlyDictionary<int, string[]>> result = Work(plugin, work);
        if (measuresLeak && catalog.Unload(plugin) is { Collected: false } outcome)
        {
            findings.Add(
                ConformanceCheck.Unloads, string.Empty, "unload",
                $"{(plugin.HungHandler is { } hung ? hung.Message : FormattableString.Invariant($"It is still in memory after {outcome.Collections} garbage collections."))} {outcome.Problem?.Hint} While it stays, every reload of it costs its memory again.");
        }

        return result;
    }

    // A frame of its own: what was made of the plugin is gone when this returns.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Dictionary<string, IReadOnlyDictionary<int, string[]>> Work(
        LoadedPlugin plugin, Func<LoadedPlugin, Dictionary<string, IReadOnlyDictionary<int, string[]>>> work) => work(plugin);

    private static List<KindUnderTest> Kinds(LoadedPlugin plugin) =>
        [.. plugin.Kinds.Select(kind => new KindUnderTest(kind.Kind, kind.ParametersType, kind.Create))];

    private Dictionary<string, IReadOnlyDictionary<int, string[]>> CheckKinds(IReadOnlyList<KindUnderTest> kinds, IReadOnlyDictionary<string, KindDeclarations> declarations)
    {
        var descriptions = new Dictionary<string, IReadOnlyDictionary<int, string[]>>(StringComparer.Ordinal);
        var problems = new List<string>();
        string known = string.Join(", ", kinds.Select(kind => kind.Name));
        problems.AddRange(declarations.Keys.Where(name => kinds.All(kind => kind.Name != name)).Select(name => $"{ConformanceOptions.FileName}: the plugin has no kind '{name}'; it has {known}."));
        if (options.Kind is { } wanted && kinds.All(kind => kind.Name != wanted))
        {
            problems.Add($"The plugin has no kind '{wanted}'; it has {known}.");
        }

        AddProblems(problems);
        foreach (KindUnderTest kind in kinds.Where(kind => options.Kind is null || kind.Name == options.Kind))
        {
            var checks = new KindChecks(kind, declarations.GetValueOrDefault(kind.Name, KindDeclarations.None), options, findings, progress);
            KindReport report = checks.Run();
            descriptions[kind.Name] = checks.Descriptions;
            AddProblems(checks.Problems.Select(problem => $"{ConformanceOptions.FileName}: {kind.Name}: {problem}"));
            lock (_lock)
            {
                _kinds.Add(report);
            }
        }

        return descriptions;
    }

    private void CompareDescriptions(
        List<KindUnderTest> kinds, IReadOnlyDictionary<string, KindDeclarations> declarations, Dictionary<string, IReadOnlyDictionary<int, string[]>> descriptions)
    {
        foreach (KindUnderTest kind in kinds.Where(kind => descriptions.ContainsKey(kind.Name) && !findings.Any(kind.Name, ConformanceCheck.Describes)))
        {
            new KindChecks(kind, declarations.GetValueOrDefault(kind.Name, KindDeclarations.None), options, findings, progress).CompareDescriptions(descriptions[kind.Name]);
        }
    }

    private void AddProblems(IEnumerable<string> problems)
    {
        lock (_lock)
        {
            _problems.AddRange(problems);
        }
    }
}
