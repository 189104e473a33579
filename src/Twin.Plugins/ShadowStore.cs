using System.Globalization;

namespace Twin.Plugins;

/// <summary>Copies of plugin folders from which assemblies are mapped, named by content, so that no original is locked and no mapped file is overwritten.</summary>
/// <remarks>
/// <para>
/// Each store has a folder of its own below the common root, beside a file of the same name that it keeps locked. Whoever opens a store removes those
/// whose lock nobody holds. Hosts therefore share a root but never a copy: one cannot take files away from under another, and an
/// incomplete or altered copy of an earlier run is never trusted. What this costs is writing the plugins once per start, a few milliseconds.
/// </para>
/// </remarks>
internal sealed class ShadowStore : IDisposable
{
    private const string LockSuffix = ".lock";

    private readonly Dictionary<string, int> _users = new(StringComparer.Ordinal);
    private readonly FileStream _lock;
    private readonly string _folder;

    private ShadowStore(FileStream held, string folder)
    {
        _lock = held;
        _folder = folder;
    }

    /// <summary>Opens a new store and removes abandoned ones.</summary>
    /// <param name="root">Directory that holds stores, created if missing; null for the user's own in the system's temporary directory.</param>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory cannot be written, or belongs to somebody else.</exception>
    public static ShadowStore Open(string? root)
    {
        string directory = root is null ? OwnDirectory() : Directory.CreateDirectory(Path.GetFullPath(root)).FullName;
        RemoveAbandoned(directory);
        while (true)
        {
            string folder = Path.Combine(directory, Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture));
            try
            {
                FileStream held = new(folder + LockSuffix, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);

                // Another host may have found the file between its creation and its locking, and removed it as abandoned.
                if (File.Exists(folder + LockSuffix))
                {
                    Directory.CreateDirectory(folder);
                    return new ShadowStore(held, folder);
                }

                held.Dispose();
            }
            catch (IOException) when (File.Exists(folder + LockSuffix))
            {
                // The same race, seen from the other side: the other host holds the lock right now.
            }
        }
    }

    /// <summary>Copies a plugin folder, unless its content is there already.</summary>
    /// <param name="source">What to copy.</param>
    /// <returns>Full path of the copy, to be given back with <see cref="Release"/>.</returns>
    /// <exception cref="IOException">The copy cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The copy cannot be written.</exception>
    public string Place(PluginFolder source)
    {
        string copy = PathOf(source.ContentHash);
        int users = _users.GetValueOrDefault(source.ContentHash);
        if (users == 0)
        {
            // Left over only when an earlier removal failed.
            if (Directory.Exists(copy))
                Directory.Delete(copy, recursive: true);
            foreach (PluginFile file in source.Files)
            {
                string target = Path.Combine(copy, file.Path);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.WriteAllBytes(target, file.Content);
            }
        }

        _users[source.ContentHash] = users + 1;
        return copy;
    }

    /// <summary>Gives a copy back; the last user's return removes it as far as the system lets go of the files.</summary>
    /// <param name="contentHash">Its <see cref="PluginFolder.ContentHash"/>.</param>
    public void Release(string contentHash)
    {
        if (--_users[contentHash] > 0)
            return;
        _users.Remove(contentHash);
        TryDelete(PathOf(contentHash));
    }

    /// <summary>Removes all copies; what is still mapped and cannot be removed is left to the next store.</summary>
    public void Dispose()
    {
        bool gone = TryDelete(_folder);
        if (gone)
            File.Delete(_lock.Name);
        _lock.Dispose();
    }

    private string PathOf(string contentHash) => Path.Combine(_folder, contentHash[..32]);

    private static string OwnDirectory()
    {
        string path = Path.Combine(Path.GetTempPath(), "twin-plugins-" + Environment.UserName);
        if (OperatingSystem.IsWindows())
            return Directory.CreateDirectory(path).FullName;

        // The temporary directory is everybody's: somebody else may have made a folder or link of this name to slip in code.
        // Changing the mode works for the owner alone, so it also says whose it is.
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        DirectoryInfo directory = Directory.CreateDirectory(path, OwnerOnly);
        if (directory.LinkTarget is not null)
            throw new UnauthorizedAccessException($"'{path}' is a link.");
        File.SetUnixFileMode(path, OwnerOnly);
        return path;
    }

    private static void RemoveAbandoned(string directory)
    {
        foreach (string path in Directory.EnumerateFiles(directory, "*" + LockSuffix))
        {
            try
            {
                using FileStream held = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);

                // The folder first: as long as anything of it is left, the lock file leads the next host to it.
                string folder = path[..^LockSuffix.Length];
                if (!Directory.Exists(folder) || TryDelete(folder))
                    File.Delete(path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Held by a running host, or removed by another that starts at this moment.
            }
        }
    }

    private static bool TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
