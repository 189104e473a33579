using System.Globalization;
using System.Text;
using Twin.Telemetry.Prometheus;

namespace Twin.Telemetry.Tests;

/// <summary>A parsed OpenMetrics exposition: strict about what version 1.0.0 asks of families, suffixes, units and the end.</summary>
internal sealed class OpenMetricsPage
{
    private static readonly Dictionary<string, string[]> Suffixes = new(StringComparer.Ordinal)
    {
        ["gauge"] = [""],
        ["counter"] = ["_total", "_created"],
        ["info"] = ["_info"],
        ["histogram"] = ["_bucket", "_sum", "_count", "_created"],
    };

    public Dictionary<string, double> Samples { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, (string Type, string? Unit, string Help)> Families { get; } = new(StringComparer.Ordinal);

    public static async Task<string> TextAsync(TwinTelemetry telemetry)
    {
        using var buffer = new PooledBuffer(256);
        Assert.True(await telemetry.TryWriteAsync(buffer, ExpositionFormat.OpenMetrics));
        return Encoding.UTF8.GetString(buffer.WrittenMemory.Span);
    }

    public static OpenMetricsPage Parse(string text)
    {
        Assert.EndsWith("\n# EOF\n", text, StringComparison.Ordinal);
        var page = new OpenMetricsPage();
        string family = string.Empty;
        foreach (string line in text[..^"# EOF\n".Length].TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                string[] parts = line.Split(' ', 4);
                (string Type, string? Unit, string Help) known = page.Families.GetValueOrDefault(parts[2], ("", null, ""));
                Assert.True(known == ("", null, "") || family == parts[2], $"{parts[2]} is interleaved");
                family = parts[2];
                page.Families[family] = parts[1] switch
                {
                    "TYPE" => known with { Type = parts[3] },
                    "UNIT" => known with { Unit = parts[3] },
                    "HELP" => known with { Help = parts[3] },
                    _ => throw new InvalidDataException(line),
                };
                if (parts[1] == "UNIT")
                {
                    Assert.EndsWith("_" + parts[3], family, StringComparison.Ordinal);
                }
            }
            else
            {
                int space = line.LastIndexOf(' ');
                string sample = line[..space];
                string name = sample.Split('{')[0];
                Assert.Contains(name[family.Length..], Suffixes[page.Families[family].Type]);
                page.Samples.Add(sample, double.Parse(line[(space + 1)..].Replace("Inf", "Infinity", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture));
            }
        }

        return page;
    }
}
