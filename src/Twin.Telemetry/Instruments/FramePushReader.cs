using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Twin.Telemetry.Instruments;

/// <summary>Reader whose every collection shows one frame; somebody else says when.</summary>
internal sealed class FramePushReader(TwinInstruments instruments, BaseExporter<Metric> exporter) : BaseExportingMetricReader(exporter)
{
    /// <inheritdoc/>
    protected override bool OnCollect(int timeoutMilliseconds) => instruments.Gather() && base.OnCollect(timeoutMilliseconds);
}
