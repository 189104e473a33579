using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Twin.Telemetry.Instruments;

/// <summary>Reader by the clock whose every collection shows one frame.</summary>
internal sealed class FramePeriodicReader(TwinInstruments instruments, BaseExporter<Metric> exporter, int intervalMilliseconds)
    : PeriodicExportingMetricReader(exporter, intervalMilliseconds)
{
    /// <inheritdoc/>
    protected override bool OnCollect(int timeoutMilliseconds) => instruments.Gather() && base.OnCollect(timeoutMilliseconds);
}
