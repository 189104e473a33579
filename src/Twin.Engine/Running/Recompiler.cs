using System.Diagnostics;
using System.Threading.Channels;
using Twin.Engine.Compiling;
using Twin.Engine.Snapshots;

namespace Twin.Engine.Running;

/// <summary>Compiles the chassis of a run again, beside it: one at a time, so that a plugin is never asked to describe two things at once, on a thread that is given up when it does not return.</summary>
/// <param name="limit">How long a component may take to be made and to describe itself. Nothing counts while a debugger is attached.</param>
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
    /// <param name="cancellationToken">Gives it up; no further component is asked to describe itself.</param>
    /// <returns>What compiling gives.</returns>
    /// <exception cref="HangException">A component did not return in time. Its thread is lost, and calls no other component should the call ever return.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public async Task<T> RunAsync<T>(Func<DescribingProgress, T> compile, CancellationToken cancellationToken)
    {
        var progress = new DescribingProgress(time);
        await _place.Writer.WriteAsync(progress, cancellationToken).ConfigureAwait(false);
        try
        {
            Task<T> compiling = BackgroundThread.RunAsync("twin compile", () => compile(progress));
            while (!compiling.IsCompleted)
            {
                (string Component, TimeSpan Lasted)? underWay = Debugger.IsAttached ? null : progress.UnderWay;
                if (underWay is { } hung && hung.Lasted >= limit)
                {
                    progress.GiveUp();
                    throw new HangException(hung.Component, FormattableString.Invariant(
                        $"The constructor or Describe of '{hung.Component}' did not return within {limit.TotalSeconds:0.#} s; its thread is given up and takes up to a core until the call returns or the twin is restarted."));
                }

                TimeSpan left = limit - (underWay?.Lasted ?? TimeSpan.Zero);
                await ((Task)compiling).WaitAsync(left < ShortestWait ? ShortestWait : left, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (cancellationToken.IsCancellationRequested && !compiling.IsCompleted)
                {
                    progress.GiveUp();
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }

            return await compiling.ConfigureAwait(false);
        }
        finally
        {
            _place.Reader.TryRead(out _);
        }
    }
}
