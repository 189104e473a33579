using System.Formats.Tar;

namespace Twin.Plugins;

/// <summary>Tells pipes, sockets and devices from files without opening them: opening a pipe waits until somebody writes to it.</summary>
internal static class SpecialFile
{
    /// <summary>Names what an entry is.</summary>
    /// <param name="path">Full path of an entry that is neither a folder nor a link and claims no length, as all of these do.</param>
    /// <returns>Such as <c>a pipe</c>, for "'x' is a pipe"; null for an empty file.</returns>
    /// <exception cref="IOException">The entry cannot be looked at.</exception>
    /// <exception cref="UnauthorizedAccessException">The entry cannot be looked at.</exception>
    /// <remarks>The base library shows the kind of an entry only in the header that it would write for it into an archive.</remarks>
    public static string? Describe(string path)
    {
        if (OperatingSystem.IsWindows())
            return null;
        using MemoryStream archive = new();
        try
        {
            using TarWriter writer = new(archive, TarEntryFormat.Pax, leaveOpen: true);
            writer.WriteEntry(path, "entry");
        }
        catch (IOException) when (File.Exists(path))
        {
            // What an archive has no place for. Not opened to make sure: this is here to open nothing of the kind.
            return "a socket, or something else that is no file";
        }

        archive.Position = 0;
        using TarReader reader = new(archive);
        return reader.GetNextEntry()?.EntryType switch
        {
            TarEntryType.Fifo => "a pipe",
            TarEntryType.BlockDevice or TarEntryType.CharacterDevice => "a device",
            _ => null,
        };
    }
}
