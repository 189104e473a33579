using System.Diagnostics;
using Twin.Engine.Running;
using Twin.Engine.Stepping;

namespace Twin.Engine.Tests.Running;

public sealed class BudgetWatchTests
{
    private const int Overruns = 4;
    private readonly BudgetWatch _watch = new(TimeSpan.FromMilliseconds(1), Overruns);
    private double _readyMs;

    [Fact]
    public void Component_OverBudgetInARow_IsFoundInTheLastStepAndCountsAnew()
    {
        Assert.Equal([-1, -1, -1, 1, -1, -1, -1, 1], Enumerable.Range(0, 8).Select(_ => Step(0.4, 1.5, 0.4)));
    }

    [Fact]
    public void Row_WithAStepWithinTheBudget_BeginsAnew()
    {
        Assert.Equal([-1, -1, -1], Enumerable.Range(0, 3).Select(_ => Step(0, 1.5, 0)));

        // The step as a whole is over it, the component is not.
        Assert.Equal(-1, Step(0.9, 0.9, 0));
        Assert.Equal([-1, -1, -1], Enumerable.Range(0, 3).Select(_ => Step(0, 1.5, 0)));
        Assert.Equal(-1, Step(0, 0.9, 0));
        Assert.Equal([-1, -1, -1, 1], Enumerable.Range(0, 4).Select(_ => Step(0, 1.5, 0)));
    }

    [Fact]
    public void TwoComponents_OverBudget_AreFoundOneAfterTheOther()
    {
        Assert.Equal([-1, -1, -1, 0, 2], Enumerable.Range(0, 5).Select(_ => Step(2, 0, 2)));
    }

    [Fact]
    public void Step_InWhichTheThreadWaitedForAProcessor_NeitherCountsNorEndsTheRow()
    {
        Assert.Equal([-1, -1, -1], Enumerable.Range(0, 3).Select(_ => Step(0, 1.5, 0)));
        for (int i = 0; i < 10; i++)
        {
            _readyMs += 5;
            Assert.Equal(-1, Step(0, 5.5, 0));
        }

        Assert.Equal(1, Step(0, 1.5, 0));
    }

    // Time goes as the test says: a stage of the step ends so much later than it began.
    private int Step(params ReadOnlySpan<double> milliseconds)
    {
        var timing = new StepTiming(milliseconds.Length);
        timing.Begin();
        double sum = 0;
        for (int i = 0; i < milliseconds.Length; i++)
        {
            timing.Add(i, Ticks(milliseconds[i]));
            sum += milliseconds[i];
        }

        long began = Stopwatch.GetTimestamp();
        timing.End(Stage.Inputs, began);
        timing.End(Stage.Activity, began + Ticks(sum));
        return _watch.Look(timing, () => new ThreadAccount(TimeSpan.Zero, TimeSpan.FromMilliseconds(_readyMs), ThreadCondition.Runnable));
    }

    private static long Ticks(double milliseconds) => (long)(milliseconds * 1e-3 * Stopwatch.Frequency);
}
