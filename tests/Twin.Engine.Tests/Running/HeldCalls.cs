namespace Twin.Engine.Tests.Running;

/// <summary>Calls of a component that do not return until the test lets them go, at its end at the latest.</summary>
internal sealed class HeldCalls : IDisposable
{
    private static readonly TimeSpan SafetyNet = TimeSpan.FromMinutes(2);

    private readonly ManualResetEventSlim _released = new();
    private int _inside;

    /// <summary>Holds the thread.</summary>
    public void Call()
    {
        Interlocked.Increment(ref _inside);
        _released.Wait();
        Interlocked.Decrement(ref _inside);
    }

    /// <summary>An action that holds its thread at one of its calls, counted from 1.</summary>
    public Action At(int time)
    {
        int times = 0;
        return () =>
        {
            if (++times == time)
            {
                Call();
            }
        };
    }

    /// <summary>Lets all go, and waits until they have gone.</summary>
    public void Release()
    {
        _released.Set();
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref _inside) == 0, SafetyNet));
    }

    public void Dispose()
    {
        Release();
        _released.Dispose();
    }
}
