using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Twin.Engine.Stepping;
using Twin.Engine.Structure;
using Twin.Engine.Workloads;
using Twin.Units;

namespace Twin.Engine.Running;

/// <summary>Runs a simulation in step with the clock, on a thread of its own.</summary>
/// <remarks>
/// <para>
/// Deadlines are absolute: step k of a stretch at one speed is due at start + k * step / speed, so that lateness does not add up. The thread
/// sleeps until shortly before a deadline and spins for the rest. Every step that ends after the next deadline is counted as missed, with the
/// stage and the component that took longest in it. The clock decides when a step is done and nothing else.
/// </para>
/// <para>
/// Commands are taken from a bounded queue between two steps, in the order of their arrival.
/// </para>
/// </remarks>
public sealed partial class TwinRunner : ITwin, IAsyncDisposable
{
    /// <summary>Sleep ends this long before a deadline: a sleeping thread wakes 0.05 to 0.9 ms late on a busy machine (measured, reference on co-simulation).</summary>
    public const double SpinSeconds = 0.9e-3;

    /// <summary>Iterations of the pause between two looks at the clock, until <see cref="LastLookSeconds"/> are left: together about half a microsecond (measured).</summary>
    public const int SpinIterations = 20;

    /// <summary>So shortly before a deadline the clock is read without a pause in between: a pause is about as long as the lateness that is left.</summary>
    public const double LastLookSeconds = 20e-6;

    /// <summary>Length of the window over which speed and step times are averaged.</summary>
    private const double WindowSeconds = 1;

    private const int RecentFrames = 8;
    private const int KeptFrames = 16;
    private const double SlowestSpeed = 0.1;
    private const double FastestSpeed = 1000;
    private const int MostStepsAtOnce = 1_000_000;

    private readonly RunnerOptions _options;
    private readonly TimeProvider _time;
    private readonly BlockingCollection<Request> _requests;
    private readonly ManualResetEventSlim _wake = new(false);
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _baseStepNs;
    private volatile bool _isStopping;
    private volatile PacingStatus _status;
    private volatile Simulation _simulation;
    private volatile Generation _generation;

    // Of the stepping thread alone; of the watch, once it has given that thread up and until another one has its place.
    private bool _isPaused;
    private double _speed;
    private int _stepsLeft;
    private TaskCompletionSource<CommandOutcome>? _stepping;
    private long _stretchStart;
    private long _stretchSteps;
    private long _missed;
    private readonly Dictionary<(Stage Stage, int Component), long> _missedBy = [];
    private double _skippedSeconds;
    private string _missedStage = string.Empty;
    private string _missedComponent = string.Empty;
    private long _windowStart;
    private long _windowStep;
    private double _windowSum;
    private double _windowMaximum;

    /// <summary>Makes a runner. Nothing runs before <see cref="Start"/>.</summary>
    /// <param name="simulation">The simulation; the runner alone may step it from now on. Make it with 8 frame slots and 16 kept ones.</param>
    /// <param name="workloads">Names of the workloads it can choose.</param>
    /// <param name="options">How it is paced.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <exception cref="ArgumentOutOfRangeException">The speed is out of range.</exception>
    public TwinRunner(Simulation simulation, IReadOnlyList<Workload> workloads, RunnerOptions? options = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        ArgumentNullException.ThrowIfNull(workloads);
        _options = options ?? new RunnerOptions();
        if (!IsSpeed(_options.Speed))
        {
            throw new ArgumentOutOfRangeException(nameof(options), _options.Speed, $"The speed must be {SlowestSpeed} to {FastestSpeed}, or infinite for as fast as it can.");
        }

        CheckWatch(_options);
        _simulation = simulation;
        _generation = new Generation(0, simulation.Model.Chassis, simulation.Frames, simulation.Events);
        Workloads = [.. workloads.Select(workload => workload.Name)];
        _time = time ?? TimeProvider.System;
        Recompiler = new Recompiler(_options.DescribeLimit, _time);
        _requests = new BlockingCollection<Request>(_options.CommandCapacity);
        _baseStepNs = simulation.Model.Parts.BaseStepNs;
        _speed = _options.Speed;
        _isPaused = _options.StartsPaused;
        _status = MakeStatus(0, 0, 0);
        InitializeWatch();
    }

    /// <summary>Makes a runner with a simulation that keeps as many frames as live readers need.</summary>
    /// <param name="model">The compiled chassis.</param>
    /// <param name="workloads">The workloads that can be chosen, at least one; the first one holds at the start.</param>
    /// <param name="options">How it is paced.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <returns>The runner, not started.</returns>
    public static TwinRunner Create(ChassisModel model, IReadOnlyList<Workload> workloads, RunnerOptions? options = null, TimeProvider? time = null) =>
        new(new Simulation(model, workloads, RecentFrames, KeptFrames), workloads, options, time);

    /// <inheritdoc/>
    public Generation Generation => _generation;

    /// <inheritdoc/>
    public CompiledChassis Chassis => Generation.Chassis;

    /// <inheritdoc/>
    public IReadOnlyList<string> Workloads { get; }

    /// <inheritdoc/>
    public FrameRing Frames => Generation.Frames;

    /// <inheritdoc/>
    public EventLog Events => Generation.Events;

    /// <inheritdoc/>
    public StepDurations StepDurations { get; } = new();

    /// <inheritdoc/>
    public PacingStatus Pacing => _status;

    /// <inheritdoc/>
    /// <remarks>Of a paced run: steps taken one by one or as fast as possible have no deadline and are not counted.</remarks>
    public LatenessHistogram Lateness { get; } = new();

    /// <summary>Ends when the run has stopped, or has paused at the end of its duration.</summary>
    public Task Completion => _finished.Task;

    /// <summary>The compiled chassis.</summary>
    public ChassisModel Model => Simulation.Model;

    /// <summary>The commands that took effect, in order. May be read by any thread while the run goes on, which only adds at the end.</summary>
    public IReadOnlyList<LoggedCommand> CommandLog => Simulation.Commands;

    /// <summary>Commands that took effect and are not in <see cref="CommandLog"/>, which was full. To be read after the run has ended.</summary>
    public long UnloggedCommands => Simulation.UnloggedCommands;

    /// <summary>Fingerprint of the state and the step it belongs to. To be read after the run has ended.</summary>
    public (ulong Hash, long Step) Fingerprint => (Simulation.State.Hash(), Simulation.State.Step);

    /// <summary>What is stepped now. Another one takes its place when plugins are reloaded, and when a call of a component does not return.</summary>
    internal Simulation Simulation => _simulation;

    /// <summary>Compiles the chassis again, for whoever needs it beside the run.</summary>
    internal Recompiler Recompiler { get; }

    /// <summary>Raised after another model has taken the place of the one that ran, on the thread of who exchanged it: whoever keeps what was made of the old one lets go of it.</summary>
    internal event Action? ModelExchanged;

    /// <summary>Raises <see cref="ModelExchanged"/>.</summary>
    internal void OnModelExchanged() => ModelExchanged?.Invoke();

    /// <summary>Brings the simulation to its initial condition and starts the thread.</summary>
    /// <exception cref="HangException">With <see cref="RunnerOptions.HangLimit"/>: a component did not return from a call. Nothing runs then.</exception>
    public void Start()
    {
        StartSimulation();
        ShowQuarantines();
        _isStarted = true;
        StartThread();
        _watch?.Start();
    }

    /// <inheritdoc/>
    public Task<CommandOutcome> SendAsync(TwinCommand command, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (_isStopping)
        {
            return Task.FromResult(Stopping);
        }

        var request = new Request(command);
        if (!TryQueue(request))
        {
            return Task.FromResult(_isStopping ? Stopping : new CommandOutcome(CommandStatus.Busy, $"{_options.CommandCapacity} commands wait already; try again."));
        }

        _wake.Set();
        return request.Answer.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Ends the run after the step that is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        _isStopping = true;
        _wake.Set();
        if (_isStarted)
        {
            // Not the thread, which may be given up.
            await _ended.Task.ConfigureAwait(false);
        }
        else
        {
            RefuseRest();
            _finished.TrySetResult();
        }

        _watch?.Dispose();
        _requests.Dispose();
        _wake.Dispose();
    }

    /// <summary>The answer to every command from the end of the run on.</summary>
    internal static CommandOutcome Stopping { get; } = new(CommandStatus.InvalidState, "The twin is stopping.");

    // The queue closes when the thread ends: a command that comes later is refused, never forgotten.
    private bool TryQueue(Request request)
    {
        try
        {
            return _requests.TryAdd(request);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsSpeed(double factor) => double.IsPositiveInfinity(factor) || factor is >= SlowestSpeed and <= FastestSpeed;

    private void Run()
    {
        try
        {
            _account = _options.Accounts?.OfThisThread();
            _watch?.Attach(_account);
            ResetRest();
            Pace();
            RefuseRest();
            _finished.TrySetResult();
            _ended.TrySetResult();
        }
        catch (CallGivenUpException)
        {
            // Another thread has taken its place; nothing here is its own any more.
        }
#pragma warning disable CA1031 // Whatever ended the run must reach who waits for it; on a thread of its own it would end the process.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fail(exception);
        }
    }

    private void Fail(Exception exception)
    {
        _isStopping = true;
        _inFlight?.Answer.TrySetResult(Stopping);
        RefuseRest();
        _finished.TrySetException(exception);
        _ended.TrySetResult();
    }

    private void Pace()
    {
        BeginStretch();
        BeginWindow();
        while (!_isStopping)
        {
            TakeRequests();
            if (_isPaused && _stepsLeft == 0)
            {
                UpdateStatus(isWindowOver: true);
                _wake.Wait();
                _wake.Reset();
                BeginStretch();
                BeginWindow();
                continue;
            }

            if (!_isPaused && double.IsFinite(_speed))
            {
                long deadline = Deadline(_stretchSteps);
                WaitFor(deadline);
                double lateness = _time.GetElapsedTime(deadline, _time.GetTimestamp()).TotalSeconds;
                if (_isStopping || _requests.Count > 0)
                {
                    // A command that came in during the wait takes effect before the step that is due.
                    continue;
                }

                Lateness.Record(lateness);
            }

            StepOnce();
        }
    }

    private void StepOnce()
    {
        Simulation.Step();
        _stretchSteps++;
        double seconds = Simulation.Timing.StepSeconds;
        StepDurations.Record(seconds);
        CheckBudget();
        ShowQuarantines();
        _windowSum += seconds;
        _windowMaximum = Math.Max(_windowMaximum, seconds);
        if (!_isPaused && double.IsFinite(_speed))
        {
            CheckLateness();
        }

        if (_stepsLeft > 0 && --_stepsLeft == 0)
        {
            UpdateStatus(isWindowOver: true);
            _stepping?.SetResult(new CommandOutcome(CommandStatus.Applied, Step: Simulation.State.Step));
            _stepping = null;
        }

        if (_options.Duration is Duration end && Simulation.State.Time >= end && !_isPaused)
        {
            _isPaused = true;
            UpdateStatus(isWindowOver: true);
            _finished.TrySetResult();
        }

        UpdateStatus(isWindowOver: false);
    }

    // The step should have ended before the next one is due.
    private void CheckLateness()
    {
        double late = _time.GetElapsedTime(Deadline(_stretchSteps), _time.GetTimestamp()).TotalSeconds;
        if (late <= 0)
        {
            return;
        }

        _missed++;
        CollectionsMarshal.GetValueRefOrAddDefault(_missedBy, (Simulation.Timing.LongestStage, Simulation.Timing.LongestComponent), out _)++;
        _missedStage = StageName(Simulation.Timing.LongestStage);
        _missedComponent = ComponentPath(Simulation.Timing.LongestComponent);
        double allowed = _options.CatchUp == CatchUpPolicy.Skip ? 0 : _options.MaximumLag.TotalSeconds;
        if (late > allowed)
        {
            _skippedSeconds += late - allowed;
            _stretchStart += (long)((late - allowed) * _time.TimestampFrequency);
        }
    }

    private long Deadline(long step) => _stretchStart + (long)(step * (_baseStepNs * 1e-9 / _speed) * _time.TimestampFrequency);

    private void WaitFor(long deadline)
    {
        while (!_isStopping)
        {
            double left = _time.GetElapsedTime(_time.GetTimestamp(), deadline).TotalSeconds;
            if (left <= 0)
            {
                return;
            }

            if (left > SpinSeconds)
            {
                if (_wake.Wait(TimeSpan.FromSeconds(left - SpinSeconds)))
                {
                    // Set for a request that was taken already, it is no reason to be early.
                    _wake.Reset();
                    if (_requests.Count > 0)
                    {
                        return;
                    }
                }
            }
            else if (left > LastLookSeconds)
            {
                Thread.SpinWait(SpinIterations);
            }
        }
    }

    private void BeginStretch()
    {
        _stretchStart = _time.GetTimestamp();
        _stretchSteps = 0;
    }

    private void BeginWindow()
    {
        _windowStart = _time.GetTimestamp();
        _windowStep = Simulation.State.Step;
        _windowSum = 0;
        _windowMaximum = 0;
    }

    private void TakeRequests()
    {
        while (_requests.TryTake(out Request? request))
        {
            _inFlight = request;
            CommandOutcome? outcome = Handle(request);
            _inFlight = null;
            ShowQuarantines();
            if (outcome is not null)
            {
                request.Answer.SetResult(outcome);
            }
        }
    }

    private CommandOutcome? Handle(Request request)
    {
        switch (request.Command)
        {
            case TwinCommand.Pause:
                EndStepping();
                _isPaused = true;
                UpdateStatus(isWindowOver: true);
                return Applied();
            case TwinCommand.Resume:
                EndStepping();
                UpdateStatus(isWindowOver: true);
                _isPaused = false;
                BeginStretch();
                UpdateStatus(isWindowOver: true);
                return Applied();
            case TwinCommand.SetSpeed speed when IsSpeed(speed.Factor):
                double old = _speed;
                UpdateStatus(isWindowOver: true);
                _speed = speed.Factor;
                BeginStretch();
                UpdateStatus(isWindowOver: true);
                return Applied() with { OldValue = old };
            case TwinCommand.SetSpeed speed:
                return new CommandOutcome(
                    CommandStatus.InvalidValue, FormattableString.Invariant($"A speed of {speed.Factor} is out of range: it must be {SlowestSpeed} to {FastestSpeed}, or infinite for as fast as it can."),
                    Minimum: SlowestSpeed, Maximum: FastestSpeed);
            case TwinCommand.Step step when step.Count is < 1 or > MostStepsAtOnce:
                return new CommandOutcome(CommandStatus.InvalidValue, $"{step.Count} steps are out of range: 1 to {MostStepsAtOnce}.", Minimum: 1, Maximum: MostStepsAtOnce);
            case TwinCommand.Step when !_isPaused || _stepsLeft > 0:
                return new CommandOutcome(CommandStatus.InvalidState, "Single steps need a paused twin with no steps under way.");
            case TwinCommand.Step step:
                _stepsLeft = step.Count;
                _stepping = request.Answer;
                return null;
            case TwinCommand.Restore:
                UpdateStatus(isWindowOver: true);
                CommandOutcome outcome = Simulation.Apply(request.Command);
                BeginWindow();
                ShowPosition();
                return outcome;
            case TwinCommand.Capture capture when !capture.Target.Fits(Simulation.Model):
                return new CommandOutcome(CommandStatus.InvalidState, "The state belongs to another compiled chassis.");
            case TwinCommand.Capture capture:
                capture.Target.CopyFrom(Simulation.State);
                return Applied();
            case TwinCommand.Exchange exchange:
                return Exchange(exchange.Succession);
            case TwinCommand.Announce announce:
                Simulation.Announce(announce.Notice, announce.First, announce.Second);
                return Applied();
            default:
                return Simulation.Apply(request.Command);
        }
    }

    // Between two steps: the next one is that of the other simulation.
    private CommandOutcome Exchange(Succession succession)
    {
        UpdateStatus(isWindowOver: true);
        if (succession.Take(_simulation) is not { } next)
        {
            return new CommandOutcome(CommandStatus.InvalidState, "Another chassis runs than the one this was made for.");
        }

        _simulation = next;
        if (succession.Generation is { } generation)
        {
            Generation old = _generation;
            _generation = generation;
            old.ReplaceWith(generation);
        }

        BeginWindow();
        ShowPosition();

        // Until all are done: when one does not return, the thread that goes on does the rest.
        _unreset = succession.Reinitialized;
        succession.Begin(next);
        _unreset = [];
        return Applied() with { Epoch = next.State.Epoch };
    }

    // Pause means that time stands: steps that were asked for and not done yet are given up, and their asker is told where time stands.
    private void EndStepping()
    {
        _stepsLeft = 0;
        _stepping?.TrySetResult(Applied());
        _stepping = null;
    }

    private CommandOutcome Applied() => new(CommandStatus.Applied, Step: Simulation.State.Step);

    private void RefuseRest()
    {
        _requests.CompleteAdding();
        _stepping?.TrySetResult(Stopping);
        while (_requests.TryTake(out Request? request))
        {
            request.Answer.TrySetResult(Stopping);
        }
    }

    private void UpdateStatus(bool isWindowOver)
    {
        double elapsed = _time.GetElapsedTime(_windowStart).TotalSeconds;
        if (!isWindowOver && elapsed < WindowSeconds)
        {
            return;
        }

        long steps = Simulation.State.Step - _windowStep;
        double achieved = elapsed > 0 && !_isPaused ? steps * _baseStepNs * 1e-9 / elapsed : 0;
        _status = MakeStatus(achieved, steps > 0 ? _windowSum / steps : 0, _windowMaximum);
        BeginWindow();
    }

    // Speeds stay those of the window before; where the run is, it is at once.
    private void ShowPosition() => _status = _status with
    {
        Epoch = Simulation.State.Epoch,
        Step = Simulation.State.Step,
        Time = Simulation.State.Time,
        Workload = Workloads.Count > 0 ? Workloads[Simulation.Workload] : string.Empty,
    };

    private PacingStatus MakeStatus(double achieved, double mean, double maximum) => new(
        _isPaused, _speed, achieved, Simulation.State.Epoch, Simulation.State.Step, Simulation.State.Time, _missed, Duration.FromSeconds(_skippedSeconds), mean, maximum,
        _missedStage, _missedComponent, MissedBy(), Workloads.Count > 0 ? Workloads[Simulation.Workload] : string.Empty)
    {
        LostThreads = LivingLostThreads(),
    };

    private List<MissedDeadlines> MissedBy() =>
    [
        .. _missedBy.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key)
            .Select(entry => new MissedDeadlines(StageName(entry.Key.Stage), ComponentPath(entry.Key.Component), entry.Value)),
    ];

    private string ComponentPath(int component) => Chassis.Components.Count > 0 ? Chassis.Components[component].Path : string.Empty;

    private static string StageName(Stage stage) => stage.ToString().ToLowerInvariant();

    private sealed record Request(TwinCommand Command)
    {
        public TaskCompletionSource<CommandOutcome> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
