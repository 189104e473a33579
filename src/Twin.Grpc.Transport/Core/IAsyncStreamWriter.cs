namespace Grpc.Core;

/// <summary>A stream to which messages are written one after the other; a write must end before the next begins.</summary>
/// <typeparam name="T">Message type.</typeparam>
public interface IAsyncStreamWriter<in T>
{
    /// <summary>Options for the writes that follow; null for the defaults.</summary>
    WriteOptions? WriteOptions { get; set; }

    /// <summary>Writes a message; the task ends when the stream can take another one.</summary>
    Task WriteAsync(T message);

    /// <summary>Writes a message, giving up when the token says so; the message may then be partly sent and the call is cancelled.</summary>
    Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
            throw new NotSupportedException("This stream writer does not support cancellation of a single write.");
        return WriteAsync(message);
    }
}
