using Twin.Telemetry.Catalogue;

namespace Twin.Telemetry.Instruments;

/// <summary>A metric in use and its series, in the order of their signals.</summary>
/// <param name="Definition">The metric.</param>
/// <param name="Series">Its series.</param>
/// <param name="First">Position of the first one among all series of the table.</param>
/// <param name="IsOfEpoch">Whether its sums count from the start of the epoch; else from the start of the run.</param>
internal sealed record MetricFamily(MetricDefinition Definition, Series[] Series, int First, bool IsOfEpoch);
