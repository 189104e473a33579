using System.Buffers;
using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Twin.Grpc.Transport.Wire;

/// <summary>Finds, applies and undoes message encodings.</summary>
internal sealed class MessageCompression
{
    public const string Identity = "identity";

    private readonly Dictionary<string, ICompressionProvider> _providers = new(StringComparer.Ordinal);

    public MessageCompression(IEnumerable<ICompressionProvider> providers)
    {
        foreach (ICompressionProvider provider in providers)
            _providers[provider.EncodingName] = provider;
        AcceptEncoding = string.Join(',', _providers.Keys.Prepend(Identity));
    }

    /// <summary>Value of <c>grpc-accept-encoding</c>.</summary>
    public string AcceptEncoding { get; }

    public ICompressionProvider? Find(string? encoding) =>
        encoding is not null && _providers.TryGetValue(encoding, out ICompressionProvider? provider) ? provider : null;

    /// <summary>Compresses a message into a writer and frames it.</summary>
    /// <remarks>Not for an empty one: the runtime's gzip makes nothing of nothing, which other libraries cannot inflate.</remarks>
    public static void Compress(
        ReadOnlySpan<byte> payload, ICompressionProvider provider, CompressionLevel? level, PooledMessageWriter destination, int? maxSize)
    {
        destination.Begin(maxSize);
        using (Stream stream = provider.CreateCompressionStream(new BufferWriterStream(destination), level))
            stream.Write(payload);
        destination.Frame(compressed: true);
    }

    /// <summary>Inflates a message, stopping as soon as it exceeds the limit, so that a small message cannot claim large memory.</summary>
    /// <exception cref="RpcException">No usable encoding was announced, the data is corrupt, or the limit is exceeded.</exception>
    public void Decompress(ReadOnlySequence<byte> payload, string? encoding, int? maxSize, PooledMessageWriter destination)
    {
        if (encoding is null or Identity)
            throw new RpcException(new Status(StatusCode.Internal, "A message is flagged as compressed, but grpc-encoding names no compression."));
        ICompressionProvider provider = Find(encoding)
            ?? throw new RpcException(new Status(StatusCode.Unimplemented, $"The message encoding '{encoding}' is not supported; supported are {AcceptEncoding}."));
        destination.Begin(maxSize: null);
        // What the runtime's gzip makes of nothing; peers built on it send that for an empty message.
        if (payload.IsEmpty)
            return;
        try
        {
            using Stream stream = provider.CreateDecompressionStream(new SequenceStream(payload));
            while (true)
            {
                int read = stream.Read(destination.GetSpan(1024));
                if (read == 0)
                    break;
                destination.Advance(read);
                if (destination.Payload.Length > maxSize)
                    throw MessageFrame.InflatedTooLarge(maxSize.Value);
            }
        }
        catch (InvalidDataException exception)
        {
            throw new RpcException(new Status(StatusCode.Internal, $"A message could not be inflated as {encoding}.", exception));
        }
    }
}
