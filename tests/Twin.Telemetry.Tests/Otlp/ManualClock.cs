namespace Twin.Telemetry.Tests.Otlp;

/// <summary>A clock that moves only when a test says so; timers fire in their order on the thread that moves it.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Time until the first wait ends that is for once; null when nobody waits. What repeats is no wait.</summary>
    public TimeSpan? NextWait
    {
        get
        {
            lock (_gate)
            {
                return _timers.Where(timer => timer.Period <= TimeSpan.Zero).Min(timer => (DateTimeOffset?)timer.Due) - _now;
            }
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock.</summary>
    /// <param name="time">How far.</param>
    /// <param name="holdsPeriods">Whether timers that fire again and again stand still meanwhile: waits end, and no interval does.</param>
    public void Advance(TimeSpan time, bool holdsPeriods = false)
    {
        DateTimeOffset end = GetUtcNow() + time;
        if (holdsPeriods)
        {
            lock (_gate)
            {
                _timers.Where(timer => timer.Period > TimeSpan.Zero).ToList().ForEach(timer => timer.Due += time);
            }
        }

        while (true)
        {
            ManualTimer? next;
            lock (_gate)
            {
                next = _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
                _now = next?.Due ?? end;
                if (next is null)
                {
                    return;
                }

                if (next.Period > TimeSpan.Zero)
                {
                    next.Due += next.Period;
                }
                else
                {
                    _timers.Remove(next);
                }
            }

            next.Fire();
        }
    }

    private sealed class ManualTimer(ManualClock clock, Action fire) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock._now + dueTime;
                    Period = period;
                    clock._timers.Add(this);
                }
            }

            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
