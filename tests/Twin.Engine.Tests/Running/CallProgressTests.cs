using Twin.Engine.Stepping;

namespace Twin.Engine.Tests.Running;

public sealed class CallProgressTests
{
    [Fact]
    public void GiveUp_OfACallThatHasEnded_IsWithdrawnAndTheThreadGoesOn()
    {
        var progress = new CallProgress();
        progress.Begin(3, Behavior.StepLink);
        long count = progress.Count;
        Assert.True(CallProgress.IsUnderWay(count));
        progress.End();
        Assert.False(progress.TryGiveUp(count));
        progress.Begin(3, Behavior.StepLink);
        progress.End();
        Assert.False(progress.TryGiveUp(progress.Count));
    }

    [Fact]
    public void GiveUp_OfACallUnderWay_NamesItAndEndsTheThread()
    {
        var progress = new CallProgress();
        progress.Begin(3, Behavior.StepControl);
        Assert.True(progress.TryGiveUp(progress.Count));
        Assert.Equal((3, Behavior.StepControl), (progress.Component, progress.Behavior));
        Assert.Throws<CallGivenUpException>(progress.End);
    }

    [Fact]
    public async Task GiveUp_WhileCallsComeAndGo_IsKnownToBothSidesOrToNone()
    {
        // One side makes calls without a pause, the other gives up whichever it sees: a verdict and the end of the thread come together.
        for (int round = 0; round < 200; round++)
        {
            var progress = new CallProgress();
            Task<bool> wasEnded = Task.Run(() => CallUntilGivenUp(progress));
            long count;
            do
            {
                count = progress.Count;
            }
            while (!progress.TryGiveUp(count));
            Assert.True(await wasEnded);
            Assert.Equal(count + 1, progress.Count);
        }
    }

    private static bool CallUntilGivenUp(CallProgress progress)
    {
        try
        {
            while (true)
            {
                progress.Begin(0, Behavior.StepPower);
                progress.End();
            }
        }
        catch (CallGivenUpException)
        {
            return true;
        }
    }
}
