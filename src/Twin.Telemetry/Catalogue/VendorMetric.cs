using Twin.Contracts;
using Twin.Engine.Structure;

namespace Twin.Telemetry.Catalogue;

/// <summary>Makes the definition of a metric that a vendor's signal names and the catalogue does not have.</summary>
internal static class VendorMetric
{
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
        return new MetricDefinition(name, kind, unit, PrometheusUnit.Name(name, kind, unit), signal.Description)
        {
            StateAttribute = isStateSet ? "chassis.state" : null,
        };
    }
}
