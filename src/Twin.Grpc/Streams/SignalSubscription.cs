namespace Twin.Grpc.Streams;

/// <summary>What one stream sends. The dispatcher says when there is something; the stream takes it in its own time.</summary>
internal abstract class SignalSubscription
{
    private readonly AsyncSignal _signal = new();

    /// <summary>What holds for the stream; sent with its first message.</summary>
    public abstract V1.StreamTerms Terms { get; }

    /// <summary>Whether its stream is about to be woken; of the dispatcher's thread alone.</summary>
    public bool IsWakeQueued { get; set; }

    /// <summary>Takes the next message. For the stream, after the one before is sent.</summary>
    /// <param name="message">Set to it; good until the next call.</param>
    /// <returns>False when nothing waits.</returns>
    public abstract bool TryTake(StreamMessage message);

    /// <summary>Ends the subscription. For the stream.</summary>
    public abstract void Release();

    /// <summary>Lets the stream look.</summary>
    public void Wake() => _signal.Set();

    /// <summary>Waits until there may be something to send.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _signal.WaitAsync(cancellationToken);
}
