using System.CommandLine;

namespace Twin.Host.Commands;

/// <summary><c>twin plugin</c>: everything about plugins.</summary>
internal static class PluginCommand
{
    /// <summary>The folder of a plugin.</summary>
    public static Argument<string> Folder => new("FOLDER") { Description = "A plugin folder: the plugin's build output with its plugin.json." };

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var command = new Command("plugin", "Plugins: those of a running twin, and plugin folders.");
        command.Subcommands.Add(PluginListCommand.Build());
        command.Subcommands.Add(PluginReloadCommand.Build());
        command.Subcommands.Add(PluginRemoveCommand.Build());
        command.Subcommands.Add(PluginCheckCommand.Build());
        command.Subcommands.Add(PluginKeyCommand.Build());
        command.Subcommands.Add(PluginSignCommand.Build());
        return command;
    }
}
