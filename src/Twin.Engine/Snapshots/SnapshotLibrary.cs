using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Engine.Workloads;

namespace Twin.Engine.Snapshots;

/// <summary>Snapshots of a running twin and its what-if runs. Every member may be used from any thread.</summary>
/// <remarks>
/// The stepping thread copies its state into memory that is there already, or takes a state over: nothing else of this runs on it. What-if runs have components of their own
/// (<see cref="ChassisModel.CompileAgain()"/>) and threads of their own at low priority; the first one of each takes as long as compiling the chassis.
/// What is refused throws <see cref="SnapshotException"/>, and has changed nothing.
/// </remarks>
public sealed partial class SnapshotLibrary : IDisposable
{
    private readonly TwinRunner _runner;
    private readonly ISnapshotStore _store;
    private readonly SnapshotOptions _options;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _capturing = new(1);

    /// <summary>Makes a library.</summary>
    /// <param name="runner">The live run.</param>
    /// <param name="store">Where snapshots are kept.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public SnapshotLibrary(TwinRunner runner, ISnapshotStore store, SnapshotOptions? options = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(runner);
        ArgumentNullException.ThrowIfNull(store);
        _runner = runner;
        _store = store;
        _options = options ?? new SnapshotOptions();
        _time = time ?? TimeProvider.System;
        runner.ModelExchanged += DropIdle;
    }

    /// <summary>The chassis of the live run.</summary>
    public ChassisModel Model => _runner.Model;

    /// <summary>Where snapshots are kept, for people.</summary>
    public string Place => _store.Place;

    private IReadOnlyList<Workload> Workloads => _runner.Simulation.Workloads;

    /// <summary>Takes a snapshot of the live run between two steps, with every command that was answered.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What people write about it.</param>
    /// <param name="origin">Who asks.</param>
    /// <param name="cancellationToken">Ends the wait for the moment between two steps; nothing is taken then.</param>
    /// <returns>What was taken, and is kept.</returns>
    public async Task<SnapshotInfo> TakeAsync(string name, string description, string origin, CancellationToken cancellationToken = default)
    {
        SnapshotName.Check(name, description);
        _store.CheckRoom(name, sizeof(double) * (long)Model.WordCount);
        ChassisState state = await CaptureAsync(origin, cancellationToken).ConfigureAwait(false);
        StateSnapshot snapshot = StateSnapshot.Of(state, Workloads, name, description, _time.GetUtcNow());
        _store.Add(snapshot);
        await AnnounceAsync(RunNotice.SnapshotTaken, snapshot.Info.Step, 0, origin).ConfigureAwait(false);
        return snapshot.Info;
    }

    /// <summary>Everything that is kept, in order of name.</summary>
    public IReadOnlyList<SnapshotEntry> List() => _store.List();

    /// <summary>Says why the live run could not be set to a snapshot.</summary>
    /// <param name="info">What the snapshot is of.</param>
    /// <returns>Sentences; empty when it could.</returns>
    public IReadOnlyList<string> Misfits(SnapshotInfo info) => StateSnapshot.MisfitsOf(info, Model, Workloads);

    /// <summary>One of what is kept.</summary>
    /// <param name="name">Its name.</param>
    public SnapshotEntry Get(string name)
    {
        SnapshotName.Check(name);
        IReadOnlyList<SnapshotEntry> entries = List();
        return entries.FirstOrDefault(entry => entry.Name == name) ?? throw SnapshotName.NotFound("snapshot", name, [.. entries.Select(entry => entry.Name)]);
    }

    /// <summary>Deletes a snapshot, also one that cannot be read.</summary>
    /// <param name="name">Its name.</param>
    public void Delete(string name) => _store.Delete(name);

    /// <summary>Sets the live run to a snapshot between two steps, in a new epoch.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="origin">Who asks, for the command log.</param>
    /// <param name="cancellationToken">Ends the wait, not the command.</param>
    /// <returns>What it was set to, and the new epoch.</returns>
    public async Task<(SnapshotInfo Info, long Epoch)> RestoreAsync(string name, string origin, CancellationToken cancellationToken = default)
    {
        StateSnapshot snapshot = _store.Read(name);
        ChassisState state = snapshot.ToState(Model, Workloads);
        CommandOutcome outcome = await _runner.SendAsync(new TwinCommand.Restore(state) { Name = name, Origin = origin }, cancellationToken).ConfigureAwait(false);
        Require(outcome);
        return (snapshot.Info, outcome.Epoch);
    }

    /// <summary>Gives up what it holds. Calls that are under way must have ended.</summary>
    public void Dispose()
    {
        _runner.ModelExchanged -= DropIdle;
        _applying.Dispose();
        _capturing.Dispose();
    }

    private static void Require(CommandOutcome outcome)
    {
        if (outcome.Status != CommandStatus.Applied)
        {
            SnapshotStatus status = outcome.Status == CommandStatus.Busy ? SnapshotStatus.Busy : outcome == TwinRunner.Stopping ? SnapshotStatus.Unavailable : SnapshotStatus.NotNow;
            throw new SnapshotException(status, outcome.Message);
        }
    }

    private static FrameHeader PositionOf(ChassisState state) => new(state.Epoch, state.Step, state.Time, 0);

    // One at a time: callers that only compare are many, and must neither fill the queue in which commands wait nor keep the stepping thread copying.
    private async Task<ChassisState> CaptureAsync(string origin, CancellationToken cancellationToken)
    {
        await _capturing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (true)
            {
                // Once sent it is waited for: one that is given up would still lie in the queue, and the next one behind it.
                StateLayout layout = Model.Layout;
                var state = new ChassisState(layout);
                CommandOutcome outcome = await _runner.SendAsync(new TwinCommand.Capture(state) { Origin = origin }, CancellationToken.None).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                if (ReferenceEquals(layout, Model.Layout))
                {
                    Require(outcome);
                    return state;
                }

                // A reload came between: what was taken may be of either build.
            }
        }
        finally
        {
            _capturing.Release();
        }
    }

    // What was done stays done when the event cannot be raised because the twin stops.
    private async Task AnnounceAsync(RunNotice notice, double first, double second, string origin) =>
        await _runner.SendAsync(new TwinCommand.Announce(notice, first, second) { Origin = origin }, CancellationToken.None).ConfigureAwait(false);

    // For comparing: of a snapshot it is enough that its words lie where those of the running chassis do.
    private async Task<MomentState> ReadAsync(Moment moment, string origin, CancellationToken cancellationToken)
    {
        switch (moment)
        {
            case Moment.Live:
                ChassisState live = await CaptureAsync(origin, cancellationToken).ConfigureAwait(false);
                return new MomentState(moment, PositionOf(live), live.Layout.Identity, live.Block);
            case Moment.Snapshot(string name):
                StateSnapshot snapshot = _store.Read(name);
                SnapshotInfo info = snapshot.Info;
                ChassisIdentity own = Model.Identity;
                if (info.Chassis.Layout != own.Layout || info.Chassis.Dictionary != own.Dictionary || info.WordCount != Model.WordCount)
                {
                    throw new SnapshotException(SnapshotStatus.Unfit, string.Join(' ', own.Differences(info.Chassis, $"The snapshot '{name}'")));
                }

                return new MomentState(moment, new FrameHeader(info.Epoch, info.Step, info.Time, 0), info.Chassis, snapshot.Words.ToArray());
            case Moment.Fork(string name):
                ForkedState fork = FindFork(name);
                Fitting(fork);
                return new MomentState(moment, fork.Info.Position, fork.State.Layout.Identity, fork.State.Block);
            default:
                throw new ArgumentOutOfRangeException(nameof(moment));
        }
    }

    // To go on from: the state must fit in every number.
    private async Task<ChassisState> StateAsync(Moment moment, string origin, CancellationToken cancellationToken) => moment switch
    {
        Moment.Live => await CaptureAsync(origin, cancellationToken).ConfigureAwait(false),
        Moment.Snapshot(string name) => _store.Read(name).ToState(Model, Workloads),
        Moment.Fork(string name) => Fitting(FindFork(name)),
        _ => throw new ArgumentOutOfRangeException(nameof(moment)),
    };
}
