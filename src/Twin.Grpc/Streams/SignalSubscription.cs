using Twin.Engine.Running;

namespace Twin.Grpc.Streams;

/// <summary>What one stream takes from the frames. The dispatcher fills its queue, the stream empties it.</summary>
internal abstract class SignalSubscription
{
    /// <summary>Makes a subscription.</summary>
    /// <param name="offsets">Word of each signal in a frame.</param>
    protected SignalSubscription(int[] offsets)
    {
        Offsets = offsets;
        Queue = new CaptureQueue(offsets.Length);
    }

    /// <summary>What waits to be sent.</summary>
    public CaptureQueue Queue { get; }

    /// <summary>Word of each signal in a frame.</summary>
    protected int[] Offsets { get; }

    /// <summary>Takes what is due from new frames. For the dispatcher; the first call gets the newest frame only.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="frames">Frames published since the last call, in order; may be empty.</param>
    /// <param name="newest">The newest frame.</param>
    public abstract void Observe(FrameRing ring, ReadOnlySpan<Frame> frames, in Frame newest);
}
