using System.Globalization;
using System.Text.RegularExpressions;
using Twin.Chassis.Packages;
using Twin.Host.Setup;

namespace Twin.Host.Solving;

/// <summary>What a file of results is compared with: the flags say it, else the columns, else the name of the file, as in <c>trace_2s_dt10ms_grid50.csv</c>.</summary>
/// <param name="Case">The case.</param>
/// <param name="Grids">Cells along x; several where the file has columns for several.</param>
/// <param name="StepS">Length of a step, seconds; null in a steady state.</param>
/// <param name="EndS">The last instant, seconds; null in a steady state.</param>
internal sealed partial record ComparisonRequest(PackageCase Case, IReadOnlyList<int> Grids, double? StepS, double? EndS)
{
    /// <summary>Finds out what to solve.</summary>
    /// <param name="file">The file of results.</param>
    /// <param name="results">What it holds.</param>
    /// <param name="solved">The case that was asked for; null for none.</param>
    /// <param name="grid">The grid that was asked for; null for none.</param>
    /// <param name="stepS">The step that was asked for; null for none.</param>
    /// <param name="problems">Receives what does not fit the file.</param>
    public static ComparisonRequest Find(string file, PackageResults results, PackageCase? solved, int? grid, double? stepS, ProblemReport problems)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        if (results.IsSteady && solved is not (null or PackageCase.Steady))
        {
            problems.Add("--case", $"'{file}' has values of a steady state.");
        }

        if (!results.IsSteady && solved == PackageCase.Steady)
        {
            problems.Add("--case", $"'{file}' has values over time; say step or trace.");
        }

        PackageCase chosen = solved ?? (results.IsSteady ? PackageCase.Steady : name.Contains("trace", StringComparison.OrdinalIgnoreCase) ? PackageCase.Trace : PackageCase.Step);
        int[] own = results.MapColumns > 0 ? [results.MapColumns] : [.. results.Values.Where(value => value.Grid is not null).Select(value => value.Grid!.Value).Distinct()];
        if (grid is { } wanted && own.Length > 0 && !own.Contains(wanted))
        {
            problems.Add("--grid", $"'{file}' has values for {string.Join(" and ", own)} cells along x, none for {wanted}.");
        }

        Match named = GridInName().Match(name);
        int[] grids = grid is { } one ? [one] : own.Length > 0 ? own : [named.Success ? int.Parse(named.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : PackageSettings.StandardGrid];
        return results.IsSteady ? new(chosen, grids, null, null) : new(chosen, grids, Step(name, results, stepS, problems), results.Values[^1].TimeS);
    }

    private static double Step(string name, PackageResults results, double? stepS, ProblemReport problems)
    {
        double[] timesS = [.. results.Values.Select(value => value.TimeS).Distinct()];
        Match named = StepInName().Match(name);
        double step = stepS ?? (named.Success
            ? double.Parse(named.Groups[1].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture) * named.Groups[2].Value switch { "us" => 1e-6, "ms" => 1e-3, _ => 1 }
            : timesS.Length > 1 ? timesS[1] - timesS[0] : timesS[0]);
        foreach (double timeS in timesS)
        {
            if (Math.Abs((timeS / step) - Math.Round(timeS / step)) > 1e-4)
            {
                problems.Add("--dt", string.Create(CultureInfo.InvariantCulture, $"The instant {timeS:G10} s is not a whole number of steps of {step:G10} s."));
                break;
            }
        }

        return step;
    }

    [GeneratedRegex("(?:grid|map)([0-9]{1,4})(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex GridInName();

    [GeneratedRegex("dt([0-9]{1,6}(?:\\.[0-9]{1,6})?)(us|ms|s)", RegexOptions.CultureInvariant)]
    private static partial Regex StepInName();
}
