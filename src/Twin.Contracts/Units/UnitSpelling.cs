namespace Twin.Units;

/// <summary>Compares unit texts without allocating, typographic signs replaced by the ASCII that the tables are written in.</summary>
internal static class UnitSpelling
{
    /// <summary>Whether a text, its typographic signs spelled out, equals an ASCII symbol.</summary>
    public static bool AreSame(ReadOnlySpan<char> text, string symbol, bool ignoreCase)
    {
        StringComparison comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        ReadOnlySpan<char> rest = symbol;
        for (int i = 0; i < text.Length; i++)
        {
            ReadOnlySpan<char> plain = SpelledOut(text[i]);
            if (plain.IsEmpty)
                plain = text.Slice(i, 1);
            if (!rest.StartsWith(plain, comparison))
                return false;
            rest = rest[plain.Length..];
        }
        return rest.IsEmpty;
    }

    // Unicode has two signs each for micro and ohm; keyboards and datasheets use both.
    private static ReadOnlySpan<char> SpelledOut(char sign) => sign switch
    {
        '\u00B5' or '\u03BC' => "u",
        '\u00B0' => "deg",
        '\u03A9' or '\u2126' => "ohm",
        '\u221A' => "rt",
        '\u00B2' => "2",
        '\u00B3' => "3",
        _ => default,
    };
}
