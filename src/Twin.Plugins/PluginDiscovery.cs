namespace Twin.Plugins;

/// <summary>Finds plugin folders.</summary>
internal static class PluginDiscovery
{
    private static readonly string[] Packed = [".zip", ".nupkg", ".7z", ".tar", ".gz", ".tgz", ".dll"];

    /// <summary>Lists the plugin folders of a directory, or the directory itself if it is one.</summary>
    /// <param name="directory">Full path.</param>
    /// <param name="problems">Receives what is wrong.</param>
    /// <returns>Full paths in ordinal order, so that every machine loads in the same order.</returns>
    public static IReadOnlyList<string> Folders(string directory, List<PluginProblem> problems)
    {
        string name = Path.GetFileName(directory);
        if (!Directory.Exists(directory))
        {
            problems.Add(File.Exists(directory)
                ? NotAFolder(directory)
                : new PluginProblem(PluginProblemCodes.DirectoryMissing, name, "The plugin directory does not exist.", "Give a directory that holds plugin folders.", directory));
            return [];
        }

        if (File.Exists(Path.Combine(directory, PluginManifest.FileName)))
            return [directory];
        try
        {
            // Hidden entries belong to the system or to an editor, other files (a README) to people.
            foreach (string file in Directory.EnumerateFiles(directory).Order(StringComparer.Ordinal))
            {
                if (Packed.Contains(Path.GetExtension(file).ToLowerInvariant()) && !Path.GetFileName(file).StartsWith('.'))
                    problems.Add(NotAFolder(file));
            }

            return [.. Directory.EnumerateDirectories(directory).Where(folder => !Path.GetFileName(folder).StartsWith('.')).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add(new PluginProblem(PluginProblemCodes.DirectoryMissing, name, $"The plugin directory cannot be listed: {exception.Message}", null, directory));
            return [];
        }
    }

    private static PluginProblem NotAFolder(string file) =>
        new(PluginProblemCodes.NotAFolder, Path.GetFileName(file), $"'{Path.GetFileName(file)}' is a file; a plugin is a folder.",
            file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? "Put it into a folder of its own with its plugin.json." : "Unpack it into a folder of its own.", file);
}
