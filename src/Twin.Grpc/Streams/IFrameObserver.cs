using Twin.Engine.Running;

namespace Twin.Grpc.Streams;

/// <summary>Takes what it wants from new frames. Called by the dispatcher's thread.</summary>
internal interface IFrameObserver
{
    /// <summary>Looks at new frames.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="frames">Frames published since the last call, in order; may be empty.</param>
    /// <param name="newest">The newest frame.</param>
    /// <param name="wakes">Receives the streams that have something to send now.</param>
    void Observe(FrameRing ring, ReadOnlySpan<Frame> frames, in Frame newest, WakeQueue wakes);

    /// <summary>No more frames come: the structure has been replaced. Streams go on under another one when they have sent what waits.</summary>
    /// <param name="wakes">Receives all its streams.</param>
    void End(WakeQueue wakes);
}
