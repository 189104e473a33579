using System.Globalization;

namespace Twin.Chassis.Shapes;

/// <summary>The grammar of references to elements.</summary>
/// <remarks>
/// <code>
/// reference = part *( "," part )
/// part      = pattern "." element [ "[" number [ ".." number ] "]" ] | pattern
/// pattern   = 1*( letter | digit | "-" | "_" | "*" | "?" | "{" number ".." number "}" )
/// </code>
/// </remarks>
internal static class ReferenceText
{
    /// <summary>The parts between commas, without white space around them.</summary>
    public static string[] Parts(string text) => text.Split(',', StringSplitOptions.TrimEntries);

    /// <summary>Whether a part is a bare name without wildcards.</summary>
    public static bool IsBareName(string part) => NameShape.IsName(part);

    /// <summary>What is wrong with a part, or null.</summary>
    public static string? Fault(string part, bool mayBeBare)
    {
        if (part.Length == 0)
            return "it is empty";
        string pattern = part;
        int bracket = part.IndexOf('[', StringComparison.Ordinal);
        if (bracket >= 0)
        {
            if (!part.EndsWith(']'))
                return "text follows the range of lanes, or its ']' is missing";
            if (RangeFault(part[(bracket + 1)..^1], mayBeSingle: true) is { } fault)
                return fault;
            pattern = part[..bracket];
        }
        int dot = DotOutsideBraces(pattern);
        if (dot < 0)
        {
            if (!mayBeBare)
                return "the element is missing after the component, as in 'oe*.tx'";
            return bracket >= 0 ? "only an element has lanes" : PatternFault(pattern);
        }
        if (dot == 0 || dot == pattern.Length - 1)
            return "there must be text on both sides of the dot";
        return PatternFault(pattern[..dot]) ?? PatternFault(pattern[(dot + 1)..]);
    }

    // The two dots within {00..15} are not the dot between component and element.
    private static int DotOutsideBraces(string text)
    {
        bool isInside = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '.' && !isInside)
                return i;
            isInside = text[i] == '{' || (isInside && text[i] != '}');
        }
        return -1;
    }

    private static string? PatternFault(string pattern)
    {
        for (int i = 0; i < pattern.Length; i++)
        {
            char sign = pattern[i];
            if (sign == '{')
            {
                int end = pattern.IndexOf('}', i);
                if (end < 0)
                    return "'}' is missing";
                if (RangeFault(pattern[(i + 1)..end], mayBeSingle: false) is { } fault)
                    return fault;
                i = end;
            }
            else if (sign == '.')
                return "there is more than one dot";
            else if (!(char.IsAsciiLetterLower(sign) || char.IsAsciiDigit(sign) || sign is '-' or '_' or '*' or '?'))
                return char.IsAsciiLetterUpper(sign) ? "names are lower case" : $"'{(char.IsControl(sign) ? ' ' : sign)}' cannot stand in it";
        }
        return null;
    }

    private static string? RangeFault(string range, bool mayBeSingle)
    {
        int dots = range.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0 && mayBeSingle)
            return TryNumber(range, out _) ? null : $"'{Quote.Short(range)}' is not a number";
        if (dots < 0 || !TryNumber(range[..dots], out int first) || !TryNumber(range[(dots + 2)..], out int last))
            return $"'{Quote.Short(range)}' is not a range such as 0..31";
        return first > last ? $"the range {range} runs backwards" : null;
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
