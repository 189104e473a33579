using System.CommandLine;

namespace Twin.Host.Commands;

/// <summary><c>twin plugin</c>: everything about plugins.</summary>
internal static class PluginCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var command = new Command("plugin", "Plugins.");
        command.Subcommands.Add(PluginCheckCommand.Build());
        return command;
    }
}
