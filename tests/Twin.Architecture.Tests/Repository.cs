namespace Twin.Architecture.Tests;

/// <summary>Where things lie: the source tree, and the built assemblies beside the tests.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Projects in src that pack files and make no assembly that anybody gets.</summary>
    public static IReadOnlyList<string> FileProjects { get; } = ["Twin.Templates"];

    /// <summary>Names of the projects in src with an assembly, such as <c>Twin.Engine</c>.</summary>
    public static IReadOnlyList<string> SourceProjects { get; } = [.. Projects("src").Except(FileProjects)];

    /// <summary>Names of the projects in plugins, such as <c>Acme.InPLaser</c>.</summary>
    public static IReadOnlyList<string> PluginProjects { get; } = Projects("plugins");

    /// <summary>Names of all assemblies of this repository that a user gets.</summary>
    public static IReadOnlySet<string> OwnAssemblies { get; } =
        SourceProjects.Select(AssemblyOf).Concat(PluginProjects).ToHashSet(StringComparer.Ordinal);

    /// <summary>Name of the assembly of a project in src: the host's is what a user types.</summary>
    public static string AssemblyOf(string project) => project == "Twin.Host" ? "twin" : project;

    /// <summary>Path of a built assembly.</summary>
    /// <param name="project">Name of its project.</param>
    public static string PathOf(string project) => PluginProjects.Contains(project)
        ? Path.Combine(AppContext.BaseDirectory, "plugins", project, project + ".dll")
        : Path.Combine(AppContext.BaseDirectory, AssemblyOf(project) + ".dll");

    /// <summary>Folder of a project's sources.</summary>
    public static string FolderOf(string project) => Path.Combine(Root, PluginProjects.Contains(project) ? "plugins" : "src", project);

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Twin.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above '{AppContext.BaseDirectory}' has Twin.sln.");
    }

    // A template in a project's folder is no project of the repository.
    private static string[] Projects(string folder) =>
        [.. Directory.GetDirectories(Path.Combine(Root, folder)).Select(path => Path.GetFileName(path))
            .Where(name => File.Exists(Path.Combine(Root, folder, name, name + ".csproj"))).Order(StringComparer.Ordinal)];
}
