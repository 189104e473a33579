using Grpc.Core;
using Twin.Grpc.Lookup;

namespace Twin.Grpc.Access;

/// <summary>Ends a stream whose caller may not have it any more, before the next message.</summary>
/// <typeparam name="T">Message type.</typeparam>
/// <param name="stream">The stream.</param>
/// <param name="caller">Its caller.</param>
internal sealed class GuardedStreamWriter<T>(IServerStreamWriter<T> stream, Caller caller) : IServerStreamWriter<T>
{
    /// <inheritdoc/>
    public WriteOptions? WriteOptions
    {
        get => stream.WriteOptions;
        set => stream.WriteOptions = value;
    }

    /// <inheritdoc/>
    public Task WriteAsync(T message) => caller.FindFlaw() is { } flaw ? Refuse(flaw) : stream.WriteAsync(message);

    /// <inheritdoc/>
    public Task WriteAsync(T message, CancellationToken cancellationToken) =>
        caller.FindFlaw() is { } flaw ? Refuse(flaw) : stream.WriteAsync(message, cancellationToken);

    private static Task Refuse(string flaw) => Task.FromException(Failure.Unauthenticated(flaw));
}
