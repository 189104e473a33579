namespace Twin.Host.Hosting;

/// <summary>Puts vital signs into one line of a window.</summary>
internal static class VitalLine
{
    private const string Between = " | ";

    /// <summary>Joins them.</summary>
    /// <param name="parts">The signs in their order.</param>
    /// <param name="width">Columns that there are.</param>
    /// <returns>A line of at most so many; cut off only where the shortest forms are still too long.</returns>
    public static string Join(IReadOnlyList<VitalPart> parts, int width)
    {
        string[] texts = [.. parts.Select(part => part.Text)];
        string line = Whole(texts);
        foreach ((int place, string shorter) in parts.SelectMany((part, place) => part.Shorter.Select(form => (form.Order, Place: place, form.Text))).OrderBy(form => form.Order).Select(form => (form.Place, form.Text)))
        {
            if (line.Length <= width)
            {
                break;
            }

            texts[place] = shorter;
            line = Whole(texts);
        }

        return line.Length <= width ? line : line[..width];
    }

    private static string Whole(string[] texts) => string.Join(Between, texts.Where(text => text.Length > 0));
}
