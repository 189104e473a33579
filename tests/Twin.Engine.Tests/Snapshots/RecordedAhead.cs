using Twin.Engine.Running;
using Twin.Engine.Snapshots;

namespace Twin.Engine.Tests.Snapshots;

/// <summary>Keeps what a run ahead tells; holds it up at its start when asked to.</summary>
internal sealed class RecordedAhead(bool isHeld = false) : IRunAheadObserver, IDisposable
{
    private readonly ManualResetEventSlim _go = new(!isHeld);

    public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FrameHeader First { get; private set; }

    public long Steps { get; private set; }

    public List<(FrameHeader Position, double[] Values)> Samples { get; } = [];

    public List<EventRecord> Events { get; } = [];

    public int Reports { get; private set; }

    public void Go() => _go.Set();

    public void Start(in FrameHeader position, long steps)
    {
        First = position;
        Steps = steps;
        Started.SetResult();
        _go.Wait();
    }

    public void Sample(in FrameHeader position, double[] values) => Samples.Add((position, values));

    public void Happen(ReadOnlySpan<EventRecord> events) => Events.AddRange(events);

    public void Progress(in FrameHeader position, TimeSpan elapsed) => Reports++;

    public void Dispose() => _go.Dispose();
}
