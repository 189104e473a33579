using Twin.Engine.Structure;

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
        if (NearestNames.Find(wrong, names, 1) is [string nearest])
        {
            return $"Did you mean '{nearest}'?";
        }

        return names.Length == 0 ? "There are none." : $"Known: {string.Join(", ", names.Take(40))}{(names.Length > 40 ? ", ..." : ".")}";
    }
}
