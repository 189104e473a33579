using Twin.Engine.Running;

namespace Twin.Grpc.Streams;

/// <summary>Takes all values once, then those that left the dead band around the value that was last taken.</summary>
/// <remarks>When the client is slow, frames are passed over and the next one looked at is compared with what the client was told last: nothing is lost but what went back.</remarks>
internal sealed class ChangeSubscription(int[] offsets, double absoluteBand, double relativeBand, long minimumPeriodNs) : SignalSubscription(offsets)
{
    private readonly double[] _told = new double[offsets.Length];
    private readonly double[] _values = new double[offsets.Length];
    private long _epoch = -1;
    private long _nextNs;
    private long _passedOver;
    private bool _isBehind;

    /// <inheritdoc/>
    public override void Observe(FrameRing ring, ReadOnlySpan<Frame> frames, in Frame newest)
    {
        foreach (ref readonly Frame frame in frames)
            Look(ring, frame);

        // The simulation may stand since the client was slow: what it missed still has to be told.
        if (_isBehind && frames.IsEmpty)
        {
            _passedOver = Math.Max(0, _passedOver - 1);
            Look(ring, newest);
        }
    }

    private void Look(FrameRing ring, in Frame frame)
    {
        bool isNewEpoch = frame.Header.Epoch != _epoch;
        if (!isNewEpoch && frame.Header.Time.Nanoseconds < _nextNs)
            return;
        Capture? capture = Queue.TryRent();
        _isBehind = capture is null;
        if (capture is null)
        {
            _passedOver++;
            return;
        }

        bool isTaken = ring.TryGather(frame.Number, Offsets, _values, out FrameHeader header);
        if (isTaken && isNewEpoch)
        {
            _epoch = header.Epoch;
            TakeAll(capture);
        }
        else if (!isTaken || !TakeChanges(capture))
        {
            Queue.Return(capture);
            return;
        }

        capture.Header = header;
        capture.IsLate = false;
        capture.Conflated = _passedOver;
        _passedOver = 0;
        _nextNs = header.Time.Nanoseconds + minimumPeriodNs;
        Queue.Enqueue(capture);
    }

    private void TakeAll(Capture capture)
    {
        _values.CopyTo(_told, 0);
        _values.CopyTo(capture.Values, 0);
        capture.Count = _values.Length;
        capture.Indexes = null;
    }

    private bool TakeChanges(Capture capture)
    {
        int count = 0;
        int[]? indexes = capture.Indexes;
        for (int i = 0; i < _values.Length; i++)
        {
            double value = _values[i];
            double told = _told[i];
            double difference = Math.Abs(value - told);
            // Infinities and NaN have no difference; they count when they come or go.
            bool isChanged = double.IsNaN(difference)
                ? !value.Equals(told)
                : difference > Math.Max(absoluteBand, relativeBand * Math.Abs(told));
            if (!isChanged)
                continue;
            indexes ??= new int[_values.Length];
            indexes[count] = i;
            capture.Values[count] = value;
            _told[i] = value;
            count++;
        }

        capture.Indexes = indexes;
        capture.Count = count;
        return count > 0;
    }
}
