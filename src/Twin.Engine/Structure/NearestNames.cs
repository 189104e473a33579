namespace Twin.Engine.Structure;

/// <summary>Finds the known names that a wrong one was probably meant to be.</summary>
public static class NearestNames
{
    /// <summary>Nothing longer is looked at: it is no name, and a chassis has some 20,000 names to compare with.</summary>
    private const int LongestName = 128;

    /// <summary>The names that are so near that a slip of the hand explains the difference.</summary>
    /// <param name="wrong">What was written.</param>
    /// <param name="known">What would have been right.</param>
    /// <param name="most">How many are wanted at the most.</param>
    /// <returns>Nearest first, equally near ones in ordinal order; empty when none is near or <paramref name="wrong"/> is longer than any name.</returns>
    /// <remarks>
    /// Near are names that differ in a third of the letters at the most, in two for short ones, and not in all. Each letter too much, missing, wrong
    /// or swapped with its neighbour counts one (optimal string alignment; Boytsov, J. Exp. Algorithmics 16 (2011) 1.1, section 2.2); case, and
    /// <c>_</c> for <c>-</c>, count nothing. Allocates.
    /// </remarks>
    public static IReadOnlyList<string> Find(string wrong, IEnumerable<string> known, int most)
    {
        ArgumentNullException.ThrowIfNull(wrong);
        ArgumentNullException.ThrowIfNull(known);
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        if (wrong.Length > LongestName)
        {
            return [];
        }

        int reach = Math.Min(Math.Max(2, wrong.Length / 3), wrong.Length - 1);
        int[] rows = new int[3 * (wrong.Length + reach + 1)];
        return
        [
            .. known.Where(name => Math.Abs(name.Length - wrong.Length) <= reach)
                .Select(name => (Name: name, Distance: Distance(wrong, name, rows)))
                .Where(candidate => candidate.Distance <= reach)
                .OrderBy(candidate => candidate.Distance)
                .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
                .Take(most)
                .Select(candidate => candidate.Name),
        ];
    }

    private static int Distance(string left, string right, int[] rows)
    {
        int length = right.Length + 1;
        Span<int> before = rows.AsSpan(0, length);
        Span<int> last = rows.AsSpan(length, length);
        Span<int> current = rows.AsSpan(2 * length, length);
        for (int j = 0; j < length; j++)
        {
            last[j] = j;
        }

        for (int i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int replaced = last[j - 1] + (IsSame(left[i - 1], right[j - 1]) ? 0 : 1);
                current[j] = Math.Min(Math.Min(last[j], current[j - 1]) + 1, replaced);
                if (i > 1 && j > 1 && IsSame(left[i - 1], right[j - 2]) && IsSame(left[i - 2], right[j - 1]))
                {
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
                }
            }

            Span<int> free = before;
            before = last;
            last = current;
            current = free;
        }

        return last[right.Length];
    }

    private static bool IsSame(char left, char right) => Plain(left) == Plain(right);

    private static char Plain(char letter) => letter == '_' ? '-' : char.ToLowerInvariant(letter);
}
