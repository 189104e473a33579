using System.CommandLine;
using System.Globalization;
using Twin.Host.Setup;

namespace Twin.Host.Commands;

/// <summary><c>twin validate FILE</c>: reads a chassis file and says everything that is wrong with it; reduces no package.</summary>
internal static class ValidateCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var file = new Argument<string>("FILE") { Description = "A chassis file, or the name of a shipped one." };
        Flag[] flags = [CommonFlags.Plugins, CommonFlags.PluginKeys];
        var command = new Command("validate", "Reads a chassis file and says everything that is wrong with its text or, when that is sound, with how its parts are joined.");
        command.Arguments.Add(file);
        foreach (Flag flag in flags)
        {
            command.Options.Add(flag.Option);
        }

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
        if (ChassisLoader.Check(settings, problems) is not { } chassis)
        {
            problems.Print();
            return ExitCode.BadInput;
        }

        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"ok: {chassis.Model}, {chassis.Components.Count} components, {chassis.Ports.Count} ports, {chassis.Signals.Count} signals, {chassis.Parameters.Count} parameters, {chassis.Actuators.Count} actuators, {chassis.Faults.Count} faults"));
        return ExitCode.Success;
    }
}
