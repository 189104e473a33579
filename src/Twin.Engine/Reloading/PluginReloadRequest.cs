namespace Twin.Engine.Reloading;

/// <summary>What plugin is to be read again.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Folder">The folder to read; null for the one it was read from.</param>
/// <param name="IsForced">Whether to exchange it although what is there is the very same build.</param>
/// <param name="Origin">Who asks, for the command log; empty for nobody.</param>
public sealed record PluginReloadRequest(string Id, string? Folder = null, bool IsForced = false, string Origin = "");
