using System.Diagnostics;
using Twin.Contracts;
using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Engine.Structure;
using Twin.Host.Setup;
using Twin.Units;

namespace Twin.Host.Offline;

/// <summary>A simulation from its initial condition to its end, without a clock.</summary>
internal sealed class OfflineRun
{
    private readonly Simulation _simulation;
    private readonly Duration _end;
    private readonly IReadOnlyList<LoggedCommand> _commands;
    private readonly List<string> _refused = [];
    private readonly bool _isResumed;

    /// <summary>Makes a run.</summary>
    /// <param name="loaded">The chassis.</param>
    /// <param name="length">Simulated time to run.</param>
    /// <param name="commands">Commands to apply, by rising step; after a restore from that of its state on.</param>
    /// <param name="from">A state to go on from; null for the initial condition.</param>
    public OfflineRun(LoadedChassis loaded, Duration length, IReadOnlyList<LoggedCommand> commands, ChassisState? from)
    {
        _commands = commands;
        _isResumed = from is not null;
        _simulation = from is null ? new Simulation(loaded.Model, loaded.Workloads) : Simulation.Resume(from, loaded.Workloads);
        _end = (from?.Time ?? Duration.Zero) + length;
        Workload = loaded.Workloads[0].Name;
    }

    /// <summary>The state as it is now.</summary>
    public ChassisState State => _simulation.State;

    /// <summary>Name of the workload.</summary>
    public string Workload { get; }

    /// <summary>Wall time of bringing the state to its initial condition.</summary>
    public TimeSpan StartTime { get; private set; }

    /// <summary>Wall time of all steps, recording included.</summary>
    public TimeSpan StepTime { get; private set; }

    /// <summary>Iterations that the initial condition took; zero when it was not settled.</summary>
    public int SettlingIterations => _simulation.SettlingIterations;

    /// <summary>Components that failed and are not called any more, with the reason.</summary>
    public IEnumerable<string> Quarantined => _simulation.Model.Chassis.Components
        .Where(component => _simulation.QuarantineReason(component.Index) is not null)
        .Select(component => $"{component.Path}: {_simulation.QuarantineReason(component.Index)}");

    /// <summary>What was wrong with the initial condition: no steady state, with the loop that is to blame where leakage is.</summary>
    public IReadOnlyList<string> StartProblems { get; private set; } = [];

    /// <summary>Commands of the log that were refused, with the reason.</summary>
    public IReadOnlyList<string> Refused => _refused;

    /// <summary>Runs to the end.</summary>
    /// <param name="recorder">Records rows; null for none.</param>
    /// <param name="report">Sums up; null for none.</param>
    /// <param name="isInterrupted">Asked before each step whether to end early.</param>
    public void Go(CsvRecorder? recorder, EnergyReport? report, Func<bool> isInterrupted)
    {
        long started = Stopwatch.GetTimestamp();
        if (!_isResumed)
        {
            _simulation.Start();
        }

        StartTime = Stopwatch.GetElapsedTime(started);
        StartProblems = ReadStartProblems();
        started = Stopwatch.GetTimestamp();
        recorder?.Begin();
        recorder?.Observe(State);
        // A run that was set back has not ended before it was: time alone does not tell.
        int restores = _commands.Index().LastOrDefault(item => item.Item.Command is TwinCommand.Restore, (-1, null!)).Index;
        int next = _commands.TakeWhile(logged => logged.Step < State.Step && logged.Command is not TwinCommand.Restore).Count();
        while (!isInterrupted())
        {
            for (; next < _commands.Count && _commands[next].Step <= State.Step; next++)
            {
                CommandOutcome outcome = _simulation.Apply(_commands[next].Command);
                if (outcome.Status != CommandStatus.Applied)
                {
                    _refused.Add($"step {State.Step}: {_commands[next].Command}: {outcome.Message}");
                }
            }

            if (next > restores && State.Time >= _end)
            {
                break;
            }

            _simulation.Step();
            recorder?.Observe(State);
            report?.Observe(State);
        }

        StepTime = Stopwatch.GetElapsedTime(started);
        recorder?.End();
    }

    // Alarms that are up at the start are states, not problems of the start; everything else of weight that is raised before the first step is one.
    private List<string> ReadStartProblems()
    {
        var found = new List<string>();
        var batch = new EventRecord[64];
        long next = 0;
        for (int count = _simulation.Events.Read(ref next, batch, out _); count > 0; count = _simulation.Events.Read(ref next, batch, out _))
        {
            foreach (EventRecord record in batch.AsSpan(0, count))
            {
                EventInfo kind = _simulation.Model.Chassis.Events[record.Event];
                if (!kind.IsAlarm && kind.Severity >= AlarmSeverity.Warning)
                {
                    found.Add($"{kind.Path}: {kind.Fill(record.First, record.Second)}");
                }
            }
        }

        return found;
    }
}
