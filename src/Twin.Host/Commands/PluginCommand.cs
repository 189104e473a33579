using System.CommandLine;

namespace Twin.Host.Commands;

/// <summary><c>twin plugin</c>: plugins of a running twin, and plugin folders.</summary>
internal static class PluginCommand
{
    /// <summary>The folder of a plugin.</summary>
    public static Argument<string> Folder => new("FOLDER") { Description = "A plugin folder: the plugin's build output with its plugin.json." };

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var command = new Command("plugin", "Plugins: lists, reloads and removes those of a running twin; checks and signs plugin folders.");
        command.Subcommands.Add(PluginCheckCommand.Build());
        command.Subcommands.Add(PluginKeyCommand.Build());
        command.Subcommands.Add(PluginSignCommand.Build());
        command.Subcommands.Add(PluginListCommand.Build());
        command.Subcommands.Add(PluginReloadCommand.Build());
        command.Subcommands.Add(PluginRemoveCommand.Build());
        return command;
    }
}
