using System.CommandLine;

namespace Twin.Host.Commands;

/// <summary><c>twin package</c>: thermal packages on their own, from tables.</summary>
internal static class PackageCommand
{
    /// <summary>The folder of a package.</summary>
    public static Argument<string> Folder => new("DIR") { Description = "A package folder (package.yaml, layers.csv, patches.csv, materials.csv, blocks.csv), or the name of a shipped one." };

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var command = new Command("package", "Thermal packages on their own: solves them, reduces them, compares them with given results.");
        command.Subcommands.Add(PackageSolveCommand.Build());
        command.Subcommands.Add(PackageReduceCommand.Build());
        command.Subcommands.Add(PackageCompareCommand.Build());
        command.Subcommands.Add(PackageListCommand.Build());
        return command;
    }

    /// <summary>A flag that takes one text.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">What it takes, for the help.</param>
    /// <param name="description">One line for the help.</param>
    public static Option<string?> Flag(string name, string value, string description) => new(name) { HelpName = value, Description = description };
}
