using System.Runtime.CompilerServices;
using Twin.Contracts;

namespace Twin.Plugins;

/// <summary>A plugin whose kinds can be used.</summary>
public sealed class LoadedPlugin
{
    private PluginLoadContext? _context;

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

    /// <summary>The context since it was asked to unload, dead when nothing of the plugin is left; null before.</summary>
    internal WeakReference? Unloading { get; private set; }

    /// <inheritdoc/>
    public override string ToString() => $"{Id} {Version} ({Vendor})";

    // Apart, so that no caller's frame keeps the context in a register or temporary while it is being collected.
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal void Release()
    {
        Unloading = new WeakReference(_context, trackResurrection: true);
        foreach (LoadedKind kind in Kinds)
            kind.Revoke();
        PluginLoadContext context = _context!;
        _context = null;
        try
        {
            context.Unload();
        }
#pragma warning disable CA1031 // Handlers of the plugin run in it: what they throw changes nothing of its being given up.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}
