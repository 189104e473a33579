namespace Twin.Plugins;

/// <summary>One file of a plugin folder, as it was read.</summary>
/// <param name="Path">Path relative to the folder, with forward slashes.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record PluginFile(string Path, byte[] Content)
{
    public bool IsAssemblyFile => Path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
}
