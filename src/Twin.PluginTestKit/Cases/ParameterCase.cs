using System.Globalization;

namespace Twin.PluginTestKit.Cases;

/// <summary>One set of parameters to try.</summary>
/// <param name="Number">Its number, by which it is found again.</param>
/// <param name="Values">Paths and values that differ from the defaults.</param>
/// <param name="SpreadSeed">Seed by which this part differs from its fellows; null for a nominal part.</param>
internal sealed record ParameterCase(int Number, IReadOnlyList<KeyValuePair<string, string>> Values, ulong? SpreadSeed)
{
    private const int MostShown = 16;

    /// <summary>The values for people, shortened where there are many.</summary>
    public override string ToString()
    {
        string spread = SpreadSeed is { } seed ? string.Create(CultureInfo.InvariantCulture, $"spread of seed {seed}") : string.Empty;
        IEnumerable<string> texts = Values.Take(MostShown).Select(value => $"{value.Key}: {value.Value}");
        if (Values.Count > MostShown)
        {
            texts = texts.Append(string.Create(CultureInfo.InvariantCulture, $"{Values.Count - MostShown} more"));
        }

        string text = string.Join(", ", spread.Length > 0 ? texts.Append(spread) : texts);
        return text.Length > 0 ? text : "the defaults";
    }
}
