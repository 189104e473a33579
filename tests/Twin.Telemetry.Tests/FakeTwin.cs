using Twin.Engine.Running;
using Twin.Engine.Structure;
using Twin.Units;

namespace Twin.Telemetry.Tests;

/// <summary>A twin without an engine: the test writes its signals and publishes its frames.</summary>
internal sealed class FakeTwin : ITwin
{
    private readonly double[] _words;
    private long _step;

    public FakeTwin(IReadOnlyList<SignalInfo> signals, IReadOnlyList<EventInfo>? events = null, IReadOnlyList<PortInfo>? ports = null)
    {
        _words = new double[signals.Max(signal => signal.Word) + 1];
        var chassis = new CompiledChassis
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
        Generation = new Generation(0, chassis, new FrameRing(_words.Length), new EventLog(kinds: chassis.Events.Count));
    }

    public Generation Generation { get; }

    public CompiledChassis Chassis => Generation.Chassis;

    public IReadOnlyList<string> Workloads => ["idle"];

    public FrameRing Frames => Generation.Frames;

    public EventLog Events => Generation.Events;

    public StepDurations StepDurations { get; } = new();

    public LatenessHistogram Lateness { get; } = new();

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

    public void Publish()
    {
        _step++;
        Frames.Publish(_words, Epoch, _step, Duration.FromMilliseconds(_step));
    }

    public Task<CommandOutcome> SendAsync(TwinCommand command, CancellationToken cancellationToken = default) =>
        Task.FromResult(Answer);
}
