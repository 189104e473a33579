namespace Twin.Plugins;

/// <summary>What <c>plugin.json</c> says.</summary>
/// <param name="Id">Unique among loaded plugins: <c>vendor.part</c> in lower case, words joined by hyphens.</param>
/// <param name="Vendor">Who made it, for people.</param>
/// <param name="Version">Version of the plugin: two or three numbers and an optional suffix, such as <c>1.4.0-beta</c>.</param>
/// <param name="Entry">Full name of the public type that implements <see cref="Contracts.IPlugin"/>.</param>
/// <param name="Assembly">File name of the assembly that holds the entry, or null for the default.</param>
/// <param name="Native">Folders, relative to the plugin folder with forward slashes, in which native libraries are looked for, in this order.</param>
public sealed record PluginManifest(
    string Id, string Vendor, string Version, string Entry, string? Assembly, IReadOnlyList<string> Native)
{
    /// <summary>Name of the manifest file in a plugin folder.</summary>
    public const string FileName = "plugin.json";

    /// <summary>Largest manifest that is read, in bytes.</summary>
    public const int MaximumBytes = 64 * 1024;
}
