using Twin.Engine.Running;

namespace Twin.Grpc.Streams;

/// <summary>Takes all values at multiples of a period of simulated time.</summary>
/// <remarks>
/// A capture stands for the newest multiple at or before its moment. It is exact while the ring still holds the frame on the multiple,
/// which is so unless the simulation does more steps between two looks than the ring has slots; then the next frame is taken and marked late.
/// </remarks>
internal sealed class SampledSubscription(int[] offsets, long periodNs) : SignalSubscription(offsets)
{
    private long _epoch = -1;
    private long _nextMultiple;
    private long _given;

    /// <inheritdoc/>
    public override void Observe(FrameRing ring, ReadOnlySpan<Frame> frames, in Frame newest)
    {
        foreach (ref readonly Frame frame in frames)
        {
            long timeNs = frame.Header.Time.Nanoseconds;
            long multiple = timeNs / periodNs;
            if (frame.Header.Epoch != _epoch)
            {
                _epoch = frame.Header.Epoch;
                _nextMultiple = multiple * periodNs == timeNs ? multiple : multiple + 1;
            }

            if (multiple >= _nextMultiple)
                Take(ring, frame, multiple, isLate: multiple * periodNs != timeNs);
        }
    }

    private void Take(FrameRing ring, in Frame frame, long multiple, bool isLate)
    {
        // Newer values are worth more than older ones: when the client is slow, the oldest that wait make room.
        Capture? capture = Queue.TryRent();
        if (capture is null)
        {
            capture = Queue.TryTakeOldest(out long given);
            _given += given;
        }

        if (capture is null)
            return;
        if (!ring.TryGather(frame.Number, Offsets, capture.Values, out FrameHeader header))
        {
            Queue.Return(capture);
            return;
        }

        capture.Count = Offsets.Length;
        capture.Header = header;
        capture.IsLate = isLate;
        capture.Conflated = _given + multiple - _nextMultiple;
        _given = 0;
        _nextMultiple = multiple + 1;
        Queue.Enqueue(capture);
    }
}
