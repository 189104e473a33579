namespace Twin.Grpc.Streams;

/// <summary>Streams that have something to send, woken a few at a time. Of the dispatcher's thread alone.</summary>
/// <remarks>
/// A hundred streams of one period are due at one step. Woken at once they would take every core for milliseconds, the stepping thread's, too;
/// so each look wakes as many as send a certain number of bytes, in the order of their coming, and at least a quarter of what waits, so that
/// a load far above it is spread over a few looks and not put off for ever.
/// </remarks>
internal sealed class WakeQueue
{
    /// <summary>Bytes that one look sets going.</summary>
    public const long BytesPerLook = 256 * 1024;

    private const int Share = 4;
    private readonly Queue<(SignalSubscription Reader, int Bytes)> _waiting = new();
    private long _bytes;

    /// <summary>Streams that wait to be woken.</summary>
    public int Count => _waiting.Count;

    /// <summary>Adds a stream unless it waits already.</summary>
    /// <param name="reader">The stream.</param>
    /// <param name="bytes">About what it will send.</param>
    public void Add(SignalSubscription reader, int bytes)
    {
        if (reader.IsWakeQueued)
            return;
        reader.IsWakeQueued = true;
        _waiting.Enqueue((reader, bytes));
        _bytes += bytes;
    }

    /// <summary>Wakes those whose turn it is.</summary>
    public void WakeSome()
    {
        long budget = Math.Max(BytesPerLook, _bytes / Share);
        while (budget > 0 && _waiting.TryDequeue(out (SignalSubscription Reader, int Bytes) next))
        {
            budget -= next.Bytes;
            _bytes -= next.Bytes;
            next.Reader.IsWakeQueued = false;
            next.Reader.Wake();
        }
    }
}
