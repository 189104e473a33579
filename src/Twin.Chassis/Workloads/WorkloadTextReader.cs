using Twin.Chassis.Shapes;
using Twin.Chassis.Yaml;
using Twin.Engine.Description;

namespace Twin.Chassis.Workloads;

/// <summary>Reads the compact form of a workload.</summary>
/// <remarks>
/// <code>
/// workload = pattern [ ":" item *( "," item ) ]
/// item     = key white-space value
/// trace    = "trace:" path *( "," item )          ; "file" may be left out before the path
/// </code>
/// The items are the keys of the pattern's map, and are read by the same shapes.
/// </remarks>
internal static class WorkloadTextReader
{
    private const string FileKey = "file";

    /// <summary>Reads it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="origin">Where its first character is.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <param name="problems">Receives what is wrong.</param>
    /// <returns>Null when not even the pattern is known.</returns>
    public static WorkloadReading? Read(string text, Origin origin, string path, ProblemList problems)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string head = colon < 0 ? text : text[..colon];
        string word = head.Trim();
        if (WorkloadPatterns.Find(word) is not { } pattern)
        {
            problems.Add(ProblemCodes.WrongWorkloadText, path, $"'{Quote.Short(word)}' is not a pattern of traffic.", Nearest.Hint(word, WorkloadPatterns.Names, "patterns"), At(origin, text, 0));
            return null;
        }
        YamlMap map = new(origin, isFlow: false);
        int start = colon + 1;
        if (colon >= 0 && pattern.Name == "trace")
            start = ReadPath(text, start, map, origin, pattern);
        while (colon >= 0 && start < text.Length)
        {
            int end = text.IndexOf(',', start);
            end = end < 0 ? text.Length : end;
            ReadItem(text, start, end, map, origin, path, pattern, problems);
            start = end + 1;
        }
        return pattern.Shape.Read(map, path, problems) is MapReading values ? new(pattern, values, [], origin, path) : null;
    }

    // A path may hold blanks and commas: it ends where a comma and a key of the pattern follow.
    private static int ReadPath(string text, int start, YamlMap map, Origin origin, WorkloadPattern pattern)
    {
        int end = text.IndexOf(',', start);
        while (end >= 0 && !BeginsWithKey(text[(end + 1)..], pattern))
            end = text.IndexOf(',', end + 1);
        end = end < 0 ? text.Length : end;
        string path = text[start..end].Trim();
        if (path.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries) is [FileKey, var rest])
            path = rest;
        if (path.Length > 0)
            map.Entries.Add(new(FileKey, At(origin, text, start), new YamlScalar(At(origin, text, start), path, isQuoted: true)));
        return end + 1;
    }

    private static bool BeginsWithKey(string text, WorkloadPattern pattern) =>
        text.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries) is [var word, _] && pattern.Shape.Keys.Any(key => key.Name == word);

    private static void ReadItem(string text, int start, int end, YamlMap map, Origin origin, string path, WorkloadPattern pattern, ProblemList problems)
    {
        Origin at = At(origin, text, start);
        string item = text[start..end].Trim();
        string[] words = item.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries);
        if (words is [var lone] && pattern.Shape.Keys.Any(known => known.Name == lone) && !map.Entries.Exists(entry => entry.Key == lone))
        {
            map.Entries.Add(new(lone, at, new YamlScalar(at, string.Empty, isQuoted: false)));
            return;
        }
        if (words is not [var key, var value])
        {
            string hint = pattern.Shape.Keys is [var known, ..] ? $"Write it like '{known.Name} {known.DefaultText ?? "60 %"}'." : $"'{pattern.Name}' has no keys.";
            problems.Add(ProblemCodes.WrongWorkloadText, path, $"'{Quote.Short(item)}' is not a key and a value.", hint, at);
            return;
        }
        if (map.Entries.Exists(entry => entry.Key == key))
        {
            problems.Add(ProblemCodes.DuplicateKey, MapShape.Join(path, key), $"'{Quote.Short(key)}' is here a second time.", "Remove one.", at);
            return;
        }
        Origin valueAt = At(origin, text, text.IndexOf(value, text.IndexOf(key, start, StringComparison.Ordinal) + key.Length, StringComparison.Ordinal));
        map.Entries.Add(new(key, at, new YamlScalar(valueAt, value.Trim(), isQuoted: true)));
    }

    private static Origin At(Origin origin, string text, int index)
    {
        while (index < text.Length && char.IsWhiteSpace(text[index]))
            index++;
        return origin with { Column = origin.Column + Math.Min(index, text.Length) };
    }
}
