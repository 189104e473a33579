using Twin.Contracts;
using Twin.Engine.Structure;
using Twin.Units;

namespace Twin.Host.Hosting;

/// <summary>Picks the signals that summaries are made of.</summary>
internal static class ReportedSignals
{
    private const string TemperatureMetric = "hw.temperature";

    /// <summary>Temperatures of bodies as the model has them: not of fluids, and not as sensors read them.</summary>
    /// <param name="chassis">The chassis.</param>
    public static IEnumerable<SignalInfo> Temperatures(CompiledChassis chassis) =>
        chassis.Signals.Where(signal => signal.Metric == TemperatureMetric && signal.Kind == SignalKind.Truth);

    /// <summary>Margins of lanes where something decides their bits, here or at the far end, and of ports.</summary>
    /// <param name="chassis">The chassis.</param>
    public static IEnumerable<SignalInfo> Margins(CompiledChassis chassis) => chassis.Signals.Where(signal =>
        signal.Dimension == Dimensions.Decibels && (signal.Name is "margin" || signal.Name.EndsWith("/margin", StringComparison.Ordinal) || signal.Name.EndsWith("/far-margin", StringComparison.Ordinal)));
}
