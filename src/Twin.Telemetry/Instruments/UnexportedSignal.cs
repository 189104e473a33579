using Twin.Engine.Structure;

namespace Twin.Telemetry.Instruments;

/// <summary>A signal that names a metric but is not exported.</summary>
/// <param name="Signal">The signal.</param>
/// <param name="Metric">The metric it names.</param>
/// <param name="Reason">Why, and for a duplicate which signal is exported in its place; a sentence for people.</param>
public sealed record UnexportedSignal(SignalInfo Signal, string Metric, string Reason);
