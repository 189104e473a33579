using System.CommandLine;

namespace Twin.Host.Commands;

/// <summary><c>twin plugin</c>: everything about plugins.</summary>
internal static class PluginCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var command = new Command("plugin", "Plugins: those of a running twin, and plugin folders.");
        command.Subcommands.Add(PluginListCommand.Build());
        command.Subcommands.Add(PluginReloadCommand.Build());
        command.Subcommands.Add(PluginRemoveCommand.Build());
        return command;
    }
}
