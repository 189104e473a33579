using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Twin.Telemetry.Otlp;

/// <summary>Requests of one kind that wait on disk in order, one file each, until they are delivered; bounded.</summary>
/// <remarks>
/// <para>
/// A file is written under another name, flushed to the disk and renamed, so that a file of the spool is whole or not there whatever happens to the process. Names are
/// rising numbers: what an earlier run left comes first.
/// </para>
/// <para>
/// Beyond the bound the oldest request goes and is counted; the one that is being sent at that moment never, because nobody knows yet whether it arrived.
/// May be used from any thread; one reader at a time.
/// </para>
/// </remarks>
internal sealed class Spool
{
    /// <summary>Folder inside the spool's into which broken files are moved.</summary>
    public const string AsideFolder = "unreadable";

    private const string Extension = ".otlp";
    private const string UnfinishedExtension = ".unfinished";
    private const int MostFilesAside = 16;

    // A file takes whole blocks of the disk, however little is in it.
    private const long BlockBytes = 4096;

    private readonly Lock _gate = new();
    private readonly string _folder;
    private readonly long _capacityBytes;
    private readonly ExportStatistics _statistics;
    private readonly ExportReports _reports;
    private readonly LinkedList<Entry> _entries = [];
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _emptied = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _bytes;
    private long _next;
    private bool _isFirstInFlight;

    /// <summary>Opens a spool and takes over what an earlier run left in it.</summary>
    /// <param name="folder">Its folder; made if it is not there.</param>
    /// <param name="capacityBytes">Bytes on disk that may wait.</param>
    /// <param name="statistics">Counts what is lost and what waits.</param>
    /// <param name="reports">Told what is lost.</param>
    /// <exception cref="IOException">The folder cannot be made or read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public Spool(string folder, long capacityBytes, ExportStatistics statistics, ExportReports reports)
    {
        (_folder, _capacityBytes, _statistics, _reports) = (folder, capacityBytes, statistics, reports);
        PrivateFiles.MakeFolder(folder);
        foreach (string unfinished in Directory.GetFiles(folder, "*" + UnfinishedExtension))
        {
            File.Delete(unfinished);
        }

        _emptied.SetResult();
        foreach (string path in Directory.GetFiles(folder, "*" + Extension).Order(StringComparer.Ordinal))
        {
            Adopt(path);
        }

        MakeRoom(0);
        Update();
    }

    /// <summary>Requests that wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Appends a request; the oldest ones go if there is no room.</summary>
    /// <param name="request">The request.</param>
    /// <returns>False if it could not be written; it is then lost, counted and reported.</returns>
    public bool TryAppend(ExportRequest request)
    {
        byte[] file = SpoolFile.Encode(request);
        lock (_gate)
        {
            if (BlocksOf(file.Length) > _capacityBytes)
            {
                Drop(DropReason.Overflow, request.Items);
                return false;
            }

            MakeRoom(BlocksOf(file.Length));
            string name = NameOf(_next);
            try
            {
                Write(name, file);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Drop(DropReason.Unwritable, request.Items);
                _reports.Unwritable(_folder, exception.Message);
                return false;
            }

            _next++;
            Add(new Entry(name, request.Items, BlocksOf(file.Length)));
            _statistics.AddKept();
            return true;
        }
    }

    /// <summary>Takes the oldest request to send it. Until <see cref="Remove"/> or <see cref="Return"/> it is not dropped.</summary>
    /// <param name="request">Out: the request.</param>
    /// <returns>False when none waits. A broken file is put aside, counted and reported, and the next one is taken.</returns>
    public bool TryTake([NotNullWhen(true)] out SpooledRequest? request)
    {
        lock (_gate)
        {
            while (_entries.First is { } first)
            {
                string path = Path.Combine(_folder, first.Value.Name);
                if (TryRead(path) is { } file)
                {
                    _isFirstInFlight = true;
                    request = new SpooledRequest(first.Value.Name, first.Value.Items, file);
                    return true;
                }

                Forget(first);
                PutAside(path);
                Drop(DropReason.Unreadable, first.Value.Items);
                Update();
            }

            request = null;
            return false;
        }
    }

    /// <summary>Removes the request that was taken: it is delivered, or never will be.</summary>
    /// <param name="request">The request.</param>
    public void Remove(SpooledRequest request)
    {
        lock (_gate)
        {
            _isFirstInFlight = false;
            if (_entries.First is { } first && first.Value.Name == request.Name)
            {
                Forget(first);
                TryDelete(request.Name);
                Update();
            }
        }
    }

    /// <summary>Gives back the request that was taken: it is the oldest as before, to be sent later or dropped.</summary>
    public void Return()
    {
        lock (_gate)
        {
            _isFirstInFlight = false;
            MakeRoom(0);
            Update();
        }
    }

    /// <summary>Ends once a request waits.</summary>
    public Task WhenFilled()
    {
        lock (_gate)
        {
            return _arrived.Task;
        }
    }

    /// <summary>Ends once no request waits.</summary>
    public Task WhenEmpty()
    {
        lock (_gate)
        {
            return _emptied.Task;
        }
    }

    /// <summary>Appends the files of a spool that nobody has open to another one that nobody has open.</summary>
    /// <param name="from">Folder of the first.</param>
    /// <param name="to">Folder of the second; made if it is not there.</param>
    public static void Move(string from, string to)
    {
        string[] files = [.. Directory.GetFiles(from, "*" + Extension).Order(StringComparer.Ordinal)];
        if (files.Length == 0)
        {
            return;
        }

        PrivateFiles.MakeFolder(to);
        string? last = Directory.GetFiles(to, "*" + Extension).Max(StringComparer.Ordinal);
        long next = last is not null && long.TryParse(Path.GetFileNameWithoutExtension(last), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number + 1 : 0;
        foreach (string file in files)
        {
            File.Move(file, Path.Combine(to, NameOf(next++)));
        }
    }

    private static string NameOf(long number) => number.ToString("D19", CultureInfo.InvariantCulture) + Extension;

    private static long BlocksOf(long bytes) => (bytes + BlockBytes - 1) / BlockBytes * BlockBytes;

    // A file that cannot be read now is as good as broken: waiting for it would hold up all that come after it.
    private static byte[]? TryRead(string path)
    {
        try
        {
            byte[] file = File.ReadAllBytes(path);
            return SpoolFile.IsIntact(file) ? file : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Adopt(string path)
    {
        string name = Path.GetFileName(path);
        long bytes = new FileInfo(path).Length;
        byte[] header = new byte[SpoolFile.HeaderBytes];
        int read;
        using (FileStream file = File.OpenRead(path))
        {
            read = file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        }

        bool isNumbered = long.TryParse(Path.GetFileNameWithoutExtension(name), NumberStyles.None, CultureInfo.InvariantCulture, out long number);
        if (!isNumbered || NameOf(number) != name || !SpoolFile.TryReadHeader(header.AsSpan(0, read), bytes, out long items))
        {
            PutAside(path);
            Drop(DropReason.Unreadable, 1);
            return;
        }

        _next = number + 1;
        Add(new Entry(name, items, BlocksOf(bytes)));
    }

    private void Write(string name, byte[] file)
    {
        string path = Path.Combine(_folder, name);
        string unfinished = path + UnfinishedExtension;
        using (FileStream stream = PrivateFiles.Open(unfinished, FileMode.Create))
        {
            stream.Write(file);
            stream.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: true);
    }

    private void Add(Entry entry)
    {
        if (_entries.Count == 0)
        {
            _emptied = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        _entries.AddLast(entry);
        _bytes += entry.Bytes;
        Update();
        _arrived.TrySetResult();
    }

    private void Forget(LinkedListNode<Entry> node)
    {
        _entries.Remove(node);
        _bytes -= node.Value.Bytes;
        if (_entries.Count == 0)
        {
            _arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _emptied.TrySetResult();
        }
    }

    private void MakeRoom(long bytes)
    {
        long items = 0;
        while (_bytes + bytes > _capacityBytes && (_isFirstInFlight ? _entries.First?.Next : _entries.First) is { } oldest)
        {
            Forget(oldest);
            TryDelete(oldest.Value.Name);
            items += oldest.Value.Items;
        }

        if (items > 0)
        {
            Drop(DropReason.Overflow, items);
        }
    }

    private void Drop(DropReason reason, long items)
    {
        _statistics.AddDropped(reason, items);
        if (reason == DropReason.Overflow)
        {
            _reports.Overflow(items, _capacityBytes);
        }
    }

    private void Update() => _statistics.SetSpooled(_bytes, _entries.Count);

    // What cannot be deleted is sent again by the next run: a duplicate, which is said in the README, and not a loss.
    private void TryDelete(string name)
    {
        try
        {
            File.Delete(Path.Combine(_folder, name));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _reports.Unwritable(_folder, exception.Message);
        }
    }

    private void PutAside(string path)
    {
        try
        {
            string aside = Path.Combine(_folder, AsideFolder);
            PrivateFiles.MakeFolder(aside);
            string target = Path.Combine(aside, Path.GetFileName(path));
            if (Directory.GetFiles(aside).Length < MostFilesAside)
            {
                File.Move(path, target, overwrite: true);
                _reports.Unreadable(target);
            }
            else
            {
                File.Delete(path);
                _reports.Unreadable(path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _reports.Unwritable(_folder, exception.Message);
        }
    }

    private sealed record Entry(string Name, long Items, long Bytes);
}
