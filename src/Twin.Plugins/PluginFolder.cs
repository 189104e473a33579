using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Twin.Plugins;

/// <summary>A plugin folder read into memory once: what is checked is what is copied and loaded, whatever happens to the folder meanwhile.</summary>
internal sealed class PluginFolder
{
    private PluginFolder(string path, IReadOnlyList<PluginFile> files)
    {
        Path = path;
        Files = files;
        ContentHash = Hash(files);
    }

    /// <summary>Full path of the folder.</summary>
    public string Path { get; }

    /// <summary>Every file, in ordinal order of the relative path.</summary>
    public IReadOnlyList<PluginFile> Files { get; }

    /// <summary>SHA-256 over all paths and contents, in lower-case hexadecimal digits.</summary>
    public string ContentHash { get; }

    public PluginFile? Find(string relativePath)
    {
        foreach (PluginFile file in Files)
        {
            if (string.Equals(file.Path, relativePath, StringComparison.Ordinal))
                return file;
        }

        return null;
    }

    public string FullPath(string relativePath) => System.IO.Path.Combine(Path, relativePath);

    /// <summary>Reads all files of a folder that has a manifest, or says why not.</summary>
    /// <returns>The content, or null with at least one problem added.</returns>
    public static PluginFolder? Read(string folder, PluginLoadOptions options, PluginProblemList problems)
    {
        List<FileInfo> entries = [];
        long bytes = 0;
        if (!List(new DirectoryInfo(folder), options, entries, ref bytes, problems))
            return null;
        if (bytes > options.MaximumFolderBytes)
        {
            problems.Add(PluginProblemCodes.TooLarge, $"The folder holds {bytes} bytes, more than the limit of {options.MaximumFolderBytes}.",
                "Put the plugin, its dependencies and its manifest there, nothing else.");
            return null;
        }

        List<PluginFile> files = new(entries.Count);
        foreach (FileInfo entry in entries)
        {
            string relative = System.IO.Path.GetRelativePath(folder, entry.FullName).Replace('\\', '/');
            if (relative == PluginManifest.FileName && entry.Length > PluginManifest.MaximumBytes)
            {
                problems.Add(PluginProblemCodes.TooLarge, $"The manifest has {entry.Length} bytes, more than the limit of {PluginManifest.MaximumBytes}.",
                    file: entry.FullName);
            }
            else if (Read(entry, problems) is { } content)
            {
                files.Add(new PluginFile(relative, content));
            }
        }

        files.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return problems.Any ? null : new PluginFolder(folder, files);
    }

    private static bool List(
        DirectoryInfo directory, PluginLoadOptions options, List<FileInfo> files, ref long bytes, PluginProblemList problems)
    {
        try
        {
            foreach (FileSystemInfo entry in directory.EnumerateFileSystemInfos())
            {
                // Also a link that stays inside: copying would resolve it, and then the copy is not what was hashed.
                if (entry.LinkTarget is not null || (entry.Attributes & FileAttributes.ReparsePoint) != 0)
                {
                    problems.Add(PluginProblemCodes.Link, $"'{entry.Name}' is a link{(entry.LinkTarget is { } target ? $" to '{target}'" : string.Empty)}.",
                        "Put the file itself there: nothing outside the folder is read.", entry.FullName);
                }
                else if (entry is DirectoryInfo inner)
                {
                    if (!List(inner, options, files, ref bytes, problems))
                        return false;
                }
                else if (files.Count == options.MaximumFiles)
                {
                    problems.Add(PluginProblemCodes.TooLarge, $"The folder holds more than {options.MaximumFiles} files.",
                        "Put the plugin, its dependencies and its manifest there, nothing else.");
                    return false;
                }
                else
                {
                    FileInfo file = (FileInfo)entry;
                    bytes += file.Length;
                    files.Add(file);
                }
            }

            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add(PluginProblemCodes.Unreadable, $"The folder cannot be listed: {exception.Message}", file: directory.FullName);
            return false;
        }
    }

    private static byte[]? Read(FileInfo entry, PluginProblemList problems)
    {
        try
        {
            // An empty file is not opened: pipes and devices claim no length, and opening one can wait for ever.
            if (entry.Length == 0)
                return [];
            byte[] content = GC.AllocateUninitializedArray<byte>(checked((int)entry.Length));
            using FileStream stream = new(entry.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) == content.Length)
                return content;
            problems.Add(PluginProblemCodes.Unreadable, $"'{entry.Name}' became shorter while it was read.",
                "Load again when the build is done.", entry.FullName);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or OverflowException)
        {
            problems.Add(PluginProblemCodes.Unreadable, $"'{entry.Name}' cannot be read: {exception.Message}", file: entry.FullName);
        }

        return null;
    }

    private static string Hash(IReadOnlyList<PluginFile> files)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(long)];
        foreach (PluginFile file in files)
        {
            // Lengths first, so that no two folders run together to the same bytes.
            byte[] path = Encoding.UTF8.GetBytes(file.Path);
            BinaryPrimitives.WriteInt64LittleEndian(length, path.Length);
            hash.AppendData(length);
            hash.AppendData(path);
            BinaryPrimitives.WriteInt64LittleEndian(length, file.Content.Length);
            hash.AppendData(length);
            hash.AppendData(file.Content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
