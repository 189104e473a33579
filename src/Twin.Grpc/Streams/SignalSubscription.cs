namespace Twin.Grpc.Streams;

/// <summary>What one stream sends. The dispatcher says when there is something; the stream takes it in its own time.</summary>
internal abstract class SignalSubscription
{
    private readonly AsyncSignal _signal = new();
    private volatile bool _isReplaced;

    /// <summary>What holds for the stream; sent with its first message, and with each new dictionary.</summary>
    public abstract V1.StreamTerms Terms { get; }

    /// <summary>Samples that were given up, over the whole stream; set once before it begins, where the stream goes on under another structure.</summary>
    public abstract ulong ConflatedTotal { get; set; }

    /// <summary>Whether the structure has been replaced: what waits now is the last of it. To be read before <see cref="TryTake"/>.</summary>
    public bool IsReplaced => _isReplaced;

    /// <summary>Whether its stream is about to be woken; of the dispatcher's thread alone.</summary>
    public bool IsWakeQueued { get; set; }

    /// <summary>Takes the next message. For the stream, after the one before is sent.</summary>
    /// <param name="message">Set to it; good until the next call.</param>
    /// <returns>False when nothing waits.</returns>
    public abstract bool TryTake(StreamMessage message);

    /// <summary>Ends the subscription. For the stream.</summary>
    public abstract void Release();

    /// <summary>Says that the structure has been replaced. For the dispatcher's thread, which wakes the stream then.</summary>
    public void Replace() => _isReplaced = true;

    /// <summary>Lets the stream look.</summary>
    public void Wake() => _signal.Set();

    /// <summary>Waits until there may be something to send.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _signal.WaitAsync(cancellationToken);
}
