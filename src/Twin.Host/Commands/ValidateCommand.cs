using System.CommandLine;
using System.Globalization;
using Twin.Engine.Structure;
using Twin.Host.Setup;

namespace Twin.Host.Commands;

/// <summary><c>twin validate FILE</c>: reads and compiles a chassis file and says everything that is wrong with it.</summary>
internal static class ValidateCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var file = new Argument<string>("FILE") { Description = "A chassis file, or the name of a shipped one." };
        Flag[] flags = [CommonFlags.Plugins];
        var command = new Command("validate", "Reads and compiles a chassis file and says everything that is wrong with its text or, when that is sound, with how its parts are joined.");
        command.Arguments.Add(file);
        command.Options.Add(flags[0].Option);
        command.SetAction(parsed =>
        {
            var problems = new ProblemReport();
            TwinSettings settings = TwinSettings.Read(CommonFlags.Configure(parsed, flags, problems), problems) with
            {
                ChassisName = parsed.GetValue(file)!,
                WorkloadText = null,
                Initial = null,
                Seed = null,
            };
            return Validate(settings, problems);
        });
        return command;
    }

    private static int Validate(TwinSettings settings, ProblemReport problems)
    {
        using LoadedChassis? loaded = ChassisLoader.Load(settings, problems);
        if (loaded is null)
        {
            problems.Print();
            return ExitCode.BadInput;
        }

        CompiledChassis chassis = loaded.Model.Chassis;
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"ok: {chassis.Model}, {chassis.Components.Count} components, {chassis.Ports.Count} ports, {chassis.Signals.Count} signals, {chassis.Parameters.Count} parameters, {chassis.Actuators.Count} actuators, {chassis.Faults.Count} faults, {loaded.Model.WordCount * sizeof(double) / 1024} KiB of state"));
        return ExitCode.Success;
    }
}
