using OpenTelemetry.Metrics;
using Twin.Telemetry.Prometheus;

namespace Twin.Telemetry.Instruments;

/// <summary>Reader on demand whose every collection shows one frame.</summary>
internal sealed class FramePullReader(TwinInstruments instruments, PrometheusExporter exporter) : BaseExportingMetricReader(exporter)
{
    /// <inheritdoc/>
    protected override bool OnCollect(int timeoutMilliseconds) => instruments.Gather() && base.OnCollect(timeoutMilliseconds);
}
