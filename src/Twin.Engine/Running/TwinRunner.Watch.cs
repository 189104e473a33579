using Twin.Engine.Stepping;

namespace Twin.Engine.Running;

// What protects the run from its components: calls that do not return, and those that take too long too often.
public sealed partial class TwinRunner
{
    private readonly List<Thread> _lost = [];
    private HangWatch? _watch;
    private BudgetWatch? _budget;
    private Func<ThreadAccount?>? _account;
    private Thread? _thread;
    private bool _isStarted;
    private Request? _inFlight;
    private long _lostThreads;
    private long _shownQuarantines = -1;
    private volatile IReadOnlyList<QuarantineNotice> _quarantines = [];

    // Components that began anew with a reload that is under way, or was when its thread was given up.
    private IReadOnlyList<int> _unreset = [];

    /// <inheritdoc/>
    public IReadOnlyList<QuarantineNotice> Quarantines => _quarantines;

    /// <summary>How it was made.</summary>
    internal RunnerOptions Options => _options;

    private static void CheckWatch(RunnerOptions options)
    {
        foreach ((string name, TimeSpan? time) in new[] { (nameof(options.HangLimit), options.HangLimit), (nameof(options.StartHangLimit), options.StartHangLimit), (nameof(options.ComponentBudget), options.ComponentBudget), (nameof(options.DescribeLimit), options.DescribeLimit) })
        {
            if (time is { } given && (given <= TimeSpan.Zero || given > TimeSpan.FromHours(1)))
            {
                throw new ArgumentOutOfRangeException(nameof(options), given, $"{name} must be above zero and at most an hour, or null for none.");
            }
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.BudgetOverruns);
    }

    private void InitializeWatch()
    {
        if (_options.HangLimit is { } limit)
        {
            _watch = new HangWatch(limit, () => Simulation, GoOnWithout);
            Simulation.KeepComplete();
        }

        if (_options.ComponentBudget is { } budget)
        {
            _budget = new BudgetWatch(budget, _options.BudgetOverruns);
        }
    }

    private void StartThread()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "twin step", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    // On a thread that can be given up: who starts the twin is told which component keeps it waiting.
    private void StartSimulation()
    {
        if (_options.HangLimit is null)
        {
            Simulation.Start();
            return;
        }

        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watch = new HangWatch(
            _options.StartHangLimit, () => Simulation, hung => started.TrySetException(new HangException(hung.Path, $"'{hung.Path}' keeps the twin from starting: {hung}")));
        var thread = new Thread(() => FindInitial(watch, started)) { IsBackground = true, Name = "twin start" };
        thread.Start();
        watch.Start();
        started.Task.GetAwaiter().GetResult();
    }

    private void FindInitial(HangWatch watch, TaskCompletionSource started)
    {
        try
        {
            watch.Attach(_options.Accounts?.OfThisThread());
            Simulation.Start();
            started.TrySetResult();
        }
#pragma warning disable CA1031 // Whatever it is, it belongs to who waits.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            started.TrySetException(exception);
        }
    }

    // On the thread of the watch, while no other one steps.
    private void GoOnWithout(HungCall hung)
    {
        try
        {
            _lost.Add(_thread!);
            _lostThreads++;
            string reason = hung.ToString();
            Simulation next = hung.Simulation.Successor(hung.Simulation.Model);
            next.SucceedUnfinished(hung.Simulation, hung.Component, reason, isCommand: _inFlight is not null && _unreset.Count == 0);
            next.Announce(RunNotice.ThreadLost, hung.Lasted.TotalMilliseconds, _lostThreads);
            _simulation = next;
            ShowQuarantines();
            GiveUpLateness();
            UpdateStatus(isWindowOver: true);
            _inFlight?.Answer.TrySetResult(new CommandOutcome(CommandStatus.InvalidState, $"'{hung.Path}' is quarantined: {reason}"));
            _inFlight = null;
            StartThread();
        }
#pragma warning disable CA1031 // Whatever it is, it ends the run, and must reach who waits for it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fail(exception);
        }
    }

    // One that hung is quarantined by now, and passed over.
    private void ResetRest()
    {
        if (_unreset.Count > 0)
        {
            Simulation.Reset(_unreset);
            _unreset = [];
            ShowQuarantines();
        }
    }

    // What the hang took is not made good: a new stretch begins with the next step.
    private void GiveUpLateness()
    {
        if (!_isPaused && double.IsFinite(_speed))
        {
            _skippedSeconds += Math.Max(0, _time.GetElapsedTime(Deadline(_stretchSteps), _time.GetTimestamp()).TotalSeconds);
        }
    }

    private void CheckBudget()
    {
        int component = _budget?.Look(Simulation.Timing, _account) ?? -1;
        if (component >= 0)
        {
            string reason = FormattableString.Invariant(
                $"It took more than its budget of {_options.ComponentBudget!.Value.TotalMicroseconds:0.#} us in {_options.BudgetOverruns} steps in a row, {Simulation.Timing.ComponentSeconds(component) * 1e6:0.#} us in the last.");
            Simulation.Apply(new TwinCommand.Quarantine(Simulation.Model.Chassis.Components[component].Path, reason) { Origin = Simulation.Engine });
        }
    }

    private void ShowQuarantines()
    {
        if (Simulation.QuarantineChanges != _shownQuarantines)
        {
            _shownQuarantines = Simulation.QuarantineChanges;
            _quarantines = Simulation.Quarantines;
        }
    }

    private int LivingLostThreads()
    {
        _lost.RemoveAll(thread => !thread.IsAlive);
        return _lost.Count;
    }
}
