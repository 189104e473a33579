using System.Diagnostics;
using Twin.Engine.Compiling;
using Twin.Engine.Description;
using Twin.Engine.Reloading;
using Twin.Engine.Running;
using Twin.Host.Setup;
using Twin.Plugins;
using Twin.Telemetry;

namespace Twin.Host.Hosting;

/// <summary>The plugins of the running twin: reads them again, lets the engine exchange them, and unloads what was given up.</summary>
/// <remarks>The catalog belongs to whoever loaded the chassis; while the twin runs, this alone changes it. No code of a plugin runs while anything here is held but the right to change: while one is loaded, described and tried.</remarks>
internal sealed partial class PluginReloads : IPluginReloads, IDisposable
{
    private const int Shown = 10;

    /// <summary>No path of a system is longer; and links are followed part by part, so that its length is the depth of the stack.</summary>
    private const int LongestFolder = 4096;

    private static readonly ActivitySource Source = new(TracedTwin.SourceName);
    private static readonly TimeSpan LoadTime = TimeSpan.FromSeconds(30);

    private readonly TwinRunner _runner;
    private readonly PluginCatalog _catalog;
    private readonly ModelExchange _exchange;
    private readonly string[] _directories;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _changing = new(1, 1);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, IReadOnlyList<Problem>> _attempts = new(StringComparer.Ordinal);
    private readonly List<(LoadedPlugin Plugin, int Collections)> _givenUp = [];

    // While another build is tried the catalog offers that one already, and this one runs.
    private volatile LoadedPlugin? _running;

    /// <summary>Makes it.</summary>
    /// <param name="runner">The live run.</param>
    /// <param name="catalog">Its plugins.</param>
    /// <param name="exchange">Exchanges them in the run.</param>
    /// <param name="directories">Below these a client may name a folder.</param>
    /// <param name="logger">Told of what was done.</param>
    public PluginReloads(TwinRunner runner, PluginCatalog catalog, ModelExchange exchange, string[] directories, ILogger<PluginReloads> logger)
    {
        (_runner, _catalog, _exchange, _logger) = (runner, catalog, exchange, logger);
        _directories = [.. directories.Select(directory => Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<PluginListing> List()
    {
        ILookup<string, string> components = _runner.Chassis.Components.ToLookup(component => component.Plugin, component => component.Path, StringComparer.Ordinal);
        lock (_gate)
        {
            _givenUp.RemoveAll(given => !given.Plugin.IsInMemory);
            return
            [
                .. _catalog.Plugins.Select(plugin => _running is { } running && running.Id == plugin.Id ? running : plugin).Select(plugin => Listing(
                    plugin, [.. components[plugin.Id]], components.Contains(plugin.Id) ? PluginState.Running : PluginState.Unused, _attempts.GetValueOrDefault(plugin.Id, []))),
                .. _givenUp.Select(given => Listing(given.Plugin, [], PluginState.Unloading, Leak(given.Plugin, given.Collections))),
            ];
        }
    }

    /// <inheritdoc/>
    public async Task<PluginReload> ReloadAsync(PluginReloadRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        using Activity? span = Source.StartActivity("command Reload");
        span?.SetTag("chassis.command", "Reload").SetTag("chassis.command.path", request.Id).SetTag("chassis.command.origin", request.Origin.Length > 0 ? request.Origin : null);
        try
        {
            PluginReload reload = await ReloadOneAsync(request, cancellationToken).ConfigureAwait(false);
            span?.SetTag("chassis.twin.step", reload.Step).SetTag("chassis.twin.epoch", reload.Epoch).SetTag("chassis.command.old_value", reload.Before.ToString()).SetTag("chassis.command.new_value", reload.After.ToString());
            return reload;
        }
        catch (Exception exception)
        {
            span?.SetTag("error.type", (exception as PluginReloadException)?.Status.ToString() ?? exception.GetType().FullName).SetStatus(ActivityStatusCode.Error, exception.Message);
            throw;
        }
    }

    private async Task<PluginReload> ReloadOneAsync(PluginReloadRequest request, CancellationToken cancellationToken)
    {
        Enter();
        bool isHeld = true;
        try
        {
            LoadedPlugin old = Find(request.Id);
            PluginBuild before = BuildOf(old);
            string folder = request.Folder is { } given ? Allowed(given) : old.Folder;
            if (LinkIn(folder) is { } link)
            {
                throw Rejected(before, folder, [link]);
            }


            // 1. What is there now, read and checked beside the one that runs.
            if (!request.IsForced && _catalog.FindContentHash(folder) == old.ContentHash)
            {
                Note(old.Id, []);
                return Done(before, before, null);
            }

            _running = old;
            Task<PluginLoadResult> loading = Task.Factory.StartNew(() => _catalog.Add(folder, old), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await ((Task)loading).WaitAsync(LoadTime, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!loading.IsCompleted)
            {
                // Nothing else is changed until its code returns, if it ever does.
                isHeld = false;
                _ = TakeBackLaterAsync(loading, old);
                cancellationToken.ThrowIfCancellationRequested();
                throw Rejected(before, folder, [new Problem(ReloadProblemCodes.NeverLoaded, folder, FormattableString.Invariant($"Loading did not end within {LoadTime.TotalSeconds:0} s: the plugin's constructor or its Register does not return."), "No plugin can be exchanged until it does, or the twin is restarted.")], hasLostThread: true);
            }

            PluginLoadResult loaded = await loading.ConfigureAwait(false);
            if (loaded.Plugin is not { } added)
            {
                NoteRefused(loaded);
                throw Rejected(before, folder, [.. loaded.Problems.Select(ProblemOf)]);
            }

            PluginBuild after = BuildOf(added);
            ExchangeOutcome? outcome;
            try
            {
                if (added.Id != old.Id)
                {
                    throw Rejected(before, folder, [new Problem(ReloadProblemCodes.OtherPlugin, folder, $"The folder holds the plugin '{added.Id}'.", $"Give the folder of '{old.Id}'.")]);
                }

                // 2. Into the run, if it has any of it.
                outcome = await ExchangeAsync(old.Id, before, folder, request.Origin, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                lock (_gate)
                {
                    _catalog.TakeBack(added, old);
                    GiveUp(added);
                }

                throw;
            }

            // 3. Without a collection, which would stop every thread: what was given up goes with those that come by themselves.
            lock (_gate)
            {
                _running = null;
                _catalog.Unload(old, maximumCollections: 0);
                GiveUp(old);
            }

            Note(old.Id, []);
            PluginReload done = Done(before, after, outcome) with { IsExchanged = true };
            LogExchanged(_logger, before, after, folder, done.Step, done.Epoch, done.Reinitialized.Count);
            return done;
        }
        finally
        {
            if (isHeld)
            {
                _running = null;
                _changing.Release();
            }
        }
    }

    /// <inheritdoc/>
    public PluginListing Remove(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        Enter();
        try
        {
            LoadedPlugin plugin = Find(id);
            string[] users = [.. _runner.Chassis.Components.Where(component => component.Plugin == id).Select(component => component.Path)];
            if (users.Length > 0)
            {
                string more = users.Length > Shown ? FormattableString.Invariant($" and {users.Length - Shown} more") : string.Empty;
                throw new PluginReloadException(PluginReloadStatus.InUse, $"'{id}' models {string.Join(", ", users.Take(Shown))}{more}: a plugin can be removed when the chassis has no component of it.");
            }

            lock (_gate)
            {
                _catalog.Unload(plugin, maximumCollections: 0);
                GiveUp(plugin);
            }

            Note(id, []);
            LogRemoved(_logger, BuildOf(plugin));
            return Listing(plugin, [], PluginState.Unloading, []);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _changing.Dispose();

    [LoggerMessage(1, LogLevel.Information, "{Before} was exchanged for {After} from {Folder} behind step {Step}, epoch {Epoch}; {Anew} parts began anew.")]
    private static partial void LogExchanged(ILogger logger, PluginBuild before, PluginBuild after, string folder, long step, long epoch, int anew);

    [LoggerMessage(2, LogLevel.Warning, "The build in {Folder} was not taken for {Before}, which goes on: {Problems}")]
    private static partial void LogRejected(ILogger logger, string folder, PluginBuild before, string problems);

    [LoggerMessage(3, LogLevel.Information, "{Build} was removed.")]
    private static partial void LogRemoved(ILogger logger, PluginBuild build);

    private static PluginBuild BuildOf(LoadedPlugin plugin) => new(plugin.Id, plugin.Version, plugin.ContentHash);

    private static Problem ProblemOf(PluginProblem problem)
    {
        string place = problem.File is null ? problem.Plugin : problem.Line is { } line ? FormattableString.Invariant($"{problem.File}:{line}") : problem.File;
        return new Problem(problem.Code, place, problem.Message, problem.Hint);
    }

    private static PluginListing Listing(LoadedPlugin plugin, IReadOnlyList<string> components, PluginState state, IReadOnlyList<Problem> problems) => new(
        BuildOf(plugin), plugin.Vendor, plugin.ContractVersion.ToString(), plugin.Folder, [.. plugin.Kinds.Select(kind => kind.Kind)], components, state, problems);

    // A clean one goes with the next few collections of everything.
    private static Problem[] Leak(LoadedPlugin plugin, int collections)
    {
        if (plugin.HungHandler is { } hung)
        {
            return [ProblemOf(hung)];
        }

        int since = GC.CollectionCount(GC.MaxGeneration) - collections;
        return since < PluginCatalog.DefaultCollections ? [] :
        [
            new Problem(PluginProblemCodes.Leaking, plugin.Id, FormattableString.Invariant($"It leaks: after {since} garbage collections it is still in memory."), "Something refers to it: a running thread or timer, a handler on a process-wide event, a serializer's or converter's cache of its types, a GC handle."),
        ];
    }

    private static bool IsBelow(string path, string directory) => path.StartsWith(Path.EndsInDirectorySeparator(directory) ? directory : directory + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string RealPath(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(full) is not { } parent)
        {
            return full;
        }

        string real = Path.Combine(RealPath(parent), Path.GetFileName(full));
        return Directory.Exists(real) && Directory.ResolveLinkTarget(real, returnFinalTarget: true) is { } target ? RealPath(target.FullName) : real;
    }

    private void Enter()
    {
        if (!_changing.Wait(0))
        {
            throw new PluginReloadException(PluginReloadStatus.Busy, "Another plugin is being exchanged or removed; nothing was done. Try again when it is done.");
        }
    }

    private LoadedPlugin Find(string id)
    {
        string[] known = [.. _catalog.Plugins.Select(plugin => plugin.Id)];
        return _catalog.Plugins.FirstOrDefault(plugin => plugin.Id == id) ?? throw new PluginReloadException(PluginReloadStatus.NotFound, $"There is no plugin '{id}'. There are: {string.Join(", ", known)}.")
        {
            Nearest = Engine.Structure.NearestNames.Find(id, known, 3),
        };
    }

    // Links are followed first, so that none leads out; that none stays within is looked at afterwards.
    private string Allowed(string folder)
    {
        if (folder.Length > LongestFolder)
        {
            throw new PluginReloadException(PluginReloadStatus.ForeignFolder, $"A folder of {folder.Length} characters is none; {LongestFolder} are the most.");
        }

        try
        {
            string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(_directories[0], folder)));
            string real = RealPath(full);
            if (_directories.Any(directory => IsBelow(real, RealPath(directory)) && (IsBelow(full, directory) || IsBelow(full, RealPath(directory)))))
            {
                return full;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new PluginReloadException(PluginReloadStatus.ForeignFolder, $"The folder '{folder}' cannot be read: {exception.Message}");
        }

        throw new PluginReloadException(
            PluginReloadStatus.ForeignFolder, $"'{folder}' is not a folder below {string.Join(" or ", _directories.Select(directory => $"'{directory}'"))}, from where alone this twin reads plugins (--plugins, and the setting PluginBuilds).");
    }

    // As at the start: a directory that the operator names may be a link of his, and nothing between it and a plugin may.
    private Problem? LinkIn(string folder)
    {
        try
        {
            string? root = _directories.Concat(_directories.Select(RealPath)).Where(directory => IsBelow(folder, directory)).MaxBy(directory => directory.Length);
            if (root is null || _directories.Contains(folder, StringComparer.Ordinal))
            {
                return null;
            }

            for (string part = folder; part.Length > root.Length; part = Path.GetDirectoryName(part)!)
            {
                if (new DirectoryInfo(part).LinkTarget is { } target)
                {
                    return new Problem(PluginProblemCodes.Link, folder, $"'{part}' is a link to '{target}'.", "Put the plugin folder itself there, or name the directory that holds it.");
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Who reads the folder says so in better words.
        }

        return null;
    }

    // Null where the chassis has no component of the plugin, so that the run has nothing to exchange.
    private async Task<ExchangeOutcome?> ExchangeAsync(string id, PluginBuild before, string folder, string origin, CancellationToken cancellationToken)
    {
        if (!_runner.Chassis.Components.Any(component => component.Plugin == id))
        {
            return null;
        }

        ExchangeOutcome outcome = await _exchange.ExchangeAsync(ChassisLoader.KindsOf(_catalog), origin, cancellationToken).ConfigureAwait(false);
        return outcome.Status switch
        {
            ExchangeStatus.Exchanged => outcome,
            ExchangeStatus.Rejected => throw Rejected(before, folder, outcome.Problems, outcome.HasLostThread),
            ExchangeStatus.Busy => throw new PluginReloadException(PluginReloadStatus.Busy, string.Join(' ', outcome.Problems)),
            _ => throw new PluginReloadException(PluginReloadStatus.Unavailable, string.Join(' ', outcome.Problems)),
        };
    }

    private PluginReload Done(PluginBuild before, PluginBuild after, ExchangeOutcome? outcome)
    {
        _runner.Frames.TryReadLatest([], [], out FrameHeader newest);
        return new PluginReload(before, after)
        {
            Step = outcome?.Step ?? newest.Step,
            Epoch = outcome?.Epoch ?? newest.Epoch,
            IsNewStructure = outcome?.IsNewStructure ?? false,
            Reinitialized = outcome?.Reinitialized ?? [],
            SwapTime = outcome?.SwapTime ?? TimeSpan.Zero,
            HasLostThread = outcome?.HasLostThread ?? false,
            Log = outcome?.Log ?? [],
        };
    }

    private PluginReloadException Rejected(PluginBuild before, string folder, IReadOnlyList<Problem> problems, bool hasLostThread = false)
    {
        Note(before.Id, problems);
        LogRejected(_logger, folder, before, string.Join(' ', problems));
        return new PluginReloadException(PluginReloadStatus.Rejected, $"The build in '{folder}' is not taken; {before} goes on.{(hasLostThread ? " A thread was lost in a call that does not return; it costs up to a core until the call returns or the twin is restarted." : string.Empty)}", problems);
    }

    private void Note(string id, IReadOnlyList<Problem> problems)
    {
        lock (_gate)
        {
            _attempts[id] = problems;

            // Removes the copies of what has gone meanwhile.
            _ = _catalog.Unloading();
        }
    }

    // Listed until it has gone: what it has left running costs as much as in one that was taken.
    private void NoteRefused(PluginLoadResult loaded)
    {
        if (loaded.Refused is { } refused)
        {
            lock (_gate)
            {
                GiveUp(refused);
            }
        }
    }

    private void GiveUp(LoadedPlugin plugin) => _givenUp.Add((plugin, GC.CollectionCount(GC.MaxGeneration)));

    private async Task TakeBackLaterAsync(Task<PluginLoadResult> loading, LoadedPlugin old)
    {
        try
        {
            PluginLoadResult loaded = await loading.ConfigureAwait(false);
            NoteRefused(loaded);
            if (loaded.Plugin is { } added)
            {
                lock (_gate)
                {
                    _catalog.TakeBack(added, old);
                    GiveUp(added);
                }
            }
        }
        finally
        {
            _running = null;
            _changing.Release();
        }
    }
}
