using Twin.Engine.Running;

namespace Twin.Engine.Tests.Running;

public sealed class StallClockTests
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(10);
    private static readonly object Source = new();

    [Fact]
    public void Call_FoundAgainAndAgain_CountsFromTheFirstLook()
    {
        var clock = new StallClock(Period);
        Look(clock, 1, 10);
        Assert.Equal(0, clock.Stalled.TotalMilliseconds);
        Look(clock, 1, 10);
        Look(clock, 1, 8);
        Assert.Equal(18, clock.Stalled.TotalMilliseconds);
    }

    [Fact]
    public void Call_ThatEnded_OrOfAnotherRun_CountsAnew()
    {
        var clock = new StallClock(Period);
        Look(clock, 1, 10);
        Look(clock, 1, 10);
        Look(clock, 3, 10);
        Assert.Equal(0, clock.Stalled.TotalMilliseconds);
        Look(clock, 3, 10);
        clock.Look(new object(), 3, true, Period, null);
        Assert.Equal(0, clock.Stalled.TotalMilliseconds);
        Look(clock, 4, 10);
        clock.Look(Source, 4, false, Period, null);
        Assert.Equal(0, clock.Stalled.TotalMilliseconds);
    }

    [Fact]
    public void Look_ThatComesLate_CountsAsOne()
    {
        var clock = new StallClock(Period);
        Look(clock, 1, 10);
        Look(clock, 1, 60_000);
        Assert.Equal(10, clock.Stalled.TotalMilliseconds);
    }

    [Fact]
    public void Thread_ThatRuns_CountsItsTimeOnAProcessorAlone()
    {
        var clock = new StallClock(Period);
        Look(clock, 1, 10, new ThreadAccount(Ms(100), Ms(0), ThreadCondition.Runnable));
        Look(clock, 1, 10, new ThreadAccount(Ms(103), Ms(7), ThreadCondition.Runnable));
        Assert.Equal(3, clock.Stalled.TotalMilliseconds);

        // A quota that is used up: neither run nor waited for a processor.
        Look(clock, 1, 10, new ThreadAccount(Ms(103), Ms(7), ThreadCondition.Runnable));
        Assert.Equal(3, clock.Stalled.TotalMilliseconds);

        // The kernel writes processor time down with its ticks.
        Look(clock, 1, 10, new ThreadAccount(Ms(115), Ms(7), ThreadCondition.Runnable));
        Assert.Equal(13, clock.Stalled.TotalMilliseconds);
        Look(clock, 1, 10, new ThreadAccount(Ms(123), Ms(7), ThreadCondition.Runnable));
        Assert.Equal(23, clock.Stalled.TotalMilliseconds);

        // A look that comes late counts as one, whatever it finds: two at most with the next.
        Look(clock, 1, 500, new ThreadAccount(Ms(623), Ms(7), ThreadCondition.Runnable));
        Look(clock, 1, 10, new ThreadAccount(Ms(623), Ms(7), ThreadCondition.Runnable));
        Look(clock, 1, 10, new ThreadAccount(Ms(623), Ms(7), ThreadCondition.Runnable));
        Assert.Equal(43, clock.Stalled.TotalMilliseconds);
    }

    [Fact]
    public void Thread_ThatSleeps_CountsAllButWhatItWaitedForAProcessor()
    {
        var clock = new StallClock(Period);
        Look(clock, 1, 10, new ThreadAccount(Ms(100), Ms(20), ThreadCondition.Sleeping));
        Look(clock, 1, 10, new ThreadAccount(Ms(100), Ms(24), ThreadCondition.Sleeping));
        Assert.Equal(6, clock.Stalled.TotalMilliseconds);
        Look(clock, 1, 10, new ThreadAccount(Ms(100), Ms(44), ThreadCondition.Sleeping));
        Assert.Equal(6, clock.Stalled.TotalMilliseconds);
    }

    [Fact]
    public void Thread_ThatTheSystemHolds_CountsNothing()
    {
        var clock = new StallClock(Period);
        for (int i = 0; i < 100; i++)
        {
            Look(clock, 1, 10, new ThreadAccount(Ms(100), Ms(0), ThreadCondition.Held));
        }

        Assert.Equal(0, clock.Stalled.TotalMilliseconds);
    }

    private static void Look(StallClock clock, long count, double elapsedMs, ThreadAccount? account = null) => clock.Look(Source, count, true, Ms(elapsedMs), account);

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
