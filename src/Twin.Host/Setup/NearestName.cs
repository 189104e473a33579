namespace Twin.Host.Setup;

/// <summary>Finds the name that was meant by a misspelt one.</summary>
internal static class NearestName
{
    /// <summary>Finds the nearest known name.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="known">What would have been right.</param>
    /// <returns>The name with the least insertions, deletions and exchanges (Levenshtein distance), or null when more than a third of the letters would change.</returns>
    public static string? Find(string text, IReadOnlyList<string> known)
    {
        string? nearest = known.MinBy(name => Distance(text, name));
        return nearest is not null && Distance(text, nearest) <= Math.Max(2, text.Length / 3) ? nearest : null;
    }

    private static int Distance(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int exchanged = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, exchanged);
            }
        }

        return row[right.Length];
    }
}
