using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Twin.EndToEnd.Tests;

/// <summary>A picture read back from PNG: eight bits of red, green and blue.</summary>
internal sealed class Png
{
    private const int BytesPerPixel = 3;
    private readonly byte[] _pixels;

    private Png(int width, int height, byte[] pixels, Dictionary<string, string> texts)
    {
        (Width, Height, Texts) = (width, height, texts);
        _pixels = pixels;
    }

    public int Width { get; }

    public int Height { get; }

    public IReadOnlyDictionary<string, string> Texts { get; }

    public (byte Red, byte Green, byte Blue) this[int x, int y]
    {
        get
        {
            int at = BytesPerPixel * ((y * Width) + x);
            return (_pixels[at], _pixels[at + 1], _pixels[at + 2]);
        }
    }

    public static Png Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A], file[..8]);
        int width = 0;
        int height = 0;
        using MemoryStream packed = new();
        Dictionary<string, string> texts = [];
        string type = string.Empty;
        for (int at = 8; at < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            type = Encoding.ASCII.GetString(file, at + 4, 4);
            ReadOnlySpan<byte> content = file.AsSpan(at + 8, length);
            Assert.Equal(Check(file.AsSpan(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)));
            switch (type)
            {
                case "IHDR":
                    (width, height) = (BinaryPrimitives.ReadInt32BigEndian(content), BinaryPrimitives.ReadInt32BigEndian(content[4..]));
                    Assert.Equal([8, 2, 0, 0, 0], content[8..].ToArray());
                    break;
                case "IDAT":
                    packed.Write(content);
                    break;
                case "tEXt":
                    string[] text = Encoding.Latin1.GetString(content).Split('\0');
                    texts.Add(text[0], text[1]);
                    break;
            }

            at += length + 12;
        }

        Assert.Equal("IEND", type);
        packed.Position = 0;
        using ZLibStream inflate = new(packed, CompressionMode.Decompress);
        using MemoryStream unpacked = new();
        inflate.CopyTo(unpacked);
        return new(width, height, Unfilter(unpacked.ToArray(), width * BytesPerPixel, height), texts);
    }

    private static byte[] Unfilter(byte[] filtered, int length, int height)
    {
        Assert.Equal((length + 1) * height, filtered.Length);
        byte[] pixels = new byte[length * height];
        for (int y = 0; y < height; y++)
        {
            // The writer uses Paeth's filter alone.
            Assert.Equal(4, filtered[y * (length + 1)]);
            for (int i = 0; i < length; i++)
            {
                int left = i < BytesPerPixel ? 0 : pixels[(y * length) + i - BytesPerPixel];
                int above = y == 0 ? 0 : pixels[((y - 1) * length) + i];
                int corner = i < BytesPerPixel || y == 0 ? 0 : pixels[((y - 1) * length) + i - BytesPerPixel];
                int estimate = left + above - corner;
                int predicted = new[] { left, above, corner }.MinBy(value => Math.Abs(estimate - value));
                pixels[(y * length) + i] = (byte)(filtered[(y * (length + 1)) + 1 + i] + predicted);
            }
        }

        return pixels;
    }

    private static uint Check(ReadOnlySpan<byte> bytes)
    {
        uint check = uint.MaxValue;
        foreach (byte value in bytes)
        {
            check ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                check = (check & 1) == 0 ? check >> 1 : (check >> 1) ^ 0xEDB88320;
            }
        }

        return ~check;
    }
}
