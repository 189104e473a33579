using Twin.Contracts;

namespace Twin.Plugins;

/// <summary>How plugins are loaded.</summary>
public sealed record PluginLoadOptions
{
    /// <summary>
    /// Directory for the copies from which assemblies are mapped, or null for one of the user's own below the system's temporary directory.
    /// Several hosts may share it. It must not be cleaned by others while a host runs: dependencies are mapped on first use.
    /// </summary>
    public string? ShadowDirectory { get; init; }

    /// <summary>Contract version that plugins are measured against; another than the current one answers whether a plugin would load elsewhere.</summary>
    public ContractVersion HostContract { get; init; } = ContractVersion.Current;

    /// <summary>Largest sum of file sizes of one plugin folder in bytes; the whole folder is read into memory once.</summary>
    public long MaximumFolderBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>
    /// Publishers whose plugins are loaded; every other plugin is refused, unsigned ones too, so that an empty list refuses all. Null to load plugins of anybody: one that is
    /// signed must then still be as it was signed, by whomever.
    /// </summary>
    public IReadOnlyList<PublisherKey>? TrustedKeys { get; init; }

    /// <summary>Largest number of files and folders in one plugin folder.</summary>
    public int MaximumFiles { get; init; } = 2000;
}
