using Twin.Chassis.Workloads;
using Twin.Engine.Description;

namespace Twin.Chassis;

/// <summary>Reads the compact form of workloads, as on a command line: <c>all-reduce: period 400 ms, duty 60 %</c>, <c>moe</c>, <c>trace:FILE.csv</c>.</summary>
public static class WorkloadText
{
    /// <summary>The patterns that can be asked for.</summary>
    public static IReadOnlyList<string> Patterns => WorkloadPatterns.Names;

    /// <summary>Reads a text. Never throws for its content, and opens no file.</summary>
    /// <param name="text">The text; paths of traces are relative to the current folder.</param>
    /// <param name="source">Where it was written, in messages in the place of a file name, such as <c>--workload</c>.</param>
    public static WorkloadTextResult Parse(string text, string source)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(source);
        ProblemList problems = new();
        Origin origin = new(source, 1, 1);
        WorkloadReading? reading = WorkloadTextReader.Read(text, origin, "workload", problems);
        return new(problems.Count == 0 && reading is not null ? new(text.Trim(), reading, string.Empty) : null, problems.ToSortedList());
    }
}
