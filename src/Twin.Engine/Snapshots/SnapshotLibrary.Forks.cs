using Twin.Engine.Running;
using Twin.Engine.Stepping;

namespace Twin.Engine.Snapshots;

public sealed partial class SnapshotLibrary
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, ForkedState> _forks = new(StringComparer.Ordinal);

    // Names that something under way will put a run under, or put one anew.
    private readonly HashSet<string> _promised = new(StringComparer.Ordinal);
    private readonly List<Simulation> _idle = [];
    private readonly SemaphoreSlim _applying = new(1);

    // Why no components can be made of the builds that run now.
    private volatile string? _hung;

    /// <summary>The what-if runs, in order of name.</summary>
    public IReadOnlyList<ForkInfo> Forks
    {
        get
        {
            lock (_gate)
            {
                return [.. _forks.Values.Select(fork => fork.Info)];
            }
        }
    }

    /// <summary>Makes a what-if run, in an epoch of its own. What it is made of goes on as if nothing had happened.</summary>
    /// <param name="from">What it is made of.</param>
    /// <param name="name">Its name.</param>
    /// <param name="description">What people write about it.</param>
    /// <param name="commands">Commands that it is given at once; all of them or none.</param>
    /// <param name="origin">Who asks.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task<ForkInfo> ForkAsync(
        Moment from, string name, string description, IReadOnlyList<RequestedCommand> commands, string origin, CancellationToken cancellationToken = default)
    {
        SnapshotName.Check(name, description);
        Promise(name, isNew: true);
        try
        {
            ChassisState parent = await StateAsync(from, origin, cancellationToken).ConfigureAwait(false);
            ChassisState state = parent.Clone();
            state.Epoch = _runner.Simulation.NextEpoch(parent.Epoch);
            (state, IReadOnlyList<LoggedCommand> applied) = await ApplyAsync(state, commands, cancellationToken).ConfigureAwait(false);
            var info = new ForkInfo(name, description, from, PositionOf(parent), PositionOf(state), _time.GetUtcNow(), applied);
            lock (_gate)
            {
                _forks.Add(name, new ForkedState(info, state));
            }

            await AnnounceAsync(RunNotice.Forked, info.Origin.Step, info.Position.Epoch, origin).ConfigureAwait(false);
            return info;
        }
        finally
        {
            Redeem(name);
        }
    }

    /// <summary>Gives commands to a what-if run; all of them or none.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="commands">The commands, at least one.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task<ForkInfo> CommandForkAsync(string name, IReadOnlyList<RequestedCommand> commands, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commands);
        if (commands.Count == 0)
        {
            throw new SnapshotException(SnapshotStatus.BadRequest, "There are no commands; give at least one.");
        }

        CheckCount(commands);
        Promise(name, isNew: false);
        try
        {
            ForkedState fork = FindFork(name);
            CheckHistory(fork.Info, commands);
            (ChassisState state, IReadOnlyList<LoggedCommand> applied) = await ApplyAsync(Fitting(fork), commands, cancellationToken).ConfigureAwait(false);
            ForkInfo info = fork.Info with { Position = PositionOf(state), Commands = [.. fork.Info.Commands, .. applied] };
            Keep(new ForkedState(info, state));
            return info;
        }
        finally
        {
            Redeem(name);
        }
    }

    /// <summary>Deletes a what-if run.</summary>
    /// <param name="name">Its name.</param>
    public void DeleteFork(string name)
    {
        lock (_gate)
        {
            FindFork(name);
            if (_promised.Contains(name))
            {
                throw Busy(name);
            }

            _forks.Remove(name);
        }
    }

    private static SnapshotException Busy(string name) => new(SnapshotStatus.Unfit, $"The fork '{name}' is being changed by another call; wait for its end, or cancel it.");

    private ForkedState FindFork(string name)
    {
        SnapshotName.Check(name);
        lock (_gate)
        {
            return _forks.TryGetValue(name, out ForkedState? fork) ? fork : throw SnapshotName.NotFound("fork", name, _forks.Keys);
        }
    }

    private void Keep(ForkedState fork)
    {
        lock (_gate)
        {
            _forks[fork.Info.Name] = fork;
        }
    }

    // Taken before anything is computed: two calls cannot end under one name, and none finds out at its end that there is no room.
    private void Promise(string name, bool isNew)
    {
        lock (_gate)
        {
            if (isNew && (_forks.ContainsKey(name) || _promised.Contains(name)))
            {
                throw SnapshotName.Taken("fork", name);
            }

            if (isNew && _forks.Count + _promised.Count(promised => !_forks.ContainsKey(promised)) >= _options.MaximumForks)
            {
                throw new SnapshotException(SnapshotStatus.Full, $"There are {_options.MaximumForks} forks, the most that are kept; delete one first.");
            }

            if (!isNew)
            {
                FindFork(name);
            }

            if (!_promised.Add(name))
            {
                throw Busy(name);
            }
        }
    }

    private void Redeem(string name)
    {
        lock (_gate)
        {
            _promised.Remove(name);
        }
    }

    // One at a time: it needs components of its own, and is done in no time once they are there.
    private async Task<(ChassisState State, IReadOnlyList<LoggedCommand> Applied)> ApplyAsync(
        ChassisState state, IReadOnlyList<RequestedCommand> commands, CancellationToken cancellationToken)
    {
        if (commands.Count == 0)
        {
            return (state, []);
        }

        CheckCount(commands);
        await _applying.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await BackgroundThread.RunAsync("twin what-if", _runner.Options, watched =>
            {
                Simulation simulation = Rent(state, cancellationToken);
                watched(simulation);
                simulation.Adopt(state, state.Epoch);
                try
                {
                    ApplyAll(simulation, commands);
                }
                catch (SnapshotException)
                {
                    // It stands between two steps and is as good as before: a refusal must not cost the next call a compiled chassis.
                    GiveBack(simulation);
                    throw;
                }

                ChassisState changed = simulation.State.Clone();
                IReadOnlyList<LoggedCommand> applied = [.. simulation.Commands];
                GiveBack(simulation);
                return (changed, applied);
            }).ConfigureAwait(false);
        }
        finally
        {
            _applying.Release();
        }
    }

    private void CheckCount(IReadOnlyList<RequestedCommand> commands)
    {
        if (commands.Count > _options.MaximumCommands)
        {
            throw new SnapshotException(SnapshotStatus.BadRequest, $"There are {commands.Count} commands; at most {_options.MaximumCommands} are accepted at once.");
        }
    }

    private void CheckHistory(ForkInfo fork, IReadOnlyList<RequestedCommand> commands)
    {
        if (fork.Commands.Count + commands.Count > _options.MaximumForkCommands)
        {
            throw new SnapshotException(
                SnapshotStatus.Full, $"The fork '{fork.Name}' has been given {fork.Commands.Count} commands, and with these {commands.Count} it were more than {_options.MaximumForkCommands}, the most that one fork keeps; make a fork of it and go on with that.");
        }
    }

    // A simulation of the builds that run now, to go on from a state.
    private Simulation Rent(ChassisState state, CancellationToken cancellationToken)
    {
        ChassisModel model = Model;
        Simulation simulation = TakeIdle(model) ?? Compile(model, cancellationToken);
        return state.Fits(simulation.Model) ? simulation : throw Reloaded();
    }

    // On the thread of what needs it, which has nothing else to do.
    private Simulation Compile(ChassisModel model, CancellationToken cancellationToken)
    {
        // Each try would cost another thread.
        if (_hung is { } known)
        {
            throw Unmakeable(known);
        }

        try
        {
            return _runner.Recompiler.RunAsync(describing => new Simulation(model.CompileAgain(describing), Workloads), cancellationToken).GetAwaiter().GetResult();
        }
        catch (HangException hang)
        {
            _hung = ReferenceEquals(model, Model) ? hang.Message : null;
            throw Unmakeable(hang.Message);
        }
        catch (InvalidOperationException) when (!ReferenceEquals(model, Model))
        {
            throw Reloaded();
        }
    }

    private static SnapshotException Unmakeable(string reason) =>
        new(SnapshotStatus.NotNow, $"A what-if run needs components of its own, which cannot be made: {reason} None is tried until a plugin is reloaded.");

    private static SnapshotException Reloaded() => new(SnapshotStatus.NotNow, "Plugins were reloaded meanwhile; ask again.");

    private Simulation? TakeIdle(ChassisModel model)
    {
        lock (_gate)
        {
            int last = _idle.FindLastIndex(simulation => ReferenceEquals(simulation.Model.First, model.First));
            if (last < 0)
            {
                return null;
            }

            Simulation simulation = _idle[last];
            _idle.RemoveAt(last);
            return simulation;
        }
    }

    // One that was made of builds that run no more is let go of: it would keep their plugins in memory.
    private void GiveBack(Simulation simulation)
    {
        lock (_gate)
        {
            if (ReferenceEquals(simulation.Model.First, Model.First))
            {
                _idle.Add(simulation);
            }
        }
    }

    private void DropIdle()
    {
        _hung = null;
        lock (_gate)
        {
            _idle.RemoveAll(simulation => !ReferenceEquals(simulation.Model.First, Model.First));
        }
    }

    // A what-if run that was made before a reload changed what the chassis consists of is kept to be looked at, and cannot go on.
    private ChassisState Fitting(ForkedState fork) => fork.State.Fits(Model)
        ? fork.State
        : throw new SnapshotException(SnapshotStatus.Unfit, $"The fork '{fork.Info.Name}' is of the chassis before a reload: {string.Join(' ', Model.Identity.Differences(fork.State.Layout.Identity, "its state"))}");

    private static void ApplyAll(Simulation simulation, IReadOnlyList<RequestedCommand> commands)
    {
        var problems = new List<string>();
        for (int i = 0; i < commands.Count; i++)
        {
            CommandOutcome? outcome = commands[i].Command is { } command ? simulation.Apply(command) : null;
            if (outcome?.Status != CommandStatus.Applied)
            {
                problems.Add($"commands[{i}]: {commands[i].Problem ?? outcome?.Message}");
            }
        }

        if (problems.Count > 0)
        {
            throw new SnapshotException(SnapshotStatus.BadRequest, string.Join('\n', problems));
        }
    }
}
