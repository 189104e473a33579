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

        // A directory that the operator names may be a link of his; what lies in it may not lead elsewhere.
        if (File.Exists(Path.Combine(directory, PluginManifest.FileName)))
            return [directory];
        try
        {
            // Hidden entries belong to the system or to an editor, other files (a README) to people.
            foreach (string file in Directory.EnumerateFiles(directory).Order(StringComparer.Ordinal))
            {
                if (!Path.GetFileName(file).StartsWith('.') && (Packed.Contains(Path.GetExtension(file).ToLowerInvariant()) || IsPacked(file)))
                    problems.Add(NotAFolder(file));
            }

            List<string> folders = [];
            foreach (DirectoryInfo folder in new DirectoryInfo(directory).EnumerateDirectories().Where(folder => !folder.Name.StartsWith('.')).OrderBy(folder => folder.FullName, StringComparer.Ordinal))
            {
                if (folder.LinkTarget is { } target)
                    problems.Add(new PluginProblem(PluginProblemCodes.Link, folder.Name, $"The plugin folder '{folder.Name}' is a link to '{target}'.", "Put the folder itself there, or name the directory that holds it.", folder.FullName));
                else
                    folders.Add(folder.FullName);
            }

            return folders;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add(new PluginProblem(PluginProblemCodes.DirectoryMissing, name, $"The plugin directory cannot be listed: {exception.Message}", null, directory));
            return [];
        }
    }

    /// <summary>Tells whether a path is a folder, and says what it is if not.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static bool IsFolder(string path, PluginProblemList problems)
    {
        if (Directory.Exists(path))
            return true;
        if (File.Exists(path))
            problems.Add(PluginProblemCodes.NotAFolder, NotAFolder(path).Message, NotAFolder(path).Hint);
        else
            problems.Add(PluginProblemCodes.DirectoryMissing, "The plugin folder does not exist.", "Give the folder that holds the plugin's build output and its manifest.");
        return false;
    }

    /// <summary>Tells whether bytes begin an archive in the ZIP format, whatever its name; PKWARE APPNOTE 4.3.7.</summary>
    public static bool IsPacked(ReadOnlySpan<byte> content) => content.StartsWith("PK\u0003\u0004"u8);

    private static bool IsPacked(string file)
    {
        try
        {
            // What claims no length may be a pipe, and opening one waits.
            if (new FileInfo(file) is not { LinkTarget: null, Length: >= 4 })
                return false;
            Span<byte> beginning = stackalloc byte[4];
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return stream.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false) == beginning.Length && IsPacked(beginning);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A text that may not be read is nobody's concern.
            return false;
        }
    }

    private static PluginProblem NotAFolder(string file) =>
        new(PluginProblemCodes.NotAFolder, Path.GetFileName(file), $"'{Path.GetFileName(file)}' is a file; a plugin is a folder.",
            file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? "Put it into a folder of its own with its plugin.json." : "Unpack it into a folder of its own.", file);
}
