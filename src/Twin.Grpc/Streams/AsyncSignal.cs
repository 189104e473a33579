using System.Threading.Channels;

namespace Twin.Grpc.Streams;

/// <summary>Tells one waiting reader that there is something to do. Several signals before it looks are one.</summary>
/// <remarks>The reader goes on in the thread pool, never on the thread that signals.</remarks>
internal sealed class AsyncSignal
{
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Wakes the reader, or lets its next wait end at once.</summary>
    public void Set() => _channel.Writer.TryWrite(true);

    /// <summary>Waits for the next signal.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _channel.Reader.ReadAsync(cancellationToken);
}
