using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Twin.Grpc.Lookup;

namespace Twin.Grpc.Streams;

/// <summary>The one thread that looks for new frames and events and hands them to all streams.</summary>
/// <remarks>
/// It polls two counters, so that the stepping thread does nothing for its readers and does not know of them. Values are taken here and not
/// in each stream's own time, because a frame is overwritten within milliseconds and the thread pool may be late. A thread of its own for the same reason.
/// Streams belong to a structure of the chassis (<see cref="Current"/>). When there is another one, the last frames of the old one are handed out, and its streams begin anew under the new one.
/// </remarks>
internal sealed class FrameDispatcher : IHostedService, IDisposable
{
    /// <summary>Feeds that go on without a reader at a time.</summary>
    public const int MaximumLingering = 16;

    /// <summary>How long a feed goes on without a reader.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromSeconds(60);

    // Without streams only the alarm table follows, which has 16,384 records to spare.
    private const int IdlePollMilliseconds = 50;

    // While streams wait for their turn to be woken.
    private const int WakingPollMilliseconds = 1;

    // How often it is looked whether a feed has lingered long enough.
    private static readonly TimeSpan LingeringLook = TimeSpan.FromSeconds(1);

    private readonly Structures _structures;
    private readonly AlarmTable _alarms;
    private readonly int _pollMilliseconds;
    private readonly long _historyBytes;
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly TimeProvider _time;
    private readonly WallClock _clock;
    private readonly WakeQueue _wakes = new();
    private readonly Lock _gate = new();
    private readonly ConcurrentQueue<StructureStreams> _replaced = new();
    private volatile StreamPlace _current;
    private long _lingeringSeen;
    private ImmutableArray<AsyncSignal> _eventReaders = [];
    private EventTable _events;
    private long _eventsSeen;
    private int _subscriptions;
    private Thread? _thread;
    private int _isDisposed;
    private volatile bool _isStopping;

    /// <summary>Makes a dispatcher that does not run yet.</summary>
    /// <param name="structures">The structure of the chassis.</param>
    /// <param name="alarms">The alarms to follow.</param>
    /// <param name="options">Limits.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public FrameDispatcher(Structures structures, AlarmTable alarms, GrpcOptions options, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        _clock = new WallClock(_time);
        _structures = structures;
        _alarms = alarms;
        _pollMilliseconds = options.PollMilliseconds;
        _historyBytes = options.HistoryBytes;
        _events = structures.Now.Events;
        _current = Place(structures.Now);
    }

    /// <summary>The structure of now with its streams: one look gives both.</summary>
    public StreamPlace Current
    {
        get
        {
            Structure now = _structures.Now;
            StreamPlace current = _current;
            return ReferenceEquals(current.Lookup, now.Lookup) ? current : Follow();
        }
    }

    /// <summary>Subscriptions that are served.</summary>
    public int SubscriptionCount => Volatile.Read(ref _subscriptions);

    /// <summary>Feeds that there are, with and without readers.</summary>
    public int FeedCount => _current.Streams.FeedCount;

    /// <summary>The clock by which frames are dated.</summary>
    public WallClock Clock => _clock;

    /// <summary>Readers of events that are woken.</summary>
    public int EventReaderCount => _eventReaders.Length;

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
        StructureStreams streams = Current.Streams;
        while (_replaced.TryDequeue(out StructureStreams? replaced))
            replaced.End(_wakes);
        streams.Poll(_wakes);
        _wakes.WakeSome();
        EndLingering(streams);
    }

    private void Run()
    {
        while (!_isStopping)
        {
            Poll();
            bool isIdle = _current.Streams.IsIdle && _eventReaders.IsEmpty;
            _wake.WaitOne(_wakes.Count > 0 ? WakingPollMilliseconds : isIdle ? IdlePollMilliseconds : _pollMilliseconds);
        }
    }

    private StreamPlace Place(Structure structure) => new(structure.Lookup, new StructureStreams(structure, _historyBytes, _clock, _time, Count));

    private void Count(int streams)
    {
        Interlocked.Add(ref _subscriptions, streams);
        if (streams > 0)
            _wake.Set();
    }

    private StreamPlace Follow()
    {
        lock (_gate)
        {
            Structure now = _structures.Now;
            if (!ReferenceEquals(_current.Lookup, now.Lookup))
            {
                // Ended by the dispatcher's thread, which alone looks at frames.
                _replaced.Enqueue(_current.Streams);
                _current = Place(now);
                _wake.Set();
            }

            return _current;
        }
    }

    private void PollEvents()
    {
        EventTable events = _structures.Now.Events;
        long written = events.Log.Written;
        if (written == _eventsSeen && ReferenceEquals(events, _events))
            return;
        _eventsSeen = written;
        _events = events;
        _alarms.Follow();
        foreach (AsyncSignal reader in _eventReaders)
            reader.Set();
    }

    private void EndLingering(StructureStreams streams)
    {
        long now = _time.GetTimestamp();
        if (_time.GetElapsedTime(_lingeringSeen, now) < LingeringLook)
            return;
        _lingeringSeen = now;
        streams.EndLingering(now);
    }

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
