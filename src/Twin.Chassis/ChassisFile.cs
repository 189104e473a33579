using Twin.Chassis.Shapes;
using Twin.Chassis.Workloads;
using Twin.Chassis.Yaml;
using Twin.Engine.Description;

namespace Twin.Chassis;

/// <summary>Reads chassis files: YAML with units in the text. Every problem is reported at once, with its position; none is thrown.</summary>
/// <remarks>What only the plugins know (kinds, parameters, elements, lane counts) is for the compiler to check.</remarks>
public static class ChassisFile
{
    private const int MostBytes = 4 * 1024 * 1024;

    /// <summary>Reads a file, and those of its traces.</summary>
    /// <param name="path">Its path; messages show it as given.</param>
    public static ChassisFileResult Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ProblemList problems = new();
        return TextFile.Read(path, MostBytes, "file", new(path, 1, 1), problems) is { } text
            ? Parse(text, path, problems)
            : new(null, [], null, problems.ToSortedList());
    }

    /// <summary>Reads the text of a file, and the files of its traces.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fileName">Its path, for messages and for the folder of its traces; it need not exist.</param>
    public static ChassisFileResult Parse(string text, string fileName)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        return Parse(text, fileName, new ProblemList());
    }

    private static ChassisFileResult Parse(string text, string fileName, ProblemList problems)
    {
        if (text.Length > MostBytes)
            problems.Add(ProblemCodes.Unreadable, "file", $"The text is longer than {MostBytes / (1024 * 1024)} Mi characters.", null, new(fileName, 1, 1));
        else if (YamlTree.Read(text, fileName, problems) is { } root && ChassisShapes.File.Read(root, string.Empty, problems) is MapReading file)
        {
            new ChassisChecks(file, problems).Run();
            if (problems.Count == 0)
                return Finish(file, fileName, problems);
        }
        return new(null, [], null, problems.ToSortedList());
    }

    private static ChassisFileResult Finish(MapReading file, string fileName, ProblemList problems)
    {
        ChassisDescription description = ChassisBuilder.Build(file);
        string folder = Path.GetDirectoryName(fileName) ?? string.Empty;
        List<WorkloadDescription> workloads = [.. file.Items("workloads").Select(item => new WorkloadDescription(item.Name, (WorkloadReading)item.Value, folder))];
        // Made once to see whether they can be: groups and traces must fit the ports.
        WorkloadFactory factory = new(description.Ports, workloads);
        foreach (WorkloadDescription workload in workloads)
            factory.Create(workload, problems);
        Reading? choice = file.Find("workload");
        string? chosen = choice?.Value as string;
        if (chosen is not null && !workloads.Exists(workload => workload.Name == chosen.Trim()))
            factory.Create(chosen, choice!.Origin, folder, problems);
        return problems.Count == 0 ? new(description, workloads, chosen, []) : new(null, [], null, problems.ToSortedList());
    }
}
