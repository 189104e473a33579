using System.Collections.Concurrent;
using Twin.Engine.Snapshots;

namespace Twin.Host.Snapshots;

/// <summary>Keeps snapshots as files of one folder, <c>NAME.twinsnap</c>.</summary>
/// <remarks>
/// A file is written under another name and renamed when it is whole. Several processes may share a folder. What cannot be read is listed with the reason and left
/// alone until it is deleted by its name, and counts towards the limits, since it takes room.
/// </remarks>
/// <param name="folder">The folder; it exists.</param>
/// <param name="limits">How much it holds; null for the defaults.</param>
internal sealed class SnapshotFolder(string folder, SnapshotLimits? limits = null) : ISnapshotStore
{
    /// <summary>End of the names of snapshot files.</summary>
    public const string Extension = ".twinsnap";

    private readonly Lock _gate = new();
    private readonly SnapshotLimits _limits = limits ?? new SnapshotLimits();

    // Every byte of a file is checked when it is listed: once, as long as it stays as it is.
    private readonly ConcurrentDictionary<string, (long Length, DateTime Written, SnapshotEntry Entry)> _known = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Place { get; } = Path.GetFullPath(folder);

    /// <summary>Makes a folder if there is none.</summary>
    /// <param name="folder">Its path.</param>
    /// <returns>Why it cannot be, or null.</returns>
    public static string? TryMake(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            string probe = Path.Combine(folder, $".{Environment.ProcessId}.probe");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return null;
        }
        catch (Exception exception) when (IsTrouble(exception))
        {
            return $"'{folder}' cannot be the folder of snapshots: {exception.Message}";
        }
    }

    /// <summary>Reads a file that need not lie in a folder of snapshots.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problem">Out: why it cannot be read, a sentence; null when it can.</param>
    public static StateSnapshot? TryRead(string path, out string? problem)
    {
        problem = null;
        try
        {
            using FileStream stream = Open(path);
            return SnapshotFormat.Read(stream);
        }
        catch (InvalidDataException exception)
        {
            problem = $"'{path}' cannot be used: {exception.Message}.";
        }
        catch (Exception exception) when (IsTrouble(exception))
        {
            problem = $"'{path}' cannot be read: {exception.Message}";
        }

        return null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SnapshotEntry> List() => Try(() => (IReadOnlyList<SnapshotEntry>)
    [
        .. new DirectoryInfo(Place).EnumerateFiles('*' + Extension).OrderBy(file => file.Name, StringComparer.Ordinal).Select(EntryOf),
    ]);

    /// <inheritdoc/>
    public StateSnapshot Read(string name)
    {
        SnapshotName.Check(name);
        return Try(() =>
        {
            string path = PathOf(name);
            if (!File.Exists(path))
            {
                throw NotFound(name);
            }

            try
            {
                using FileStream stream = Open(path);
                return SnapshotFormat.Read(stream).Named(name);
            }
            catch (InvalidDataException exception)
            {
                throw new SnapshotException(SnapshotStatus.Unfit, $"The snapshot '{name}' cannot be used: {exception.Message}.");
            }
        });
    }

    /// <inheritdoc/>
    public void Add(StateSnapshot snapshot)
    {
        string name = snapshot.Info.Name;
        string part = Path.Combine(Place, $".{name}.{Environment.ProcessId}.part");
        lock (_gate)
        {
            CheckRoom(name, SnapshotFormat.LengthOf(snapshot));
            Try(() =>
            {
                try
                {
                    using (var stream = new FileStream(part, FileMode.Create, FileAccess.Write))
                    {
                        SnapshotFormat.Write(snapshot, stream);
                        stream.Flush(flushToDisk: true);
                    }

                    File.Move(part, PathOf(name), overwrite: false);
                }
                catch (IOException) when (File.Exists(PathOf(name)))
                {
                    throw Taken(name);
                }
                finally
                {
                    File.Delete(part);
                }

                return true;
            });
        }
    }

    /// <inheritdoc/>
    public void CheckRoom(string name, long bytes) => Try(() =>
    {
        if (File.Exists(PathOf(name)))
        {
            throw Taken(name);
        }

        FileInfo[] files = new DirectoryInfo(Place).GetFiles('*' + Extension);
        _limits.Check(files.Length, files.Sum(file => file.Length), bytes);
        return true;
    });

    /// <inheritdoc/>
    public void Delete(string name)
    {
        SnapshotName.Check(name);
        Try(() =>
        {
            if (!File.Exists(PathOf(name)))
            {
                throw NotFound(name);
            }

            File.Delete(PathOf(name));
            _known.TryRemove(name + Extension, out _);
            return true;
        });
    }

    private static bool IsTrouble(Exception exception) => exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    private static SnapshotException Taken(string name) => SnapshotName.Taken("snapshot", name);

    private T Try<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (IsTrouble(exception))
        {
            throw new SnapshotException(SnapshotStatus.Storage, $"The folder of snapshots '{Place}' cannot be used: {exception.Message}");
        }
    }

    private string PathOf(string name) => Path.Combine(Place, name + Extension);

    private SnapshotException NotFound(string name) => SnapshotName.NotFound("snapshot", name, [.. List().Select(entry => entry.Name)]);

    // What is no file, such as a pipe, has no length, and to open it might wait for ever.
    private static FileStream Open(string path) =>
        new FileInfo(path).Length > 0 ? File.OpenRead(path) : throw new InvalidDataException("it is empty or no file");

    private SnapshotEntry EntryOf(FileInfo file)
    {
        if (_known.TryGetValue(file.Name, out (long Length, DateTime Written, SnapshotEntry Entry) known) && known.Length == file.Length && known.Written == file.LastWriteTimeUtc)
        {
            return known.Entry;
        }

        string name = Path.GetFileNameWithoutExtension(file.Name);
        SnapshotEntry entry = SnapshotName.Problem(name) is { } bad
            ? new SnapshotEntry(name, file.Length, null, bad)
            : TryRead(file.FullName, out string? problem) is { } snapshot
                ? new SnapshotEntry(name, file.Length, snapshot.Named(name).Info, null)
                : new SnapshotEntry(name, file.Length, null, problem);
        _known[file.Name] = (file.Length, file.LastWriteTimeUtc, entry);
        return entry;
    }
}
