using Twin.Engine.Description;

namespace Twin.Engine.Compiling;

/// <summary>Gathers problems. Codes: TW03xx components and parameters, TW04xx descriptions by plugins, TW05xx connections.</summary>
internal sealed class ProblemList
{
    private readonly List<Problem> _problems = [];

    public IReadOnlyList<Problem> Problems => _problems;

    public int Count => _problems.Count;

    /// <summary>Drops what a component that failed may have caused: of the connections only wrong names and values are told, which no component can mend.</summary>
    /// <param name="first">Index of the first problem that may be a consequence.</param>
    public void DropConsequences(int first)
    {
        for (int i = _problems.Count - 1; i >= first; i--)
        {
            if (_problems[i].Code.StartsWith("TW05", StringComparison.Ordinal) && _problems[i].Code is not ("TW0501" or "TW0502" or "TW0503" or "TW0505" or "TW0507" or "TW0522"))
            {
                _problems.RemoveAt(i);
            }
        }
    }

    public void Add(string code, string path, string message, string? hint = null, Origin? origin = null) =>
        _problems.Add(new Problem(code, path, message, hint, origin));
}
