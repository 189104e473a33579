namespace Twin.Engine.Compiling;

/// <summary>Which build of a plugin a component kind comes from.</summary>
/// <param name="Id">Id of the plugin.</param>
/// <param name="Version">Its version as it says; empty when unknown.</param>
/// <param name="ContentHash">Fingerprint of its files: equal hash, same build; empty when unknown.</param>
public sealed record PluginBuild(string Id, string Version, string ContentHash)
{
    /// <inheritdoc/>
    public override string ToString() => (Version, ContentHash) switch
    {
        ("", "") => Id,
        (_, { Length: > 12 }) => $"{Id} {Version} ({ContentHash[..12]})",
        _ => $"{Id} {Version} ({ContentHash})",
    };
}
