using Grpc.Core;
using Grpc.Net.Compression;
using Twin.Grpc.Transport.Wire;

namespace Grpc.Net.Client.Internal;

/// <summary>Frames requests, compressed where asked, into a buffer that is used again.</summary>
internal sealed class MessageSender : IDisposable
{
    private readonly PooledMessageWriter _plain = new();
    private PooledMessageWriter? _compressed;

    public ReadOnlyMemory<byte> Frame<T>(
        T message, Action<T, SerializationContext> serializer, WriteFlags flags, ICompressionProvider? compression, int? maxSize)
    {
        _plain.Write(message, serializer, maxSize);
        if (compression is null || (flags & WriteFlags.NoCompress) != 0 || _plain.Payload.IsEmpty)
            return _plain.Framed;
        _compressed ??= new PooledMessageWriter();
        MessageCompression.Compress(_plain.Payload.Span, compression, level: null, _compressed, maxSize);
        return _compressed.Framed;
    }

    public void Dispose()
    {
        _plain.Dispose();
        _compressed?.Dispose();
    }
}
