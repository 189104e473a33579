using System.CommandLine;
using System.CommandLine.Parsing;

namespace Twin.Host.Commands;

/// <summary>The commands of <c>twin</c> and how they are invoked.</summary>
internal static class CommandTree
{
    private const string DefaultCommand = "run";

    // A value that begins with @ is a value, such as the file of --data, and not a file of more arguments.
    private static readonly ParserConfiguration Plain = new() { ResponseFileTokenReplacer = null };

    /// <summary>Parses the command line and runs the command.</summary>
    /// <param name="args">Arguments without the program; none means <c>run</c>, and flags alone are those of <c>run</c>.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> InvokeAsync(string[] args)
    {
        RootCommand root = Build();
        ParseResult parsed = root.Parse(IsRun(args) ? [DefaultCommand, .. args] : args, Plain);
        if (parsed.Errors.Count > 0)
        {
            foreach (ParseError error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync($"twin: {error.Message}").ConfigureAwait(false);
            }

            string command = string.Concat(PathTo(parsed.CommandResult).Select(name => " " + name));
            await Console.Error.WriteLineAsync($"See 'twin{command} --help'.").ConfigureAwait(false);
            return ExitCode.BadInput;
        }

        // The host ends by signals itself, in order; the parser's own handling would cut it short.
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }).ConfigureAwait(false);
    }

    private static IEnumerable<string> PathTo(CommandResult command) => command.Parent is CommandResult parent ? PathTo(parent).Append(command.Command.Name) : [];

    private static bool IsRun(string[] args) =>
        args.Length == 0 || (args[0].StartsWith("--", StringComparison.Ordinal) && args[0] is not ("--help" or "--version"));

    private static RootCommand Build()
    {
        var chassis = new Command("chassis", "Chassis files.");
        chassis.Subcommands.Add(ChassisListCommand.Build());
        var root = new RootCommand("Digital twin of a network switch chassis. Without a command: run.");
        root.Subcommands.Add(RunCommand.Build());
        root.Subcommands.Add(SimulateCommand.Build());
        root.Subcommands.Add(ValidateCommand.Build());
        root.Subcommands.Add(chassis);
        root.Subcommands.Add(PackageCommand.Build());
        root.Subcommands.Add(PluginCommand.Build());
        root.Subcommands.Add(CallCommand.Build());
        root.Subcommands.Add(TokenCommand.Build());
        root.Subcommands.Add(SnapshotCommand.Build());
        root.Subcommands.Add(WatchCommand.Build());
        return root;
    }
}
