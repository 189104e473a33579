using Twin.Engine.Running;
using Twin.Grpc.Lookup;

namespace Twin.Grpc.Streams;

/// <summary>The alarms that are raised and not cleared, followed in the event log, and who has acknowledged them.</summary>
/// <remarks>When the chassis gets another structure, its log begins with all alarms that are up: those are the active ones then. One that was acknowledged under the same path stays so.</remarks>
internal sealed class AlarmTable(Structures structures)
{
    private const int Batch = 256;
    private readonly Lock _gate = new();
    private EventTable _events = structures.Now.Events;
    private readonly Dictionary<int, ActiveAlarm> _raised = [];

    // Acknowledgements from before the change of the structure, and the moment of the first event after it, which is the reload itself: what is raised at that moment was raised before.
    private readonly Dictionary<int, V1.Acknowledgement> _carried = [];
    private (long Epoch, long Step)? _changedAt;
    private readonly EventRecord[] _batch = new EventRecord[Batch];
    private long _next;
    private long _lost;
    private long _version;

    /// <summary>Tells that an alarm was acknowledged. Raised outside of any lock, on the thread of the caller.</summary>
    public event Action? Acknowledged;

    /// <summary>Counts changes of what is acknowledged: acknowledgements, and acknowledged alarms that went away.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>Reads the log up to its end.</summary>
    public void Follow()
    {
        lock (_gate)
            FollowLocked();
    }

    /// <summary>Gives the alarms that are active now, in the order in which they were raised.</summary>
    /// <param name="events">Out: what their numbers mean.</param>
    /// <param name="next">Out: sequence number up to which this holds.</param>
    /// <param name="lost">Out: events that were overwritten before they could be followed.</param>
    public ActiveAlarm[] Active(out EventTable events, out long next, out long lost)
    {
        lock (_gate)
        {
            FollowLocked();
            events = _events;
            next = _next;
            lost = _lost;
            return Ordered(_raised.Values);
        }
    }

    /// <summary>Acknowledges active alarms: all of them, or none when one is not active. Those that are acknowledged already stay as they are.</summary>
    /// <param name="sequences">Sequence numbers of the events that raised them.</param>
    /// <param name="acknowledgement">Who, when and why.</param>
    /// <param name="events">Out: what the numbers of the alarms mean.</param>
    /// <param name="unknown">Out: those that are not active; empty when all was done.</param>
    /// <returns>The alarms; empty when one is not active.</returns>
    public ActiveAlarm[] Acknowledge(IReadOnlyCollection<long> sequences, V1.Acknowledgement acknowledgement, out EventTable events, out long[] unknown)
    {
        ActiveAlarm[] alarms;
        lock (_gate)
        {
            FollowLocked();
            events = _events;
            ILookup<long, ActiveAlarm> bySequence = _raised.Values.ToLookup(alarm => alarm.Raised.Sequence);
            unknown = [.. sequences.Distinct().Where(sequence => !bySequence.Contains(sequence))];
            if (unknown.Length > 0)
                return [];
            alarms = Ordered(sequences.Distinct().Select(sequence => bySequence[sequence].First()));
            for (int i = 0; i < alarms.Length; i++)
            {
                if (alarms[i].Acknowledgement is not null)
                    continue;
                alarms[i] = alarms[i] with { Acknowledgement = acknowledgement };
                _raised[alarms[i].Raised.Event] = alarms[i];
                _version++;
            }
        }

        Acknowledged?.Invoke();
        return alarms;
    }

    private static ActiveAlarm[] Ordered(IEnumerable<ActiveAlarm> alarms) => [.. alarms.OrderBy(alarm => alarm.Raised.Sequence)];

    private void FollowLocked()
    {
        while (true)
        {
            // Looked up before the log is read: when there is another one, this one is read to its end.
            EventTable? following = structures.After(_events);
            Drain();
            if (following is null)
                return;
            Move(following);
        }
    }

    private void Drain()
    {
        int count;
        do
        {
            count = _events.Log.Read(ref _next, _batch, out long lost);
            _lost += lost;
            foreach (EventRecord record in _batch.AsSpan(0, count))
            {
                if (_carried.Count > 0 && (_changedAt ??= (record.Epoch, record.Step)) != (record.Epoch, record.Step))
                    _carried.Clear();
                if (!_events.Kinds[record.Event].IsAlarm)
                    continue;
                if (_raised.Remove(record.Event, out ActiveAlarm before) && before.Acknowledgement is not null)
                    _version++;
                if (!record.IsCleared)
                    _raised[record.Event] = new ActiveAlarm(record, _carried.Remove(record.Event, out V1.Acknowledgement? acknowledgement) ? acknowledgement : null);
            }
        }
        while (count == Batch);
    }

    private void Move(EventTable following)
    {
        _carried.Clear();
        _changedAt = null;
        foreach (ActiveAlarm alarm in _raised.Values)
            if (alarm.Acknowledgement is { } acknowledgement && following.Paths.Find(_events.Kinds[alarm.Raised.Event].Path) is >= 0 and int kind)
                _carried[kind] = acknowledgement;
        if (_raised.Values.Any(alarm => alarm.Acknowledgement is not null))
            _version++;
        _raised.Clear();
        _events = following;
    }
}
