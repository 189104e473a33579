using Twin.Telemetry.Catalogue;

namespace Twin.Telemetry.Instruments;

/// <summary>A metric in use and its series, in the order of their signals.</summary>
internal sealed record MetricFamily(MetricDefinition Definition, Series[] Series);
