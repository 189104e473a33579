using Twin.Engine.Description;

namespace Twin.Engine.Compiling;

/// <summary>Gathers problems. Codes: TW03xx components and parameters, TW04xx descriptions by plugins, TW05xx connections.</summary>
internal sealed class ProblemList
{
    private readonly List<Problem> _problems = [];

    public IReadOnlyList<Problem> Problems => _problems;

    public int Count => _problems.Count;

    public void Add(string code, string path, string message, string? hint = null, Origin? origin = null) =>
        _problems.Add(new Problem(code, path, message, hint, origin));
}
