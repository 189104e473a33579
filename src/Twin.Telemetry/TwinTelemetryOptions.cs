using OpenTelemetry.Exporter;

namespace Twin.Telemetry;

/// <summary>What the telemetry of a twin says about itself, and where it is sent.</summary>
public sealed class TwinTelemetryOptions
{
    /// <summary>Resource attribute <c>service.instance.id</c>; null for machine name and process number.</summary>
    public string? ServiceInstanceId { get; set; }

    /// <summary>Resource attribute <c>host.id</c>, within which every <c>hw.id</c> is unique; null for model and name of the chassis.</summary>
    public string? HostId { get; set; }

    /// <summary>Resource attribute <c>chassis.twin.mode</c>: <c>simulated</c>, <c>shadow</c> or <c>replay</c>.</summary>
    public string Mode { get; set; } = "simulated";

    /// <summary>Where metrics are sent by OTLP, or null for nowhere. With HTTP it is the whole address, path included: <c>http://127.0.0.1:4318/v1/metrics</c>.</summary>
    public Uri? OtlpEndpoint { get; set; }

    /// <summary>Protocol of the OTLP endpoint.</summary>
    public OtlpExportProtocol OtlpProtocol { get; set; } = OtlpExportProtocol.Grpc;

    /// <summary>Time between two OTLP exports.</summary>
    public TimeSpan OtlpInterval { get; set; } = TimeSpan.FromSeconds(10);
}
