namespace Twin.Telemetry.Catalogue;

/// <summary>Factors from the unit of a signal to the unit of its metric.</summary>
internal static class UnitConversion
{
    /// <summary>Finds the factor; 1 keeps a value bit for bit.</summary>
    /// <returns>False when the two units do not measure the same.</returns>
    public static bool TryFactor(string signalUnit, string metricUnit, out double factor)
    {
        factor = (signalUnit, metricUnit) switch
        {
            _ when signalUnit == metricUnit => 1,
            ("K", "Cel") => 1, // a temperature difference: the engine writes differences in K and temperatures in Cel
            ("J/bit", "J") => 1, // the metric is energy for each bit by its name
            ("{revolution}/s", "rpm") => 60,
            ("bit/s", "By/s") or ("bit", "By") => 0.125,
            ("1", "By") => 1, // a bare count of what the metric counts
            ("1", _) when metricUnit.StartsWith('{') => 1,
            _ => double.NaN,
        };
        return !double.IsNaN(factor);
    }
}
