using Twin.Engine.Structure;

namespace Twin.Grpc.Lookup;

/// <summary>The paths of one kind of thing, found by path or glob, with or without the chassis in front.</summary>
/// <remarks>Immutable. Positions are those of the list it was made from.</remarks>
internal sealed class NamedPaths
{
    private const int Shown = 3;

    private readonly string _noun;
    private readonly string[] _paths;
    private readonly string[] _shortPaths;
    private readonly Dictionary<string, int> _positions;

    /// <summary>Makes it from full paths.</summary>
    /// <param name="noun">What they are, for messages: "signal".</param>
    /// <param name="instance">The chassis, the first element of every path.</param>
    /// <param name="paths">The paths.</param>
    public NamedPaths(string noun, string instance, IEnumerable<string> paths)
    {
        _noun = noun;
        _paths = [.. paths];
        string prefix = instance + "/";
        _shortPaths = [.. _paths.Select(path => path.StartsWith(prefix, StringComparison.Ordinal) ? path[prefix.Length..] : path)];
        _positions = new Dictionary<string, int>(2 * _paths.Length, StringComparer.Ordinal);
        for (int i = 0; i < _paths.Length; i++)
        {
            _positions.TryAdd(_paths[i], i);
            _positions.TryAdd(_shortPaths[i], i);
        }
    }

    /// <summary>Finds one path.</summary>
    /// <returns>Its position, or -1.</returns>
    public int Find(string path) => _positions.GetValueOrDefault(path, -1);

    /// <summary>A sentence that the path is not known, with what is near.</summary>
    public string UnknownMessage(string path) => $"There is no {_noun} '{path}'. {Hint(path)}";

    /// <summary>The error that a path is not known.</summary>
    public global::Grpc.Core.RpcException Unknown(string path) => Failure.Unknown(_noun, path, Near(path, Like(path)), UnknownMessage(path));

    /// <summary>Names that are near a wrong one.</summary>
    public string Hint(string path) => Hint(path, Like(path));

    /// <summary>Marks what a glob matches.</summary>
    /// <param name="matcher">The glob.</param>
    /// <param name="isSelected">In and out: true where it matches, else unchanged.</param>
    /// <exception cref="global::Grpc.Core.RpcException">NOT_FOUND: it matches nothing.</exception>
    public void Select(PathMatcher matcher, Span<bool> isSelected)
    {
        if (TrySelect(matcher, isSelected))
            return;
        throw matcher.IsLiteral
            ? Unknown(matcher.Text)
            : Failure.Unknown(_noun, matcher.Text, Near(matcher.Text, _shortPaths), $"No {_noun} matches '{matcher.Text}'. {Hint(matcher.Text, _shortPaths)}");
    }

    /// <summary>Marks what a glob matches.</summary>
    /// <param name="matcher">The glob.</param>
    /// <param name="isSelected">In and out: true where it matches, else unchanged.</param>
    /// <returns>Whether it matches anything.</returns>
    public bool TrySelect(PathMatcher matcher, Span<bool> isSelected)
    {
        if (matcher.IsLiteral)
        {
            int position = Find(matcher.Text);
            if (position >= 0)
                isSelected[position] = true;
            return position >= 0;
        }

        bool isAny = false;
        for (int i = 0; i < _paths.Length; i++)
        {
            if (matcher.Matches(_paths[i], _shortPaths[i]))
            {
                isSelected[i] = true;
                isAny = true;
            }
        }

        return isAny;
    }

    private static IReadOnlyList<string> Near(string wrong, string[] known) => NearestNames.Find(wrong, known, Shown);

    // The list to compare with: full paths for a full path.
    private string[] Like(string path)
    {
        bool isFull = _paths.Length > 0 && _paths[0].Length > _shortPaths[0].Length
            && path.StartsWith(_paths[0].AsSpan(0, _paths[0].Length - _shortPaths[0].Length), StringComparison.Ordinal);
        return isFull ? _paths : _shortPaths;
    }

    // Up to three near names, or a few of the known ones when none is near.
    private static string Hint(string wrong, string[] known)
    {
        if (known.Length == 0)
            return "There are none.";
        IReadOnlyList<string> near = Near(wrong, known);
        return near.Count > 0
            ? $"Nearest: {string.Join(", ", near)}."
            : $"Known are {string.Join(", ", known.Take(Shown))}{(known.Length > Shown ? $" and {known.Length - Shown} more." : ".")}";
    }
}
