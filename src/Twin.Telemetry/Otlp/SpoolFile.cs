using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Twin.Telemetry.Otlp;

/// <summary>The form of a file in the spool: one request, compressed, with a checksum over all of it.</summary>
/// <remarks>Bytes: mark (4), items (8), length of the request (4), length of the rest (4), SHA-256 of what lies before and after it (32), the request with gzip. Little-endian.</remarks>
internal static class SpoolFile
{
    /// <summary>Bytes before the request.</summary>
    public const int HeaderBytes = HashOffset + SHA256.HashSizeInBytes;

    private const uint Mark = 0x314F5754; // "TWO1"
    private const int ItemsOffset = 4;
    private const int LengthOffset = 12;
    private const int PackedOffset = 16;
    private const int HashOffset = 20;

    /// <summary>The file of a request.</summary>
    /// <param name="request">The request.</param>
    public static byte[] Encode(ExportRequest request)
    {
        using var file = new MemoryStream(HeaderBytes + (request.Body.Length / 8));
        file.Write(stackalloc byte[HeaderBytes]);
        using (var gzip = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(request.Body.Span);
        }

        byte[] bytes = file.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Mark);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(ItemsOffset), request.Items);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(LengthOffset), request.Body.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(PackedOffset), bytes.Length - HeaderBytes);
        Hash(bytes, bytes.AsSpan(HashOffset, SHA256.HashSizeInBytes));
        return bytes;
    }

    /// <summary>Looks at the beginning of a file, without checking the rest.</summary>
    /// <param name="header">The first <see cref="HeaderBytes"/> bytes.</param>
    /// <param name="fileBytes">Length of the file.</param>
    /// <param name="items">Out: how much the request carries.</param>
    /// <returns>False if it is no such file or not all of one.</returns>
    public static bool TryReadHeader(ReadOnlySpan<byte> header, long fileBytes, out long items)
    {
        items = 0;
        if (header.Length < HeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(header) != Mark || BinaryPrimitives.ReadInt32LittleEndian(header[PackedOffset..]) != fileBytes - HeaderBytes)
        {
            return false;
        }

        items = BinaryPrimitives.ReadInt64LittleEndian(header[ItemsOffset..]);
        return items >= 0 && BinaryPrimitives.ReadInt32LittleEndian(header[LengthOffset..]) >= 0;
    }

    /// <summary>Whether a file is whole and unchanged.</summary>
    /// <param name="file">The file.</param>
    public static bool IsIntact(ReadOnlySpan<byte> file)
    {
        if (!TryReadHeader(file, file.Length, out _))
        {
            return false;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(file, hash);
        return hash.SequenceEqual(file.Slice(HashOffset, SHA256.HashSizeInBytes));
    }

    /// <summary>The request with gzip, as it can be sent.</summary>
    /// <param name="file">An intact file.</param>
    public static ReadOnlyMemory<byte> Packed(ReadOnlyMemory<byte> file) => file[HeaderBytes..];

    /// <summary>The request itself.</summary>
    /// <param name="file">An intact file.</param>
    public static byte[] Unpack(ReadOnlyMemory<byte> file)
    {
        byte[] body = new byte[BinaryPrimitives.ReadInt32LittleEndian(file.Span[LengthOffset..])];
        using var gzip = new GZipStream(new MemoryStream(file[HeaderBytes..].ToArray()), CompressionMode.Decompress);
        gzip.ReadExactly(body);
        return body;
    }

    private static void Hash(ReadOnlySpan<byte> file, Span<byte> hash)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        all.AppendData(file[..HashOffset]);
        all.AppendData(file[HeaderBytes..]);
        all.GetHashAndReset(hash);
    }
}
