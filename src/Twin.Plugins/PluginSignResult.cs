namespace Twin.Plugins;

/// <summary>What became of signing a plugin folder.</summary>
/// <param name="Manifest">Manifest of the plugin that was signed; null with any problem.</param>
/// <param name="Files">How many files were signed.</param>
/// <param name="Key">With which key, as <see cref="PublisherKey.Id"/>; null with any problem.</param>
/// <param name="Problems">Everything that is wrong with the folder.</param>
public sealed record PluginSignResult(PluginManifest? Manifest, int Files, string? Key, IReadOnlyList<PluginProblem> Problems);
