using System.Diagnostics;

namespace Twin.Plugins;

/// <summary>The plugins of one host: loads folders, offers their kinds, unloads.</summary>
/// <remarks>
/// Every member may be used from any thread; <see cref="Plugins"/>, <see cref="Kinds"/> and <see cref="Problems"/> are whole lists that a change replaces.
/// No code of a plugin runs while the catalog is held: one that never returns from its constructor or from Register is waited for by who adds it, and by nobody else;
/// one whose handlers of the unloading never return is waited for by nobody (<see cref="LoadedPlugin.HungHandler"/>).
/// Isolation is of dependencies, not of rights: a plugin runs with all rights of the process.
/// </remarks>
public sealed class PluginCatalog : IDisposable
{
    /// <summary>Collections after which an unloaded plugin that is still alive counts as leaking; a clean one goes within three.</summary>
    public const int DefaultCollections = 20;

    /// <summary>Before collections are spent on a plugin, code of it that is told of the unloading has this long.</summary>
    private static readonly TimeSpan HandlerLimit = TimeSpan.FromSeconds(10);

    /// <summary>All of them have this long when the catalog is disposed: what of them still runs finds its files gone.</summary>
    private static readonly TimeSpan LastLimit = TimeSpan.FromSeconds(1);

    private readonly PluginLoadOptions _options;

    // Held for what changes below, never while code of a plugin runs.
    private readonly Lock _gate = new();

    // Loaded, among them replaced ones that the catalog no longer offers; then those that were unloaded but are not yet collected.
    private readonly List<LoadedPlugin> _live = [];
    private readonly List<LoadedPlugin> _unloading = [];
    private volatile LoadedPlugin[] _plugins = [];
    private volatile LoadedKind[] _kinds = [];
    private ShadowStore? _shadow;
    private volatile bool _disposed;

    private PluginCatalog(PluginLoadOptions options) => _options = options;

    /// <summary>What is loaded, in order of id.</summary>
    public IReadOnlyList<LoadedPlugin> Plugins => _plugins;

    /// <summary>The kinds of all loaded plugins, in order of name.</summary>
    public IReadOnlyList<LoadedKind> Kinds => _kinds;

    /// <summary>Everything that was wrong when the catalog was loaded.</summary>
    public IReadOnlyList<PluginProblem> Problems { get; private set; } = [];

    /// <summary>Loads every plugin of some directories; a refused plugin does not keep the others from loading.</summary>
    /// <param name="directories">Each a directory that holds one folder per plugin, or a plugin folder itself.</param>
    /// <param name="options">How to load, or null for the defaults.</param>
    /// <returns>A catalog with all that loaded and all problems. Two plugins with one id or one kind are both refused, since which is meant cannot be known.</returns>
    public static PluginCatalog Load(IEnumerable<string> directories, PluginLoadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(directories);
        PluginCatalog catalog = new(options ?? new PluginLoadOptions());
        List<PluginProblem> problems = [];
        string[] folders = [.. directories.Select(Normalize).Distinct(StringComparer.Ordinal)
            .SelectMany(directory => PluginDiscovery.Folders(directory, problems)).Distinct(StringComparer.Ordinal)];

        // 1. Read and check all folders, without running anything of theirs. Reading and hashing is most of the work and independent.
        PluginProblemList[] lists = [.. folders.Select(folder => new PluginProblemList(folder))];
        PluginCandidate?[] candidates = new PluginCandidate?[folders.Length];
        Parallel.For(0, folders.Length, i => candidates[i] = PluginCandidate.Read(folders[i], catalog._options, lists[i]));

        // 2. Refuse every plugin whose id another one has too.
        foreach (IGrouping<string, int> same in Enumerable.Range(0, folders.Length).Where(i => candidates[i] is not null)
            .GroupBy(i => candidates[i]!.Manifest.Id).Where(group => group.Count() > 1).ToArray())
        {
            foreach (int i in same)
            {
                string others = string.Join(", ", same.Where(other => other != i).Select(other => $"'{folders[other]}'"));
                lists[i].Add(PluginProblemCodes.DuplicateId, $"The id '{same.Key}' is also that of {others}.", "Take one away, or give it another id.", candidates[i]!.ManifestPath);
                candidates[i] = null;
            }
        }

        // 3. Load one after the other, so that registration never runs concurrently.
        LoadedPlugin?[] plugins = new LoadedPlugin?[folders.Length];
        for (int i = 0; i < folders.Length; i++)
        {
            if (candidates[i] is { } candidate)
                plugins[i] = catalog.LoadCandidate(candidate, lists[i]).Plugin;
        }

        // 4. Refuse every plugin that registers a kind of another one.
        RefuseDuplicateKinds(plugins, lists);
        for (int i = 0; i < folders.Length; i++)
        {
            if (plugins[i] is { } plugin && lists[i].Any)
            {
                plugins[i] = null;
                catalog.Release(plugin);
            }
        }

        catalog.Replace([.. plugins.OfType<LoadedPlugin>()]);
        catalog.Problems = [.. problems, .. lists.SelectMany(list => list.All)];
        return catalog;
    }

    /// <summary>Loads one more plugin, or another build of one that is loaded, beside it.</summary>
    /// <param name="folder">The plugin folder.</param>
    /// <param name="replaced">
    /// A loaded plugin that the new one takes the place of: <see cref="Plugins"/> and <see cref="Kinds"/> then offer the new one, while the old one keeps working through
    /// its own <see cref="LoadedPlugin.Kinds"/> until it is given to <see cref="Unload"/>. Null when the id must be new.
    /// </param>
    /// <returns>The new plugin, or every problem; the catalog is then as before.</returns>
    /// <exception cref="ArgumentException"><paramref name="replaced"/> is not in the catalog.</exception>
    /// <exception cref="ObjectDisposedException">The catalog was disposed.</exception>
    public PluginLoadResult Add(string folder, LoadedPlugin? replaced = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (replaced is not null && !_plugins.Contains(replaced))
            throw new ArgumentException($"The plugin '{replaced.Id}' is not in the catalog.", nameof(replaced));
        string path = Normalize(folder);
        PluginProblemList problems = new(path);
        if (!PluginDiscovery.IsFolder(path, problems) || PluginCandidate.Read(path, _options, problems) is not { } candidate)
            return new PluginLoadResult(null, problems.All);

        // Asked before anything of it runs, and again when it has: another thread may have added one meanwhile.
        RefuseKnownId(candidate, replaced, problems);
        if (problems.Any)
            return new PluginLoadResult(null, problems.All);
        (LoadedPlugin? loaded, LoadedPlugin? refused) = LoadCandidate(candidate, problems);
        if (loaded is not { } plugin)
            return new PluginLoadResult(null, problems.All) { Refused = refused };
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            RefuseKnownId(candidate, replaced, problems);
            foreach (LoadedKind kind in plugin.Kinds)
            {
                if (_kinds.FirstOrDefault(other => other.Kind == kind.Kind && other.PluginId != replaced?.Id) is { } taken)
                    problems.Add(PluginProblemCodes.DuplicateKind, $"The kind '{kind.Kind}' is also registered by '{taken.PluginId}'.", "Give it another name.");
            }

            if (problems.Any)
            {
                Release(plugin);
                return new PluginLoadResult(null, problems.All) { Refused = plugin };
            }

            Replace([.. _plugins.Where(other => other != replaced), plugin]);
            return new PluginLoadResult(plugin, []);
        }
    }

    /// <summary>Takes back what <see cref="Add"/> did: offers the replaced plugin again in the place of the new one, which is unloaded without waiting for collections.</summary>
    /// <param name="added">The new one.</param>
    /// <param name="replaced">The one whose place it took.</param>
    /// <exception cref="ArgumentException">The new one is not in the catalog, or the other one was unloaded.</exception>
    public void TakeBack(LoadedPlugin added, LoadedPlugin replaced)
    {
        ArgumentNullException.ThrowIfNull(added);
        ArgumentNullException.ThrowIfNull(replaced);
        lock (_gate)
        {
            if (!_plugins.Contains(added))
                throw new ArgumentException($"The plugin '{added.Id}' is not in the catalog.", nameof(added));
            if (!_live.Contains(replaced))
                throw new ArgumentException($"The plugin '{replaced.Id}' was unloaded.", nameof(replaced));
            Replace([.. _plugins.Where(other => other != added), replaced]);
            Release(added);
        }
    }

    /// <summary>Reads the fingerprint of a plugin folder as it is now. Nothing of it is loaded or checked.</summary>
    /// <param name="folder">The plugin folder.</param>
    /// <returns>What <see cref="LoadedPlugin.ContentHash"/> would be; null when the folder cannot be read.</returns>
    public string? FindContentHash(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string path = Normalize(folder);
        return Directory.Exists(path) ? PluginFolder.Read(path, _options, new PluginProblemList(path))?.ContentHash : null;
    }

    /// <summary>Finds a kind among the loaded plugins.</summary>
    /// <param name="kind">Its name.</param>
    /// <returns>The kind, or null if no loaded plugin offers it.</returns>
    public LoadedKind? FindKind(string kind) => Array.Find(_kinds, candidate => candidate.Kind == kind);

    /// <summary>Takes a plugin out of the catalog and out of memory.</summary>
    /// <param name="plugin">A plugin that this catalog loaded; unloading one twice answers for the first time.</param>
    /// <param name="maximumCollections">
    /// How many blocking garbage collections may be spent on it. Each stops every thread of the process for some milliseconds: give 0 while a chassis
    /// runs in real time, and ask <see cref="Unloading"/> later.
    /// </param>
    /// <returns>Whether nothing of it is left. Drop components, parameter objects and types of the plugin first: one of them keeps all of it.</returns>
    /// <exception cref="ArgumentException">The plugin is another catalog's.</exception>
    public UnloadResult Unload(LoadedPlugin plugin, int maximumCollections = DefaultCollections)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        ArgumentOutOfRangeException.ThrowIfNegative(maximumCollections);
        lock (_gate)
        {
            if (plugin.IsLoaded)
            {
                if (!_live.Contains(plugin))
                    throw new ArgumentException($"The plugin '{plugin.Id}' is another catalog's.", nameof(plugin));
                if (_plugins.Contains(plugin))
                    Replace([.. _plugins.Where(other => other != plugin)]);
                Release(plugin);
            }
        }

        // As long as a handler of it runs, no collection can take it.
        bool canGo = maximumCollections == 0 || plugin.AwaitHandlers(HandlerLimit);
        WeakReference context = plugin.Unloading!;
        int collections = 0;
        while (canGo && context.IsAlive && collections < maximumCollections)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            collections++;
        }

        bool collected = !context.IsAlive;
        lock (_gate)
        {
            Sweep();
        }

        return new UnloadResult(collected, collections, collected || maximumCollections == 0 ? null : Leak(plugin, collections));
    }

    /// <summary>Says which unloaded plugins are still in memory.</summary>
    /// <returns>One problem for each; it may go away by itself with the next collections unless something still refers to it, or a handler of it does not return.</returns>
    public IReadOnlyList<PluginProblem> Unloading()
    {
        lock (_gate)
        {
            Sweep();
            return [.. _unloading.Select(plugin => Leak(plugin, null))];
        }
    }

    /// <summary>Unloads everything and removes the copies, without waiting for collections. Handlers of the unloading have a second in all.</summary>
    public void Dispose()
    {
        LoadedPlugin[] leaving;
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            while (_live.Count > 0)
                Release(_live[^1]);
            Replace([]);
            leaving = [.. _unloading];
        }

        long begun = Stopwatch.GetTimestamp();
        foreach (LoadedPlugin plugin in leaving)
        {
            TimeSpan left = LastLimit - Stopwatch.GetElapsedTime(begun);
            plugin.AwaitHandlers(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        lock (_gate)
        {
            Sweep();
            _shadow?.Dispose();
            _shadow = null;
        }
    }

    private static void RefuseDuplicateKinds(LoadedPlugin?[] plugins, PluginProblemList[] lists)
    {
        var offers = Enumerable.Range(0, plugins.Length).Where(i => plugins[i] is not null).SelectMany(i => plugins[i]!.Kinds.Select(kind => (kind.Kind, Index: i)));
        foreach (var same in offers.GroupBy(offer => offer.Kind).Where(group => group.Count() > 1).ToArray())
        {
            foreach ((string kind, int index) in same)
            {
                string others = string.Join(", ", same.Where(other => other.Index != index).Select(other => $"'{plugins[other.Index]!.Id}'"));
                lists[index].Add(PluginProblemCodes.DuplicateKind, $"The kind '{kind}' is also registered by {others}.", "Take one away, or give it another name.");
            }
        }
    }

    private void RefuseKnownId(PluginCandidate candidate, LoadedPlugin? replaced, PluginProblemList problems)
    {
        if (_plugins.FirstOrDefault(other => other != replaced && other.Id == candidate.Manifest.Id) is { } same)
            problems.Add(PluginProblemCodes.DuplicateId, $"The id '{same.Id}' is also that of '{same.Folder}'.", "Replace that one, or give this one another id.", candidate.ManifestPath);
    }

    // One that was refused after code of it ran is unloading.
    private (LoadedPlugin? Plugin, LoadedPlugin? Refused) LoadCandidate(PluginCandidate candidate, PluginProblemList problems)
    {
        string copy;
        try
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                _shadow ??= ShadowStore.Open(_options.ShadowDirectory);
                copy = _shadow.Place(candidate.Folder);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add(PluginProblemCodes.ShadowCopy, $"The plugin cannot be copied to the shadow directory: {exception.Message}",
                "Give a directory that this user can write and that has room.", _options.ShadowDirectory);
            return (null, null);
        }

        LoadedPlugin? plugin = PluginLoader.Load(candidate, copy, problems);
        lock (_gate)
        {
            if (plugin is null)
            {
                _shadow?.Release(candidate.Folder.ContentHash);
                return (null, null);
            }

            _live.Add(plugin);
            if (problems.Any)
            {
                Release(plugin);
                return (null, plugin);
            }

            if (!_disposed)
                return (plugin, null);

            // It came too late: who waits for it is told that there is no catalog any more.
            Release(plugin);
            throw new ObjectDisposedException(nameof(PluginCatalog));
        }
    }

    // From here on within the gate, or before anybody else has the catalog.
    private void Release(LoadedPlugin plugin)
    {
        plugin.Release();
        _live.Remove(plugin);
        _unloading.Add(plugin);
    }

    private void Replace(LoadedPlugin[] plugins)
    {
        LoadedPlugin[] all = [.. plugins.OrderBy(plugin => plugin.Id, StringComparer.Ordinal)];
        _kinds = [.. all.SelectMany(plugin => plugin.Kinds).OrderBy(kind => kind.Kind, StringComparer.Ordinal)];
        _plugins = all;
    }

    // A copy lives as long as the context: what is not mapped yet may still be asked for.
    private void Sweep()
    {
        for (int i = _unloading.Count - 1; i >= 0; i--)
        {
            if (_unloading[i].Unloading!.IsAlive)
                continue;
            _shadow?.Release(_unloading[i].ContentHash);
            _unloading.RemoveAt(i);
        }
    }

    private static PluginProblem Leak(LoadedPlugin plugin, int? collections) =>
        plugin.HungHandler ?? new(PluginProblemCodes.Leaking, plugin.Id, collections is null
            ? "The plugin was unloaded and is still in memory."
            : $"The plugin was unloaded and is still in memory after {collections} garbage collections.",
            "Something refers to it: a component or parameter object of it, a running thread or timer, a handler on a process-wide event, a serializer's or converter's cache of its types, a GC handle.",
            plugin.Folder);

    private static string Normalize(string directory) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
}
