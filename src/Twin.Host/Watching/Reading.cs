using System.Globalization;

namespace Twin.Host.Watching;

/// <summary>Numbers as people read them.</summary>
internal static class Reading
{
    private static readonly (double Size, string Prefix)[] Prefixes =
        [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"), (1, ""), (1e-3, "m"), (1e-6, "u"), (1e-9, "n"), (1e-12, "p"), (1e-15, "f")];

    private static readonly HashSet<string> Scaled = ["W", "V", "A", "Hz", "J", "s", "m", "Pa", "bit/s", "J/bit", "By"];

    /// <summary>A value with its unit, about five figures.</summary>
    /// <param name="value">The value.</param>
    /// <param name="unit">Its UCUM code.</param>
    public static string Of(double value, string unit) => unit switch
    {
        _ when double.IsNaN(value) => "-",
        "Cel" => Text($"{value:F1} degC"),
        "K" when Math.Abs(value) is > 0 and < 0.1 => Prefixed(value, "K"),
        "K" => Text($"{value:F2} K"),
        "dB" => Text($"{value:+0.00;-0.00;0.00} dB"),
        "m3/s" => Text($"{value * 1000:F2} l/s"),
        "{revolution}/s" => Text($"{value * 60:F0} rpm"),
        _ when Scaled.Contains(unit) => Prefixed(value, unit == "By" ? "B" : unit),
        _ when unit.StartsWith('{') => Text($"{value:G7}"),
        "1" => Text($"{value:G5}"),
        _ => Text($"{value:G5} {unit}"),
    };

    /// <summary>Seconds of simulated time, with hours and minutes where there are any.</summary>
    /// <param name="seconds">The time.</param>
    public static string Time(double seconds) => seconds switch
    {
        < 60 => Text($"{seconds:F3} s"),
        < 3600 => Text($"{Math.Floor(seconds / 60):F0}:{seconds % 60:00.0} min"),
        _ => Text($"{Math.Floor(seconds / 3600):F0}:{Math.Floor(seconds / 60) % 60:00}:{Math.Floor(seconds % 60):00} h"),
    };

    /// <summary>A speed.</summary>
    /// <param name="factor">Simulated seconds for each second.</param>
    public static string Speed(double factor) => double.IsPositiveInfinity(factor) ? "max" : Text($"x{factor:0.##}");

    /// <summary>Formats without regard to the culture.</summary>
    /// <param name="text">The text.</param>
    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Prefixed(double value, string unit)
    {
        double size = Math.Abs(value);
        if (size == 0 || !double.IsFinite(size))
        {
            return Text($"{value:G5} {unit}");
        }

        (double scale, string prefix) = Prefixes.FirstOrDefault(entry => size >= entry.Size * 0.99995, Prefixes[^1]);
        double scaled = value / scale;
        string digits = Math.Abs(scaled) switch { >= 99.95 => "F1", >= 9.995 => "F2", _ => "F3" };
        return scaled.ToString(digits, CultureInfo.InvariantCulture) + " " + prefix + unit;
    }
}
