namespace Twin.Chassis;

/// <summary>Puts texts of a file into messages.</summary>
internal static class Quote
{
    // A file may hold anything; a message quotes no more than a line of it.
    private const int Length = 60;

    /// <summary>The text without line breaks and control characters, cut where it is long.</summary>
    public static string Short(string text) => Line(text.Length <= Length ? text : text[..Length] + "...");

    /// <summary>The text without line breaks and control characters.</summary>
    public static string Line(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(sign => char.IsControl(sign) ? ' ' : sign)) : text;
}
