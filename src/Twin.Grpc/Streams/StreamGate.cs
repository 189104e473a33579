using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Twin.Grpc.Lookup;

namespace Twin.Grpc.Streams;

/// <summary>Counts the open streams and ends them with a status when the twin stops.</summary>
internal sealed class StreamGate(GrpcOptions options, IHostApplicationLifetime lifetime)
{
    private int _open;

    /// <summary>Streams open now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Whether the twin stops.</summary>
    public bool IsStopping => lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>Runs a stream.</summary>
    /// <param name="call">Its call.</param>
    /// <param name="body">The stream; the token ends it when the client cancels or the twin stops.</param>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: too many are open. UNAVAILABLE: the twin stops.</exception>
    public async Task RunStreamAsync(ServerCallContext call, Func<CancellationToken, Task> body)
    {
        if (Interlocked.Increment(ref _open) > options.MaximumStreams)
        {
            Interlocked.Decrement(ref _open);
            throw Failure.Exhausted($"{options.MaximumStreams} streams are open, the most that are accepted (Limits:MaximumStreams); end one first.");
        }

        try
        {
            await RunAsync(call, body).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    /// <summary>Runs a call that may wait.</summary>
    /// <param name="call">The call.</param>
    /// <param name="body">What it does; the token ends it when the client cancels or the twin stops.</param>
    /// <exception cref="RpcException">UNAVAILABLE: the twin stops.</exception>
    public async Task RunAsync(ServerCallContext call, Func<CancellationToken, Task> body)
    {
        CancellationToken stopping = lifetime.ApplicationStopping;
        if (stopping.IsCancellationRequested)
            throw Failure.Stopping();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken, stopping);
        try
        {
            await body(either.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (stopping.IsCancellationRequested && exception is OperationCanceledException or RpcException { StatusCode: StatusCode.Unavailable })
        {
            throw Failure.Stopping();
        }
        catch (OperationCanceledException)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "the client has cancelled the call"));
        }
    }
}
