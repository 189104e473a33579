using Twin.Engine.Description;

namespace Twin.Chassis;

/// <summary>Gathers problems, up to a number that a person would still read.</summary>
internal sealed class ProblemList
{
    private const int Most = 500;
    private readonly List<Problem> _problems = [];
    private int _unlisted;

    /// <summary>How many there were.</summary>
    public int Count => _problems.Count + _unlisted;

    /// <summary>Adds one.</summary>
    public void Add(string code, string path, string message, string? hint, Origin? origin)
    {
        if (_problems.Count < Most)
            _problems.Add(new(code, path, message, hint, origin));
        else
            _unlisted++;
    }

    /// <summary>The problems by position, and a last one that counts those beyond the limit.</summary>
    public IReadOnlyList<Problem> ToSortedList()
    {
        // Stable: problems of one place stay in the order in which they were found. Those of other files follow.
        string? first = _problems.Count > 0 ? _problems[0].Origin?.File : null;
        List<Problem> sorted = [.. _problems
            .OrderBy(problem => problem.Origin?.File == first ? 0 : 1)
            .ThenBy(problem => problem.Origin?.File, StringComparer.Ordinal)
            .ThenBy(problem => problem.Origin?.Line ?? 0)
            .ThenBy(problem => problem.Origin?.Column ?? 0)];
        if (_unlisted > 0)
            sorted.Add(new(ProblemCodes.MoreProblems, "file", $"{_unlisted} more problems are not listed.", null, null));
        return sorted;
    }
}
