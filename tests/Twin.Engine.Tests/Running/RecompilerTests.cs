using Twin.Engine.Compiling;
using Twin.Engine.Running;

namespace Twin.Engine.Tests.Running;

public sealed class RecompilerTests
{
    private static readonly TimeSpan SafetyNet = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_ThatIsGivenUp_CallsNoOtherComponent(bool isCancelled)
    {
        using var begun = new ManualResetEventSlim();
        using var released = new ManualResetEventSlim();
        var end = new TaskCompletionSource<string>();
        using var cancellation = new CancellationTokenSource();
        var recompiler = new Recompiler(isCancelled ? SafetyNet : TimeSpan.FromMilliseconds(100), TimeProvider.System);
        Task<int> run = recompiler.RunAsync(Compile, cancellation.Token);
        Assert.True(begun.Wait(SafetyNet));
        if (isCancelled)
        {
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(SafetyNet));
        }
        else
        {
            HangException hang = await Assert.ThrowsAsync<HangException>(() => run.WaitAsync(SafetyNet));
            Assert.Equal("chassis0/a", hang.Component);
        }

        // One that hangs is in nobody's way; one that was cancelled is waited for, since no plugin describes two things at once.
        Task<int> next = recompiler.RunAsync(_ => 2, CancellationToken.None);
        if (!isCancelled)
        {
            Assert.Equal(2, await next.WaitAsync(SafetyNet));
        }

        Assert.Equal(!isCancelled, next.IsCompleted);
        released.Set();
        Assert.Equal(2, await next.WaitAsync(SafetyNet));
        Assert.Equal("chassis0/b was not begun", await end.Task.WaitAsync(SafetyNet));

        int Compile(DescribingProgress describing)
        {
            describing.Begin("chassis0/a");
            begun.Set();
            released.Wait();
            try
            {
                describing.Begin("chassis0/b");
                end.SetResult("chassis0/b was begun");
            }
            catch (OperationCanceledException)
            {
                end.SetResult("chassis0/b was not begun");
            }

            return 1;
        }
    }

    [Fact]
    public async Task Run_WithEveryComponentDescribed_TakesAsLongAsItLikes()
    {
        var recompiler = new Recompiler(TimeSpan.FromSeconds(0.5), TimeProvider.System);
        int result = await recompiler.RunAsync(
            describing =>
            {
                describing.Begin("chassis0/a");
                describing.End();
                Thread.Sleep(TimeSpan.FromSeconds(1.2));
                return 1;
            },
            CancellationToken.None).WaitAsync(SafetyNet);
        Assert.Equal(1, result);
    }

    [Fact]
    public async Task Runs_AskedAtOnce_AreDoneOneAfterAnother()
    {
        var recompiler = new Recompiler(SafetyNet, TimeProvider.System);
        int underWay = 0;
        int most = 0;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => recompiler.RunAsync(
            _ =>
            {
                most = Math.Max(most, Interlocked.Increment(ref underWay));
                Thread.Yield();
                Interlocked.Decrement(ref underWay);
                return 0;
            },
            CancellationToken.None))).WaitAsync(SafetyNet);
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task Run_ThatThrows_SaysWhatAndMakesRoom()
    {
        var recompiler = new Recompiler(SafetyNet, TimeProvider.System);
        await Assert.ThrowsAsync<InvalidOperationException>(() => recompiler.RunAsync<int>(_ => throw new InvalidOperationException("on purpose"), CancellationToken.None));
        Assert.Equal(2, await recompiler.RunAsync(_ => 2, CancellationToken.None));
    }
}
