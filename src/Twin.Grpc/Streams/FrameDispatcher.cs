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
    // Without streams only the alarm table follows, which has 16,384 records to spare.
    private const int IdlePollMilliseconds = 50;

    private readonly ITwin _twin;
    private readonly AlarmTable _alarms;
    private readonly int _pollMilliseconds;
    private readonly Frame[] _frames;
    private readonly AutoResetEvent _wake = new(initialState: false);
    private ImmutableArray<Entry> _entries = [];
    private ImmutableArray<AsyncSignal> _eventReaders = [];
    private long _nextFrame;
    private long _eventsSeen;
    private Thread? _thread;
    private int _isDisposed;
    private volatile bool _isStopping;

    /// <summary>Makes a dispatcher that does not run yet.</summary>
    public FrameDispatcher(ITwin twin, AlarmTable alarms, GrpcOptions options)
    {
        _twin = twin;
        _alarms = alarms;
        _pollMilliseconds = options.PollMilliseconds;
        _frames = new Frame[twin.Frames.Capacity];
    }

    /// <summary>Subscriptions that are served.</summary>
    public int SubscriptionCount => _entries.Length;

    /// <summary>Readers of events that are woken.</summary>
    public int EventReaderCount => _eventReaders.Length;

    /// <summary>Serves a subscription from the newest frame on.</summary>
    /// <returns>Ends it when disposed.</returns>
    public IDisposable Add(SignalSubscription subscription)
    {
        var entry = new Entry(subscription);
        ImmutableInterlocked.Update(ref _entries, static (entries, added) => entries.Add(added), entry);
        _wake.Set();
        return new Ending(() => ImmutableInterlocked.Update(ref _entries, static (entries, gone) => entries.Remove(gone), entry));
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
    }

    private void Run()
    {
        while (!_isStopping)
        {
            Poll();
            bool isIdle = _entries.IsEmpty && _eventReaders.IsEmpty;
            _wake.WaitOne(isIdle ? IdlePollMilliseconds : _pollMilliseconds);
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
        ImmutableArray<Entry> entries = _entries;
        if (entries.IsEmpty || published == 0)
        {
            _nextFrame = published;
            return;
        }

        int count = 0;
        for (long number = Math.Max(Math.Min(_nextFrame, published - 1), published - ring.Capacity); number < published; number++)
            if (ring.TryGather(number, [], [], out FrameHeader header))
                _frames[count++] = new Frame(number, header);
        if (count == 0)
            return;
        Frame newest = _frames[count - 1];
        // When nothing is new, the newest frame was looked up again for those that have not seen any.
        ReadOnlySpan<Frame> fresh = published > _nextFrame ? _frames.AsSpan(0, count) : [];
        _nextFrame = published;
        foreach (Entry entry in entries)
        {
            entry.Subscription.Observe(ring, entry.IsStarted ? fresh : _frames.AsSpan(count - 1, 1), newest);
            entry.IsStarted = true;
        }
    }

    private sealed class Entry(SignalSubscription subscription)
    {
        public SignalSubscription Subscription => subscription;

        public bool IsStarted { get; set; }
    }

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
