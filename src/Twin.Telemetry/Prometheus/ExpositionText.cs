using System.Globalization;
using System.Text;

namespace Twin.Telemetry.Prometheus;

/// <summary>What both formats have in common and where they differ: media types, escaping, numbers.</summary>
/// <remarks>Prometheus documentation, "Exposition formats", version 0.0.4; OpenMetrics specification, version 1.0.0.</remarks>
internal static class ExpositionText
{
    /// <summary>Shortest text that reads back as the same double has at most 24 characters; NaN and the infinities are shorter.</summary>
    public const int LongestNumber = 24;

    /// <summary>Media type of a format.</summary>
    public static string ContentType(ExpositionFormat format) => format == ExpositionFormat.OpenMetrics
        ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
        : "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>The lines before a family's samples.</summary>
    /// <param name="format">The format.</param>
    /// <param name="name">Name of the family.</param>
    /// <param name="type">Its type in this format.</param>
    /// <param name="unit">Unit that its name ends in, or null; only OpenMetrics tells it.</param>
    /// <param name="help">A line for people.</param>
    public static string Header(ExpositionFormat format, string name, string type, string? unit, string help)
    {
        string text = $"# HELP {name} {EscapeHelp(format, help)}\n# TYPE {name} {type}\n";
        return format == ExpositionFormat.OpenMetrics && unit is not null ? $"{text}# UNIT {name} {unit}\n" : text;
    }

    /// <summary>Name, labels and the space before the number.</summary>
    /// <remarks>Attributes whose label names fall together ("a.b" and "a_b") share one label, values joined by ';', as the OpenTelemetry specification has it.</remarks>
    public static string Sample(string name, IEnumerable<KeyValuePair<string, object?>> attributes)
    {
        var labels = new List<KeyValuePair<string, string>>();
        foreach ((string key, object? value) in attributes)
        {
            string label = LabelName(key);
            string text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;
            int same = labels.FindIndex(item => item.Key == label);
            if (same < 0)
            {
                labels.Add(new(label, text));
            }
            else
            {
                labels[same] = new(label, labels[same].Value + ";" + text);
            }
        }

        return labels.Count == 0 ? name + " " : $"{name}{{{string.Join(',', labels.Select(item => $"{item.Key}=\"{EscapeValue(item.Value)}\""))}}} ";
    }

    /// <summary>Bound of a bucket as a label, alike in both formats: a canonical number of OpenMetrics, which wants a digit after the point.</summary>
    public static string Bound(double bound)
    {
        if (double.IsPositiveInfinity(bound))
        {
            return "+Inf";
        }

        string text = Math.Abs(bound) is < 1e-4 or >= 1e16 ? bound.ToString("0.################e+00", CultureInfo.InvariantCulture) : bound.ToString(CultureInfo.InvariantCulture);
        return text.Contains('.', StringComparison.Ordinal) || text.Contains('e', StringComparison.Ordinal) ? text : text + ".0";
    }

    /// <summary>Writes a number.</summary>
    /// <param name="value">The number.</param>
    /// <param name="destination">At least <see cref="LongestNumber"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int WriteNumber(double value, Span<byte> destination)
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

    // The text format escapes backslash and line end there, OpenMetrics the quotation mark too.
    private static string EscapeHelp(ExpositionFormat format, string help) =>
        format == ExpositionFormat.OpenMetrics ? EscapeValue(help) : help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string EscapeValue(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    // [a-zA-Z_][a-zA-Z0-9_]*; two underscores in front are Prometheus' own.
    private static string LabelName(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
        {
            text.Append('_');
        }

        foreach (char c in name)
        {
            text.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        }

        return text.ToString().StartsWith("__", StringComparison.Ordinal) ? "key" + text : text.ToString();
    }
}
