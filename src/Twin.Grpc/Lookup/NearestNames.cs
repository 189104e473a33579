namespace Twin.Grpc.Lookup;

/// <summary>Finds the known names that a wrong one was probably meant to be.</summary>
internal static class NearestNames
{
    private const int Count = 3;
    private const int LongestName = 128;

    /// <summary>A sentence with up to three near names, or with a few of the known ones when none is near; empty when there are none.</summary>
    /// <param name="wrong">The name that is not known.</param>
    /// <param name="known">The known names.</param>
    public static string Hint(string wrong, IReadOnlyList<string> known)
    {
        if (known.Count == 0)
            return "There are none.";
        int reach = Math.Max(2, wrong.Length / 3);
        string[] near = wrong.Length > LongestName
            ? []
            :
            [
                .. known.Select(name => (Name: name, Distance: Distance(wrong, name, reach)))
                    .Where(candidate => candidate.Distance <= reach)
                    .OrderBy(candidate => candidate.Distance)
                    .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
                    .Take(Count)
                    .Select(candidate => candidate.Name),
            ];
        return near.Length > 0
            ? $"Nearest: {string.Join(", ", near)}."
            : $"Known are {string.Join(", ", known.Take(Count))}{(known.Count > Count ? $" and {known.Count - Count} more." : ".")}";
    }

    // Levenshtein distance, or more than the reach when the lengths alone tell so: a chassis has some 20,000 paths.
    private static int Distance(string a, string b, int reach)
    {
        if (Math.Abs(a.Length - b.Length) > reach)
            return int.MaxValue;
        Span<int> row = stackalloc int[LongestName + LongestName];
        for (int j = 0; j <= b.Length; j++)
            row[j] = j;
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
