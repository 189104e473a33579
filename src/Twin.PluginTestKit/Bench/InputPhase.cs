using System.Globalization;

namespace Twin.PluginTestKit.Bench;

/// <summary>Inputs that hold for some steps.</summary>
/// <param name="Levels">Level of each input, in the order of the list.</param>
/// <param name="Patterns">How the lanes of each input differ.</param>
/// <param name="Seed">Seed of the differences between lanes.</param>
/// <param name="Steps">How many steps they hold.</param>
/// <param name="IsSettling">Whether the engine looks for a steady state meanwhile.</param>
internal sealed record InputPhase(double[] Levels, LanePattern[] Patterns, ulong Seed, int Steps, bool IsSettling)
{
    private const int MostShown = 14;

    /// <summary>Says which inputs are not nominal, shortened where there are many.</summary>
    public string Text(InputElement[] elements)
    {
        var texts = new List<string>();
        for (int i = 0; i < elements.Length; i++)
        {
            InputElement element = elements[i];
            bool isNominal = Patterns[i] == LanePattern.Same && Levels[i].Equals(element.Nominal);
            if (!isNominal)
            {
                texts.Add($"{element.Name} {Describe(element, Levels[i], Patterns[i])}");
            }
        }

        int more = texts.Count - MostShown;
        string list = string.Join(", ", texts.Take(MostShown));
        return (texts.Count == 0 ? "all nominal" : more > 0 ? string.Create(CultureInfo.InvariantCulture, $"{list}, {more} more") : list)
            + (IsSettling ? ", while settling" : string.Empty);
    }

    private static string Describe(InputElement element, double level, LanePattern pattern) => pattern switch
    {
        LanePattern.Ends => $"{element.Text(element.Low)} or {element.Text(element.High)} by lane",
        LanePattern.Anywhere => $"{element.Text(element.Low)} to {element.Text(element.High)} by lane",
        _ => element.Text(level),
    };
}
