namespace Twin.Engine.Compiling;

/// <summary>Names as they stand in files, and the nearest known one for a slip of the pen.</summary>
internal static class Spelling
{
    /// <summary><c>SlopeEfficiency</c> as <c>slope-efficiency</c>; a run of digits stays with the letter before it.</summary>
    public static string Kebab(string name)
    {
        var text = new System.Text.StringBuilder(name.Length + 8);
        for (int i = 0; i < name.Length; i++)
        {
            char c = name[i];
            bool startsWord = char.IsUpper(c) && i > 0 && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord)
            {
                text.Append('-');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }

    /// <summary>"Did you mean 'x'?" when a known name is near, else the list of known names.</summary>
    public static string Hint(string wrong, IEnumerable<string> known)
    {
        string[] names = [.. known.Order(StringComparer.Ordinal)];
        string? nearest = names.MinBy(name => Distance(wrong, name));
        if (nearest is not null && Distance(wrong, nearest) <= Math.Max(2, wrong.Length / 3))
        {
            return $"Did you mean '{nearest}'?";
        }

        return names.Length == 0 ? "There are none." : $"Known: {string.Join(", ", names.Take(40))}{(names.Length > 40 ? ", ..." : ".")}";
    }

    // Levenshtein distance; names are short.
    private static int Distance(string a, string b)
    {
        int[] row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
