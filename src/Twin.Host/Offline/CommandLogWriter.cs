using System.Diagnostics;
using System.Text;
using Twin.Engine.Running;
using Twin.Engine.Snapshots;
using Twin.Engine.Stepping;
using Twin.Engine.Workloads;
using Twin.Host.Setup;
using Twin.Host.Snapshots;

namespace Twin.Host.Offline;

/// <summary>Writes the command log of a run while it goes on: what a run leaves that is killed repeats it as far as it was written.</summary>
/// <remarks>
/// Ten times a second a task of its own looks for new commands; the stepping thread does nothing for it. Whole lines go to the system in one piece, the state of a restore before the line that names it.
/// What could not be written is cut off the file again and tried at the next look, a state that could not be kept every few seconds. Against a loss of power nothing is done.
/// </remarks>
internal sealed class CommandLogWriter : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    // A state is megabytes.
    private static readonly TimeSpan StatePeriod = TimeSpan.FromSeconds(5);

    private readonly string _path;
    private readonly FileStream _file;
    private readonly IReadOnlyList<Workload> _workloads;
    private readonly CancellationTokenSource _end = new();
    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);
    private readonly Queue<ChassisState> _states = new();
    private SnapshotFolder? _folder;
    private IReadOnlyList<LoggedCommand> _commands = [];
    private Task _writing = Task.CompletedTask;
    private string? _statesTrouble;
    private string? _trouble;
    private long _whole;
    private long _triedStates;
    private int _queued;

    private CommandLogWriter(string path, FileStream file, IReadOnlyList<Workload> workloads) => (_path, _file, _workloads) = (path, file, workloads);

    /// <summary>Commands that are in the file.</summary>
    public int Written { get; private set; }

    /// <summary>Opens a log, over what was there, and writes its header: a run must not find out later that its log cannot be written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="loaded">The chassis; its first workload holds at the start.</param>
    /// <param name="problems">Receives that it cannot be written.</param>
    /// <returns>The log, or null.</returns>
    public static CommandLogWriter? Open(string path, LoadedChassis loaded, ProblemReport problems)
    {
        FileStream? file = null;
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > 0 })
            {
                // Refused while another run writes to it, which emptying it would not be.
                using var probe = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None);
            }

            file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
            var log = new CommandLogWriter(path, file, loaded.Workloads);
            log.Append(CommandLogFile.Header(loaded) + '\n');
            return log;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            file?.Dispose();
            problems.Add("--log", $"'{path}' cannot be written: {exception.Message}");
            return null;
        }
    }

    /// <summary>Begins to write what takes effect.</summary>
    /// <param name="commands">The commands of the run, to which the run adds.</param>
    public void Begin(IReadOnlyList<LoggedCommand> commands)
    {
        _commands = commands;
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Writes the rest after the run has ended.</summary>
    /// <returns>What is not as it should be, sentences; empty when the log repeats the run.</returns>
    public async Task<IReadOnlyList<string>> EndAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _triedStates = 0;
        WriteNew();
        return [.. new[] { _trouble, _statesTrouble }.OfType<string>()];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _file.DisposeAsync().ConfigureAwait(false);
        _end.Dispose();
    }

    private async Task WriteAsync()
    {
        using var timer = new PeriodicTimer(Period);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token).ConfigureAwait(false))
            {
                (string? before, string? statesBefore) = (_trouble, _statesTrouble);
                WriteNew();
                foreach (string trouble in new[] { before is null ? _trouble : null, statesBefore is null ? _statesTrouble : null }.OfType<string>())
                {
                    await StandardError.TryWriteLineAsync($"--log: {trouble}").ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run has ended: the rest follows.
        }
    }

    private void WriteNew()
    {
        int count = _commands.Count;
        for (; _queued < count; _queued++)
        {
            if (_commands[_queued].Command is TwinCommand.Restore restore)
            {
                _states.Enqueue(restore.Snapshot);
            }
        }

        KeepStates();
        if (count == Written)
        {
            return;
        }

        var text = new StringBuilder();
        for (int i = Written; i < count; i++)
        {
            text.Append(CommandLogFile.Line(_commands[i])).Append('\n');
        }

        try
        {
            Append(text.ToString());
            Written = count;
            _trouble = null;
        }
        catch (IOException exception)
        {
            CutOff();
            _trouble = $"'{_path}' cannot be written any more: {exception.Message} It holds {Written} of {count} commands.";
        }
    }

    private void Append(string text)
    {
        _file.Write(Encoding.UTF8.GetBytes(text));
        _whole = _file.CanSeek ? _file.Position : 0;
    }

    // Half a line would be in the way of the next try.
    private void CutOff()
    {
        try
        {
            if (_file.CanSeek)
            {
                _file.SetLength(_whole);
                _file.Position = _whole;
            }
        }
        catch (IOException)
        {
            // The reader of the log leaves half a line at its end out.
        }
    }

    // One that cannot be kept does not take the commands with it.
    private void KeepStates()
    {
        if (_states.Count == 0 || (_statesTrouble is not null && _triedStates != 0 && Stopwatch.GetElapsedTime(_triedStates) < StatePeriod))
        {
            return;
        }

        try
        {
            while (_states.TryPeek(out ChassisState? state))
            {
                KeepState(state);
                _states.Dequeue();
            }

            _statesTrouble = null;
        }
        catch (SnapshotException refusal)
        {
            (_statesTrouble, _triedStates) = (refusal.Message, Stopwatch.GetTimestamp());
        }
    }

    // By its fingerprint: one file however often a state was restored, and none that an earlier log of this name has left is taken for another.
    private void KeepState(ChassisState state)
    {
        if (_folder is null)
        {
            string place = CommandLogFile.StatesOf(_path);
            if (SnapshotFolder.TryMake(place) is { } trouble)
            {
                throw new SnapshotException(SnapshotStatus.Storage, trouble);
            }

            var folder = new SnapshotFolder(place, new SnapshotLimits(int.MaxValue, long.MaxValue));
            _kept.UnionWith(folder.List().Where(entry => entry.Info is not null).Select(entry => entry.Name));
            _folder = folder;
        }

        string name = CommandLogFile.NameOf(state);
        if (!_kept.Contains(name))
        {
            _folder.Add(StateSnapshot.Of(state, _workloads, name, string.Empty, TimeProvider.System.GetUtcNow()));
            _kept.Add(name);
        }
    }
}
