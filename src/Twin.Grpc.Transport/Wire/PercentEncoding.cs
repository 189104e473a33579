using System.Globalization;
using System.Text;

namespace Twin.Grpc.Transport.Wire;

/// <summary>Encoding of status messages: UTF-8 with all but printable ASCII, and the percent sign, as %XX.</summary>
/// <remarks>gRPC over HTTP/2, "Percent-Encoded".</remarks>
internal static class PercentEncoding
{
    public static string Encode(string text)
    {
        if (IsPlain(text))
            return text;
        var encoded = new StringBuilder(text.Length + 16);
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            if (b is >= 0x20 and <= 0x7E and not (byte)'%')
                encoded.Append((char)b);
            else
                encoded.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }

        return encoded.ToString();
    }

    /// <summary>Decodes; what is no valid escape is kept as it is, as the protocol demands.</summary>
    public static string Decode(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
            return text;
        byte[] source = Encoding.UTF8.GetBytes(text);
        int end = 0;
        for (int i = 0; i < source.Length; i++)
        {
            byte b = source[i];
            if (b == '%' && i + 2 < source.Length && char.IsAsciiHexDigit((char)source[i + 1]) && char.IsAsciiHexDigit((char)source[i + 2]))
            {
                b = (byte)((Convert.ToInt32(((char)source[i + 1]).ToString(), 16) << 4) | Convert.ToInt32(((char)source[i + 2]).ToString(), 16));
                i += 2;
            }

            source[end++] = b;
        }

        return Encoding.UTF8.GetString(source, 0, end);
    }

    private static bool IsPlain(string text)
    {
        foreach (char c in text)
            if (c is < ' ' or > '~' or '%')
                return false;
        return true;
    }
}
