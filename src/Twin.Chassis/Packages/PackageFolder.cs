using Twin.Engine.Description;

namespace Twin.Chassis.Packages;

/// <summary>Reads package folders: <c>package.yaml</c> beside tables of layers, patches, materials, blocks and powers. Every problem is reported at once, with file, row and column; none is thrown.</summary>
public static class PackageFolder
{
    /// <summary>Name of the file that says what the tables do not.</summary>
    public const string FileName = "package.yaml";

    /// <summary>Name of the table of powers over time.</summary>
    public const string TraceName = "trace_power.csv";

    /// <summary>Names of all files that are read.</summary>
    public static IReadOnlyList<string> FileNames { get; } = [FileName, "layers.csv", "patches.csv", "materials.csv", "blocks.csv", TraceName];

    /// <summary>Reads a folder.</summary>
    /// <param name="directory">Its path; messages show it as given.</param>
    /// <param name="needsTrace">Whether the powers over time are read; without it their table is not looked at.</param>
    public static PackageFolderResult Read(string directory, bool needsTrace = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ProblemList problems = new();
        if (Directory.Exists(directory))
            return new PackageReader(directory, problems).Read(needsTrace);
        string message = File.Exists(directory) ? $"'{directory}' is a file, not a folder." : $"There is no folder '{directory}'.";
        problems.Add(ProblemCodes.NoFolder, "package", message, $"A package is a folder with {FileName}, layers.csv, patches.csv, materials.csv and blocks.csv.", new Origin(directory, 1, 1));
        return new(null, null, 0, null, problems.ToSortedList());
    }
}
