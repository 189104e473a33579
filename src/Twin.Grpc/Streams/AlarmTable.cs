using Twin.Engine.Running;

namespace Twin.Grpc.Streams;

/// <summary>The alarms that are raised and not cleared, followed in the event log.</summary>
internal sealed class AlarmTable(ITwin twin)
{
    private const int Batch = 256;
    private readonly Lock _gate = new();
    private readonly Dictionary<int, EventRecord> _raised = [];
    private readonly EventRecord[] _batch = new EventRecord[Batch];
    private long _next;
    private long _lost;

    /// <summary>Reads the log up to its end.</summary>
    public void Follow()
    {
        lock (_gate)
            FollowLocked();
    }

    /// <summary>Gives the events that raised the alarms that are active now, in order.</summary>
    /// <param name="next">Out: sequence number up to which this holds.</param>
    /// <param name="lost">Out: events that were overwritten before they could be followed.</param>
    public EventRecord[] Active(out long next, out long lost)
    {
        lock (_gate)
        {
            FollowLocked();
            next = _next;
            lost = _lost;
            return [.. _raised.Values.OrderBy(record => record.Sequence)];
        }
    }

    private void FollowLocked()
    {
        int count;
        do
        {
            count = twin.Events.Read(ref _next, _batch, out long lost);
            _lost += lost;
            foreach (EventRecord record in _batch.AsSpan(0, count))
            {
                if (!twin.Chassis.Events[record.Event].IsAlarm)
                    continue;
                if (record.IsCleared)
                    _raised.Remove(record.Event);
                else
                    _raised[record.Event] = record;
            }
        }
        while (count == Batch);
    }
}
