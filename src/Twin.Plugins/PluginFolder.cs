using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Twin.Plugins;

/// <summary>A plugin folder read into memory once: what is checked is what is copied and loaded, whatever happens to the folder meanwhile.</summary>
internal sealed class PluginFolder
{
    private const string Cure = "Put the plugin, its dependencies and its manifest there, nothing else.";

    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);

    private PluginFolder(string path) => Path = path;

    /// <summary>Full path of the folder.</summary>
    public string Path { get; }

    /// <summary>Every file that was read, in ordinal order of the relative path.</summary>
    public IReadOnlyList<PluginFile> Files { get; private set; } = [];

    /// <summary>SHA-256 over all paths and contents, in lower-case hexadecimal digits.</summary>
    public string ContentHash { get; private set; } = string.Empty;

    /// <summary>Finds a file that was read.</summary>
    public PluginFile? Find(string relativePath)
    {
        foreach (PluginFile file in Files)
        {
            if (string.Equals(file.Path, relativePath, StringComparison.Ordinal))
                return file;
        }

        return null;
    }

    /// <summary>Tells whether an entry is there, but was not read, for a reason that is a problem already.</summary>
    public bool IsRefused(string relativePath) => _refused.Contains(relativePath);

    /// <summary>Whether any entry was not read.</summary>
    public bool AnyRefused => _refused.Count > 0;

    /// <summary>The path of an entry, for problems.</summary>
    public string FullPath(string relativePath) => System.IO.Path.Combine(Path, relativePath);

    /// <summary>Reads all files of a folder.</summary>
    /// <returns>
    /// What can be read, with a problem for everything that cannot or must not be, so that the rest is still checked; null, with a problem, when the folder is
    /// beyond the limits or cannot be listed.
    /// </returns>
    public static PluginFolder? Read(string folder, PluginLoadOptions options, PluginProblemList problems)
    {
        PluginFolder read = new(folder);
        List<FileInfo> entries = [];
        int count = 0;
        if (!read.List(new DirectoryInfo(folder), options, entries, ref count, problems))
            return null;
        long bytes = entries.Sum(entry => entry.Length);
        if (bytes > options.MaximumFolderBytes)
        {
            problems.Add(PluginProblemCodes.TooLarge, $"The folder holds {bytes} bytes, more than the limit of {options.MaximumFolderBytes}.", Cure);
            return null;
        }

        List<PluginFile> files = new(entries.Count);
        foreach (FileInfo entry in entries)
        {
            string relative = read.Relative(entry);
            int limit = relative switch
            {
                PluginManifest.FileName => PluginManifest.MaximumBytes,
                PluginSignature.FileName => PluginSignature.MaximumBytes,
                _ => int.MaxValue,
            };
            if (entry.Length > limit && limit < int.MaxValue)
                read.Refuse(entry, problems, PluginProblemCodes.TooLarge, $"The {(relative == PluginManifest.FileName ? "manifest" : "signature file")} has {entry.Length} bytes, more than the limit of {limit}; it was not read.", "Put there what the build or the signing wrote.");
            else if (read.Read(entry, problems) is { } content)
                files.Add(new PluginFile(relative, content));
        }

        files.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        read.Files = files;
        read.ContentHash = Hash(files);
        return read;
    }

    private bool List(DirectoryInfo directory, PluginLoadOptions options, List<FileInfo> files, ref int count, PluginProblemList problems)
    {
        try
        {
            foreach (FileSystemInfo entry in directory.EnumerateFileSystemInfos())
            {
                if (count++ == options.MaximumFiles)
                {
                    problems.Add(PluginProblemCodes.TooLarge, $"The folder holds more than {options.MaximumFiles} files and folders.", Cure);
                    return false;
                }

                if (FileNameProblem(entry.Name) is { } flaw)
                {
                    Refuse(entry, problems, PluginProblemCodes.BadFileName, $"'{Relative(entry)}' has a name with {flaw}, which not every system has.", "Rename it.");
                    continue;
                }

                // Also a link that stays inside: copying would resolve it, and then the copy is not what was hashed.
                if (entry.LinkTarget is not null || (entry.Attributes & FileAttributes.ReparsePoint) != 0)
                {
                    Refuse(entry, problems, PluginProblemCodes.Link, $"'{Relative(entry)}' is a link{(entry.LinkTarget is { } target ? $" to '{target}'" : string.Empty)}.",
                        "Put the file itself there: nothing outside the folder is read.");
                }
                else if (entry is DirectoryInfo inner)
                {
                    if (!List(inner, options, files, ref count, problems))
                        return false;
                }
                else if (IsPlain((FileInfo)entry, problems))
                {
                    files.Add((FileInfo)entry);
                }
            }

            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add(PluginProblemCodes.Unreadable, $"The folder '{directory.Name}' cannot be listed: {exception.Message}", "Let the user of the host read it.", directory.FullName);
            return false;
        }
    }

    private bool IsPlain(FileInfo entry, PluginProblemList problems)
    {
        try
        {
            if (entry.Length > 0 || SpecialFile.Describe(entry.FullName) is not { } kind)
                return true;
            Refuse(entry, problems, PluginProblemCodes.SpecialFile, $"'{Relative(entry)}' is {kind}.", "Take it out of the folder.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Refuse(entry, problems, PluginProblemCodes.Unreadable, $"'{Relative(entry)}' cannot be read: {exception.Message}", "Let the user of the host read it.");
        }

        return false;
    }

    private byte[]? Read(FileInfo entry, PluginProblemList problems)
    {
        try
        {
            // An empty file is not opened: what claims no length may have become a pipe meanwhile.
            if (entry.Length == 0)
                return [];
            byte[] content = GC.AllocateUninitializedArray<byte>(checked((int)entry.Length));
            using FileStream stream = new(entry.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) == content.Length)
                return content;
            Refuse(entry, problems, PluginProblemCodes.Unreadable, $"'{Relative(entry)}' became shorter while it was read.", "Load again when the build is done.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or OverflowException)
        {
            Refuse(entry, problems, PluginProblemCodes.Unreadable, $"'{Relative(entry)}' cannot be read: {exception.Message}", "Let the user of the host read it.");
        }

        return null;
    }

    private void Refuse(FileSystemInfo entry, PluginProblemList problems, string code, string message, string hint)
    {
        _refused.Add(Relative(entry));
        problems.Add(code, message, hint, entry.FullName);
    }

    // On a system of forward slashes a backslash is part of a name.
    private string Relative(FileSystemInfo entry)
    {
        string relative = System.IO.Path.GetRelativePath(Path, entry.FullName);
        return System.IO.Path.DirectorySeparatorChar == '/' ? relative : relative.Replace(System.IO.Path.DirectorySeparatorChar, '/');
    }

    // The replacement character stands for bytes that are no UTF-8: under the name that this process sees, the file does not exist.
    private static string? FileNameProblem(string name) =>
        name.Contains('\\') ? "a backslash"
        : name.Contains(':') ? "a colon"
        : name.Contains('\uFFFD') ? "bytes that are no text"
        : name.Any(char.IsControl) ? "a control character"
        : null;

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
