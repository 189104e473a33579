using System.Diagnostics;
using Twin.Engine.Running;

namespace Twin.Grpc.Streams;

/// <summary>Samples of a selection at multiples of a period, taken and encoded once for all streams that want the same, and kept for those that come back.</summary>
/// <remarks>
/// <para>
/// A sample stands for the newest multiple at or before its moment. It is exact while the ring still holds the frame on the multiple, which
/// is so unless the simulation does more steps between two looks than the ring has slots; then the next frame is taken and marked late.
/// </para>
/// <para>
/// Samples are numbered from 0. A reader is a place among them (<see cref="SampledSubscription"/>), so that a slow one costs no memory that
/// others do not use, too. A sample is forgotten when <see cref="Kept"/> newer ones are there and no reader has still to take it.
/// </para>
/// </remarks>
internal sealed class SampleFeed : IFrameObserver
{
    // A small stream may fall 64 samples behind without loss; a large one is held to three bodies of 0.8 MB for 100,000 signals.
    private const int BufferBytes = 512 * 1024;
    private const int MinimumBuffer = 3;
    private const int MaximumBuffer = 64;
    private const int MaximumKept = 1024;

    private readonly WallClock _clock;
    private readonly long _periodNs;
    private readonly bool _hasExtremes;
    private readonly Sample[] _samples;
    private readonly Stack<SampleBody> _free = new();
    private readonly List<SampledSubscription> _readers = [];
    private readonly double[] _values;
    private readonly double[] _minima;
    private readonly double[] _maxima;
    private long _covered;
    private long _first;
    private long _nextFrame;
    private long _epoch = -1;
    private long _nextMultiple;
    private long _lastDue = -1;
    private FrameHeader _newest;
    private bool _hasNew;

    /// <summary>Makes a feed that has not looked yet.</summary>
    /// <param name="selection">Its signals.</param>
    /// <param name="periodNs">Its period in simulated nanoseconds.</param>
    /// <param name="hasExtremes">Whether samples carry minima and maxima.</param>
    /// <param name="historyBytes">Bytes that samples may take that no reader waits for.</param>
    /// <param name="clock">The wall clock.</param>
    public SampleFeed(StreamSelection selection, long periodNs, bool hasExtremes, long historyBytes, WallClock clock)
    {
        Selection = selection;
        _periodNs = periodNs;
        _hasExtremes = hasExtremes;
        _clock = clock;
        BodyBytes = SampleBody.Size(Signals, hasExtremes);
        Kept = (int)Math.Clamp(historyBytes / BodyBytes, 1, MaximumKept);
        DefaultBuffer = Math.Clamp(BufferBytes / BodyBytes, MinimumBuffer, MaximumBuffer);
        _samples = new Sample[Math.Max(Kept, DefaultBuffer)];
        int words = hasExtremes ? Signals : 0;
        _values = new double[words];
        _minima = new double[words];
        _maxima = new double[words];
    }

    /// <summary>Guards the feed and its readers. Held for microseconds: nothing waits under it.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Its signals.</summary>
    public StreamSelection Selection { get; }

    /// <summary>Number of signals.</summary>
    public int Signals => Selection.Offsets.Length;

    /// <summary>Bytes of a sample.</summary>
    public int BodyBytes { get; }

    /// <summary>Samples kept for readers that come back.</summary>
    public int Kept { get; }

    /// <summary>Simulated nanoseconds that they span.</summary>
    public long KeptNs => Kept * _periodNs;

    /// <summary>Samples that may wait for a reader, at most and unless it wants fewer.</summary>
    public int DefaultBuffer { get; }

    /// <summary>Bodies that exist.</summary>
    public int Made { get; private set; }

    /// <summary>Number that the next sample will have.</summary>
    public long Next { get; private set; }

    /// <summary>Readers that it has.</summary>
    public int ReaderCount
    {
        get
        {
            lock (Gate)
                return _readers.Count;
        }
    }

    /// <summary>A sample that is kept.</summary>
    public Sample this[long number] => _samples[number % _samples.Length];

    /// <summary>Adds a reader.</summary>
    /// <param name="ring">The frames.</param>
    /// <param name="policy">What is given up when it is slow.</param>
    /// <param name="buffer">Samples that may wait; 0 for the most.</param>
    /// <param name="origin">Where it begins.</param>
    public SampledSubscription Attach(FrameRing ring, V1.Conflation policy, uint buffer, StreamOrigin origin)
    {
        lock (Gate)
        {
            LookBack(ring, isFromOldest: origin.Position is not null);
            var reader = new SampledSubscription(this, policy, buffer == 0 ? DefaultBuffer : (int)Math.Min(buffer, (uint)DefaultBuffer));
            if (origin.Position is not { } resume || _epoch < 0)
            {
                PlaceNow(reader);
            }
            else
            {
                V1.Resumption resumption = PlaceAfter(reader, ring, resume, origin.IsSameRun);
                reader.Terms.Resumption = origin.IsContinued ? null : resumption;
            }

            _readers.Add(reader);
            return reader;
        }
    }

    /// <summary>Removes a reader.</summary>
    public void Detach(SampledSubscription reader)
    {
        lock (Gate)
        {
            _readers.Remove(reader);
            Forget();
        }
    }

    /// <inheritdoc/>
    public void Observe(FrameRing ring, ReadOnlySpan<Frame> frames, in Frame newest, WakeQueue wakes)
    {
        lock (Gate)
        {
            foreach (ref readonly Frame frame in frames)
                Look(ring, frame);
            if (!_hasNew)
                return;
            _hasNew = false;
            foreach (SampledSubscription reader in _readers)
                wakes.Add(reader, BodyBytes);
        }
    }

    /// <inheritdoc/>
    public void End(WakeQueue wakes)
    {
        lock (Gate)
        {
            foreach (SampledSubscription reader in _readers)
            {
                reader.Replace();
                wakes.Add(reader, BodyBytes);
            }
        }
    }

    /// <summary>Takes a body back when its last owner has done with it.</summary>
    public void Return(SampleBody body)
    {
        if (!body.RemoveOwner())
            return;
        lock (Gate)
            _free.Push(body);
    }

    // Frames that the dispatcher has not brought yet; for a reader that comes back to a feed that was not there, all that the ring has.
    private void LookBack(FrameRing ring, bool isFromOldest)
    {
        long published = ring.Published;
        if (published == 0)
            return;
        bool isNew = _epoch < 0;
        long from = isNew && !isFromOldest ? published - 1 : Math.Max(_nextFrame, published - ring.Capacity);
        long epoch = ring.EpochBegin!.Value.Epoch;
        for (long number = from; number < published; number++)
            if (ring.TryGather(number, [], [], out FrameHeader header) && (!isNew || header.Epoch == epoch))
                Look(ring, new Frame(number, header));
    }

    private void Look(FrameRing ring, in Frame frame)
    {
        if (frame.Number < _nextFrame)
            return;
        _nextFrame = frame.Number + 1;
        _newest = frame.Header;
        if (frame.Header.Epoch != _epoch)
            BeginEpoch(ring, frame.Header);
        bool isCovered = _hasExtremes && TryCover(ring, frame);
        long multiple = frame.Header.Time.Nanoseconds / _periodNs;
        if (multiple >= _nextMultiple && (isCovered || !_hasExtremes))
            Take(ring, frame, multiple);
    }

    private void BeginEpoch(FrameRing ring, in FrameHeader header)
    {
        // A feed that was there before the epoch counts from its beginning what it could not take.
        bool wasThere = _epoch >= 0;
        FrameHeader begin = wasThere && ring.EpochBegin is { } first && first.Epoch == header.Epoch ? first : header;
        _epoch = header.Epoch;
        _nextMultiple = FirstMultiple(begin.Time.Nanoseconds);
        _covered = 0;
    }

    private long FirstMultiple(long timeNs) => (timeNs + _periodNs - 1) / _periodNs;

    private bool TryCover(FrameRing ring, in Frame frame)
    {
        if (!ring.TryGather(frame.Number, Selection.Offsets, _values, out _))
            return false;
        if (_covered++ == 0)
        {
            _values.CopyTo(_minima, 0);
            _values.CopyTo(_maxima, 0);
        }
        else
        {
            SampleBody.Widen(_minima, _maxima, _values, _values);
        }

        return true;
    }

    private void Take(FrameRing ring, in Frame frame, long multiple)
    {
        if (!_free.TryPop(out SampleBody? body))
        {
            body = new SampleBody(Signals, _hasExtremes);
            Made++;
        }

        if (_hasExtremes)
        {
            _values.CopyTo(body.Values);
            _minima.CopyTo(body.Minima);
            _maxima.CopyTo(body.Maxima);
        }
        else if (!ring.TryGather(frame.Number, Selection.Offsets, body.Values, out _))
        {
            _free.Push(body);
            return;
        }

        body.Complete(frame.Header, multiple * _periodNs != frame.Header.Time.Nanoseconds, _clock.ToUnixNs(frame.Header.PublishedTimestamp));
        body.AddOwner();
        long skipped = multiple - _nextMultiple;
        _lastDue += skipped + 1;
        _nextMultiple = multiple + 1;
        Append(new Sample(body, frame.Header, multiple, skipped, _lastDue, _covered));
        _covered = 0;
    }

    private void Append(in Sample sample)
    {
        foreach (SampledSubscription reader in _readers)
            reader.Offer(sample, Next, _samples.Length);
        if (Next - _first == _samples.Length)
            Return(this[_first++].Body);
        _samples[Next++ % _samples.Length] = sample;
        _hasNew = true;
        Forget();
    }

    private void Forget()
    {
        long wanted = Next - Kept;
        foreach (SampledSubscription reader in _readers)
            wanted = Math.Min(wanted, reader.Cursor);
        for (; _first < wanted; _first++)
            Return(this[_first].Body);
    }

    private void PlaceNow(SampledSubscription reader)
    {
        // What is there now is the beginning when it is on a multiple.
        bool isOnSample = Next > _first && this[Next - 1].Header == _newest;
        reader.Place(isOnSample ? Next - 1 : Next, isOnSample ? this[Next - 1].Due - 1 : _lastDue, isBehind: false);
    }

    private V1.Resumption PlaceAfter(SampledSubscription reader, FrameRing ring, V1.Position resume, bool isSameRun)
    {
        FrameHeader begin = ring.EpochBegin is { } first && first.Epoch == _epoch ? first : _newest;
        var resumption = new V1.Resumption { EpochBegin = Messages.Describe.Position(begin) };
        bool isSameEpoch = isSameRun && resume.Epoch == _epoch;
        if (isSameEpoch && resume.Step > _newest.Step)
        {
            resumption.Outcome = V1.ResumeOutcome.Ahead;
            PlaceNow(reader);
            return resumption;
        }

        // The last multiple that the client has; of another epoch it has none.
        long last = isSameEpoch ? TimeOf(resume.Step) / _periodNs : FirstMultiple(begin.Time.Nanoseconds) - 1;
        long cursor = Next;
        while (cursor > _first && this[cursor - 1].Header.Epoch == _epoch && this[cursor - 1].Multiple > last)
            cursor--;
        long following = cursor < Next ? this[cursor].Multiple : _nextMultiple;
        long followingDue = cursor < Next ? this[cursor].Due : _lastDue + 1;
        long missing = Math.Max(0, following - last - 1);
        reader.Place(cursor, followingDue - missing - 1, isBehind: true);
        if (missing > 0)
        {
            resumption.Missing = (ulong)missing;
            resumption.MissingFromNs = (last + 1) * _periodNs;
            resumption.MissingToNs = (following - 1) * _periodNs;
        }

        resumption.Outcome = (isSameRun, isSameEpoch, missing) switch
        {
            (false, _, _) => V1.ResumeOutcome.OtherRun,
            (_, false, _) => V1.ResumeOutcome.OtherEpoch,
            (_, _, > 0) => V1.ResumeOutcome.Gap,
            _ => V1.ResumeOutcome.Continued,
        };
        return resumption;
    }

    // Simulated time is the step times its length.
    private long TimeOf(long step)
    {
        Debug.Assert(step <= _newest.Step, "The run has come to the step.");
        return _newest.Step == 0 ? 0 : (long)((Int128)_newest.Time.Nanoseconds * step / _newest.Step);
    }
}
