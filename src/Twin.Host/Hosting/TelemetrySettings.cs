using OpenTelemetry.Exporter;
using Twin.Host.Setup;
using Twin.Telemetry;

namespace Twin.Host.Hosting;

/// <summary>Reads the section <c>Telemetry</c> of the settings.</summary>
internal sealed class TelemetrySettings
{
    private TelemetrySettings(TwinTelemetryOptions options) => Options = options;

    /// <summary>What the telemetry is told.</summary>
    public TwinTelemetryOptions Options { get; }

    /// <summary>Reads the settings; a wrong value is reported.</summary>
    /// <param name="configuration">The settings as texts.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static TelemetrySettings Read(IConfiguration configuration, ProblemReport problems)
    {
        IConfigurationSection section = configuration.GetSection("Telemetry");
        var options = new TwinTelemetryOptions
        {
            ServiceInstanceId = section["ServiceInstanceId"] is { Length: > 0 } instance ? instance : null,
            HostId = section["HostId"] is { Length: > 0 } host ? host : null,
        };
        if (section["OtlpEndpoint"] is { Length: > 0 } endpoint)
        {
            if (Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https")
            {
                options.OtlpEndpoint = address;
            }
            else
            {
                problems.Add("Telemetry:OtlpEndpoint", $"'{endpoint}' is not an address such as http://127.0.0.1:4317.");
            }
        }

        switch (section["OtlpProtocol"])
        {
            case null or "" or "grpc":
                break;
            case "http/protobuf":
                options.OtlpProtocol = OtlpExportProtocol.HttpProtobuf;
                break;
            default:
                problems.Add("Telemetry:OtlpProtocol", $"'{section["OtlpProtocol"]}' is neither 'grpc' nor 'http/protobuf'.");
                break;
        }

        if (TwinSettings.ReadDuration("Telemetry:OtlpInterval", section["OtlpInterval"], problems) is { } interval)
        {
            options.OtlpInterval = interval.TimeSpan;
            if (options.OtlpInterval < TimeSpan.FromMilliseconds(100) || options.OtlpInterval > TimeSpan.FromHours(1))
            {
                problems.Add("Telemetry:OtlpInterval", $"'{section["OtlpInterval"]}' is not between 100 ms and 1 h.");
            }
        }

        return new TelemetrySettings(options);
    }
}
