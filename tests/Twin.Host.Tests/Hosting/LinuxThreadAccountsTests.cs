using Twin.Engine.Running;
using Twin.Host.Hosting;

namespace Twin.Host.Tests.Hosting;

public sealed class LinuxThreadAccountsTests
{
    [Fact]
    public void Account_OfAThreadThatWorksAndThenWaitsAndThenEnds_SaysSoToAnotherThread()
    {
        if (LinuxThreadAccounts.Open() is not { } accounts)
        {
            Assert.False(OperatingSystem.IsLinux() && File.Exists("/proc/self/schedstat"), "The system has accounts, and they are not found.");
            return;
        }

        using var mayWait = new ManualResetEventSlim(false);
        using var mayEnd = new ManualResetEventSlim(false);
        using var isOpen = new ManualResetEventSlim(false);
        Func<ThreadAccount?>? read = null;
        var thread = new Thread(() =>
        {
            read = accounts.OfThisThread();
            isOpen.Set();
            while (!mayWait.IsSet)
            {
            }

            mayEnd.Wait();
        })
        { IsBackground = true, Name = "odd ) S name" };
        thread.Start();
        isOpen.Wait();
        ThreadAccount first = read!()!.Value;
        Assert.Equal(ThreadCondition.Runnable, first.Condition);
        Until(() => read()!.Value.Processor >= first.Processor + TimeSpan.FromMilliseconds(20));
        mayWait.Set();
        Until(() => read()!.Value.Condition == ThreadCondition.Sleeping);
        TimeSpan worked = read()!.Value.Processor;
        Assert.Equal(worked, read()!.Value.Processor);
        mayEnd.Set();
        thread.Join();
        Until(() => read() is null);
    }

    [Fact]
    public void Account_Read_AllocatesNothing()
    {
        if (LinuxThreadAccounts.Open()?.OfThisThread() is not { } read)
        {
            return;
        }

        read();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            read();
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void Until(Func<bool> condition)
    {
        while (!condition())
        {
            Thread.Yield();
        }
    }
}
