using System.Text;

namespace Twin.Telemetry.Catalogue;

/// <summary>How units enter the names of Prometheus: this project's rule, and that of translators that turn OTLP into Prometheus.</summary>
internal static class PrometheusUnit
{
    // Plural base units by UCUM code, as Prometheus' naming practice has them.
    private static readonly Dictionary<string, string> Suffixes = new(StringComparer.Ordinal)
    {
        ["Cel"] = "celsius",
        ["K"] = "celsius",
        ["W"] = "watts",
        ["J"] = "joules",
        ["J/bit"] = "joules",
        ["V"] = "volts",
        ["A"] = "amperes",
        ["Ohm"] = "ohms",
        ["F"] = "farads",
        ["Hz"] = "hertz",
        ["Bd"] = "baud",
        ["m"] = "meters",
        ["m2"] = "square_meters",
        ["s"] = "seconds",
        ["Pa"] = "pascals",
        ["dB"] = "decibels",
        ["By"] = "bytes",
        ["By/s"] = "bytes_per_second",
        ["m3/s"] = "cubic_meters_per_second",
        ["rpm"] = "rpm",
        ["W/K"] = "watts_per_kelvin",
        ["K/W"] = "kelvins_per_watt",
        ["J/K"] = "joules_per_kelvin",
        ["A/W"] = "amperes_per_watt",
        ["W/A"] = "watts_per_ampere",
    };

    // What the translators know; every other unit enters the name as it is written.
    private static readonly Dictionary<string, string> Translated = new(StringComparer.Ordinal)
    {
        ["Cel"] = "celsius",
        ["W"] = "watts",
        ["J"] = "joules",
        ["V"] = "volts",
        ["A"] = "amperes",
        ["Hz"] = "hertz",
        ["m"] = "meters",
        ["s"] = "seconds",
        ["By"] = "bytes",
        ["%"] = "percent",
    };

    /// <summary>The suffix of a unit, or null where it gets none: counts in braces, and "1" of anything but a gauge.</summary>
    public static string? Suffix(MetricKind kind, string unit) =>
        unit == "1" ? (kind == MetricKind.Gauge ? "ratio" : null) : Suffixes.GetValueOrDefault(unit);

    /// <summary>The suffix that a metric's name really ends in, or null.</summary>
    public static string? SuffixOf(MetricDefinition metric) =>
        Suffix(metric.Kind, metric.Unit) is { } suffix && metric.FamilyName.EndsWith("_" + suffix, StringComparison.Ordinal) ? suffix : null;

    /// <summary>The name by rule: dots to underscores, unit as suffix, _total for counters.</summary>
    public static string Name(string name, MetricKind kind, string unit)
    {
        var text = new StringBuilder(name.Length + 16);
        foreach (char c in name)
        {
            text.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        }

        if (Suffix(kind, unit) is { } suffix && !text.ToString().EndsWith("_" + suffix, StringComparison.Ordinal))
        {
            text.Append('_').Append(suffix);
        }

        if (kind == MetricKind.Counter && !text.ToString().EndsWith("_total", StringComparison.Ordinal))
        {
            text.Append("_total");
        }

        return text.ToString();
    }

    /// <summary>The name that a translator with suffixes (Prometheus' OTLP receiver, the Collector's exporters) makes from what is sent by OTLP.</summary>
    /// <remarks>
    /// OpenTelemetry specification, "Prometheus and OpenMetrics Compatibility", metric metadata: words that the name has already are not added again, what stands in braces is left out,
    /// "a/b" becomes "a_per_b".
    /// </remarks>
    public static string TranslatedName(MetricDefinition metric)
    {
        List<string> words = [.. Words(metric.Name)];
        string[] parts = metric.Unit.Split('/', 2);
        Add(parts[0] == "1" || parts[0].Contains('{', StringComparison.Ordinal) ? string.Empty : Translated.GetValueOrDefault(parts[0], parts[0]), string.Empty);
        if (parts.Length == 2 && !parts[1].Contains('{', StringComparison.Ordinal))
        {
            Add(parts[1] switch { "s" => "second", "m" => "minute", "h" => "hour", "d" => "day", _ => parts[1] }, "per_");
        }

        if (metric.Kind == MetricKind.Counter)
        {
            words.Remove("total");
            words.Add("total");
        }

        if (metric.Unit == "1" && metric.Kind == MetricKind.Gauge)
        {
            words.Remove("ratio");
            words.Add("ratio");
        }

        return string.Join('_', words);

        void Add(string unit, string before)
        {
            string word = before + string.Join('_', Words(unit));
            if (word.Length > before.Length && !words.Contains(word))
            {
                words.Add(word);
            }
        }
    }

    private static string[] Words(string text) =>
        new string([.. text.Select(c => char.IsAsciiLetterOrDigit(c) || c == ':' ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
