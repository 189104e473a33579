using System.Collections.Immutable;
using Twin.Engine.Running;
using Twin.Grpc.Lookup;

namespace Twin.Grpc.Streams;

/// <summary>All streams of signals under one structure of the chassis: its frames, its selections, and the feeds that take from them. Replaced as a whole.</summary>
/// <remarks>
/// <see cref="Poll"/> and <see cref="End(WakeQueue)"/> are called by the dispatcher's thread, the rest from any. After <see cref="End(WakeQueue)"/> it holds neither frames nor structure, so
/// that a client that takes nothing for hours keeps its own last samples and no more.
/// </remarks>
internal sealed class StructureStreams
{
    // A feed that keeps less of the past than a client needs to connect again does not go on without one. This also bounds what lingering costs.
    private const long LeastLingeringNs = 1_000_000_000;

    // A new feed may keep an eighth of what the others leave, so that the whole is never more than it may be, however many there are.
    private const int HistoryShare = 8;

    private readonly WallClock _clock;
    private readonly TimeProvider _time;
    private readonly Action<int> _counted;
    private readonly Lock _feedsGate = new();
    private readonly Dictionary<FeedKey, FeedEntry> _feeds = [];
    private SelectionTable? _selections;
    private volatile FrameRing? _ring;
    private Frame[] _frames;
    private long _historyLeft;
    private ImmutableArray<IFrameObserver> _observers = [];
    private Frame _newest;
    private long _nextFrame;

    /// <summary>Makes it without streams.</summary>
    /// <param name="structure">The structure.</param>
    /// <param name="historyBytes">Bytes for samples that no stream waits for.</param>
    /// <param name="clock">The clock by which frames are dated.</param>
    /// <param name="time">The clock of lingering.</param>
    /// <param name="counted">Told of each stream that begins (1) or ends (-1).</param>
    public StructureStreams(Structure structure, long historyBytes, WallClock clock, TimeProvider time, Action<int> counted)
    {
        _selections = new SelectionTable(structure.Lookup.Chassis);
        _ring = structure.Frames;
        _frames = new Frame[structure.Frames.Capacity];
        _historyLeft = historyBytes;
        _clock = clock;
        _time = time;
        _counted = counted;
    }

    /// <summary>Whether nobody takes frames.</summary>
    public bool IsIdle => _observers.IsEmpty;

    /// <summary>Feeds that there are, with and without readers.</summary>
    public int FeedCount
    {
        get
        {
            lock (_feedsGate)
                return _feeds.Count;
        }
    }

    /// <summary>Gives the selection of some signals; equal ones are the same object.</summary>
    /// <param name="ids">Signals in ascending order; kept.</param>
    /// <returns>Null after <see cref="End(WakeQueue)"/>.</returns>
    public StreamSelection? Select(int[] ids) => _selections?.Get(ids);

    /// <summary>Begins a stream of samples.</summary>
    /// <param name="selection">Its signals, from <see cref="Select"/>.</param>
    /// <param name="periodNs">Its period in simulated nanoseconds.</param>
    /// <param name="policy">What is given up when it is slow; not unspecified.</param>
    /// <param name="buffer">Samples that may wait for it; 0 for the most.</param>
    /// <param name="origin">Where it begins.</param>
    /// <param name="subscription">Out: the stream.</param>
    /// <returns>Ends it when disposed; null after <see cref="End(WakeQueue)"/>.</returns>
    public IDisposable? AddSampled(StreamSelection selection, long periodNs, V1.Conflation policy, uint buffer, StreamOrigin origin, out SampledSubscription subscription)
    {
        var key = new FeedKey(selection, periodNs, policy == V1.Conflation.Envelope);
        SampledSubscription added;
        lock (_feedsGate)
        {
            subscription = null!;
            if (_ring is not { } ring)
                return null;
            if (!_feeds.TryGetValue(key, out FeedEntry? entry))
            {
                long share = _historyLeft / HistoryShare;
                entry = new FeedEntry(new SampleFeed(selection, periodNs, key.HasExtremes, share, _clock), share);
                _historyLeft -= share;
                _feeds.Add(key, entry);
            }

            added = entry.Feed.Attach(ring, policy, buffer, origin);
            added.Terms.KeptNs = entry.Feed.KeptNs;
            added.Terms.LingersS = Lingers(entry.Feed) ? (uint)FrameDispatcher.Linger.TotalSeconds : 0;
            if (!_observers.Contains(entry.Feed))
                AddObserver(entry.Feed);
        }

        _counted(1);
        subscription = added;
        return new Ending(() => End(key, added));
    }

    /// <summary>Begins a stream of changes with all values of the newest frame.</summary>
    /// <param name="subscription">The stream.</param>
    /// <param name="origin">Where it begins.</param>
    /// <returns>Ends it when disposed; null after <see cref="End(WakeQueue)"/>.</returns>
    public IDisposable? AddChanges(ChangeSubscription subscription, StreamOrigin origin)
    {
        lock (_feedsGate)
        {
            if (_ring is not { } ring)
                return null;
            subscription.Begin(ring, origin);
            AddObserver(subscription);
        }

        _counted(1);
        return new Ending(() =>
        {
            RemoveObserver(subscription);
            subscription.Release();
            _counted(-1);
        });
    }

    /// <summary>Hands new frames to the feeds.</summary>
    /// <param name="wakes">Receives the streams that have something to send.</param>
    public void Poll(WakeQueue wakes)
    {
        if (_ring is not { } ring)
            return;
        long published = ring.Published;
        // Also without streams: one that begins between two looks relies on the frames after its beginning.
        int count = 0;
        for (long number = Math.Max(_nextFrame, published - ring.Capacity); number < published; number++)
            if (ring.TryGather(number, [], [], out FrameHeader header))
                _frames[count++] = new Frame(number, header);
        _nextFrame = published;
        if (count > 0)
            _newest = _frames[count - 1];
        if (published == 0)
            return;
        foreach (IFrameObserver observer in _observers)
            observer.Observe(ring, _frames.AsSpan(0, count), _newest, wakes);
    }

    /// <summary>Hands out the last frames and ends all streams, which then go on under the structure that took the place of this one.</summary>
    /// <param name="wakes">Receives all streams.</param>
    public void End(WakeQueue wakes)
    {
        Poll(wakes);
        ImmutableArray<IFrameObserver> observers;
        lock (_feedsGate)
        {
            _ring = null;
            _selections = null;
            _frames = [];
            observers = _observers;
            _observers = [];
            _feeds.Clear();
        }

        foreach (IFrameObserver observer in observers)
            observer.End(wakes);
    }

    /// <summary>Takes feeds away that have had no reader for long enough.</summary>
    public void EndLingering(long now)
    {
        lock (_feedsGate)
            foreach (FeedKey key in Lingering().Where(lingering => _time.GetElapsedTime(lingering.Value.LeftAt, now) >= FrameDispatcher.Linger).Select(lingering => lingering.Key).ToArray())
                Remove(key);
    }

    private static bool Lingers(SampleFeed feed) => feed.KeptNs >= LeastLingeringNs;

    private void AddObserver(IFrameObserver observer) =>
        ImmutableInterlocked.Update(ref _observers, static (observers, added) => observers.Add(added), observer);

    private void RemoveObserver(IFrameObserver observer) =>
        ImmutableInterlocked.Update(ref _observers, static (observers, gone) => observers.Remove(gone), observer);

    private void End(FeedKey key, SampledSubscription subscription)
    {
        lock (_feedsGate)
        {
            subscription.Feed.Detach(subscription);
            subscription.Release();
            if (_feeds.TryGetValue(key, out FeedEntry? entry))
            {
                entry.LeftAt = _time.GetTimestamp();
                if (entry.Feed.ReaderCount == 0 && !Lingers(entry.Feed))
                    Remove(key);
                else if (Lingering().Skip(FrameDispatcher.MaximumLingering).Any())
                    Remove(Lingering().MinBy(lingering => lingering.Value.LeftAt).Key);
            }
        }

        _counted(-1);
    }

    private IEnumerable<KeyValuePair<FeedKey, FeedEntry>> Lingering() => _feeds.Where(entry => entry.Value.Feed.ReaderCount == 0);

    private void Remove(FeedKey key)
    {
        _feeds.Remove(key, out FeedEntry? entry);
        _historyLeft += entry!.HistoryBytes;
        RemoveObserver(entry.Feed);
    }

    private readonly record struct FeedKey(StreamSelection Selection, long PeriodNs, bool HasExtremes);

    private sealed class FeedEntry(SampleFeed feed, long historyBytes)
    {
        public SampleFeed Feed => feed;

        public long HistoryBytes => historyBytes;

        public long LeftAt { get; set; }
    }

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
