using Twin.Host.Setup;
using Twin.Telemetry;

namespace Twin.Host.Hosting;

/// <summary>Reads the section <c>Telemetry</c> of the settings and OpenTelemetry's own variables.</summary>
internal sealed class TelemetrySettings
{
    private TelemetrySettings(TwinTelemetryOptions options) => Options = options;

    /// <summary>What the telemetry is told.</summary>
    public TwinTelemetryOptions Options { get; }

    /// <summary>Reads the settings; a wrong value is reported.</summary>
    /// <param name="configuration">The settings as texts.</param>
    /// <param name="problems">Receives what is wrong.</param>
    /// <param name="variables">The environment; null for the process' own.</param>
    public static TelemetrySettings Read(IConfiguration configuration, ProblemReport problems, Func<string, string?>? variables = null)
    {
        IConfigurationSection section = configuration.GetSection("Telemetry");
        return new TelemetrySettings(new TwinTelemetryOptions
        {
            ServiceInstanceId = section["ServiceInstanceId"] is { Length: > 0 } instance ? instance : null,
            HostId = section["HostId"] is { Length: > 0 } host ? host : null,
            Scenario = section["Scenario"] is { Length: > 0 } scenario ? scenario : null,
            Otlp = new OtlpSettings(section, variables ?? Environment.GetEnvironmentVariable, problems).Read(),
        });
    }
}
