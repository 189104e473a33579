using System.Text.Json;

namespace Twin.Benchmarks;

/// <summary>Prints figures: one JSON object per line, numbers invariant.</summary>
internal static class Figure
{
    /// <summary>Significant digits: more than any figure repeats from run to run.</summary>
    private const int Digits = 4;

    /// <summary>Prints one figure.</summary>
    /// <param name="bench">Name of the bench.</param>
    /// <param name="metric">Name of the figure.</param>
    /// <param name="value">Its value; finite.</param>
    /// <param name="unit">Its unit.</param>
    public static void Print(string bench, string metric, double value, string unit)
    {
        if (!double.IsFinite(value))
        {
            throw new InvalidOperationException($"The figure {bench}/{metric} is {value}.");
        }

        Console.WriteLine(JsonSerializer.Serialize(new { bench, metric, value = Round(value), unit }));
    }

    private static double Round(double value)
    {
        double magnitude = value == 0 ? 0 : Math.Floor(Math.Log10(Math.Abs(value)));
        int decimals = (int)Math.Clamp(Digits - 1 - magnitude, 0, 15);
        return Math.Round(value, decimals);
    }
}
