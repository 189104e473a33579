using System.Diagnostics;
using System.Threading.Channels;
using Twin.Engine.Compiling;
using Twin.Engine.Snapshots;

namespace Twin.Engine.Running;

/// <summary>Compiles the chassis of a run again, beside it: one at a time, so that a plugin is never asked to describe two things at once, on a thread that is given up when it does not return.</summary>
/// <param name="limit">How long the components may take to be made and to describe themselves, all of them together. Nothing counts while a debugger is attached.</param>
/// <param name="time">The clock.</param>
internal sealed class Recompiler(TimeSpan limit, TimeProvider time)
{
    // A shorter wait is not worth its timer.
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(10);

    // Room for one: who compiles has put something there. It needs no disposal, which could come while somebody is at it.
    private readonly Channel<DescribingProgress> _place = Channel.CreateBounded<DescribingProgress>(1);

    /// <summary>Compiles as soon as nobody else does.</summary>
    /// <typeparam name="T">What compiling gives.</typeparam>
    /// <param name="compile">Compiles, on a thread of its own that gives way to every other one.</param>
    /// <param name="cancellationToken">Gives it up; no further component is asked to describe itself. The next one waits until the call that is under way has returned, or has taken too long.</param>
    /// <returns>What compiling gives.</returns>
    /// <exception cref="HangException">The components took too long. The thread is lost, and calls no other component should the call that is under way ever return.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public async Task<T> RunAsync<T>(Func<DescribingProgress, T> compile, CancellationToken cancellationToken)
    {
        var progress = new DescribingProgress(time);
        await _place.Writer.WriteAsync(progress, cancellationToken).ConfigureAwait(false);
        Task<T> compiling = BackgroundThread.RunAsync("twin compile", () => compile(progress));
        Task<string?> ending = EndAsync(compiling, progress);
        await ((Task)ending).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!ending.IsCompleted)
        {
            progress.GiveUp();
            cancellationToken.ThrowIfCancellationRequested();
        }

        return await ending.ConfigureAwait(false) is not { } hung ? await compiling.ConfigureAwait(false) : throw new HangException(hung, FormattableString.Invariant(
            $"Making and describing the components did not end within {limit.TotalSeconds:0.#} s: the constructor or Describe of '{hung}' has not returned. Its thread is given up and takes up to a core until it does, or the twin is restarted."));
    }

    // Makes room when it has ended, or never will. Gives the component that does not return.
    private async Task<string?> EndAsync(Task compiling, DescribingProgress progress)
    {
        while (true)
        {
            (string Component, TimeSpan Lasted)? underWay = Debugger.IsAttached ? null : progress.UnderWay;
            TimeSpan left = limit - (underWay?.Lasted ?? TimeSpan.Zero);
            if (compiling.IsCompleted || left <= TimeSpan.Zero)
            {
                string? hung = compiling.IsCompleted ? null : underWay?.Component;
                progress.GiveUp();
                _place.Reader.TryRead(out _);
                return hung;
            }

            await compiling.WaitAsync(left < ShortestWait ? ShortestWait : left, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
