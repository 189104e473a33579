using System.Buffers;
using System.Globalization;
using System.Text;

namespace Twin.Telemetry.Prometheus;

/// <summary>The Prometheus text format, version 0.0.4: names, escaping, numbers.</summary>
internal static class PrometheusText
{
    /// <summary>Media type of the format.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    // Shortest text that reads back as the same double: at most 24 characters; NaN and the infinities are shorter.
    private const int LongestNumber = 32;

    /// <summary>Writes ready bytes, then a number and a line end.</summary>
    public static void WriteSample(IBufferWriter<byte> writer, ReadOnlySpan<byte> nameAndLabels, double value)
    {
        Span<byte> span = writer.GetSpan(nameAndLabels.Length + LongestNumber + 1);
        nameAndLabels.CopyTo(span);
        int length = nameAndLabels.Length + FormatNumber(value, span[nameAndLabels.Length..]);
        span[length] = (byte)'\n';
        writer.Advance(length + 1);
    }

    /// <summary>Writes the HELP and TYPE lines of a family.</summary>
    public static void AppendHeader(StringBuilder text, string name, string type, string help)
    {
        text.Append("# HELP ").Append(name).Append(' ').Append(help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal));
        text.Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    /// <summary>Writes one label, with a comma before it unless it is the first.</summary>
    public static void AppendLabel(StringBuilder text, string name, string value)
    {
        if (text.Length > 0 && text[^1] != '{')
        {
            text.Append(',');
        }

        AppendLabelName(text, name);
        text.Append("=\"");
        foreach (char c in value)
        {
            _ = c switch
            {
                '\\' => text.Append("\\\\"),
                '"' => text.Append("\\\""),
                '\n' => text.Append("\\n"),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }

    /// <summary>The number as the format wants it.</summary>
    public static string Number(double value)
    {
        Span<byte> bytes = stackalloc byte[LongestNumber];
        return Encoding.UTF8.GetString(bytes[..FormatNumber(value, bytes)]);
    }

    // [a-zA-Z_][a-zA-Z0-9_]*; two underscores in front are Prometheus' own.
    private static void AppendLabelName(StringBuilder text, string name)
    {
        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
        {
            text.Append('_');
        }

        foreach (char c in name)
        {
            text.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        }
    }

    private static int FormatNumber(double value, Span<byte> destination)
    {
        ReadOnlySpan<byte> special = value switch
        {
            double.NaN => "NaN"u8,
            double.PositiveInfinity => "+Inf"u8,
            double.NegativeInfinity => "-Inf"u8,
            _ => default,
        };
        if (special.Length > 0)
        {
            special.CopyTo(destination);
            return special.Length;
        }

        value.TryFormat(destination, out int written, default, CultureInfo.InvariantCulture);
        return written;
    }
}
