namespace Twin.Plugins;

/// <summary>Outcome of loading one plugin.</summary>
/// <param name="Plugin">The plugin, or null if it was refused.</param>
/// <param name="Problems">Why it was refused; empty if it was loaded.</param>
public sealed record PluginLoadResult(LoadedPlugin? Plugin, IReadOnlyList<PluginProblem> Problems)
{
    /// <summary>The plugin that was refused after code of it had run, and is unloading; null where none ran.</summary>
    public LoadedPlugin? Refused { get; init; }
}
