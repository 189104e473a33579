using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Twin.Host.Pictures;

/// <summary>Writes pictures as PNG (ISO/IEC 15948): eight bits of red, green and blue, with texts that programs can read.</summary>
internal static class PngWriter
{
    private const int BytesPerPixel = 3;

    // Paeth's filter: the neighbour nearest to left + above - upper left.
    private const byte Paeth = 4;

    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly uint[] Remainders = MakeRemainders();

    /// <summary>Writes a picture.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="texts">Keywords and texts, in ISO 8859-1.</param>
    public static void Write(Stream stream, Canvas picture, params (string Keyword, string Text)[] texts)
    {
        stream.Write(Signature);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), picture.Height);
        // Eight bits, colours without palette; the rest is zero.
        (header[8], header[9]) = (8, 2);
        WriteChunk(stream, "IHDR", header);
        WriteChunk(stream, "sRGB", [0]);
        foreach ((string keyword, string text) in texts)
        {
            WriteChunk(stream, "tEXt", Encoding.Latin1.GetBytes($"{keyword}\0{text}"));
        }

        WriteChunk(stream, "IDAT", Compress(picture));
        WriteChunk(stream, "IEND", []);
    }

    private static byte[] Compress(Canvas picture)
    {
        using MemoryStream packed = new();
        using (ZLibStream deflate = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            int length = picture.Width * BytesPerPixel;
            byte[] above = new byte[length];
            byte[] row = new byte[length];
            byte[] filtered = new byte[length + 1];
            filtered[0] = Paeth;
            for (int y = 0; y < picture.Height; y++)
            {
                for (int x = 0; x < picture.Width; x++)
                {
                    Colour colour = picture[x, y];
                    (row[3 * x], row[(3 * x) + 1], row[(3 * x) + 2]) = (Byte(colour.Red), Byte(colour.Green), Byte(colour.Blue));
                }

                for (int i = 0; i < length; i++)
                {
                    (int left, int upperLeft) = i < BytesPerPixel ? (0, 0) : (row[i - BytesPerPixel], above[i - BytesPerPixel]);
                    filtered[i + 1] = (byte)(row[i] - Predict(left, above[i], upperLeft));
                }

                deflate.Write(filtered);
                (above, row) = (row, above);
            }
        }

        return packed.ToArray();
    }

    private static int Predict(int left, int above, int upperLeft)
    {
        int toLeft = Math.Abs(above - upperLeft);
        int toAbove = Math.Abs(left - upperLeft);
        int toUpperLeft = Math.Abs(left + above - (2 * upperLeft));
        return toLeft <= toAbove && toLeft <= toUpperLeft ? left : toAbove <= toUpperLeft ? above : upperLeft;
    }

    private static byte Byte(float value) => (byte)Math.Clamp((int)MathF.Round(value * 255), 0, 255);

    private static void WriteChunk(Stream stream, string type, byte[] content)
    {
        byte[] chunk = new byte[content.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        Encoding.ASCII.GetBytes(type).CopyTo(chunk, 4);
        content.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(content.Length + 8), Check(chunk.AsSpan(4, content.Length + 4)));
        stream.Write(chunk);
    }

    // CRC-32, annex D of the standard.
    private static uint Check(ReadOnlySpan<byte> bytes)
    {
        uint check = uint.MaxValue;
        foreach (byte value in bytes)
        {
            check = Remainders[(byte)(check ^ value)] ^ (check >> 8);
        }

        return ~check;
    }

    private static uint[] MakeRemainders()
    {
        const uint Polynomial = 0xEDB88320;
        var remainders = new uint[256];
        for (uint i = 0; i < remainders.Length; i++)
        {
            uint remainder = i;
            for (int bit = 0; bit < 8; bit++)
            {
                remainder = (remainder & 1) == 0 ? remainder >> 1 : (remainder >> 1) ^ Polynomial;
            }

            remainders[i] = remainder;
        }

        return remainders;
    }
}
