using Twin.Engine.Description;
using Twin.Plugins;

namespace Twin.Host.Setup;

/// <summary>Gathers everything that is wrong before anything is started. May be used by several threads.</summary>
internal sealed class ProblemReport
{
    private readonly List<string> _lines = [];

    /// <summary>Whether anything is wrong.</summary>
    public bool Any
    {
        get
        {
            lock (_lines)
            {
                return _lines.Count > 0;
            }
        }
    }

    /// <summary>What is wrong so far, one line each.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>Adds a problem with a flag, a setting or a file as a whole.</summary>
    /// <param name="subject">The flag or file.</param>
    /// <param name="message">What is wrong with it and what would be right.</param>
    public void Add(string subject, string message) => AddLine($"{subject}: {message}");

    /// <summary>Adds problems of a chassis file or a workload.</summary>
    /// <param name="problems">The problems.</param>
    public void Add(IEnumerable<Problem> problems)
    {
        // A mistake in a part that is repeated is one mistake.
        foreach (var group in problems.GroupBy(problem => (problem.Origin, problem.Code, problem.Message, Path: problem.Origin is null ? problem.Path : string.Empty)))
        {
            int others = group.Count() - 1;
            AddLine(others == 0 ? group.First().ToString() : $"{group.First()} (and {others} more of the same part)");
        }
    }

    /// <summary>Adds problems of plugins.</summary>
    /// <param name="problems">The problems.</param>
    public void Add(IEnumerable<PluginProblem> problems)
    {
        foreach (PluginProblem problem in problems)
        {
            AddLine(problem.ToString());
        }
    }

    /// <summary>Writes all problems to the error stream, one a line.</summary>
    public void Print()
    {
        lock (_lines)
        {
            foreach (string line in _lines)
            {
                Console.Error.WriteLine(line);
            }
        }
    }

    private void AddLine(string line)
    {
        lock (_lines)
        {
            _lines.Add(line);
        }
    }
}
