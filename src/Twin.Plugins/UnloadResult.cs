namespace Twin.Plugins;

/// <summary>What became of a plugin that was unloaded.</summary>
/// <param name="Collected">Whether nothing of it is left in memory.</param>
/// <param name="Collections">How many garbage collections were asked for.</param>
/// <param name="Problem">Says that it is leaking, or that a handler of it does not return; null when it was collected or no collection was allowed.</param>
public readonly record struct UnloadResult(bool Collected, int Collections, PluginProblem? Problem);
