using System.Diagnostics;

namespace Twin.EndToEnd.Tests;

/// <summary>A test that needs programs of others. Without them it is skipped with the reason, unless TWIN_REQUIRE_ALL is 1.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolsFactAttribute : FactAttribute
{
    private const string PythonModule = "python3:";
    private const string NodePackages = "node_modules:";

    /// <summary>States what is needed.</summary>
    /// <param name="packages">How to get it, in words.</param>
    /// <param name="tools">Programs; <c>python3:NAME</c> for a module of Debian's Python; <c>node_modules:FOLDER</c> for packages installed in a folder of the repository.</param>
    public ToolsFactAttribute(string packages, params string[] tools)
    {
        (Packages, Tools) = (packages, tools);
        if (Environment.GetEnvironmentVariable("TWIN_REQUIRE_ALL") != "1" && !tools.All(IsThere))
        {
            Skip = $"Needs {packages}; install and run again.";
        }
    }

    /// <summary>How to get what is needed.</summary>
    public string Packages { get; }

    /// <summary>What is needed.</summary>
    public string[] Tools { get; }

    private static bool IsThere(string tool)
    {
        if (tool.StartsWith(NodePackages, StringComparison.Ordinal))
        {
            return Directory.Exists(Path.Combine(ClientPrograms.Repository, tool[NodePackages.Length..], "node_modules"));
        }

        if (!tool.StartsWith(PythonModule, StringComparison.Ordinal))
        {
            return (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, tool)));
        }

        if (!File.Exists(RealClientsFactAttribute.Python))
        {
            return false;
        }

        using Process process = Process.Start(new ProcessStartInfo(RealClientsFactAttribute.Python, ["-c", "import " + tool[PythonModule.Length..]]) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
