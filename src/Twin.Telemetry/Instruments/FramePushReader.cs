using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Twin.Telemetry.Instruments;

/// <summary>Reader whose every collection shows the frame that was read; somebody else says when.</summary>
internal sealed class FramePushReader(TwinInstruments instruments, BaseExporter<Metric> exporter) : BaseExportingMetricReader(exporter)
{
    /// <inheritdoc/>
    protected override bool OnCollect(int timeoutMilliseconds) => instruments.Record() && base.OnCollect(timeoutMilliseconds);
}
