namespace Twin.Engine.Running;

/// <summary>Measures how long one call has been under way, counting only time in which it could have gone on.</summary>
/// <remarks>
/// It is looked at from another thread, again and again. A look that comes late counts as one: whatever held the looking thread up (a collection, a stopped process, a machine that was suspended) may have held up
/// the other one too. Of a thread that runs, only time on a processor counts, so that neither a busy machine nor a quota makes a call long; of one that waits of its own accord, all but what it was kept waiting
/// for a processor; of one that the system holds, nothing.
/// </remarks>
/// <param name="period">Time between two looks.</param>
internal sealed class StallClock(TimeSpan period)
{
    private object? _source;
    private long _count;
    private ThreadAccount? _last;
    private TimeSpan _carried;

    /// <summary>How long the call that was seen last could have gone on.</summary>
    public TimeSpan Stalled { get; private set; }

    /// <summary>Takes a look.</summary>
    /// <param name="source">Whose count it is.</param>
    /// <param name="count">Changes whenever a call begins or ends.</param>
    /// <param name="isUnderWay">Whether a call is under way at this count.</param>
    /// <param name="elapsed">Time since the look before.</param>
    /// <param name="account">The account of the calling thread; null when there is none.</param>
    public void Look(object source, long count, bool isUnderWay, TimeSpan elapsed, ThreadAccount? account)
    {
        bool isSame = isUnderWay && ReferenceEquals(source, _source) && count == _count;
        if (!isSame)
        {
            _carried = TimeSpan.Zero;
        }

        Stalled = isSame ? Stalled + Counted(elapsed < period ? elapsed : period, account) : TimeSpan.Zero;
        (_source, _count, _last) = (source, count, account);
    }

    /// <summary>Forgets what it saw: the next look is the first one.</summary>
    public void Reset() => (_source, Stalled) = (null, TimeSpan.Zero);

    private TimeSpan Counted(TimeSpan elapsed, ThreadAccount? account)
    {
        if (account is not { } now || _last is not { } before)
        {
            return elapsed;
        }

        // Processor time comes in ticks: what is more than a look can count is kept for the next one, but not more than that can count.
        TimeSpan worked = _carried + (now.Processor - before.Processor);
        _carried = worked <= elapsed ? TimeSpan.Zero : worked - elapsed < period ? worked - elapsed : period;
        TimeSpan counted = now.Condition switch
        {
            ThreadCondition.Runnable => worked,
            ThreadCondition.Sleeping => elapsed - (now.Ready - before.Ready),
            _ => TimeSpan.Zero,
        };
        return counted < TimeSpan.Zero ? TimeSpan.Zero : counted < elapsed ? counted : elapsed;
    }
}
