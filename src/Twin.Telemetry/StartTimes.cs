namespace Twin.Telemetry;

/// <summary>When sums began to count, by the clock of the wall: the same for all who tell it. May be used from any thread.</summary>
internal sealed class StartTimes(TimeProvider time)
{
    private const int Remembered = 64;

    private readonly Lock _gate = new();
    private readonly List<(long Timestamp, DateTimeOffset Start)> _known = [];

    /// <summary>By the clock of the system.</summary>
    public static StartTimes System { get; } = new(TimeProvider.System);

    /// <summary>Start of what the process counts.</summary>
    public DateTimeOffset Process { get; } = Rounded(time.GetUtcNow());

    /// <summary>By a clock.</summary>
    /// <param name="time">The clock; null for the system's.</param>
    public static StartTimes By(TimeProvider? time) => time is null || time == TimeProvider.System ? System : new(time);

    /// <summary>Start of an epoch, to the microsecond. Worked out once and remembered, so that it stays when the clock is set.</summary>
    /// <param name="timestamp"><see cref="Engine.Running.FrameHeader.EpochTimestamp"/> of its frames.</param>
    public DateTimeOffset OfEpoch(long timestamp)
    {
        lock (_gate)
        {
            foreach ((long known, DateTimeOffset found) in _known)
            {
                if (known == timestamp)
                {
                    return found;
                }
            }

            DateTimeOffset start = Rounded(time.GetUtcNow() - global::System.Diagnostics.Stopwatch.GetElapsedTime(timestamp));
            if (_known.Count == Remembered)
            {
                _known.RemoveAt(0);
            }

            _known.Add((timestamp, start));
            return start;
        }
    }

    // Seconds of Unix time hold microseconds in double precision, and nothing finer.
    private static DateTimeOffset Rounded(DateTimeOffset moment) => new(moment.Ticks - (moment.Ticks % TimeSpan.TicksPerMicrosecond), moment.Offset);
}
