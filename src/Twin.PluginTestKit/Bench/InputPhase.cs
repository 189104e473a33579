using System.Globalization;
using System.Text.RegularExpressions;

namespace Twin.PluginTestKit.Bench;

/// <summary>Inputs that hold for some steps.</summary>
/// <param name="Levels">Level of each input, in the order of the list.</param>
/// <param name="Patterns">How the lanes of each input differ.</param>
/// <param name="Seed">Seed of the differences between lanes.</param>
/// <param name="Steps">How many steps they hold.</param>
/// <param name="IsSettling">Whether the engine looks for a steady state meanwhile.</param>
internal sealed partial record InputPhase(double[] Levels, LanePattern[] Patterns, ulong Seed, int Steps, bool IsSettling)
{
    private const int MostShown = 14;

    /// <summary>Says which inputs are not nominal, shortened where there are many.</summary>
    public string Text(InputElement[] elements)
    {
        // What is out of the ordinary comes first, and numbered fellows are one entry.
        string[] texts =
        [
            .. Enumerable.Range(0, elements.Length)
                .Where(i => Patterns[i] != LanePattern.Same || !Levels[i].Equals(elements[i].Nominal))
                .OrderBy(i => elements[i].Role switch { InputRole.Fault or InputRole.Tripped => 0, InputRole.Rail => 1, InputRole.Temperature => 2, _ => 3 })
                .GroupBy(i => Number().Replace(elements[i].Name, "*"))
                .Select(group => Describe([.. group], elements)),
        ];
        int more = texts.Length - MostShown;
        string list = string.Join(", ", texts.Take(MostShown));
        return (texts.Length == 0 ? "all nominal" : more > 0 ? string.Create(CultureInfo.InvariantCulture, $"{list}, {more} more") : list)
            + (IsSettling ? ", while settling" : string.Empty);
    }

    private string Describe(int[] fellows, InputElement[] elements)
    {
        InputElement first = elements[fellows[0]];
        if (fellows.Length == 1 || fellows.Any(i => Patterns[i] != LanePattern.Same))
        {
            return $"{first.Name} {Describe(first, Levels[fellows[0]], Patterns[fellows[0]])}{(fellows.Length == 1 ? string.Empty : " and its fellows")}";
        }

        double low = fellows.Min(i => Levels[i]);
        double high = fellows.Max(i => Levels[i]);
        return $"{Number().Replace(first.Name, "*")} {(low.Equals(high) ? first.Text(low) : $"{first.Text(low)} to {first.Text(high)}")}";
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();

    private static string Describe(InputElement element, double level, LanePattern pattern) => pattern switch
    {
        LanePattern.Ends => $"{element.Text(element.Low)} or {element.Text(element.High)} by lane",
        LanePattern.Anywhere => $"{element.Text(element.Low)} to {element.Text(element.High)} by lane",
        _ => element.Text(level),
    };
}
