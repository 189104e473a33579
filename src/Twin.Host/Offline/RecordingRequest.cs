using Twin.Engine.Compiling;
using Twin.Engine.Structure;
using Twin.Host.Setup;
using Twin.Units;

namespace Twin.Host.Offline;

/// <summary>Which signals to record, how often and where to.</summary>
/// <param name="Globs">Patterns with commas between them; null for the chassis' own signals.</param>
/// <param name="File">A file, "-" for standard output, null for standard output if there are patterns and else nowhere.</param>
/// <param name="Every">Simulated time between two rows.</param>
internal sealed record RecordingRequest(string? Globs, string? File, Duration Every)
{
    private const string Standard = "-";

    /// <summary>Whether rows go to standard output.</summary>
    public bool IsStandardOutput => File == Standard || (File is null && Globs is not null);

    private bool IsRecording => File is not null || Globs is not null;

    /// <summary>Finds the signals, each once, in the order of the chassis.</summary>
    /// <param name="chassis">The chassis.</param>
    /// <param name="problems">Receives patterns that are malformed or match nothing.</param>
    public IReadOnlyList<SignalInfo> Select(CompiledChassis chassis, ProblemReport problems)
    {
        if (!IsRecording)
        {
            return [];
        }

        string own = chassis.Instance + "/";
        var selected = new bool[chassis.Signals.Count];
        foreach (string glob in Split(Globs ?? "*"))
        {
            if (!NamePattern.TryParse(glob, out NamePattern? pattern, out string? problem))
            {
                problems.Add("--signals", problem!);
                continue;
            }

            bool isMatched = false;
            foreach (SignalInfo signal in chassis.Signals)
            {
                if (pattern!.Matches(signal.Path) || pattern.Matches(signal.Path[own.Length..]))
                {
                    selected[signal.Id] = true;
                    isMatched = true;
                }
            }

            if (!isMatched)
            {
                problems.Add("--signals", $"'{glob}' matches no signal. Paths are like {chassis.Signals[0].Path}; * is any text without '/', ** any text.");
            }
        }

        return [.. chassis.Signals.Where(signal => selected[signal.Id])];
    }

    /// <summary>Opens what the rows are written to.</summary>
    /// <param name="inputs">Files that the run is made of, which rows must not replace; nulls and names of what is shipped are passed over.</param>
    /// <param name="problems">Receives why it cannot be written.</param>
    /// <returns>The writer, or null when nothing is to be recorded or on a problem.</returns>
    public TextWriter? Open(IEnumerable<string?> inputs, ProblemReport problems)
    {
        if (!IsRecording)
        {
            return null;
        }

        if (IsStandardOutput)
        {
            return new StreamWriter(Console.OpenStandardOutput(), bufferSize: 1 << 16);
        }

        if (inputs.Any(input => input is not null && System.IO.File.Exists(input) && Path.GetFullPath(input) == Path.GetFullPath(File!)))
        {
            problems.Add("--out", $"'{File}' is what the run is made of. Give another name.");
            return null;
        }

        try
        {
            return new StreamWriter(new FileStream(File!, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 1 << 16));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Add("--out", $"'{File}' cannot be written: {exception.Message}");
            return null;
        }
    }

    // A comma within braces belongs to a pattern: {oe00,oe01}/power.
    private static IEnumerable<string> Split(string globs)
    {
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= globs.Length; i++)
        {
            if (i == globs.Length || (globs[i] == ',' && depth == 0))
            {
                yield return globs[start..i].Trim();
                start = i + 1;
            }
            else
            {
                depth += globs[i] == '{' ? 1 : globs[i] == '}' ? -1 : 0;
            }
        }
    }
}
