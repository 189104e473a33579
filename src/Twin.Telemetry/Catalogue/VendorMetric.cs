using System.Text;
using Twin.Contracts;
using Twin.Engine.Structure;

namespace Twin.Telemetry.Catalogue;

/// <summary>Makes the definition of a metric that a vendor's signal names and the catalogue does not have.</summary>
internal static class VendorMetric
{
    // Suffixes by UCUM unit as Prometheus writes them: plural base units.
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

    /// <summary>Whether OpenTelemetry takes the name: a letter, then letters, digits, '.', '_', '-', '/', at most 255 in all.</summary>
    public static bool IsValidName(string name) =>
        name.Length is > 0 and <= 255 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/');

    /// <summary>Makes the definition from the first signal that names the metric.</summary>
    public static MetricDefinition Define(string name, SignalInfo signal)
    {
        MetricKind kind = signal.Kind switch
        {
            SignalKind.Counter => MetricKind.Counter,
            SignalKind.Status => MetricKind.UpDownCounter,
            _ => MetricKind.Gauge,
        };
        // Speeds and rates leave in the units that the catalogue uses for the same quantity.
        string unit = signal.Unit switch { "{revolution}/s" => "rpm", "bit/s" => "By/s", "K" => "Cel", "J/bit" => "J", _ => signal.Unit };
        bool isStateSet = kind == MetricKind.UpDownCounter && signal.States.Count > 2;
        return new MetricDefinition(name, kind, unit, PrometheusName(name, kind, unit), signal.Description)
        {
            StateAttribute = isStateSet ? "chassis.state" : null,
        };
    }

    /// <summary>The Prometheus name by rule: dots to underscores, unit as suffix, _total for counters.</summary>
    public static string PrometheusName(string name, MetricKind kind, string unit)
    {
        var text = new StringBuilder(name.Length + 16);
        foreach (char c in name)
        {
            text.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        }

        string? suffix = unit == "1" ? (kind == MetricKind.Gauge ? "ratio" : null) : Suffixes.GetValueOrDefault(unit);
        if (suffix is not null && !text.ToString().EndsWith("_" + suffix, StringComparison.Ordinal))
        {
            text.Append('_').Append(suffix);
        }

        if (kind == MetricKind.Counter && !text.ToString().EndsWith("_total", StringComparison.Ordinal))
        {
            text.Append("_total");
        }

        return text.ToString();
    }
}
