namespace Twin.Plugins.Tests;

/// <summary>A way in which a plugin can be wrong.</summary>
/// <param name="Name">What is wrong with it, in words joined by hyphens.</param>
/// <param name="Code">The code it has to be refused with, the only one.</param>
/// <param name="Words">What the message has to contain: the value, and what is wrong with it.</param>
/// <param name="Make">Puts it into the workshop, beside a good plugin that lies there.</param>
/// <param name="Options">How it is loaded, when not as usual.</param>
public sealed record BadPlugin(string Name, string Code, string[] Words, Action<PluginWorkshop> Make, Func<PluginLoadOptions, PluginLoadOptions>? Options = null);
