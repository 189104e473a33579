using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>The response stream of a handler.</summary>
internal sealed class ServerStreamWriter<TResponse>(HttpContextServerCallContext call, Action<TResponse, SerializationContext> serializer)
    : IServerStreamWriter<TResponse>
    where TResponse : class
{
    private readonly ResponseWriter _writer = call.Writer;
    private Task _last = Task.CompletedTask;

    public WriteOptions? WriteOptions
    {
        get => call.WriteOptions;
        set => call.WriteOptions = value;
    }

    public Task WriteAsync(TResponse message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!_last.IsCompleted)
            throw new InvalidOperationException("The previous write has not ended; await it before the next one.");
        try
        {
            return _last = _writer.WriteAsync(message, serializer, call.WriteOptions, flush: true);
        }
        catch (Exception exception) when (exception is not InvalidOperationException)
        {
            return Task.FromException(exception);
        }
    }

    public async Task WriteAsync(TResponse message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            static state => ((ResponseWriter)state!).CancelPendingFlush(), _writer);
        try
        {
            await WriteAsync(message).ConfigureAwait(false);
        }
        catch (InvalidOperationException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }
}
