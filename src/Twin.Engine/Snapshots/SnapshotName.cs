using System.Buffers;
using Twin.Engine.Structure;

namespace Twin.Engine.Snapshots;

/// <summary>What snapshots and what-if runs may be called: a name is also that of a file, whatever the file system.</summary>
public static class SnapshotName
{
    /// <summary>Longest name.</summary>
    public const int MaximumLength = 64;

    /// <summary>Longest description.</summary>
    public const int MaximumDescription = 1000;

    private const string What = "letters a to z and A to Z, digits, '-', '_' and '.', the first a letter or digit, at most 64";
    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    /// <summary>Says what is wrong with a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>A sentence, or null for a good name.</returns>
    public static string? Problem(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0)
        {
            return $"The name is missing. Allowed are {What}.";
        }

        if (name.Length > MaximumLength)
        {
            return $"The name has {name.Length} characters. Allowed are {What}.";
        }

        return !char.IsAsciiLetterOrDigit(name[0]) || name.AsSpan().ContainsAnyExcept(Allowed)
            ? $"'{Printable(name)}' is no name. Allowed are {What}."
            : null;
    }

    /// <summary>Refuses a wrong name, or a description that is too long.</summary>
    /// <param name="name">The name.</param>
    /// <param name="description">The description.</param>
    /// <exception cref="SnapshotException">One is wrong; the message has both.</exception>
    public static void Check(string name, string description = "")
    {
        ArgumentNullException.ThrowIfNull(description);
        string? long_ = description.Length > MaximumDescription ? $"The description has {description.Length} characters; at most {MaximumDescription} are accepted." : null;
        if (Problem(name) is { } problem)
        {
            throw new SnapshotException(SnapshotStatus.BadRequest, long_ is null ? problem : $"{problem} {long_}");
        }

        if (long_ is not null)
        {
            throw new SnapshotException(SnapshotStatus.BadRequest, long_);
        }
    }

    /// <summary>The exception for a name that is not there.</summary>
    /// <param name="noun">What was looked for, such as <c>snapshot</c>.</param>
    /// <param name="name">The name.</param>
    /// <param name="known">The names that are there.</param>
    public static SnapshotException NotFound(string noun, string name, IReadOnlyCollection<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(known);
        const int shown = 3;
        IReadOnlyList<string> near = NearestNames.Find(name, known, shown);
        string hint = known.Count == 0 ? "There are none."
            : near.Count > 0 ? $"Nearest: {string.Join(", ", near)}."
            : $"Known are {string.Join(", ", known.Take(shown))}{(known.Count > shown ? $" and {known.Count - shown} more." : ".")}";
        return new SnapshotException(SnapshotStatus.NotFound, $"There is no {noun} '{Printable(name)}'. {hint}") { Kind = noun, Name = Printable(name), Nearest = near };
    }

    /// <summary>The exception for a name that is there already.</summary>
    /// <param name="noun">What has it, such as <c>snapshot</c>.</param>
    /// <param name="name">The name.</param>
    public static SnapshotException Taken(string noun, string name) =>
        new(SnapshotStatus.NameTaken, $"There is a {noun} '{name}' already; delete it first, or choose another name.") { Kind = noun, Name = name };

    // What a client sent goes back in part only, and on one line.
    private static string Printable(string name)
    {
        string text = string.Concat(name.Take(MaximumLength).Select(letter => char.IsControl(letter) ? '?' : letter));
        return name.Length > MaximumLength ? text + "..." : text;
    }
}
