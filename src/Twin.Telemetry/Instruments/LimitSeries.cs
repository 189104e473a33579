using Twin.Contracts;
using Twin.Engine.Structure;
using Twin.Units;

namespace Twin.Telemetry.Instruments;

/// <summary>Limits that the structure of a chassis says: of alarms, of the range of a signal, of the rate of a port.</summary>
internal static class LimitSeries
{
    /// <summary>Attribute that says which limit it is.</summary>
    public const string TypeAttribute = "hw.limit_type";

    /// <summary>Metric of a port's rate.</summary>
    public const string PortLimit = "hw.network.bandwidth.limit";

    private const string Highest = "max";
    private const double BitsPerByte = 8;

    // Metrics with a metric for their limits; of some, the range of the signal is itself a limit.
    private static readonly Dictionary<string, (string Limit, bool HasRange)> Limited = new(StringComparer.Ordinal)
    {
        ["hw.temperature"] = ("hw.temperature.limit", false),
        ["hw.voltage"] = ("hw.voltage.limit", false),
        ["hw.fan.speed"] = ("hw.fan.speed.limit", true),
        ["hw.power_supply.usage"] = ("hw.power_supply.limit", true),
    };

    /// <summary>One limit, in the unit of the signal.</summary>
    /// <param name="Metric">Metric of the limit.</param>
    /// <param name="Type">Value of <see cref="TypeAttribute"/>.</param>
    /// <param name="Value">The limit.</param>
    internal readonly record struct Limit(string Metric, string Type, double Value);

    /// <summary>Limits of an exported signal; none for lanes, whose limits would be as many as they are.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="alarms">Alarms that watch it.</param>
    public static IEnumerable<Limit> Of(SignalInfo signal, IEnumerable<EventInfo> alarms)
    {
        if (signal.Lane is not null || signal.Metric is null || !Limited.TryGetValue(signal.Metric, out (string Limit, bool HasRange) limited))
        {
            yield break;
        }

        EventInfo[] watching = [.. alarms];

        // Of several limits of one kind the nearest one counts; a second critical one above it is where the part switches off or is destroyed.
        foreach (AlarmSeverity severity in (AlarmSeverity[])[AlarmSeverity.Warning, AlarmSeverity.Critical])
        {
            string name = severity == AlarmSeverity.Critical ? "critical" : "degraded";
            double[] high = [.. watching.Where(item => item.Severity == severity && double.IsFinite(item.High)).Select(item => item.High).Distinct().Order()];
            double[] low = [.. watching.Where(item => item.Severity == severity && double.IsFinite(item.Low)).Select(item => item.Low)];
            if (low.Length > 0)
            {
                yield return new Limit(limited.Limit, "low." + name, low.Max());
            }

            if (high.Length > 0)
            {
                yield return new Limit(limited.Limit, "high." + name, high[0]);
            }

            if (severity == AlarmSeverity.Critical && high.Length > 1 && !limited.HasRange)
            {
                yield return new Limit(limited.Limit, Highest, high[^1]);
            }
        }

        if (limited.HasRange && double.IsFinite(signal.Maximum))
        {
            yield return new Limit(limited.Limit, Highest, signal.Maximum);
        }
    }

    /// <summary>The payload rate of a port in bytes a second.</summary>
    public static double Of(PortInfo port)
    {
        BitRate rate = port.Rate;
        return rate.BitsPerSecond / BitsPerByte;
    }
}
