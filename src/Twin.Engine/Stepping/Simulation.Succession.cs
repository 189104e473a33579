using Twin.Engine.Running;
using Twin.Engine.Structure;

namespace Twin.Engine.Stepping;

/// <content>One simulation takes the place of another: of the same model, or of the same chassis with other builds of its plugins.</content>
public sealed partial class Simulation
{
    private bool _isRestating;

    /// <summary>Makes a simulation that can go on in the place of this one: it has a state and working memory of its own, and goes on with the command log and epochs of this one.</summary>
    /// <param name="model">What it steps: this one's model, or another one of the same chassis.</param>
    /// <param name="isSameStructure">Whether the structure is the same in every word, signal and event, so that it goes on with the frames and events of this one; otherwise it has its own.</param>
    /// <returns>The successor. May be made on any thread; it takes the place with <see cref="Succeed(Simulation, ReadOnlySpan{double})"/> or <see cref="Succeed(Simulation, StateTransfer, TwinCommand.Reload)"/>.</returns>
    internal Simulation Successor(ChassisModel model, bool isSameStructure = true) => new(model, _workloads, _epochs, this, Frames.RecentSlots, Frames.KeptSlots, isSameStructure);

    /// <summary>Takes the place of the simulation that this one was made to succeed, which must not be stepped any more.</summary>
    /// <param name="predecessor">The other one.</param>
    /// <param name="words">Where to go on: a whole state block of it, such as its last frame.</param>
    internal void Succeed(Simulation predecessor, ReadOnlySpan<double> words)
    {
        words.CopyTo(_words);
        GoOnFrom(predecessor);
    }

    /// <summary>Takes the place of the simulation that this one was made to succeed, with other builds of plugins, in a new epoch. Calls no component: <see cref="Reset(IReadOnlyList{int})"/> follows.</summary>
    /// <param name="predecessor">The other one, which must not be stepped any more.</param>
    /// <param name="transfer">What goes on of its state.</param>
    /// <param name="entry">What the command log says.</param>
    /// <returns>The components that began anew, by index.</returns>
    internal IReadOnlyList<int> Succeed(Simulation predecessor, StateTransfer transfer, TwinCommand.Reload entry)
    {
        bool isSameStructure = ReferenceEquals(Events, predecessor.Events);
        if (isSameStructure)
        {
            predecessor.NoteRaised();
            predecessor._wasRaised.CopyTo(_wasRaised, 0);
        }
        else
        {
            Events.GoOnFrom(predecessor.Events, transfer.Events);
        }

        GoOnFrom(predecessor);
        _told = predecessor.ToldUnder(isSameStructure ? null : transfer.Events);
        foreach (ComponentModel component in _model.Components)
        {
            // The same code as before, which has not returned.
            int index = component.Info.Index;
            component.HangReason = transfer.IsRebuilt[index] ? null : predecessor._model.Components[index].HangReason;
        }

        List<int> anew = Transfer(transfer, predecessor._words, _epochs.Next(predecessor.State.Epoch, 0));
        Log(new LoggedCommand(State.Step, entry));
        Announce(RunNotice.Reloaded, anew.Count, State.Step);

        // Who begins with the events of a new structure is told all alarms that are up; they were counted when they came.
        _isRestating = !isSameStructure;
        AnnounceRaised();
        _isRestating = false;
        QuarantineHung();
        return anew;
    }

    /// <summary>Resets components that began anew.</summary>
    /// <param name="components">Their indices.</param>
    internal void Reset(IReadOnlyList<int> components)
    {
        if (components.Count == 0)
        {
            return;
        }

        BeginUnfinished(true);
        foreach (int index in components)
        {
            if (Condition(_model.Components[index]) == ComponentCondition.Ok)
            {
                ResetBehavior(_model.Components[index]);
            }
        }

        Frames.Publish(_words, State.Epoch, State.Step, State.Time);
    }

    /// <summary>Goes on from a state of the same chassis with other builds of its plugins, for a trial.</summary>
    /// <param name="transfer">What goes on of it.</param>
    /// <param name="words">A whole state block of the other build.</param>
    internal void Rehearse(StateTransfer transfer, ReadOnlySpan<double> words) => Reset(Transfer(transfer, words, State.Epoch + 1));

    private void GoOnFrom(Simulation predecessor)
    {
        predecessor._quarantines.CopyTo(_quarantines, 0);
        QuarantineChanges = predecessor.QuarantineChanges + 1;
        (_loggedSnapshots, UnloggedCommands) = (predecessor._loggedSnapshots, predecessor.UnloggedCommands);
        _factoredVersion = -1;
        _steadyVersion = -1;
    }

    // What readers of this simulation were told of by a step that did not end, in the identities of another structure, where the alarms among it are told anew with the rest.
    private List<ToldEvent>? ToldUnder(int[]? identities) => identities is null || _told is null ? _told :
    [
        .. _told.Select(told => new ToldEvent(Array.IndexOf(identities, told.Event), told.IsCleared)).Where(told => told.Event >= 0 && !Model.Chassis.Events[identities[told.Event]].IsAlarm),
    ];

    private List<int> Transfer(StateTransfer transfer, ReadOnlySpan<double> words, long epoch)
    {
        transfer.Copy(words, _words);
        State.Epoch = epoch;
        List<int> anew = [.. transfer.Reinitialized];
        foreach (ComponentModel component in _model.Components)
        {
            // What was quarantined has a new chance with another build.
            int index = component.Info.Index;
            if (Condition(component) == ComponentCondition.Quarantined && transfer.IsRebuilt[index] && !anew.Contains(index))
            {
                anew.Add(index);
            }
        }

        anew.Sort();
        int quarantined = 0;
        foreach (ComponentModel component in _model.Components)
        {
            if (anew.Contains(component.Info.Index))
            {
                BeginAnew(component);
            }

            quarantined += Condition(component) == ComponentCondition.Quarantined ? 1 : 0;
        }

        _words[HeaderWords.QuarantinedComponents] = quarantined;
        for (int i = 0; i < _model.Thermal.Packages.Length; i++)
        {
            if (transfer.StartsPackageAnew[i])
            {
                BeginAnew(_model.Thermal.Packages[i]);
            }
        }

        if (!transfer.IsWhole || anew.Count > 0)
        {
            RefreshLiveness();
            ScatterTemperatures();
        }

        // Before any component is called: a call that fails goes back to the last frame.
        Frames.Publish(_words, State.Epoch, State.Step, State.Time);
        return anew;
    }

    private void BeginAnew(ComponentModel component)
    {
        RestoreInitial(component);
        Forget(component);
        if (Condition(component) == ComponentCondition.Quarantined)
        {
            SetCondition(component, ComponentCondition.Ok);
        }
    }

    // The modes of another reduction mean something else: the package is taken to be as warm everywhere as it is at its ports on average.
    private void BeginAnew(PackageCoupling package)
    {
        double sumC = 0;
        foreach (int node in package.Ports)
        {
            sumC += _words[_model.Thermal.Temperatures + node];
        }

        double meanC = sumC / package.Ports.Length;
        package.Package.SetUniform(_words.AsSpan(package.State, package.Package.Order), meanC);
        package.Package.StartEstimate(
            _words.AsSpan(package.Estimator, package.Package.EstimatorStateCount), new double[package.Package.SourceCount], [.. Enumerable.Repeat(meanC, package.Package.FaceCount)]);
    }
}
