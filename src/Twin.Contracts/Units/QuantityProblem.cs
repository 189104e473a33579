using System.Globalization;

namespace Twin.Units;

/// <summary>The sentences with which <see cref="QuantityText"/> refuses a text; the cold half of the parser.</summary>
internal static class QuantityProblem
{
    private const StringComparison AnyCase = StringComparison.OrdinalIgnoreCase;

    // A file may hold anything; a message quotes no more than a line of it.
    private const int QuotedLength = 60;

    public static string NoNumber(ReadOnlySpan<char> text, Dimension dimension)
    {
        ReadOnlySpan<char> unsigned = text.TrimStart("+-");
        bool isNotFinite = unsigned.StartsWith("nan", AnyCase) || unsigned.StartsWith("inf", AnyCase) || unsigned.StartsWith(".inf", AnyCase)
            || unsigned.StartsWith(".nan", AnyCase) || unsigned.StartsWith("\u221E", StringComparison.Ordinal);
        string reason = isNotFinite ? "NaN and infinities are refused"
            : text.IsEmpty ? "the text is empty"
            : "it does not begin with a plain number such as '1.5' or '-2e-3'";
        return Sentence(text, reason, dimension);
    }

    public static string WrongUnit(ReadOnlySpan<char> text, ReadOnlySpan<char> unit, Dimension dimension)
    {
        if (unit.IsEmpty)
            return Sentence(text, "the unit is missing", dimension);
        if (unit[0] is ',' or '_' or '.' or '\'')
            return Sentence(text, "a number has digits and one decimal point only, as in '1234.5'", dimension);
        if (dimension.TryFindUnit(unit, ignoreCase: true, out Unit? meant))
            return Sentence(text, $"unit '{Quoted(unit)}' is not known, did you mean '{SpellingLike(meant, unit)}'?", dimension);
        string owners = Owners(unit);
        if (owners.Length > 0)
            return Sentence(text, $"unit '{Quoted(unit)}' is {owners}", dimension);
        return Sentence(text, $"unit '{Quoted(unit)}' is not known", dimension);
    }

    public static string OutOfRange(ReadOnlySpan<char> text, double si, Dimension dimension)
    {
        if (!double.IsFinite(si))
            return Sentence(text, "the number is too large", dimension);
        string limit = si < dimension.Minimum ? $"at least {Number(dimension.Minimum)}" : $"at most {Number(dimension.Maximum)}";
        return $"'{Quoted(text)}' is not {WithArticle(dimension.Name)}: it must be {limit} {dimension.Symbol}";
    }

    private static string Sentence(ReadOnlySpan<char> text, string reason, Dimension dimension) =>
        $"'{Quoted(text)}' is not {WithArticle(dimension.Name)}: {reason}; use {dimension.AcceptedUnits}";

    private static string Quoted(ReadOnlySpan<char> text) =>
        text.Length <= QuotedLength ? text.ToString() : $"{text[..QuotedLength]}...";

    // The same text can be the unit of several dimensions: K, nm.
    private static string Owners(ReadOnlySpan<char> unit)
    {
        List<string> names = [];
        foreach (Dimension dimension in Dimensions.All)
        {
            if (dimension.TryFindUnit(unit, out _))
                names.Add(WithArticle(dimension.Name));
        }
        return string.Join(" or ", names);
    }

    private static string SpellingLike(Unit unit, ReadOnlySpan<char> text)
    {
        foreach (string spelling in unit.OtherSpellings)
        {
            if (UnitSpelling.AreSame(text, spelling, ignoreCase: true))
                return spelling;
        }
        return unit.Symbol;
    }

    private static string WithArticle(string name) => name[0] is 'a' or 'e' ? $"an {name}" : $"a {name}";

    private static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
