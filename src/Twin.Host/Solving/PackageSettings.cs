using System.Globalization;
using Twin.Chassis.Packages;
using Twin.Engine.Structure;
using Twin.Host.Setup;
using Twin.Physics.Thermal.Packages;
using Twin.Units;

namespace Twin.Host.Solving;

/// <summary>What a package command was asked for, read and checked.</summary>
/// <param name="Case">What is solved.</param>
/// <param name="CellsAlongX">Cells along x.</param>
/// <param name="StepS">Length of a step, seconds.</param>
/// <param name="Steps">Steps; zero in a steady state.</param>
/// <param name="Method">How a step is done.</param>
internal sealed record PackageSettings(PackageCase Case, int CellsAlongX, double StepS, long Steps, PackageTimeMethod Method)
{
    /// <summary>Cells along x when nobody says otherwise: those of the reference results.</summary>
    public const int StandardGrid = 50;

    private const int FinestGrid = 10_000;
    private const long MostSteps = 10_000_000;
    private const double StandardStepS = 0.01;
    private const double StandardEndS = 2;

    // A step length of a trace comes from differences of its times.
    private const double WholeSteps = 1e-6;

    private static readonly string[] Cases = ["steady", "step", "trace"];

    /// <summary>Reads a case.</summary>
    /// <param name="text">The text; null for the standard.</param>
    /// <param name="standard">What holds without a text.</param>
    /// <param name="problems">Receives that it is none.</param>
    public static PackageCase ReadCase(string? text, PackageCase standard, ProblemReport problems)
    {
        if (text is null)
        {
            return standard;
        }

        int index = Array.IndexOf(Cases, text);
        if (index < 0)
        {
            problems.Add("--case", $"'{text}' is not one of {string.Join(", ", Cases)}.{(NearestNames.Find(text, Cases, 1) is [string name] ? $" Did you mean '{name}'?" : string.Empty)}");
        }

        return index < 0 ? standard : (PackageCase)index;
    }

    /// <summary>Reads a number of cells.</summary>
    /// <param name="text">The text; null for none.</param>
    /// <param name="problems">Receives that it is no number of cells.</param>
    public static int? ReadGrid(string? text, ProblemReport problems)
    {
        if (text is null)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int cells) && cells is >= 1 and <= FinestGrid)
        {
            return cells;
        }

        problems.Add("--grid", $"'{text}' is not a whole number of cells from 1 to {FinestGrid}.");
        return null;
    }

    /// <summary>Reads a time: seconds, or a number with its unit.</summary>
    /// <param name="flag">The flag, for messages.</param>
    /// <param name="text">The text; null for none.</param>
    /// <param name="problems">Receives that it is no time above zero.</param>
    public static double? ReadTime(string flag, string? text, ProblemReport problems)
    {
        if (text is null)
        {
            return null;
        }

        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds))
        {
            if (!QuantityText.TryParse(text, out Duration duration, out _))
            {
                problems.Add(flag, $"'{text}' is not a time: write seconds such as 0.01, or a number with its unit such as '10 ms'.");
                return null;
            }

            seconds = duration.Seconds;
        }

        if (seconds > 0 && double.IsFinite(seconds))
        {
            return seconds;
        }

        problems.Add(flag, $"'{text}' is not above zero.");
        return null;
    }

    /// <summary>Reads a method.</summary>
    /// <param name="text">The text; null for the standard.</param>
    /// <param name="problems">Receives that it is none.</param>
    public static PackageTimeMethod ReadMethod(string? text, ProblemReport problems)
    {
        if (text is not (null or "backward-euler" or "two-stage"))
        {
            problems.Add("--method", $"'{text}' is neither 'backward-euler' nor 'two-stage'.");
        }

        return text == "two-stage" ? PackageTimeMethod.TwoStage : PackageTimeMethod.BackwardEuler;
    }

    /// <summary>Joins what was read; fills in what follows from the package.</summary>
    /// <param name="package">The package, with its trace when that is the case.</param>
    /// <param name="solved">The case.</param>
    /// <param name="cellsAlongX">Cells along x.</param>
    /// <param name="stepS">Length of a step; null for 10 ms, or the time between the first rows of the trace.</param>
    /// <param name="endS">End; null for 2 s, or that of the trace.</param>
    /// <param name="method">How a step is done.</param>
    /// <param name="problems">Receives what does not fit together.</param>
    public static PackageSettings Join(PackageFolderResult package, PackageCase solved, int cellsAlongX, double? stepS, double? endS, PackageTimeMethod method, ProblemReport problems)
    {
        if (solved == PackageCase.Steady)
        {
            return new(solved, cellsAlongX, 0, 0, method);
        }

        ReadOnlySpan<double> startsS = package.Trace is { } trace ? trace.StartsS : [];
        double step = stepS ?? (startsS.Length > 1 ? startsS[1] - startsS[0] : StandardStepS);
        double end = endS ?? package.Trace?.EndS ?? StandardEndS;
        double steps = Math.Round(end / step);
        if (Math.Abs((end / step) - steps) > WholeSteps * Math.Max(1, steps) || steps < 1)
        {
            problems.Add("--end", string.Create(CultureInfo.InvariantCulture, $"{end:G10} s are not a whole number of steps of {step:G10} s."));
        }
        else if (steps > MostSteps)
        {
            problems.Add("--dt", string.Create(CultureInfo.InvariantCulture, $"{end:G10} s in steps of {step:G10} s are {steps:G3} steps; at most {MostSteps} are taken."));
        }

        return new(solved, cellsAlongX, step, (long)Math.Min(steps, MostSteps), method);
    }
}
