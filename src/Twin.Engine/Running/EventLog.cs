namespace Twin.Engine.Running;

/// <summary>The events of a run in order, written by the stepping thread without allocation, read by any number of readers at their own pace.</summary>
/// <remarks>The newest <see cref="Capacity"/> records are kept. A reader that fell further behind is told how many it lost.</remarks>
public sealed class EventLog
{
    private readonly EventRecord[] _records;
    private readonly long[] _counts;
    private readonly long _first;
    private long _written;

    /// <summary>Makes an empty log.</summary>
    /// <param name="capacity">Records kept.</param>
    /// <param name="kinds">Number of <see cref="Structure.CompiledChassis.Events"/>, each of which is counted for itself.</param>
    /// <param name="first">Sequence number of the first record; above zero for a log that goes on where another one ended.</param>
    public EventLog(int capacity = 16384, int kinds = 0, long first = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfNegative(kinds);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        _first = first;
        _written = first;
        _counts = new long[kinds];

        // One more: the record that is being written may be torn.
        _records = new EventRecord[capacity + 1];
    }

    /// <summary>Records kept.</summary>
    public int Capacity => _records.Length - 1;

    /// <summary>Records written so far, those before the first one of this log included: the sequence number of the next.</summary>
    public long Written => Volatile.Read(ref _written);

    /// <summary>Records of one event so far, kept or not; an alarm counts when it comes and when it goes.</summary>
    /// <param name="kind">Index into <see cref="Structure.CompiledChassis.Events"/>.</param>
    /// <returns>The count; 0 for a kind that the log was not made for.</returns>
    public long Count(int kind) => (uint)kind < (uint)_counts.Length ? Volatile.Read(ref _counts[kind]) : 0;

    /// <summary>Appends a record. For the stepping thread.</summary>
    /// <param name="record">The record; its sequence number is set here.</param>
    public void Append(in EventRecord record)
    {
        _records[_written % _records.Length] = record with { Sequence = _written };
        if ((uint)record.Event < (uint)_counts.Length)
        {
            Volatile.Write(ref _counts[record.Event], _counts[record.Event] + 1);
        }

        Volatile.Write(ref _written, _written + 1);
    }

    /// <summary>Copies records from a position on.</summary>
    /// <param name="from">Sequence number of the first record wanted; moves on past the last one copied.</param>
    /// <param name="records">Out: the records, as many as fit and are there.</param>
    /// <param name="lost">Out: how many were overwritten before they could be read.</param>
    /// <returns>Number of records copied.</returns>
    public int Read(ref long from, Span<EventRecord> records, out long lost)
    {
        lost = 0;
        while (true)
        {
            long written = Written;
            long oldest = Math.Max(_first, written - _records.Length + 1);
            if (from < oldest)
            {
                lost += oldest - from;
                from = oldest;
            }

            int count = (int)Math.Min(records.Length, written - from);
            for (int i = 0; i < count; i++)
            {
                records[i] = _records[(from + i) % _records.Length];
            }

            Interlocked.MemoryBarrier();
            if (Written - from < _records.Length)
            {
                from += count;
                return count;
            }
        }
    }
}
