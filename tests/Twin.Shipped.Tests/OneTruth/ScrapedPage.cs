using System.Globalization;
using System.Text;

namespace Twin.Shipped.Tests.OneTruth;

/// <summary>Reads scrapes of one format. The first one says the layout; every later one has to have the same lines but for the numbers.</summary>
internal sealed class ScrapedPage
{
    private readonly List<(byte[] Start, string? Key)> _lines = [];

    /// <summary>Samples in the order of the page: the name, and in braces the labels in ordinal order.</summary>
    public IEnumerable<string> Keys => _lines.Select(line => line.Key).OfType<string>();

    /// <summary>The spelling that the pages have for the bound of a bucket.</summary>
    public static string Bound(double bound) => double.IsPositiveInfinity(bound)
        ? "+Inf"
        : bound < 1e-4 ? bound.ToString("0.####e-00", CultureInfo.InvariantCulture) : bound.ToString("0.0###########", CultureInfo.InvariantCulture);

    /// <summary>The numbers of a page.</summary>
    public Dictionary<string, double> Read(byte[] page)
    {
        var values = new Dictionary<string, double>(_lines.Count, StringComparer.Ordinal);
        ReadOnlySpan<byte> rest = page;
        bool isFirst = _lines.Count == 0;
        for (int i = 0; rest.Length > 0; i++)
        {
            int end = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = rest[..end];
            rest = rest[(end + 1)..];
            if (isFirst)
            {
                _lines.Add(Layout(line));
            }

            (byte[] start, string? key) = _lines[i];
            Assert.True(line.StartsWith(start), $"line {i + 1} is '{Encoding.UTF8.GetString(line)}', was '{Encoding.UTF8.GetString(start)}'");
            if (key is not null)
            {
                values.Add(key, Number(line[start.Length..]));
            }
        }

        Assert.True(isFirst || _lines.Count(line => line.Key is not null) == values.Count);
        return values;
    }

    private static (byte[] Start, string? Key) Layout(ReadOnlySpan<byte> line)
    {
        if (line[0] == '#')
        {
            return (line.ToArray(), null);
        }

        int space = line.LastIndexOf((byte)' ');
        string sample = Encoding.UTF8.GetString(line[..space]);
        int brace = sample.IndexOf('{', StringComparison.Ordinal);

        // Labels of these chassis have neither quotation marks nor commas in them.
        string[] labels = brace < 0 ? [] : sample[(brace + 1)..^1].Split(',');
        string key = $"{(brace < 0 ? sample : sample[..brace])}{{{string.Join(',', labels.Select(label => label.Replace("\"", string.Empty, StringComparison.Ordinal)).Order(StringComparer.Ordinal))}}}";
        return (line[..(space + 1)].ToArray(), key);
    }

    private static double Number(ReadOnlySpan<byte> text)
    {
        if (text.SequenceEqual("NaN"u8))
        {
            return double.NaN;
        }

        return text.EndsWith("Inf"u8)
            ? text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity
            : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
    }
}
