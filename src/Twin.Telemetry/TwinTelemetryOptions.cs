using Twin.Telemetry.Otlp;

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

    /// <summary>Resource attribute <c>chassis.scenario</c>: what is being run; null for none.</summary>
    public string? Scenario { get; set; }

    /// <summary>How long the sending of a scrape may take; then its connection is cut, and its memory is free again.</summary>
    public TimeSpan ScrapeTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>What is sent by OTLP.</summary>
    public OtlpOptions Otlp { get; set; } = new();
}
