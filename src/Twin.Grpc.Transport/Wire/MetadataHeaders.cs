using Grpc.Core;

namespace Twin.Grpc.Transport.Wire;

/// <summary>Metadata as HTTP headers: which headers are metadata, and base64 for the binary ones.</summary>
internal static class MetadataHeaders
{
    public const string ContentType = "application/grpc";
    public const string StatusKey = "grpc-status";
    public const string MessageKey = "grpc-message";
    public const string EncodingKey = "grpc-encoding";
    public const string AcceptEncodingKey = "grpc-accept-encoding";
    public const string TimeoutKey = "grpc-timeout";

    /// <summary>Whether a header belongs to the protocol, so that it is neither shown as metadata nor taken from it.</summary>
    public static bool IsReserved(string key) => key.Length == 0 || key[0] == ':' || key.ToLowerInvariant() is
        StatusKey or MessageKey or EncodingKey or AcceptEncodingKey or TimeoutKey or Metadata.CompressionRequestAlgorithmKey
        or "content-type" or "content-length" or "te" or "trailer" or "transfer-encoding" or "connection" or "host";

    /// <summary>The value of an entry as it travels.</summary>
    public static string ToHeader(Metadata.Entry entry) => entry.IsBinary ? Convert.ToBase64String(entry.Bytes) : entry.Value;

    /// <summary>A sentence about the first entry that cannot be sent, or null: text must be printable ASCII.</summary>
    public static string? FindUnsendable(Metadata metadata)
    {
        foreach (Metadata.Entry entry in metadata)
            if (!entry.IsBinary && entry.Value.AsSpan().IndexOfAnyExceptInRange(' ', '~') is >= 0 and int place)
                return $"The metadata '{entry.Key}' holds the character U+{(int)entry.Value[place]:X4}; text may hold U+0020 to U+007E, anything else needs a key that ends in {Metadata.BinaryHeaderSuffix}.";
        return null;
    }

    /// <summary>Adds a received header; one with several binary values, joined by commas, becomes several entries.</summary>
    /// <exception cref="RpcException">A binary value is not base64.</exception>
    public static void AddReceived(Metadata metadata, string key, string value)
    {
        key = key.ToLowerInvariant();
        if (!key.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.Ordinal))
        {
            metadata.Add(Metadata.Entry.Received(key, value));
            return;
        }

        foreach (Range part in value.AsSpan().Split(','))
            metadata.Add(Metadata.Entry.Received(key, Decode(key, value.AsSpan(part).Trim())));
    }

    private static byte[] Decode(string key, ReadOnlySpan<char> text)
    {
        // Padding is optional on the wire and required by the decoder.
        text = text.TrimEnd('=');
        Span<char> padded = text.Length <= 1024 ? stackalloc char[text.Length + 3] : new char[text.Length + 3];
        text.CopyTo(padded);
        int length = text.Length;
        while (length % 4 != 0)
            padded[length++] = '=';
        byte[] bytes = new byte[length / 4 * 3];
        // The decoder passes over white space, which is none of base64.
        if (text.Length % 4 == 1 || text.ContainsAny(' ', '\t') || !Convert.TryFromBase64Chars(padded[..length], bytes, out int written))
            throw new RpcException(new Status(StatusCode.Internal, $"The binary header '{key}' does not hold base64."));
        return written == bytes.Length ? bytes : bytes[..written];
    }
}
