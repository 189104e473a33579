using System.Buffers.Binary;
using System.IO.Compression;
using Google.Protobuf;
using Grpc.Core;

namespace Twin.Grpc.Transport.Tests.Mutations;

/// <summary>A second reading of the protocol: what status a request gets from its headers and from the messages in its body.</summary>
/// <remarks>Written for whole requests in memory, from the documents "gRPC over HTTP/2" and "Statuses", without anything of the transport.</remarks>
internal static class ReferenceFraming
{
    private const int MaximumSize = 4 * 1024 * 1024;
    private const int HeaderSize = 5;

    /// <summary>What the headers alone lead to, or null if the body decides.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isKnown">Whether the server has the method of the path.</param>
    public static Expectation? OfHeaders(WireRequest request, bool isKnown)
    {
        string? type = request.Find("content-type");
        bool isGrpc = type is not null && type.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase)
            && (type.Length == 16 || type[16] is '+' or ';');
        if (!isGrpc)
            return new Expectation(isKnown ? 415 : 404, null);
        if (!isKnown)
            return Expectation.Call(StatusCode.Unimplemented);
        if (request.Find("grpc-timeout") is { } timeout && !IsTimeout(timeout))
            return Expectation.Call(StatusCode.Internal);
        return request.Find("grpc-encoding") is null or "identity" or "gzip" ? null : Expectation.Call(StatusCode.Unimplemented);
    }

    /// <summary>Whether the binary metadata of a request can be decoded.</summary>
    public static bool HasGoodMetadata(WireRequest request) =>
        request.Headers.Where(header => header.Name.EndsWith("-bin", StringComparison.Ordinal)).All(header => header.Value.Split(',').All(IsBase64));

    /// <summary>Takes the next message from a body.</summary>
    /// <returns>The message; or null, with the status that ends the call, or with none at the end of the body.</returns>
    public static T? Take<T>(ref ReadOnlySpan<byte> body, string? encoding, Func<byte[], T> parse, out StatusCode? failure, out bool compressed)
        where T : class, IMessage
    {
        failure = null;
        compressed = false;
        if (body.IsEmpty)
            return null;
        failure = StatusCode.Internal;
        if (body.Length < HeaderSize || body[0] > 1)
            return null;
        compressed = body[0] == 1;
        uint length = BinaryPrimitives.ReadUInt32BigEndian(body[1..]);
        if (length > MaximumSize)
        {
            failure = StatusCode.ResourceExhausted;
            return null;
        }

        if (body.Length - HeaderSize < length || (compressed && encoding is null or "identity"))
            return null;
        byte[] payload = body.Slice(HeaderSize, (int)length).ToArray();
        body = body[(HeaderSize + (int)length)..];
        try
        {
            if (compressed)
                payload = Inflate(payload);
            if (payload.Length > MaximumSize)
            {
                failure = StatusCode.ResourceExhausted;
                return null;
            }

            T message = parse(payload);
            failure = null;
            return message;
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidProtocolBufferException)
        {
            return null; // INTERNAL, as set above
        }
    }

    private static byte[] Inflate(byte[] payload)
    {
        if (payload.Length == 0)
            return payload;
        using var stream = new GZipStream(new MemoryStream(payload), CompressionMode.Decompress);
        var inflated = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        while (inflated.Length <= MaximumSize && stream.Read(buffer) is > 0 and int read)
            inflated.Write(buffer, 0, read);
        if (inflated.Length <= MaximumSize && (payload.Length < 20 || BinaryPrimitives.ReadUInt32LittleEndian(payload.AsSpan(payload.Length - 4)) != inflated.Length))
            throw new InvalidDataException("Not one whole member.");
        return inflated.ToArray();
    }

    private static bool IsTimeout(string text) =>
        text.Length is >= 2 and <= 9 && "HMSmun".Contains(text[^1], StringComparison.Ordinal) && text[..^1].All(char.IsAsciiDigit);

    private static bool IsBase64(string text)
    {
        text = text.Trim(' ').TrimEnd('=');
        return text.Length % 4 != 1 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/');
    }
}
