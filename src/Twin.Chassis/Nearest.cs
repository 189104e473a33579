namespace Twin.Chassis;

/// <summary>Finds what someone meant who wrote something else.</summary>
internal static class Nearest
{
    // Beyond this a list of candidates hides the answer.
    private const int Listed = 12;

    /// <summary>A hint: the candidate that is nearest by letters, or all of them.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="candidates">What would have been right.</param>
    /// <param name="noun">What the candidates are, in the plural: <c>keys</c>.</param>
    public static string Hint(string text, IReadOnlyCollection<string> candidates, string noun)
    {
        // A third of the letters wrong is a slip of the hand, more is another word.
        int allowed = Math.Max(1, text.Length / 3);
        string? nearest = null;
        foreach (string candidate in candidates)
        {
            int distance = Distance(text, candidate, allowed);
            if (distance <= allowed)
            {
                allowed = distance - 1;
                nearest = candidate;
            }
        }
        if (nearest is not null)
            return $"Did you mean '{nearest}'?";
        if (candidates.Count == 0)
            return $"There are no {noun} here.";
        string rest = candidates.Count > Listed ? $" and {candidates.Count - Listed} more" : string.Empty;
        return $"The {noun} here: {string.Join(", ", candidates.Take(Listed))}{rest}.";
    }

    // Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours cost one each. Case costs nothing.
    private static int Distance(string left, string right, int limit)
    {
        if (Math.Abs(left.Length - right.Length) > limit)
            return int.MaxValue;
        int[] before = new int[right.Length + 1];
        int[] last = [.. Enumerable.Range(0, right.Length + 1)];
        int[] current = new int[right.Length + 1];
        for (int i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                bool isSame = Same(left[i - 1], right[j - 1]);
                current[j] = Math.Min(Math.Min(last[j], current[j - 1]) + 1, last[j - 1] + (isSame ? 0 : 1));
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
            }
            (before, last, current) = (last, current, before);
        }
        return last[right.Length];
    }

    private static bool Same(char left, char right) =>
        char.ToLowerInvariant(left) == char.ToLowerInvariant(right) || (left == '_' && right == '-');
}
