using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Twin.Contracts;
using Twin.Engine.Running;
using Twin.Engine.Structure;
using Twin.Engine.Workloads;
using Twin.Units;

namespace Twin.Engine.Stepping;

/// <summary>Steps one state of a compiled chassis.</summary>
/// <remarks>
/// <para>
/// A step, in order: 1 inputs, 2 flow, 3 activity, 4 light, 5 rails, 6 link, 7 thermal, 8 control, 9 publish. Everything that posts heat or
/// draws power runs before the rails are solved, so that a component that fails in any of it can be put back to its last good step
/// before anybody has used its numbers; fans are solved before anything reads their power, so that the box balances in every step.
/// </para>
/// <para>
/// For one thread. A step allocates nothing, asks no clock but to measure itself, and gives the same bits for the same state and commands.
/// No exception of a component leaves it. Several simulations may share a <see cref="ChassisModel"/> when they are stepped one after
/// another; components are not called concurrently.
/// </para>
/// </remarks>
public sealed partial class Simulation
{
    private readonly ModelParts _model;
    private readonly Workload[] _workloads;
    private readonly double[] _utilization;
    private readonly QuarantineNotice?[] _quarantines;
    private readonly CommandList _commands;
    private readonly double[] _undo;
    private int _undoComponent = -1;
    private double[] _words;
    private double _stepS;
    private readonly EpochCounter _epochs;
    private readonly bool[] _wasRaised;
    private int _loggedSnapshots;

    /// <summary>Makes a simulation at the initial words of a chassis. Call <see cref="Start"/> before the first step.</summary>
    /// <param name="model">The compiled chassis.</param>
    /// <param name="workloads">The workloads that can be chosen, at least one; the first one holds at the start.</param>
    /// <param name="frameSlots">Most recent complete copies kept for readers, at least 2; 8 for a live run.</param>
    /// <param name="keptSlots">Copies of every tenth step kept besides; 16 for a live run.</param>
    public Simulation(ChassisModel model, IReadOnlyList<Workload> workloads, int frameSlots = 2, int keptSlots = 0)
        : this(model, workloads, new EpochCounter(), null, frameSlots, keptSlots)
    {
    }

    private Simulation(
        ChassisModel model, IReadOnlyList<Workload> workloads, EpochCounter epochs, Simulation? predecessor, int frameSlots = 2, int keptSlots = 0, bool isSameStructure = true)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(workloads);
        ArgumentOutOfRangeException.ThrowIfZero(workloads.Count);
        Model = model;
        _model = model.Parts;
        _epochs = epochs;
        _workloads = [.. workloads];
        State = model.NewState();
        _words = State.Block;
        Frames = (isSameStructure ? predecessor?.Frames : null) ?? new FrameRing(model.WordCount, frameSlots, keptSlots);
        Events = (isSameStructure ? predecessor?.Events : null) ?? new EventLog(kinds: model.Chassis.Events.Count);
        _commands = predecessor?._commands ?? new CommandList();
        _undo = new double[_model.Components.Length == 0 ? 0 : _model.Components.Max(component => component.End - component.Posts)];
        Timing = new StepTiming(_model.Components.Length);
        _quarantines = new QuarantineNotice?[_model.Components.Length];
        _utilization = new double[_model.Links.Ports.Length];
        _wasRaised = new bool[model.Chassis.Events.Count];
        _stepS = _model.BaseStepNs * 1e-9;
        InitializeFlow();
        InitializeThermal();
        InitializeRails();
        InitializeHeatPumps();
        InitializeHealth();
        InitializeLoopGain();
        InitializeLink();
        _complete = predecessor?._complete is null ? null : new double[_words.Length];
    }

    /// <summary>The compiled chassis.</summary>
    public ChassisModel Model { get; }

    /// <summary>The state. Not to be read while a step runs; readers on other threads use <see cref="Frames"/>.</summary>
    public ChassisState State { get; }

    /// <summary>The last few complete copies, one for each step.</summary>
    public FrameRing Frames { get; }

    /// <summary>What happened so far.</summary>
    public EventLog Events { get; }

    /// <summary>Where the time of the last step went.</summary>
    public StepTiming Timing { get; }

    /// <summary>Commands that are kept in the log; a client in a control loop must not fill the memory.</summary>
    public const int MaximumLoggedCommands = 1_000_000;

    /// <summary>Restores that are kept in the log; each holds a whole state.</summary>
    public const int MaximumLoggedSnapshots = 100;

    /// <summary>Commands applied after the log was full; a run with any cannot be repeated from its log.</summary>
    public long UnloggedCommands { get; private set; }

    /// <summary>The commands applied since <see cref="Start"/>, in order, at most <see cref="MaximumLoggedCommands"/>, and <see cref="MaximumLoggedSnapshots"/> restores among them.</summary>
    /// <remarks>
    /// Applied again in this order, each as soon as the run is at its step, they repeat the run; after a restore the step is that of its state.
    /// Other threads may read it while the run adds to it: what is below its count stays as it is until the next <see cref="Start"/>.
    /// </remarks>
    public IReadOnlyList<LoggedCommand> Commands => _commands;

    /// <summary>Number of numeric factorisations of the thermal matrix so far.</summary>
    public long Factorizations { get; private set; }

    /// <summary>Linear solves of all flow networks since this object was made.</summary>
    public long FlowIterations { get; private set; }

    /// <summary>Number of numeric factorisations for the loop gain so far.</summary>
    public long LoopFactorizations { get; private set; }

    /// <summary>Number of solves for the loop gain so far.</summary>
    public long LoopSolves { get; private set; }

    /// <summary>Iterations that <see cref="Start"/> needed to settle, or zero.</summary>
    public int SettlingIterations { get; private set; }

    /// <summary>Index of the workload that holds.</summary>
    public int Workload => (int)_words[HeaderWords.Workload];

    /// <summary>Why a component is quarantined.</summary>
    /// <param name="component">Its index.</param>
    /// <returns>The reason, or null when it is not.</returns>
    public string? QuarantineReason(int component) => _quarantines[component]?.Reason;

    /// <summary>The components that are quarantined, in their order, with the reasons. A new list each time.</summary>
    public IReadOnlyList<QuarantineNotice> Quarantines => [.. _quarantines.OfType<QuarantineNotice>()];

    /// <summary>Counts the changes of <see cref="Quarantines"/>.</summary>
    internal long QuarantineChanges { get; private set; }

    /// <summary>Which call of a component is under way.</summary>
    internal CallProgress Progress { get; } = new();

    /// <summary>Resets every component and brings the state to its initial condition.</summary>
    /// <remarks>Publishes the first frame. With the initial condition <c>steady</c> this takes some hundred to thousand settling iterations.</remarks>
    public void Start()
    {
        _model.InitialWords.CopyTo(_words, 0);
        _commands.Clear();
        _loggedSnapshots = 0;
        UnloggedCommands = 0;
        ForgetQuarantines();
        _factoredVersion = -1;
        _steadyVersion = -1;
        RefreshLiveness();
        ScatterTemperatures();
        Frames.Publish(_words, State.Epoch, State.Step, State.Time);
        foreach (ComponentModel component in _model.Components)
        {
            ResetBehavior(component);
        }

        // A sensor shows something before its first turn comes.
        ReadSensors(0, isSettling: true);
        if (_model.StartsSteady)
        {
            Settle();
        }

        Frames.Publish(_words, State.Epoch, State.Step, State.Time);
    }

    /// <summary>Advances the state by one base step.</summary>
    public void Step()
    {
        long step = State.Step;
        BeginUnfinished(true);
        Timing.Begin();

        StepInputs(step);                                   // 1
        Timing.End(Stage.Inputs, Stopwatch.GetTimestamp());

        if (step % _model.FlowEvery == 0)
        {
            StepFlow(_model.FlowEvery);                     // 2
        }

        Timing.End(Stage.Flow, Stopwatch.GetTimestamp());

        StepActivity(1, isSettling: false);                 // 3
        Timing.End(Stage.Activity, Stopwatch.GetTimestamp());

        StepLight(isSettling: false);    // 4
        Timing.End(Stage.Light, Stopwatch.GetTimestamp());

        StepRails(isSettling: false);                       // 5
        Timing.End(Stage.Rails, Stopwatch.GetTimestamp());

        StepLink((int)(step % _model.LinkEvery), isSettling: false);   // 6
        Timing.End(Stage.Link, Stopwatch.GetTimestamp());

        StepThermal(isSettling: false);                     // 7
        Timing.End(Stage.Thermal, Stopwatch.GetTimestamp());

        StepControl(step, isSettling: false);               // 8
        Timing.End(Stage.Control, Stopwatch.GetTimestamp());

        Publish(step + 1);                                  // 9
        Timing.End(Stage.Publish, Stopwatch.GetTimestamp());
    }

    /// <summary>Takes over another state of the same chassis, in a new epoch. Written to the command log with a copy of the state, as <see cref="TwinCommand.Restore"/>.</summary>
    /// <param name="snapshot">The state; copied.</param>
    /// <exception cref="ArgumentException">It belongs to another structure.</exception>
    public void Restore(ChassisState snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        CommandOutcome outcome = Apply(new TwinCommand.Restore(snapshot.Clone()));
        if (outcome.Status != CommandStatus.Applied)
        {
            throw new ArgumentException(outcome.Message, nameof(snapshot));
        }
    }

    /// <summary>Makes a simulation of its own that goes on from here.</summary>
    /// <returns>
    /// The fork, in an epoch that neither this one nor any other fork of the family has. To be stepped on the same thread as this one, or while this one stands still. Its command log
    /// begins here: it repeats the fork from the state it was made from.
    /// </returns>
    public Simulation Fork()
    {
        var fork = new Simulation(Model, _workloads, _epochs, null);
        _quarantines.CopyTo(fork._quarantines, 0);
        fork.TakeOver(State);
        return fork;
    }

    /// <summary>Makes a simulation that goes on from a state, without settling anything first.</summary>
    /// <param name="model">The compiled chassis.</param>
    /// <param name="state">The state; copied.</param>
    /// <param name="workloads">The workloads that can be chosen, in the order in which the state counts them.</param>
    /// <param name="frameSlots">Most recent complete copies kept for readers, at least 2; 8 for a live run.</param>
    /// <param name="keptSlots">Copies of every tenth step kept besides; 16 for a live run.</param>
    /// <returns>The simulation, in a new epoch. <see cref="Start"/> would give the state up; step it at once.</returns>
    /// <exception cref="ArgumentException">The state belongs to another chassis.</exception>
    public static Simulation Resume(ChassisModel model, ChassisState state, IReadOnlyList<Workload> workloads, int frameSlots = 2, int keptSlots = 0)
    {
        ArgumentNullException.ThrowIfNull(state);
        var simulation = new Simulation(model, workloads, frameSlots, keptSlots);
        simulation.TakeOver(state);
        return simulation;
    }

    /// <summary>The workloads that can be chosen, in the order in which states count them.</summary>
    internal IReadOnlyList<Workload> Workloads => _workloads;

    /// <summary>The next epoch of the family; above the one named. May be called from any thread.</summary>
    internal long NextEpoch(long above) => _epochs.Next(above, 0);

    /// <summary>Goes on with a state in an epoch that is its own already, as if this object had just been made for it.</summary>
    internal void Adopt(ChassisState state, long epoch)
    {
        _commands.Clear();
        _loggedSnapshots = 0;
        UnloggedCommands = 0;
        ForgetQuarantines();
        TakeOver(state, epoch);
    }

    private void TakeOver(ChassisState snapshot) => TakeOver(snapshot, _epochs.Next(State.Epoch, snapshot.Epoch));

    private void TakeOver(ChassisState snapshot, long epoch)
    {
        State.CopyFrom(snapshot);
        State.Epoch = epoch;
        _factoredVersion = -1;
        _steadyVersion = -1;
        CompareQuarantines();
        Frames.Publish(_words, State.Epoch, State.Step, State.Time);
    }

    private void Publish(long step)
    {
        State.SetLong(HeaderWords.Step, step);
        State.SetLong(HeaderWords.TimeNs, step * _model.BaseStepNs);
        _words[HeaderWords.StepNumber] = step;
        _words[HeaderWords.SimulatedSeconds] = step * _stepS;
        Frames.Publish(_words, State.Epoch, step, Duration.FromNanoseconds(step * _model.BaseStepNs));
        _isBeyondFrame = false;
        if (_told is not null)
        {
            EndRetelling();
        }
    }

    private ComponentCondition Condition(ComponentModel component) => (ComponentCondition)(int)_words[component.Words + ComponentWords.Condition];

    private bool IsInPlace(int component)
    {
        if (component < 0)
        {
            return true;
        }

        return Condition(_model.Components[component]) is not ComponentCondition.Absent;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private StepContext Context(ComponentModel component, Duration elapsed, bool isSettling, StepRights rights) => new(
        new ReadOnlySpan<double>(_words, component.Inputs, component.Posts - component.Inputs),
        new Span<double>(_words, component.Posts, component.Outputs - component.Posts),
        new Span<double>(_words, component.Outputs, component.Raw - component.Outputs),
        new Span<double>(_words, component.Raw, component.End - component.Raw),
        elapsed,
        isSettling,
        rights,
        component.Seed);

    // The one place where code of a component runs; no exception of it leaves the engine.
    private long Call<TCall>(ComponentModel component, Duration elapsed, bool isSettling, long started)
        where TCall : struct, IBehaviorCall
    {
        string? failure = null;
        Progress.Begin(component.Info.Index, TCall.Behavior);
        try
        {
            StepContext context = Context(component, elapsed, isSettling, TCall.Rights);
            TCall.Invoke(component, in context);
        }
#pragma warning disable CA1031 // Whatever it is, it is the component's.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            failure = $"{TCall.Behavior} threw {PluginFailureText.Of(exception)}";
        }

        // Before anything else: a thread that was given up meanwhile ends here.
        Progress.End();
        if (failure is not null)
        {
            Quarantine(component, failure);
        }

        return Accept(component, isSettling, started);
    }

    // Everything a component wrote is looked at before anybody uses it. Zero times a number is zero unless the number is not finite.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long Accept(ComponentModel component, bool isSettling, long started)
    {
        ReadOnlySpan<double> written = new(_words, component.Posts, component.Raw - component.Posts);
        if (!FiniteCheck.AllFinite(written))
        {
            Quarantine(component, NotFinite(component));
        }
        else if (!isSettling && component.Ranges.Length > 0 && RangeCheck.FirstFar(_words, component.Ranges) is >= 0 and int word)
        {
            // While settling, numbers come from far away and are heard of by nobody.
            Quarantine(component, FarOutOfRange(component, word));
        }

        _undoComponent = -1;
        if (component.Events.Length > 0)
        {
            CollectEvents(component);
        }

        // One look at the clock for each call: the end of one is the begin of the next.
        long ended = Stopwatch.GetTimestamp();
        Timing.Add(component.Info.Index, ended - started);
        return ended;
    }

    private string NotFinite(ComponentModel component)
    {
        int word = component.Posts;
        while (word < component.Raw - 1 && double.IsFinite(_words[word]))
        {
            word++;
        }

        // The signal at the word or the nearest one before it: lanes and bundles are signals in the same order.
        SignalInfo? signal = Model.Chassis.Signals.Where(item => item.Component == component.Info.Index && item.Word <= word).MaxBy(item => item.Word);
        string place = signal is null ? string.Empty : signal.Word == word ? $" to '{signal.Path}'" : $" {word - signal.Word} words behind '{signal.Path}'";
        return $"it wrote {_words[word]}{place} ({(word < component.Outputs ? "heat and draws" : "outputs")}, word {word - component.Posts})";
    }

    private string FarOutOfRange(ComponentModel component, int word)
    {
        if (Array.Find(_model.Loads, load => load.Post == word) is { } load)
        {
            return $"it drew {Dimensions.Power.Format(_words[word])} at '{load.Path}', far beyond its range of {Dimensions.Power.Format(0)} to {Dimensions.Power.Format(load.MaximumW)}";
        }

        SignalInfo signal = Model.Chassis.Signals.First(item => item.Component == component.Info.Index && item.Word == word && RangeModel.Of(word, item.Minimum, item.Maximum) is not null);
        return $"it set '{signal.Path}' to {Text(_words[word])}, far beyond its range of {Text(signal.Minimum)} to {Text(signal.Maximum)}";

        string Text(double value) => signal.Dimension?.Format(value) ?? value.ToString(CultureInfo.InvariantCulture);
    }

    private void CollectEvents(ComponentModel component)
    {
        foreach ((int word, int identity) in component.Events)
        {
            if (_words[word + LaneLayout.EventCount] > 0)
            {
                _words[word + LaneLayout.EventCount] = 0;
                RaiseEvent(identity, false, _words[word + LaneLayout.EventFirst], _words[word + LaneLayout.EventSecond]);
            }
        }
    }

    private void RaiseEvent(int identity, bool isCleared, double first = 0, double second = 0)
    {
        if (identity >= 0 && !_isQuiet && !IsTold(identity, isCleared))
        {
            Events.Append(new EventRecord(0, State.Epoch, State.Step, State.Time, identity, isCleared, first, second), isCounted: !_isRestating);
        }
    }

    // Behaviours that run after the rails are solved find power and light of this step done: what they may spoil goes back to this point.
    private void Commit(ComponentModel component)
    {
        int length = component.End - component.Posts;
        _words.AsSpan(component.Posts, length).CopyTo(_undo);
        _undoComponent = component.Info.Index;
    }

    private void ResetBehavior(ComponentModel component)
    {
        if (component.Reset is null)
        {
            return;
        }

        long started = Stopwatch.GetTimestamp();
        Call<ResetCall>(component, Duration.Zero, isSettling: false, started);
    }
}
