using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Twin.Chassis.Yaml;
using Twin.Units;

namespace Twin.Chassis.Shapes;

/// <summary>A quantity with its unit; reads to the internal number, a <see cref="double"/>.</summary>
/// <param name="dimension">What is measured.</param>
/// <param name="example">A value as it may be written.</param>
/// <param name="least">Least internal number.</param>
/// <param name="most">Greatest internal number.</param>
/// <param name="isAbove">Whether <paramref name="least"/> itself is refused.</param>
internal sealed partial class QuantityShape(
    Dimension dimension, string example, double least = double.MinValue, double most = double.MaxValue, bool isAbove = false) : ScalarShape
{
    /// <inheritdoc/>
    public override string Noun => $"a {dimension.Name} such as '{example}'";

    /// <summary>The range in words, empty when there is none.</summary>
    public string Range
    {
        get
        {
            string from = isAbove ? $"greater than {dimension.Format(least)}" : $"at least {dimension.Format(least)}";
            if (least > double.MinValue && most < double.MaxValue)
                return $"{from} and at most {dimension.Format(most)}";
            return least > double.MinValue ? from : most < double.MaxValue ? $"at most {dimension.Format(most)}" : string.Empty;
        }
    }

    /// <inheritdoc/>
    public override JsonObject Schema()
    {
        bool isBare = dimension.TryFindUnit(string.Empty, out _);
        IEnumerable<string> units = dimension.Units.SelectMany(unit => unit.OtherSpellings.Prepend(unit.Symbol)).Select(Spellings);
        string range = Range;
        return new JsonObject
        {
            ["type"] = isBare ? new JsonArray("string", "number") : "string",
            ["pattern"] = $@"^\s*[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?\s*({string.Join('|', units)})\s*$",
            ["description"] = range.Length == 0 ? $"A {dimension.Name} in {dimension.AcceptedUnits}." : $"A {dimension.Name} in {dimension.AcceptedUnits}; {range}.",
            ["examples"] = new JsonArray(example),
        };
    }

    // The patterns of JSON schema are ECMAScript's, where only signs of syntax may be escaped; and the reader takes typographic signs.
    private static string Spellings(string unit) => Syntax().Replace(unit, @"\$0")
        .Replace("u", "[u\u00B5\u03BC]", StringComparison.Ordinal)
        .Replace("deg", "(deg|\u00B0)", StringComparison.Ordinal)
        .Replace("ohm", "(ohm|\u03A9|\u2126)", StringComparison.Ordinal)
        .Replace("rt", "(rt|\u221A)", StringComparison.Ordinal)
        .Replace("2", "[2\u00B2]", StringComparison.Ordinal)
        .Replace("3", "[3\u00B3]", StringComparison.Ordinal);

    [GeneratedRegex(@"[().*+?|\[\]{}^$\\/]")]
    private static partial Regex Syntax();

    /// <inheritdoc/>
    protected override object? ReadText(YamlScalar scalar, string path, ProblemList problems)
    {
        if (!QuantityText.TryParse(scalar.Text, dimension, out double si, out string? problem))
        {
            problems.Add(ProblemCodes.WrongQuantity, path, $"{Quote.Line(problem)}.", $"For example '{example}'.", scalar.Origin);
            return null;
        }
        if (si < least || si > most || (isAbove && si == least))
        {
            problems.Add(ProblemCodes.OutOfRange, path, $"'{Quote.Short(scalar.Text)}' is out of range.", $"It must be {Range}.", scalar.Origin);
            return null;
        }
        return si;
    }
}
