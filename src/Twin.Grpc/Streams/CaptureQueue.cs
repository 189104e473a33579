namespace Twin.Grpc.Streams;

/// <summary>A bounded queue of captures between the dispatcher, which never waits, and one stream, which may be slow.</summary>
/// <remarks>Buffers are made when they are first needed and reused. Safe for one thread that fills and one that empties.</remarks>
internal sealed class CaptureQueue
{
    // A small stream may fall 64 samples behind without loss; a large one is held to three buffers of 0.8 MB for 100,000 signals.
    private const int WordBudget = 65536;
    private const int MinimumDepth = 3;
    private const int MaximumDepth = 64;

    private readonly Lock _gate = new();
    private readonly Queue<Capture> _pending = new();
    private readonly Stack<Capture> _free = new();
    private readonly int _signals;
    private int _made;

    /// <summary>Makes an empty queue.</summary>
    /// <param name="signals">Values of a capture.</param>
    public CaptureQueue(int signals)
    {
        _signals = signals;
        Depth = Math.Clamp(WordBudget / Math.Max(1, signals), MinimumDepth, MaximumDepth);
    }

    /// <summary>Captures that may exist: waiting, being filled or being sent.</summary>
    public int Depth { get; }

    /// <summary>Captures that exist.</summary>
    public int Made
    {
        get
        {
            lock (_gate)
                return _made;
        }
    }

    /// <summary>Captures that wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return _pending.Count;
        }
    }

    /// <summary>Gives a buffer to fill, or null when all are waiting or being sent.</summary>
    public Capture? TryRent()
    {
        lock (_gate)
        {
            if (_free.TryPop(out Capture? capture))
                return capture;
            if (_made == Depth)
                return null;
            _made++;
        }

        return new Capture(_signals);
    }

    /// <summary>Lets the stream send a capture.</summary>
    public void Enqueue(Capture capture)
    {
        lock (_gate)
            _pending.Enqueue(capture);
    }

    /// <summary>Gives a buffer back.</summary>
    public void Return(Capture capture)
    {
        lock (_gate)
            _free.Push(capture);
    }

    /// <summary>Takes the next capture to send; to be returned when it is sent.</summary>
    public bool TryDequeue([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Capture? capture)
    {
        lock (_gate)
            return _pending.TryDequeue(out capture);
    }
}
