using System.Globalization;

namespace Twin.Telemetry.Otlp;

/// <summary>The part of a spool folder that belongs to this process alone: several twins may share a folder, and what one that is gone left behind is taken over.</summary>
/// <remarks>A slot is a numbered folder with a lock file; the system lets go of the lock when its process ends, however it ends.</remarks>
internal sealed class SpoolSlot : IDisposable
{
    private const int MostSlots = 64;
    private const string LockFile = "lock";

    private readonly FileStream _lock;

    private SpoolSlot(string folder, FileStream held) => (Folder, _lock) = (folder, held);

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Takes the first free slot and moves into it what lies in other free ones.</summary>
    /// <param name="root">The folder that the slots are in; made if it is not there.</param>
    /// <exception cref="IOException">The folder cannot be made or written, or all slots are taken.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder, or a part of it, may not be written; the message names it and what helps.</exception>
    public static SpoolSlot Open(string root)
    {
        PrivateFiles.MakeRoot(root);
        SpoolSlot? mine = null;
        try
        {
            for (int i = 0; i < MostSlots; i++)
            {
                string folder = Path.Combine(root, i.ToString(CultureInfo.InvariantCulture));
                if ((mine is not null && !Directory.Exists(folder)) || TryLock(folder) is not { } held)
                {
                    continue;
                }

                if (mine is null)
                {
                    mine = new SpoolSlot(folder, held);
                    continue;
                }

                using (held)
                {
                    mine.TakeOver(folder);
                }
            }
        }
        catch
        {
            mine?.Dispose();
            throw;
        }

        return mine ?? throw new IOException($"All {MostSlots} parts of the spool '{root}' are in use.");
    }

    /// <summary>Folder of one kind of telemetry.</summary>
    /// <param name="signal">The kind.</param>
    public string FolderOf(OtlpSignal signal) => FolderOf(Folder, signal);

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

#pragma warning disable CA1308 // Names of folders are in lower case here.
    private static string FolderOf(string slot, OtlpSignal signal) => Path.Combine(slot, signal.ToString().ToLowerInvariant());
#pragma warning restore CA1308

    private static FileStream? TryLock(string folder)
    {
        try
        {
            PrivateFiles.MakeFolder(folder);
            return PrivateFiles.Open(Path.Combine(folder, LockFile), FileMode.OpenOrCreate);
        }
        catch (UnauthorizedAccessException exception)
        {
            // What waits in it would never be sent, and nobody told.
            throw new UnauthorizedAccessException(
                $"The part '{folder}' may not be used: {exception.Message} It belongs to another user, perhaps of a run as root: give it to this one, remove it, or give this twin a folder of its own.", exception);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private void TakeOver(string slot)
    {
        foreach (OtlpSignal signal in Enum.GetValues<OtlpSignal>())
        {
            string from = FolderOf(slot, signal);
            if (Directory.Exists(from))
            {
                Spool.Move(from, FolderOf(signal));
            }
        }
    }
}
