namespace Twin.Grpc.Transport.Tests.Clients;

/// <summary>Runs scripts of the node folder, where the packages of its lock file are installed.</summary>
internal static class NodeClient
{
    private const string Node = "node";

    private static string Folder { get; } = FindFolder();

    /// <summary>A sentence that says what is missing and how to get it, or null.</summary>
    public static string? FindMissing()
    {
        if (!ClientProcess.Succeeds(Node, "--version"))
            return "This test needs node: install the Debian packages nodejs and npm.";
        return Directory.Exists(Path.Combine(Folder, "node_modules", "@grpc", "grpc-js"))
            ? null
            : $"This test needs the packages of {Path.Combine(Folder, "package-lock.json")}: run 'npm ci' in that folder.";
    }

    /// <summary>Runs a script with the folder of protos and further arguments, and returns what it printed.</summary>
    public static Task<string> RunAsync(string script, params string[] arguments) =>
        ClientProcess.CompleteAsync(Node, [Path.Combine(Folder, script), ClientProcess.Protos, .. arguments]);

    // In the source tree: what npm installs is not copied with every build.
    private static string FindFolder()
    {
        const string inTree = "tests/Twin.Grpc.Transport.Tests/node";
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, inTree, "package-lock.json")))
                return Path.Combine(folder.FullName, inTree);
        throw new DirectoryNotFoundException($"There is no {inTree} above {AppContext.BaseDirectory}.");
    }
}
