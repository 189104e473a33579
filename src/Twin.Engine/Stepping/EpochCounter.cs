namespace Twin.Engine.Stepping;

/// <summary>Gives out epochs to a simulation and all its forks, none of them twice.</summary>
internal sealed class EpochCounter
{
    private long _highest;

    /// <summary>The next epoch: above every one given out so far and above the ones named. May be called from any thread.</summary>
    public long Next(long first, long second)
    {
        while (true)
        {
            long highest = Interlocked.Read(ref _highest);
            long next = Math.Max(highest, Math.Max(first, second)) + 1;
            if (Interlocked.CompareExchange(ref _highest, next, highest) == highest)
            {
                return next;
            }
        }
    }
}
