using Twin.Contracts;
using Twin.Engine.Running;
using Twin.Engine.Structure;
using Twin.Units;

namespace Twin.Grpc.Tests;

/// <summary>A twin whose frames, events and answers the test makes itself. Step 1 ms; every word of a frame holds step + word / 1000 unless set.</summary>
public sealed class FakeTwin : ITwin
{
    public const int SignalsPerEngine = 16;
    public const int Engines = 4;
    private readonly int _ringSlots;
    private readonly int _eventCapacity;
    private readonly int _keptSlots;
    private double[] _words;
    private volatile Generation _generation;
    private readonly Dictionary<int, double> _held = [];
    private long _epoch;
    private long _step = -1;

    public FakeTwin(int ringSlots = 8, int extraSignals = 0, int eventCapacity = 64, int keptSlots = 0)
    {
        (_ringSlots, _eventCapacity, _keptSlots) = (ringSlots, eventCapacity, keptSlots);
        CompiledChassis chassis = Build(Engines, extraSignals, 0xfeed);
        _words = new double[chassis.Signals.Count + 8];
        _generation = new Generation(0, chassis, new FrameRing(_words.Length, ringSlots, keptSlots), new EventLog(eventCapacity));
    }

    public Generation Generation => _generation;

    public CompiledChassis Chassis => Generation.Chassis;

    public IReadOnlyList<string> Workloads { get; } = ["idle", "all-reduce"];

    public FrameRing Frames => Generation.Frames;

    public EventLog Events => Generation.Events;

    public StepDurations StepDurations { get; } = new();

    public LatenessHistogram Lateness { get; } = new();

    public IReadOnlyList<QuarantineNotice> Quarantines { get; set; } = [];

    public PacingStatus Pacing { get; set; } =
        new(false, 1, 0.99, 0, 1234, Duration.FromMilliseconds(1234), 3, Duration.FromMilliseconds(5), 60e-6, 200e-6, "thermal", "chassis0/oe01", [new MissedDeadlines("thermal", "chassis0/oe01", 3)], "idle") { LostThreads = 2 };

    public List<TwinCommand> Commands { get; } = [];

    public Func<TwinCommand, CancellationToken, Task<CommandOutcome>> Answer { get; set; } =
        (_, _) => Task.FromResult(new CommandOutcome(CommandStatus.Applied, Step: 7));

    public long CurrentStep => _step;

    public Task<CommandOutcome> SendAsync(TwinCommand command, CancellationToken cancellationToken = default)
    {
        lock (Commands)
            Commands.Add(command);
        return Answer(command, cancellationToken);
    }

    /// <summary>Holds a word from the next frame on.</summary>
    public void Hold(int word, double value) => _held[word] = value;

    /// <summary>Publishes the next steps.</summary>
    public void Run(int steps = 1)
    {
        for (int i = 0; i < steps; i++)
        {
            _step++;
            Publish();
        }
    }

    /// <summary>Begins a new epoch at a step and publishes it.</summary>
    public void Restore(long step)
    {
        _epoch++;
        _step = step;
        Publish();
    }

    /// <summary>Gives the chassis another structure, as a reload does: another epoch with a first frame, another log, other ids.</summary>
    /// <param name="engines">Engines that it has then, from <paramref name="firstEngine"/> on.</param>
    /// <param name="firstEngine">Number of the first of them.</param>
    /// <param name="extraSignals">Signals that belong to no component.</param>
    /// <param name="raised">Kinds of the alarms that are up then.</param>
    public void Change(int engines, int firstEngine = 0, int extraSignals = 0, params int[] raised)
    {
        Generation before = _generation;
        CompiledChassis chassis = Build(engines, extraSignals, 0xfeed + (ulong)before.Number + 1, firstEngine);
        _words = new double[chassis.Signals.Count + 8];
        _epoch++;
        var next = new Generation(
            before.Number + 1, chassis, new FrameRing(_words.Length, _ringSlots, _keptSlots), new EventLog(_eventCapacity, first: before.Events.Written));
        foreach (int kind in raised)
            next.Events.Append(new EventRecord(0, _epoch, _step, Duration.FromMilliseconds(_step), kind, false, 0, 0));
        _generation = next;
        Publish();
        before.ReplaceWith(next);
    }

    public void Raise(int kind, bool isCleared = false, double first = 0, double second = 0) => Events.Append(
        new EventRecord(0, _epoch, _step, Duration.FromMilliseconds(_step), kind, isCleared, first, second));

    public static double Expected(long step, int word) => step + (word / 1000.0);

    private static CompiledChassis Build(int engines, int extraSignals, ulong version, int firstEngine = 0)
    {
        var components = new List<ComponentInfo>();
        var signals = new List<SignalInfo>();

        void Add(string path, int component, string unit, Dimension? dimension, SignalKind kind, int? lane = null, params string[] states) => signals.Add(new SignalInfo(
            signals.Count, path, path[..path.LastIndexOf('/')], path[(path.LastIndexOf('/') + 1)..], lane, component, dimension, unit, kind,
            0, 1000, "hw.test", "other", "A test signal", states, [KeyValuePair.Create("direction", "transmit")], signals.Count));

        for (int engine = 0; engine < engines; engine++)
        {
            string name = $"oe{engine + firstEngine:00}";
            string path = $"chassis0/{name}";
            components.Add(new ComponentInfo(engine, path, name, "test.engine", "test", "optical", true, signals.Count));
            Add($"{path}/status", engine, "1", null, SignalKind.Status, null, "ok", "quarantined", "absent", "inserting");
            for (int lane = 0; lane < SignalsPerEngine - 1; lane++)
                Add($"{path}/lane{lane:00}/heater-power", engine, "W", Dimensions.Power, SignalKind.Truth, lane);
        }

        Add("chassis0/inlet-power", -1, "W", Dimensions.Power, SignalKind.Sensor);
        for (int port = 0; port < 2; port++)
            Add($"chassis0/port{port:00}/state", -1, "1", null, SignalKind.Status, null, "down", "degraded", "up");
        for (int i = 0; i < extraSignals; i++)
            Add($"chassis0/extra{i:00000}/value", -1, "W", Dimensions.Power, SignalKind.Truth);
        int state = engines * SignalsPerEngine;
        return new CompiledChassis
        {
            Model = "test",
            Title = "A chassis for tests",
            Instance = "chassis0",
            DictionaryVersion = version,
            Components = components,
            Signals = signals,
            Parameters = [new KnobInfo(0, "chassis0/oe00/bias", 0, Dimensions.Current, 0.1, 0, 0.2, "Bias", signals.Count)],
            Actuators =
            [
                new KnobInfo(0, "chassis0/fan0/speed", -1, Dimensions.Ratio, 0.5, 0.2, 1, "Fan speed", signals.Count + 1),
                new KnobInfo(1, "chassis0/fan1/speed", -1, Dimensions.Ratio, 0.5, 0.2, 1, "Fan speed", signals.Count + 2),
                new KnobInfo(2, "chassis0/loop/setpoint", -1, Dimensions.Temperature, 30, 15, 45, "Coolant", signals.Count + 3),
            ],
            Faults = [new KnobInfo(0, "chassis0/oe01/dead", 1, Dimensions.Ratio, 0, 0, 1, "Dead", signals.Count + 4)],
            Ports =
            [
                new PortInfo(0, "chassis0/port00", "front", 0, BitRate.FromSi(800e9), 8, state + 1, Duration.FromNanoseconds(120)),
                new PortInfo(1, "chassis0/port01", "front", 0, BitRate.FromSi(800e9), 8, state + 2, Duration.FromNanoseconds(120)),
            ],
            Events = firstEngine > 0
            ?
            [
                new EventInfo(0, "chassis0/new", -1, AlarmSeverity.Information, "New", false, -1),
                new EventInfo(1, "chassis0/leak", -1, AlarmSeverity.Warning, "Leak", true, 2),
                new EventInfo(2, $"chassis0/oe{firstEngine:00}/quarantined", 0, AlarmSeverity.Critical, "Quarantined", true, 0),
            ]
            :
            [
                new EventInfo(0, "chassis0/oe00/hot", 0, AlarmSeverity.Critical, "Engine at {0:0.0} degC, limit {1:0}", true, 1, High: 85),
                new EventInfo(1, "chassis0/oe01/note", 1, AlarmSeverity.Information, "Noted {", false, -1),
                new EventInfo(2, "chassis0/leak", -1, AlarmSeverity.Warning, "Leak", true, 2),
            ],
        };
    }

    private void Publish()
    {
        for (int i = 0; i < _words.Length; i++)
            _words[i] = _held.TryGetValue(i, out double value) ? value : Expected(_step, i);
        Frames.Publish(_words, _epoch, _step, Duration.FromMilliseconds(_step));
    }
}
