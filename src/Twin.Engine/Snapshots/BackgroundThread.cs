using System.Runtime.InteropServices;
using Twin.Engine.Running;
using Twin.Engine.Stepping;

namespace Twin.Engine.Snapshots;

/// <summary>Work on a thread of its own that gives way to every other thread.</summary>
internal static class BackgroundThread
{
    /// <summary>On Linux the priority of a managed thread does nothing. This nice value gives it a tenth of the share of an ordinary thread that wants the same core (weights 110 and 1024 of the kernel's scheduler).</summary>
    private const int Niceness = 10;
    private const int OfThread = 0;

    /// <summary>Runs something.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="name">Name of the thread.</param>
    /// <param name="work">What to do; what it throws comes out of the task.</param>
    public static Task<T> RunAsync<T>(string name, Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            GiveWay();
            try
            {
                done.SetResult(work());
            }
#pragma warning disable CA1031 // Whatever it is, it belongs to who waits; on a thread of its own it would end the process.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                done.SetException(exception);
            }
        })
        {
            IsBackground = true,
            Name = name,
            Priority = ThreadPriority.BelowNormal,
        };
        thread.Start();
        return done.Task;
    }

    /// <summary>Runs something that calls components, and gives its thread up when one does not return.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="name">Name of the thread.</param>
    /// <param name="options">How long a call may take: <see cref="RunnerOptions.StartHangLimit"/>, since nothing here has to be in time; as long as it likes without <see cref="RunnerOptions.HangLimit"/>.</param>
    /// <param name="work">What to do. It says which simulation it steps, before it does.</param>
    /// <returns>What it gives; fails with <see cref="SnapshotException"/> when a component did not return.</returns>
    public static Task<T> RunAsync<T>(string name, RunnerOptions options, Func<Action<Simulation>, T> work)
    {
        if (options.HangLimit is null)
        {
            return RunAsync(name, () => work(_ => { }));
        }

        var hang = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Simulation? watched = null;
        var watch = new HangWatch(
            options.StartHangLimit,
            () => Volatile.Read(ref watched),
            hung => hang.TrySetException(new SnapshotException(SnapshotStatus.NotNow, $"'{hung.Path}' keeps the what-if run from going on: {hung}")));
        Task<T> run = RunAsync(name, () =>
        {
            watch.Attach(options.Accounts?.OfThisThread());
            watch.Start();
            return work(simulation => Volatile.Write(ref watched, simulation));
        });
        return FirstAsync(run, hang.Task, watch);
    }

    private static async Task<T> FirstAsync<T>(Task<T> run, Task<T> hang, HangWatch watch)
    {
        Task<T> first = await Task.WhenAny(run, hang).ConfigureAwait(false);
        watch.Dispose();
        return await first.ConfigureAwait(false);
    }

    private static void GiveWay()
    {
        if (OperatingSystem.IsLinux())
        {
            // For the calling thread alone: 0 stands for it. A system that refuses leaves it as it was, which costs nothing but courtesy.
            _ = SetPriority(OfThread, 0, Niceness);
        }
    }

    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, uint who, int priority);
}
