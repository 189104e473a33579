using System.CommandLine;
using System.Globalization;
using Twin.Chassis.Packages;
using Twin.Host.Setup;

namespace Twin.Host.Commands;

/// <summary><c>twin package list</c>: the package folders beside the program.</summary>
internal static class PackageListCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var command = new Command("list", "Lists the shipped packages.");
        command.SetAction(_ => List());
        return command;
    }

    private static int List()
    {
        IReadOnlyList<string> names = ShippedPackages.Names;
        int width = names.Select(name => name.Length).DefaultIfEmpty(0).Max();
        bool allRead = true;
        foreach (string name in names)
        {
            PackageFolderResult read = PackageFolder.Read(ShippedPackages.FolderOf(name));
            allRead &= read.Model is not null;
            string text = read.Model is { } model
                ? string.Create(CultureInfo.InvariantCulture, $"{model.Layers.Count,4} layers {model.Blocks.Count,4} blocks  {read.Title}")
                : string.Create(CultureInfo.InvariantCulture, $"cannot be read, {read.Problems.Count} problems; see: twin package solve {name}");
            Console.Out.WriteLine($"{name.PadRight(width)}  {text}");
        }

        return allRead ? ExitCode.Success : ExitCode.BadInput;
    }
}
