using System.Runtime.CompilerServices;
using Twin.Contracts;

namespace Twin.Plugins;

/// <summary>A plugin whose kinds can be used.</summary>
public sealed class LoadedPlugin
{
    /// <summary>Code of a plugin that is told of its unloading has this long before it counts as not returning.</summary>
    private static readonly TimeSpan HandlerTime = TimeSpan.FromSeconds(1);

    private volatile PluginLoadContext? _context;
    private Farewell? _farewell;

    internal LoadedPlugin(PluginCandidate candidate, PluginLoadContext context, IReadOnlyList<LoadedKind> kinds)
    {
        Id = candidate.Manifest.Id;
        Vendor = candidate.Manifest.Vendor;
        Version = candidate.Manifest.Version;
        ContractVersion = candidate.Contract;
        Folder = candidate.Folder.Path;
        ContentHash = candidate.Folder.ContentHash;
        Kinds = kinds;
        _context = context;
    }

    /// <summary>Id from the manifest.</summary>
    public string Id { get; }

    /// <summary>Vendor from the manifest.</summary>
    public string Vendor { get; }

    /// <summary>Version from the manifest.</summary>
    public string Version { get; }

    /// <summary>The contract it was built against; the newest if its assemblies differ.</summary>
    public ContractVersion ContractVersion { get; }

    /// <summary>Full path of the folder it was read from. Nothing in it is kept open.</summary>
    public string Folder { get; }

    /// <summary>SHA-256 over the paths and contents of the folder as it was read, in lower-case hexadecimal digits: equal hash, same build.</summary>
    public string ContentHash { get; }

    /// <summary>What it offers, in order of name.</summary>
    public IReadOnlyList<LoadedKind> Kinds { get; }

    /// <summary>Whether it has not been unloaded.</summary>
    public bool IsLoaded => _context is not null;

    /// <summary>Whether anything of it is still in memory, as is so for a while after it was unloaded.</summary>
    public bool IsInMemory => _context is not null || Unloading is { IsAlive: true };

    /// <summary>What is wrong when code of it that was told of its unloading (AssemblyLoadContext.Unloading) does not return; null before that, and when it has returned.</summary>
    public PluginProblem? HungHandler => _farewell is { } farewell && farewell.Age is { } age && age >= HandlerTime
        ? new PluginProblem(
            PluginProblemCodes.HungHandler, Id, FormattableString.Invariant($"Its code that is told of the unloading (a handler of AssemblyLoadContext.Unloading) has not returned for {age.TotalSeconds:0} s."),
            "Handlers of the unloading must end what they have begun and return. Its thread is lost and costs up to a core until it returns or the process is restarted; the plugin stays in memory as long.", Folder)
        : null;

    /// <summary>The context since it was asked to unload, dead when nothing of the plugin is left; null before.</summary>
    internal WeakReference? Unloading { get; private set; }

    /// <inheritdoc/>
    public override string ToString() => $"{Id} {Version} ({Vendor})";

    /// <summary>Waits for what of its code is told of the unloading.</summary>
    /// <param name="limit">How long at most.</param>
    /// <returns>Whether all of it has returned.</returns>
    internal bool AwaitHandlers(TimeSpan limit) => _farewell?.Await(limit) ?? true;

    // Apart, so that no caller's frame keeps the context in a register or temporary while it is being collected.
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal void Release()
    {
        PluginLoadContext context = _context!;
        Unloading = new WeakReference(context, trackResurrection: true);
        foreach (LoadedKind kind in Kinds)
            kind.Revoke();
        _farewell = Farewell.Begin(context);
        _context = null;
    }
}
