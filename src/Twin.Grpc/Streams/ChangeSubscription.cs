using Twin.Engine.Running;

namespace Twin.Grpc.Streams;

/// <summary>Takes all values once, then those that left the dead band around the value that was last taken.</summary>
/// <remarks>When the client is slow, frames are passed over and the next one looked at is compared with what the client was told last: nothing is lost but what went back.</remarks>
internal sealed class ChangeSubscription : SignalSubscription, IFrameObserver
{
    private readonly int[] _offsets;
    private readonly double _absoluteBand;
    private readonly double _relativeBand;
    private readonly long _minimumPeriodNs;
    private readonly WallClock _clock;
    private readonly double[] _told;
    private readonly double[] _values;

    // One message of each kind, filled anew: a stream in steady state allocates little.
    private readonly V1.SubscribeResponse _all = new() { Samples = new V1.Samples { Position = new V1.Position(), Stride = 1, Conflation = V1.Conflation.Newest } };
    private readonly V1.SubscribeResponse _some = new() { Changes = new V1.Changes { Position = new V1.Position() } };
    private long _nextFrame;
    private long _epoch = -1;
    private long _nextNs;
    private long _passedOver;
    private ulong _conflated;
    private bool _isBehind;
    private bool _hasNew;

    /// <summary>Makes a subscription.</summary>
    /// <param name="selection">Its signals.</param>
    /// <param name="absoluteBand">Dead band in the unit of each signal.</param>
    /// <param name="relativeBand">Dead band as a share of the value told last.</param>
    /// <param name="minimumPeriodNs">Shortest simulated time between two messages.</param>
    /// <param name="clock">The wall clock.</param>
    public ChangeSubscription(StreamSelection selection, double absoluteBand, double relativeBand, long minimumPeriodNs, WallClock clock)
    {
        _offsets = selection.Offsets;
        _absoluteBand = absoluteBand;
        _relativeBand = relativeBand;
        _minimumPeriodNs = minimumPeriodNs;
        _clock = clock;
        _told = new double[_offsets.Length];
        _values = new double[_offsets.Length];
        Queue = new CaptureQueue(_offsets.Length);
        Terms = new V1.StreamTerms { Conflation = V1.Conflation.Newest, Buffer = (uint)Queue.Depth };
    }

    /// <inheritdoc/>
    public override V1.StreamTerms Terms { get; }

    /// <inheritdoc/>
    public override ulong ConflatedTotal
    {
        get => _conflated;
        set => _conflated = value;
    }

    /// <summary>What waits to be sent.</summary>
    public CaptureQueue Queue { get; }

    /// <summary>Takes all values of the newest frame, if there is one. Before the dispatcher knows of it.</summary>
    /// <param name="ring">The frames.</param>
    /// <param name="origin">Where it begins: steps after that count as passed over.</param>
    public void Begin(FrameRing ring, StreamOrigin origin)
    {
        // A frame that is overwritten while it is looked at is the newest no more.
        while (ring.Published > 0 && Queue.Waiting == 0)
        {
            long number = ring.Published - 1;
            if (!ring.TryGather(number, [], [], out FrameHeader header))
                continue;
            if (origin.Position is { } resume)
            {
                V1.Resumption resumption = Resume(resume, origin.IsSameRun, header, ring.EpochBegin!.Value);
                Terms.Resumption = origin.IsContinued ? null : resumption;
            }

            Look(ring, new Frame(number, header));
        }
    }

    /// <inheritdoc/>
    public void Observe(FrameRing ring, ReadOnlySpan<Frame> frames, in Frame newest, WakeQueue wakes)
    {
        foreach (ref readonly Frame frame in frames)
            Look(ring, frame);

        // The simulation may stand since the client was slow: what it missed still has to be told.
        if (_isBehind && frames.IsEmpty)
        {
            _passedOver = Math.Max(0, _passedOver - 1);
            _nextFrame = newest.Number;
            Look(ring, newest);
        }

        if (_hasNew)
            wakes.Add(this, _offsets.Length * sizeof(double));
        _hasNew = false;
    }

    /// <inheritdoc/>
    public void End(WakeQueue wakes)
    {
        Replace();
        wakes.Add(this, _offsets.Length * sizeof(double));
    }

    /// <inheritdoc/>
    public override bool TryTake(StreamMessage message)
    {
        if (!Queue.TryDequeue(out Capture? capture))
            return false;
        _conflated += (ulong)capture.Conflated;
        message.Set(capture.Indexes is null ? FillAll(capture) : FillSome(capture));
        Queue.Return(capture);
        return true;
    }

    /// <inheritdoc/>
    public override void Release()
    {
        // Its buffers are its own and go with it.
    }

    private V1.Resumption Resume(V1.Position resume, bool isSameRun, in FrameHeader newest, in FrameHeader begin)
    {
        var resumption = new V1.Resumption { EpochBegin = Messages.Describe.Position(begin) };
        if (isSameRun && resume.Epoch == newest.Epoch && resume.Step > newest.Step)
        {
            resumption.Outcome = V1.ResumeOutcome.Ahead;
            return resumption;
        }

        bool isSameEpoch = isSameRun && resume.Epoch == newest.Epoch;
        long last = isSameEpoch ? resume.Step : begin.Step - 1;
        _passedOver = Math.Max(0, newest.Step - last - 1);
        if (_passedOver > 0)
        {
            resumption.Missing = (ulong)_passedOver;
            resumption.MissingFromNs = (long)((Int128)newest.Time.Nanoseconds * (last + 1) / newest.Step);
            resumption.MissingToNs = (long)((Int128)newest.Time.Nanoseconds * (newest.Step - 1) / newest.Step);
        }

        resumption.Outcome = (isSameRun, isSameEpoch, _passedOver) switch
        {
            (false, _, _) => V1.ResumeOutcome.OtherRun,
            (_, false, _) => V1.ResumeOutcome.OtherEpoch,
            (_, _, > 0) => V1.ResumeOutcome.Gap,
            _ => V1.ResumeOutcome.Continued,
        };
        return resumption;
    }

    private void Look(FrameRing ring, in Frame frame)
    {
        if (frame.Number < _nextFrame)
            return;
        _nextFrame = frame.Number + 1;
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

        bool isTaken = ring.TryGather(frame.Number, _offsets, _values, out FrameHeader header);
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
        capture.Conflated = _passedOver;
        _passedOver = 0;
        _nextNs = header.Time.Nanoseconds + _minimumPeriodNs;
        Queue.Enqueue(capture);
        _hasNew = true;
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
                : difference > Math.Max(_absoluteBand, _relativeBand * Math.Abs(told));
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

    private V1.SubscribeResponse FillAll(Capture capture)
    {
        V1.Samples samples = _all.Samples;
        Fill(samples.Position, capture);
        samples.Values.Clear();
        samples.Values.AddRange(new ArraySegment<double>(capture.Values, 0, capture.Count));
        samples.Conflated = (ulong)capture.Conflated;
        samples.ConflatedTotal = _conflated;
        samples.ComputedUnixNs = _clock.ToUnixNs(capture.Header.PublishedTimestamp);
        return _all;
    }

    private V1.SubscribeResponse FillSome(Capture capture)
    {
        V1.Changes changes = _some.Changes;
        Fill(changes.Position, capture);
        changes.Indexes.Clear();
        changes.Values.Clear();
        for (int i = 0; i < capture.Count; i++)
            changes.Indexes.Add((uint)capture.Indexes![i]);
        changes.Values.AddRange(new ArraySegment<double>(capture.Values, 0, capture.Count));
        changes.Conflated = (ulong)capture.Conflated;
        changes.ConflatedTotal = _conflated;
        changes.ComputedUnixNs = _clock.ToUnixNs(capture.Header.PublishedTimestamp);
        return _some;
    }

    private static void Fill(V1.Position position, Capture capture)
    {
        position.Epoch = capture.Header.Epoch;
        position.Step = capture.Header.Step;
        position.SimulationTimeNs = capture.Header.Time.Nanoseconds;
    }
}
