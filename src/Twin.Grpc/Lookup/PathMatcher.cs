using Twin.Engine.Compiling;

namespace Twin.Grpc.Lookup;

/// <summary>A glob of a client, matched against paths with or without the chassis in front.</summary>
internal sealed class PathMatcher
{
    private const int LongestPattern = 1024;
    private readonly NamePattern _pattern;

    private PathMatcher(NamePattern pattern) => _pattern = pattern;

    /// <summary>The glob as it was written.</summary>
    public string Text => _pattern.Text;

    /// <summary>Whether it stands for one path only.</summary>
    public bool IsLiteral => _pattern.IsLiteral;

    /// <summary>Reads a glob.</summary>
    /// <exception cref="global::Grpc.Core.RpcException">INVALID_ARGUMENT: it is malformed.</exception>
    public static PathMatcher Parse(string text)
    {
        if (text.Length == 0)
            throw Failure.Invalid("A glob is empty; ** matches everything.");
        if (text.Length > LongestPattern)
            throw Failure.Invalid($"A glob has {text.Length} characters; at most {LongestPattern} are accepted.");
        try
        {
            return NamePattern.TryParse(text, out NamePattern? pattern, out string? problem)
                ? new PathMatcher(pattern!)
                : throw Failure.Invalid($"The glob is malformed: {problem}.");
        }
        catch (NotSupportedException)
        {
            // Large ranges side by side multiply; the regular expressions have a limit of their own.
            throw Failure.Invalid($"The glob '{text}' stands for too many texts.");
        }
    }

    /// <summary>Tells whether a path matches.</summary>
    /// <param name="path">The path with the chassis in front.</param>
    /// <param name="shortPath">The path without.</param>
    public bool Matches(string path, string shortPath) => _pattern.Matches(shortPath) || _pattern.Matches(path);
}
