using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Twin.Units;

/// <summary>Reads and writes quantities as text: a number, optional white space, a unit.</summary>
/// <remarks>
/// <code>
/// text     = white* number white* unit white*
/// number   = [ "+" | "-" ] digit+ [ "." digit+ ] [ ( "e" | "E" ) [ "+" | "-" ] digit+ ]
/// unit     = one of the dimension's texts, case counts; nothing for a ratio
/// </code>
/// A point is the only decimal mark, whatever the culture; no digit groups, no underscores. NaN, infinities and a bare number (other than
/// for a ratio) are refused.
/// The page README.md beside the source lists all units.
/// </remarks>
public static class QuantityText
{
    /// <summary>Reads a text as the internal number of a dimension. Allocates nothing on success.</summary>
    /// <param name="text">The text, such as "450 W".</param>
    /// <param name="dimension">What the text must be.</param>
    /// <param name="si">The internal number, finite; zero on failure.</param>
    /// <param name="problem">On failure a sentence with the text, what is wrong, and what is accepted.</param>
    public static bool TryParse(ReadOnlySpan<char> text, Dimension dimension, out double si, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(dimension);
        si = 0;
        ReadOnlySpan<char> trimmed = text.Trim();
        int length = NumberLength(trimmed);
        if (length == 0)
        {
            problem = QuantityProblem.NoNumber(trimmed, dimension);
            return false;
        }
        ReadOnlySpan<char> unitText = trimmed[length..].TrimStart();
        if (!dimension.TryFindUnit(unitText, out Unit? unit))
        {
            problem = QuantityProblem.WrongUnit(trimmed, unitText, dimension);
            return false;
        }
        double value = unit.ToSi(double.Parse(trimmed[..length], NumberStyles.Float, CultureInfo.InvariantCulture));
        if (!(value >= dimension.Minimum && value <= dimension.Maximum))
        {
            problem = QuantityProblem.OutOfRange(trimmed, value, dimension);
            return false;
        }
        si = value;
        problem = null;
        return true;
    }

    /// <summary>Reads a text as a quantity. Allocates nothing on success.</summary>
    /// <param name="text">The text, such as "450 W".</param>
    /// <param name="value">The quantity; default on failure.</param>
    /// <param name="problem">On failure a sentence with the text, what is wrong, and what is accepted.</param>
    public static bool TryParse<T>(ReadOnlySpan<char> text, out T value, [NotNullWhen(false)] out string? problem)
        where T : struct, IQuantity<T>
    {
        bool isRead = TryParse(text, T.Dimension, out double si, out problem);
        value = isRead ? T.FromSi(si) : default;
        return isRead;
    }

    /// <summary>Reads a text as a quantity.</summary>
    /// <exception cref="FormatException">The text is not such a quantity; the message says why and what is accepted.</exception>
    public static T Parse<T>(string text)
        where T : struct, IQuantity<T>
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out T value, out string? problem) ? value : throw new FormatException(problem);
    }

    /// <summary>Writes a quantity in a readable unit with six significant digits.</summary>
    public static string Format<T>(T value)
        where T : struct, IQuantity<T> => T.Dimension.Format(value.Si);

    /// <summary>Writes a quantity in a chosen unit with six significant digits.</summary>
    /// <exception cref="ArgumentException">The dimension has no such unit.</exception>
    public static string Format<T>(T value, string unit)
        where T : struct, IQuantity<T> => T.Dimension.Format(value.Si, unit);

    /// <summary>Writes a quantity in its internal unit with all digits, so that reading it gives the same bits back; a duration up to 26 days.</summary>
    public static string FormatExact<T>(T value)
        where T : struct, IQuantity<T>
    {
        string number = value.Si.ToString("R", CultureInfo.InvariantCulture);
        return T.Dimension.Symbol.Length == 0 ? number : $"{number} {T.Dimension.Symbol}";
    }

    // Scans by hand because double.TryParse knows no longest prefix and takes words for infinity.
    private static int NumberLength(ReadOnlySpan<char> text)
    {
        int sign = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        int whole = Digits(text, sign);
        if (whole == 0)
            return 0;
        int end = sign + whole;
        if (end < text.Length && text[end] == '.' && Digits(text, end + 1) is > 0 and int decimals)
            end += 1 + decimals;
        if (end < text.Length && text[end] is 'e' or 'E')
        {
            int first = end + 1;
            if (first < text.Length && text[first] is '+' or '-')
                first++;
            if (Digits(text, first) is > 0 and int exponent)
                end = first + exponent;
        }
        return end;
    }

    private static int Digits(ReadOnlySpan<char> text, int start)
    {
        int end = start;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        return end - start;
    }
}
