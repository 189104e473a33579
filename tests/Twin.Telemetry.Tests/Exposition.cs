using System.Globalization;
using System.Text;
using Twin.Telemetry.Prometheus;

namespace Twin.Telemetry.Tests;

/// <summary>A parsed exposition: strict about everything the text format 0.0.4 asks for.</summary>
internal sealed class Exposition
{
    private readonly Dictionary<string, double> _samples = new(StringComparer.Ordinal);

    public List<string> Families { get; } = [];

    public Dictionary<string, string> Types { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Helps { get; } = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, double> Samples => _samples;

    public static async Task<string> TextAsync(TwinTelemetry telemetry)
    {
        using var buffer = new PooledBuffer(256);
        Assert.True(await telemetry.TryWriteAsync(buffer));
        return Encoding.UTF8.GetString(buffer.WrittenMemory.Span);
    }

    public static async Task<Exposition> ScrapeAsync(TwinTelemetry telemetry) => Parse(await TextAsync(telemetry));

    /// <summary>Key of a sample: name, then labels in ordinal order.</summary>
    public static string Key(string name, params (string Name, string Value)[] labels) =>
        name + "{" + string.Join(",", labels.OrderBy(l => l.Name, StringComparer.Ordinal).Select(l => $"{l.Name}={l.Value}")) + "}";

    public double Value(string name, params (string Name, string Value)[] labels) => _samples[Key(name, labels)];

    public IEnumerable<KeyValuePair<string, double>> Of(string name) => _samples.Where(s => s.Key.StartsWith(name + "{", StringComparison.Ordinal));

    public static Exposition Parse(string text)
    {
        var exposition = new Exposition();
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        string family = string.Empty;
        foreach (string line in text[..^1].Split('\n'))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                string[] parts = line[7..].Split(' ', 2);
                family = parts[0];
                exposition.Helps.Add(family, parts[1]);
            }
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                string[] parts = line[7..].Split(' ');
                Assert.Equal(family, parts[0]);
                exposition.Types.Add(family, parts[1]);
                exposition.Families.Add(family);
            }
            else
            {
                exposition.ParseSample(line, family);
            }
        }

        return exposition;
    }

    private void ParseSample(string line, string family)
    {
        int at = line.IndexOfAny(['{', ' ']);
        string name = line[..at];
        Assert.StartsWith(family, name, StringComparison.Ordinal);
        var labels = new List<(string, string)>();
        if (line[at] == '{')
        {
            at++;
            while (line[at] != '}')
            {
                int equals = line.IndexOf('=', at);
                string label = line[at..equals];
                Assert.Equal('"', line[equals + 1]);
                var value = new StringBuilder();
                for (at = equals + 2; line[at] != '"'; at++)
                {
                    value.Append(line[at] != '\\' ? line[at] : line[++at] switch { 'n' => '\n', var other => other });
                }

                labels.Add((label, value.ToString()));
                at++;
                at += line[at] == ',' ? 1 : 0;
            }

            at++;
        }

        Assert.Equal(' ', line[at]);
        string number = line[(at + 1)..];
        double parsed = number switch
        {
            "NaN" => double.NaN,
            "+Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            _ => double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture),
        };
        _samples.Add(Key(name, [.. labels]), parsed);
    }
}
