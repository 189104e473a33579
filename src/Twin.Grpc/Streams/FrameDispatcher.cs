using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Twin.Engine.Running;

namespace Twin.Grpc.Streams;

/// <summary>The one thread that looks for new frames and events and hands them to all streams.</summary>
/// <remarks>
/// It polls two counters, so that the stepping thread does nothing for its readers and does not know of them. Values are taken here and not
/// in each stream's own time, because a frame is overwritten within milliseconds and the thread pool may be late. A thread of its own for the same reason.
/// </remarks>
internal sealed class FrameDispatcher : IHostedService, IDisposable
{
    /// <summary>Feeds that go on without a reader at a time.</summary>
    public const int MaximumLingering = 16;

    /// <summary>How long a feed goes on without a reader.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromSeconds(60);

    // A feed that keeps less of the past than a client needs to connect again does not go on without one. This also bounds what lingering costs.
    private const long LeastLingeringNs = 1_000_000_000;

    // A new feed may keep an eighth of what the others leave, so that the whole is never more than it may be, however many there are.
    private const int HistoryShare = 8;

    // Without streams only the alarm table follows, which has 16,384 records to spare.
    private const int IdlePollMilliseconds = 50;

    // While streams wait for their turn to be woken.
    private const int WakingPollMilliseconds = 1;

    // How often it is looked whether a feed has lingered long enough.
    private static readonly TimeSpan LingeringLook = TimeSpan.FromSeconds(1);

    private readonly ITwin _twin;
    private readonly AlarmTable _alarms;
    private readonly int _pollMilliseconds;
    private readonly Frame[] _frames;
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly TimeProvider _time;
    private readonly WallClock _clock;
    private readonly SelectionTable _selections;
    private readonly WakeQueue _wakes = new();
    private readonly Lock _feedsGate = new();
    private readonly Dictionary<FeedKey, FeedEntry> _feeds = [];
    private long _historyLeft;
    private long _lingeringSeen;
    private ImmutableArray<IFrameObserver> _observers = [];
    private ImmutableArray<AsyncSignal> _eventReaders = [];
    private Frame _newest;
    private long _nextFrame;
    private long _eventsSeen;
    private int _subscriptions;
    private Thread? _thread;
    private int _isDisposed;
    private volatile bool _isStopping;

    /// <summary>Makes a dispatcher that does not run yet.</summary>
    /// <param name="twin">The twin.</param>
    /// <param name="alarms">The alarms to follow.</param>
    /// <param name="options">Limits.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public FrameDispatcher(ITwin twin, AlarmTable alarms, GrpcOptions options, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        _clock = new WallClock(_time);
        _selections = new SelectionTable(twin.Chassis);
        _historyLeft = options.HistoryBytes;
        _twin = twin;
        _alarms = alarms;
        _pollMilliseconds = options.PollMilliseconds;
        _frames = new Frame[twin.Frames.Capacity];
    }

    /// <summary>Subscriptions that are served.</summary>
    public int SubscriptionCount => Volatile.Read(ref _subscriptions);

    /// <summary>Feeds that there are, with and without readers.</summary>
    public int FeedCount
    {
        get
        {
            lock (_feedsGate)
                return _feeds.Count;
        }
    }

    /// <summary>The clock by which frames are dated.</summary>
    public WallClock Clock => _clock;

    /// <summary>Readers of events that are woken.</summary>
    public int EventReaderCount => _eventReaders.Length;

    /// <summary>Gives the selection of some signals; equal ones are the same object.</summary>
    /// <param name="ids">Signals in ascending order; kept.</param>
    public StreamSelection Select(int[] ids) => _selections.Get(ids);

    /// <summary>Begins a stream of samples.</summary>
    /// <param name="selection">Its signals, from <see cref="Select"/>.</param>
    /// <param name="periodNs">Its period in simulated nanoseconds.</param>
    /// <param name="policy">What is given up when it is slow; not unspecified.</param>
    /// <param name="buffer">Samples that may wait for it; 0 for the most.</param>
    /// <param name="resume">Where it was; null to begin with the newest frame.</param>
    /// <param name="isSameRun">Whether that was in this run.</param>
    /// <param name="subscription">Out: the stream.</param>
    /// <returns>Ends it when disposed.</returns>
    public IDisposable AddSampled(
        StreamSelection selection, long periodNs, V1.Conflation policy, uint buffer, V1.Position? resume, bool isSameRun, out SampledSubscription subscription)
    {
        var key = new FeedKey(selection, periodNs, policy == V1.Conflation.Envelope);
        SampledSubscription added;
        lock (_feedsGate)
        {
            if (!_feeds.TryGetValue(key, out FeedEntry? entry))
            {
                long share = _historyLeft / HistoryShare;
                entry = new FeedEntry(new SampleFeed(selection, periodNs, key.HasExtremes, share, _clock), share);
                _historyLeft -= share;
                _feeds.Add(key, entry);
            }

            added = entry.Feed.Attach(_twin.Frames, policy, buffer, resume, isSameRun);
            added.Terms.KeptNs = entry.Feed.KeptNs;
            added.Terms.LingersS = Lingers(entry.Feed) ? (uint)Linger.TotalSeconds : 0;
            if (!_observers.Contains(entry.Feed))
                AddObserver(entry.Feed);
        }

        Interlocked.Increment(ref _subscriptions);
        _wake.Set();
        subscription = added;
        return new Ending(() => End(key, added));
    }

    /// <summary>Begins a stream of changes with all values of the newest frame.</summary>
    /// <param name="subscription">The stream.</param>
    /// <param name="resume">Where it was; null when it is new.</param>
    /// <param name="isSameRun">Whether that was in this run.</param>
    /// <returns>Ends it when disposed.</returns>
    public IDisposable AddChanges(ChangeSubscription subscription, V1.Position? resume = null, bool isSameRun = true)
    {
        subscription.Begin(_twin.Frames, resume, isSameRun);
        AddObserver(subscription);
        Interlocked.Increment(ref _subscriptions);
        _wake.Set();
        return new Ending(() =>
        {
            RemoveObserver(subscription);
            subscription.Release();
            Interlocked.Decrement(ref _subscriptions);
        });
    }

    /// <summary>Sets a signal whenever there are new events.</summary>
    /// <returns>Ends it when disposed.</returns>
    public IDisposable Add(AsyncSignal eventReader)
    {
        ImmutableInterlocked.Update(ref _eventReaders, static (readers, added) => readers.Add(added), eventReader);
        _wake.Set();
        return new Ending(() => ImmutableInterlocked.Update(ref _eventReaders, static (readers, gone) => readers.Remove(gone), eventReader));
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "grpc frames" };
        _thread.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        _wake.Set();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The container knows this object under two registrations and disposes of it for each.
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        _isStopping = true;
        _wake.Set();
        _thread?.Join();
        _wake.Dispose();
    }

    /// <summary>Looks once. For the thread, and for tests in its place.</summary>
    internal void Poll()
    {
        PollEvents();
        PollFrames();
        _wakes.WakeSome();
        EndLingering();
    }

    private void Run()
    {
        while (!_isStopping)
        {
            Poll();
            bool isIdle = _observers.IsEmpty && _eventReaders.IsEmpty;
            _wake.WaitOne(_wakes.Count > 0 ? WakingPollMilliseconds : isIdle ? IdlePollMilliseconds : _pollMilliseconds);
        }
    }

    private void PollEvents()
    {
        long written = _twin.Events.Written;
        if (written == _eventsSeen)
            return;
        _eventsSeen = written;
        _alarms.Follow();
        foreach (AsyncSignal reader in _eventReaders)
            reader.Set();
    }

    private void PollFrames()
    {
        FrameRing ring = _twin.Frames;
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
            observer.Observe(ring, _frames.AsSpan(0, count), _newest, _wakes);
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
            FeedEntry entry = _feeds[key];
            entry.Feed.Detach(subscription);
            subscription.Release();
            entry.LeftAt = _time.GetTimestamp();
            if (entry.Feed.ReaderCount == 0 && !Lingers(entry.Feed))
                Remove(key);
            else if (Lingering().Skip(MaximumLingering).Any())
                Remove(Lingering().MinBy(lingering => lingering.Value.LeftAt).Key);
        }

        Interlocked.Decrement(ref _subscriptions);
    }

    private void EndLingering()
    {
        long now = _time.GetTimestamp();
        if (_time.GetElapsedTime(_lingeringSeen, now) < LingeringLook)
            return;
        _lingeringSeen = now;
        lock (_feedsGate)
            foreach (FeedKey key in Lingering().Where(lingering => _time.GetElapsedTime(lingering.Value.LeftAt, now) >= Linger).Select(lingering => lingering.Key).ToArray())
                Remove(key);
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
