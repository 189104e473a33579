using Twin.Units;

namespace Twin.Engine.Workloads;

/// <summary>When a job that computes and communicates in turn communicates: the last part of every period.</summary>
/// <remarks>A job begins by computing, so that the first moment of a run is quiet. Exact in nanoseconds: no phase is lost after a year.</remarks>
public readonly record struct BurstTiming
{
    private readonly long _periodNs;
    private readonly long _quietNs;

    /// <summary>Makes it.</summary>
    /// <param name="period">From one burst to the next, greater than zero.</param>
    /// <param name="duty">Share of the period that is communication, 0 to 1; rounded to whole nanoseconds.</param>
    public BurstTiming(Duration period, double duty)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(period, Duration.Zero);
        WorkloadGuard.Share(duty);
        _periodNs = period.Nanoseconds;
        _quietNs = _periodNs - (long)Math.Round(_periodNs * duty);
    }

    /// <summary>From one burst to the next.</summary>
    public Duration Period => Duration.FromNanoseconds(_periodNs);

    /// <summary>Share of the period that is communication, as rounded.</summary>
    public double Duty => _periodNs == 0 ? 0 : (_periodNs - _quietNs) / (double)_periodNs;

    /// <summary>Whether there is communication.</summary>
    /// <param name="time">Time since the job began, zero or more.</param>
    public bool IsBurst(Duration time) => _periodNs > 0 && time.Nanoseconds % _periodNs >= _quietNs;

    /// <summary>Whether there is communication for one who began later.</summary>
    /// <param name="time">Time since the job began, zero or more.</param>
    /// <param name="lag">How far into a period of the job he begins his own, 0 to 1 periods.</param>
    public bool IsBurst(Duration time, double lag)
    {
        if (_periodNs == 0)
            return false;
        long phase = time.Nanoseconds % _periodNs - (long)Math.Round(lag * _periodNs);
        return (phase < 0 ? phase + _periodNs : phase) >= _quietNs;
    }
}
