using Twin.Engine.Running;
using Twin.Engine.Structure;
using Twin.Units;

namespace Twin.Telemetry.Tests;

/// <summary>A twin without an engine: the test writes its signals and publishes its frames.</summary>
internal sealed class FakeTwin : ITwin
{
    private double[] _words;
    private volatile Generation _generation;
    private long _step;

    public FakeTwin(IReadOnlyList<SignalInfo> signals, IReadOnlyList<EventInfo>? events = null, IReadOnlyList<PortInfo>? ports = null)
    {
        CompiledChassis chassis = Make(signals, events, ports);
        _words = new double[WordsOf(signals)];
        _generation = new Generation(0, chassis, new FrameRing(_words.Length), new EventLog(kinds: chassis.Events.Count));
    }

    public Generation Generation => _generation;

    public CompiledChassis Chassis => Generation.Chassis;

    public IReadOnlyList<string> Workloads => ["idle"];

    public FrameRing Frames => Generation.Frames;

    public EventLog Events => Generation.Events;

    public StepDurations StepDurations { get; } = new();

    public LatenessHistogram Lateness { get; } = new();

    public IReadOnlyList<QuarantineNotice> Quarantines { get; set; } = [];

    public PacingStatus Pacing { get; set; } = new(false, 1, 0.9987654321, 0, 0, Duration.Zero, 17, Duration.FromMilliseconds(250), 0, 0, "", "", [], "idle");

    public CommandOutcome Answer { get; set; } = new(CommandStatus.NotFound);

    public long Epoch { get; set; } = 3;

    public double this[SignalInfo signal]
    {
        get => _words[signal.Word];
        set => _words[signal.Word] = value;
    }

    public void Fill(Func<int, double> value)
    {
        for (int i = 0; i < _words.Length; i++)
        {
            _words[i] = value(i);
        }
    }

    /// <summary>Gives the chassis another structure, as a reload does: another epoch, other words, a log that goes on with numbers and counts. Nothing is published yet.</summary>
    public void Change(IReadOnlyList<SignalInfo> signals, IReadOnlyList<EventInfo>? events = null)
    {
        Generation before = _generation;
        CompiledChassis chassis = Make(signals, events, null);
        _words = new double[WordsOf(signals)];
        Epoch++;

        // Only the engine can give a log its counts: here the old records of each kind are written again, with numbers that every reader has passed.
        int[] counted = [.. chassis.Events.SelectMany(kind => Enumerable.Repeat(kind.Id, (int)before.Chassis.Events.Where(old => old.Path == kind.Path).Sum(old => before.Events.Count(old.Id))))];
        var log = new EventLog(kinds: chassis.Events.Count, first: before.Events.Written - counted.Length);
        foreach (int kind in counted)
        {
            log.Append(new EventRecord(0, 0, 0, Duration.Zero, kind, false, 0, 0));
        }

        _generation = new Generation(before.Number + 1, chassis, new FrameRing(_words.Length), log);
        before.ReplaceWith(_generation);
    }

    public void Publish()
    {
        _step++;
        Frames.Publish(_words, Epoch, _step, Duration.FromMilliseconds(_step));
    }

    public Task<CommandOutcome> SendAsync(TwinCommand command, CancellationToken cancellationToken = default) =>
        Task.FromResult(Answer);

    private static int WordsOf(IReadOnlyList<SignalInfo> signals) => signals.Max(signal => signal.Word) + 1;

    private static CompiledChassis Make(IReadOnlyList<SignalInfo> signals, IReadOnlyList<EventInfo>? events, IReadOnlyList<PortInfo>? ports) => new()
    {
        Model = "fake-1t",
        Title = "A chassis of a test",
        Instance = "chassis0",
        DictionaryVersion = 1,
        Components = [],
        Signals = signals,
        Parameters = [],
        Actuators = [],
        Faults = [],
        Ports = ports ?? [],
        Events = events ?? [],
    };
}
