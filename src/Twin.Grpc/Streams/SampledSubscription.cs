namespace Twin.Grpc.Streams;

/// <summary>One reader of a <see cref="SampleFeed"/>: a place in it, and what is given up when the reader is too far behind.</summary>
/// <remarks>Everything but <see cref="TryTake"/> and <see cref="Release"/> is called by the feed under its lock.</remarks>
internal sealed class SampledSubscription : SignalSubscription
{
    /// <summary>Largest n of <see cref="V1.Conflation.EveryNth"/>.</summary>
    public const int MaximumStride = 1024;

    /// <summary>Samples in a row that have to find nothing waiting before n is halved.</summary>
    public const int CalmSamples = 8;

    private readonly V1.Samples _own = new();
    private readonly Queue<Sample> _waiting = new();
    private SampleBody? _sent;
    private SampleBody? _merged;
    private double[]? _minima;
    private double[]? _maxima;
    private long _covered;
    private long _coveredEpoch;
    private long _lastDue;
    private int _calm;
    private bool _isFollowing;

    /// <summary>Makes a reader.</summary>
    /// <param name="feed">What it reads.</param>
    /// <param name="policy">What is given up; not unspecified.</param>
    /// <param name="buffer">Samples that may wait, one or more.</param>
    public SampledSubscription(SampleFeed feed, V1.Conflation policy, int buffer)
    {
        Feed = feed;
        Policy = policy;
        Buffer = buffer;
        Terms = new V1.StreamTerms { Conflation = policy, Buffer = (uint)buffer };
        _own.Conflation = policy;
    }

    /// <inheritdoc/>
    public override V1.StreamTerms Terms { get; }

    /// <inheritdoc/>
    public override ulong ConflatedTotal
    {
        get => _own.ConflatedTotal;
        set => _own.ConflatedTotal = value;
    }

    /// <summary>What it reads.</summary>
    public SampleFeed Feed { get; }

    /// <summary>What is given up.</summary>
    public V1.Conflation Policy { get; }

    /// <summary>Samples that may wait.</summary>
    public int Buffer { get; }

    /// <summary>The n in force.</summary>
    public int Stride { get; private set; } = 1;

    /// <summary>Number in the feed of the next sample to take.</summary>
    public long Cursor { get; private set; }

    /// <summary>Bytes of its own that it holds: only an envelope that was given up samples has any.</summary>
    public int OwnBytes => _minima is null ? 0 : (2 * _minima.Length * sizeof(double)) + SampleBody.Size(_minima.Length, hasExtremes: true);

    /// <summary>Sets where it begins.</summary>
    /// <param name="cursor">The next sample to take.</param>
    /// <param name="lastDue">Running number of the sample that was due before.</param>
    /// <param name="isBehind">Whether it may first catch up with what is kept, however much.</param>
    public void Place(long cursor, long lastDue, bool isBehind)
    {
        Cursor = cursor;
        _lastDue = lastDue;
        _isFollowing = !isBehind;
        if (Policy == V1.Conflation.EveryNth && _isFollowing)
            while (Cursor < Feed.Next)
                Thin(Feed[Cursor++]);
    }

    /// <summary>Makes room for one more sample, and takes note of it.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="number">Its number in the feed.</param>
    /// <param name="capacity">Samples that the feed can keep.</param>
    public void Offer(in Sample sample, long number, int capacity)
    {
        if (Policy == V1.Conflation.EveryNth && _isFollowing)
        {
            Thin(sample);
            Cursor = number + 1;
            return;
        }

        // Until a client that came back has what was kept for it, it is not slow.
        long oldest = number + 1 - (_isFollowing ? Buffer : capacity);
        while (Cursor < oldest)
            GiveUp();
    }

    /// <inheritdoc/>
    public override bool TryTake(StreamMessage message)
    {
        lock (Feed.Gate)
        {
            ReturnSent();
            if (!_waiting.TryDequeue(out Sample sample))
            {
                if (Cursor == Feed.Next)
                    return false;
                sample = Feed[Cursor++];
                sample.Body.AddOwner();
            }

            _isFollowing |= Cursor == Feed.Next;
            _own.Conflated = (ulong)(sample.Due - _lastDue - 1);
            _own.ConflatedTotal += _own.Conflated;
            _own.Stride = (uint)Stride;
            // Written behind the shared fields, it holds; what is left out does not.
            _own.IsLate = sample.Multiple % Stride != 0;
            _own.CoveredSteps = (ulong)(sample.Covered + _covered);
            _lastDue = sample.Due;
            _sent = sample.Body;
            message.Set(V1.SubscribeResponse.SamplesFieldNumber, Merge(sample.Body).Encoded, _own);
            return true;
        }
    }

    /// <inheritdoc/>
    public override void Release()
    {
        lock (Feed.Gate)
        {
            ReturnSent();
            while (_waiting.TryDequeue(out Sample sample))
                Feed.Return(sample.Body);
        }
    }

    private void ReturnSent()
    {
        if (_sent is not null)
            Feed.Return(_sent);
        _sent = null;
    }

    private SampleBody Merge(SampleBody body)
    {
        if (_covered == 0)
            return body;
        _merged ??= new SampleBody(_minima!.Length, hasExtremes: true);
        _merged.CopyFrom(body);
        SampleBody.Widen(_merged.Minima, _merged.Maxima, _minima, _maxima);
        _covered = 0;
        return _merged;
    }

    private void GiveUp()
    {
        Sample sample = Feed[Cursor++];
        if (Policy != V1.Conflation.Envelope)
            return;
        // A new epoch is another course of events: what was before does not enter its extremes.
        if (_covered == 0 || sample.Header.Epoch != _coveredEpoch)
        {
            _minima ??= new double[Feed.Signals];
            _maxima ??= new double[Feed.Signals];
            sample.Body.Minima.CopyTo(_minima);
            sample.Body.Maxima.CopyTo(_maxima);
            _covered = 0;
        }
        else
        {
            SampleBody.Widen(_minima, _maxima, sample.Body.Minima, sample.Body.Maxima);
        }

        _coveredEpoch = sample.Header.Epoch;
        _covered += sample.Covered;
    }

    private void Thin(in Sample sample)
    {
        _calm = _waiting.Count == 0 ? _calm + 1 : 0;
        if (_calm > CalmSamples && Stride > 1)
        {
            Stride /= 2;
            _calm = 0;
        }

        while (sample.IsOnGrid(Stride) && _waiting.Count >= Buffer && Stride < MaximumStride)
        {
            Stride *= 2;
            for (int left = _waiting.Count; left > 0; left--)
            {
                Sample waiting = _waiting.Dequeue();
                if (waiting.IsOnGrid(Stride))
                    _waiting.Enqueue(waiting);
                else
                    Feed.Return(waiting.Body);
            }
        }

        if (!sample.IsOnGrid(Stride))
            return;
        if (_waiting.Count >= Buffer)
            Feed.Return(_waiting.Dequeue().Body);
        sample.Body.AddOwner();
        _waiting.Enqueue(sample);
    }
}
