using System.CommandLine;
using System.Globalization;
using Twin.Chassis;
using Twin.Engine.Description;
using Twin.Host.Setup;

namespace Twin.Host.Commands;

/// <summary><c>twin chassis list</c>: the chassis files beside the program.</summary>
internal static class ChassisListCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var command = new Command("list", "Lists the shipped chassis.");
        command.SetAction(_ => List());
        return command;
    }

    private static int List()
    {
        IReadOnlyList<string> names = ShippedChassis.Names;
        int width = names.Select(name => name.Length).DefaultIfEmpty(0).Max();
        bool allRead = true;
        foreach (string name in names)
        {
            string file = ShippedChassis.FileOf(name);
            ChassisFileResult read = ChassisFile.Read(file);
            allRead &= read.Description is not null;
            string text = read.Description is ChassisDescription chassis
                ? string.Create(CultureInfo.InvariantCulture, $"{chassis.Components.Count,4} components {chassis.Ports.Sum(group => group.Count),4} ports  {chassis.Title}")
                : string.Create(CultureInfo.InvariantCulture, $"cannot be read, {read.Problems.Count} problems; see: twin validate {file}");
            Console.Out.WriteLine($"{name.PadRight(width)}  {text}");
        }

        return allRead ? ExitCode.Success : ExitCode.BadInput;
    }
}
