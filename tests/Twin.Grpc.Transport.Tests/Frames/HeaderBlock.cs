using System.Text;

namespace Twin.Grpc.Transport.Tests.Frames;

/// <summary>Header blocks in the plainest form of HPACK: nothing indexed by the sender, no dynamic table, no Huffman code (RFC 7541).</summary>
/// <remarks>A peer keeps to that, too, when it is told that the table has no room.</remarks>
internal static class HeaderBlock
{
    // RFC 7541, appendix A, names only; of the values an answer needs those of ":status".
    private static readonly string[] StaticNames =
    [
        "", ":authority", ":method", ":method", ":path", ":path", ":scheme", ":scheme", ":status", ":status", ":status", ":status", ":status", ":status",
        ":status", "accept-charset", "accept-encoding", "accept-language", "accept-ranges", "accept", "access-control-allow-origin", "age", "allow",
        "authorization", "cache-control", "content-disposition", "content-encoding", "content-language", "content-length", "content-location",
        "content-range", "content-type", "cookie", "date", "etag", "expect", "expires", "from", "host", "if-match", "if-modified-since",
        "if-none-match", "if-range", "if-unmodified-since", "last-modified", "link", "location", "max-forwards", "proxy-authenticate",
        "proxy-authorization", "range", "referer", "refresh", "retry-after", "server", "set-cookie", "strict-transport-security",
        "transfer-encoding", "user-agent", "vary", "via", "www-authenticate",
    ];

    private static readonly string[] StatusValues = ["200", "204", "206", "304", "400", "404", "500"];

    /// <summary>Appends a field as a literal with a new name.</summary>
    public static void Write(List<byte> block, string name, string value)
    {
        block.Add(0);
        WriteText(block, name);
        WriteText(block, value);
    }

    /// <summary>Adds the fields of a block to a dictionary; equal ones are joined by commas.</summary>
    /// <exception cref="FormatException">The block is not in the plain form.</exception>
    public static void Read(ReadOnlySpan<byte> block, Dictionary<string, string> fields)
    {
        while (!block.IsEmpty)
        {
            byte first = block[0];
            if ((first & 0xE0) == 0x20)
            {
                ReadNumber(ref block, 5); // the size of the dynamic table, which is none
                continue;
            }

            string name, value;
            if ((first & 0x80) != 0)
            {
                int index = ReadNumber(ref block, 7);
                name = NameOf(index);
                value = index is >= 8 and <= 14 ? StatusValues[index - 8] : "";
            }
            else
            {
                int index = ReadNumber(ref block, (first & 0x40) != 0 ? 6 : 4);
                name = index == 0 ? ReadText(ref block) : NameOf(index);
                value = ReadText(ref block);
            }

            fields[name] = fields.TryGetValue(name, out string? earlier) ? earlier + "," + value : value;
        }
    }

    private static string NameOf(int index) =>
        index > 0 && index < StaticNames.Length ? StaticNames[index] : throw new FormatException($"There is no header {index} in the static table.");

    private static void WriteText(List<byte> block, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        int rest = bytes.Length;
        if (rest < 127)
        {
            block.Add((byte)rest);
        }
        else
        {
            block.Add(127);
            for (rest -= 127; rest >= 128; rest >>= 7)
                block.Add((byte)(rest | 128));
            block.Add((byte)rest);
        }

        block.AddRange(bytes);
    }

    private static string ReadText(ref ReadOnlySpan<byte> block)
    {
        if ((block[0] & 0x80) != 0)
            throw new FormatException("The text is in Huffman code.");
        int length = ReadNumber(ref block, 7);
        string text = Encoding.Latin1.GetString(block[..length]);
        block = block[length..];
        return text;
    }

    private static int ReadNumber(ref ReadOnlySpan<byte> block, int bits)
    {
        int mask = (1 << bits) - 1;
        int number = block[0] & mask;
        block = block[1..];
        if (number < mask)
            return number;
        for (int shift = 0; ; shift += 7)
        {
            byte next = block[0];
            block = block[1..];
            number += (next & 127) << shift;
            if (next < 128)
                return number;
        }
    }
}
