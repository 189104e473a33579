namespace Twin.Plugins;

/// <summary>One file of a plugin folder, as it was read.</summary>
/// <param name="Path">Path relative to the folder, with forward slashes.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record PluginFile(string Path, byte[] Content)
{
    /// <summary>Whether its name is that of an assembly; it may be native code all the same.</summary>
    public bool IsAssemblyFile => Path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);

    /// <summary>Tells whether a path is one that a file in a plugin folder can have, in the one way of writing it.</summary>
    /// <remarks>Both kinds of slash and the colon count on every system: what is refused on one is refused on all.</remarks>
    public static bool IsInside(string path) =>
        path.Length > 0 && path[0] != '/' && !path.Any(c => c is '\\' or ':' || char.IsControl(c)) && !path.Split('/').Any(part => part is "" or "." or "..");
}
