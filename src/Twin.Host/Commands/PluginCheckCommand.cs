using System.CommandLine;
using System.Globalization;
using Twin.Host.Setup;
using Twin.PluginTestKit;
using Twin.Units;

namespace Twin.Host.Commands;

/// <summary><c>twin plugin check FOLDER</c>: whether a plugin keeps to the contract.</summary>
internal static class PluginCheckCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var folder = new Argument<string>("FOLDER") { Description = "A plugin folder: plugin.json and the build output." };
        Option<string?> kind = PackageCommand.Flag("--kind", "KIND", "Only this component kind [default: all].");
        Option<string?> number = PackageCommand.Flag("--case", "N", "Only this case, as a finding names it [default: all].");
        Option<string?> seed = PackageCommand.Flag("--seed", "N", "Seed of parameters, spread and inputs [default: 1].");
        Option<string?> cases = PackageCommand.Flag("--cases", "N", "Random parameter sets of each kind, after the defaults and the corners [default: 32].");
        Option<string?> budget = PackageCommand.Flag("--budget", "TIME", "Time that one call may take, unless conformance.json says otherwise [default: 500 us].");
        Option<string?> most = PackageCommand.Flag("--most", "N", "Findings listed for each kind and check [default: 5].");
        Option<string?> json = PackageCommand.Flag("--json", "FILE", "Also writes the report as JSON.");
        var command = new Command("check", "Checks whether a plugin keeps to the contract: drives every kind alone over its parameters, inputs and faults. Ends with 1 when something is found.");
        command.Arguments.Add(folder);
        foreach (Option option in new Option[] { kind, number, seed, cases, budget, most, json })
        {
            command.Options.Add(option);
        }

        command.SetAction(parsed =>
        {
            var problems = new ProblemReport();
            var standard = new ConformanceOptions();
            ConformanceOptions options = standard with
            {
                Kind = parsed.GetValue(kind),
                Case = parsed.GetValue(number) is { } one ? (int)ReadNumber("--case", one, int.MaxValue, problems) : null,
                Seed = parsed.GetValue(seed) is { } start ? ReadNumber("--seed", start, ulong.MaxValue, problems) : standard.Seed,
                RandomCases = parsed.GetValue(cases) is { } many ? (int)ReadNumber("--cases", many, 1_000_000, problems) : standard.RandomCases,
                Budget = parsed.GetValue(budget) is { } time ? ReadTime("--budget", time, problems) : standard.Budget,
                FindingsPerCheck = parsed.GetValue(most) is { } listed ? (int)ReadNumber("--most", listed, 1_000_000, problems, least: 1) : standard.FindingsPerCheck,
            };
            return Check(parsed.GetValue(folder)!, options, parsed.GetValue(json), problems);
        });
        return command;
    }

    private static int Check(string folder, ConformanceOptions options, string? json, ProblemReport problems)
    {
        if (!Directory.Exists(folder))
        {
            problems.Add("FOLDER", $"There is no directory '{folder}'.");
        }

        if (problems.Any)
        {
            problems.Print();
            return ExitCode.BadInput;
        }

        ConformanceReport report = PluginConformance.Check(folder, options);
        if (json is not null)
        {
            try
            {
                File.WriteAllText(json, report.ToJson() + "\n");
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
            {
                problems.Add("--json", $"'{json}' cannot be written: {exception.Message}");
            }
        }

        foreach (string problem in report.Problems)
        {
            problems.Add(folder, problem);
        }

        problems.Print();
        if (report.Findings.Count > 0 || !problems.Any)
        {
            Console.Out.WriteLine(report.ToString());
        }

        return problems.Any ? ExitCode.BadInput : report.IsGood ? ExitCode.Success : ExitCode.Findings;
    }

    private static ulong ReadNumber(string flag, string text, ulong most, ProblemReport problems, ulong least = 0)
    {
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) && number >= least && number <= most)
        {
            return number;
        }

        problems.Add(flag, $"'{text}' is not a whole number from {least} to {most}.");
        return least;
    }

    private static Duration ReadTime(string flag, string text, ProblemReport problems)
    {
        if (!QuantityText.TryParse(text, out Duration time, out string? problem))
        {
            problems.Add(flag, problem);
        }
        else if (time <= Duration.Zero)
        {
            problems.Add(flag, $"'{text}' is not above zero.");
        }

        return time;
    }
}
