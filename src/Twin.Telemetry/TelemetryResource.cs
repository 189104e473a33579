using System.Reflection;
using OpenTelemetry.Resources;
using Twin.Engine.Structure;

namespace Twin.Telemetry;

/// <summary>What all telemetry of a twin says of its origin: OpenTelemetry's resource.</summary>
/// <remarks>
/// Defaults come first, then <c>OTEL_RESOURCE_ATTRIBUTES</c> and <c>OTEL_SERVICE_NAME</c>, then what the options state. The chassis' own attributes are never overridden.
/// </remarks>
public sealed class TelemetryResource
{
    private readonly CompiledChassis _chassis;
    private readonly TwinTelemetryOptions _options;
    private readonly string _instance = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>Makes the resource of a twin.</summary>
    /// <param name="chassis">Its chassis.</param>
    /// <param name="options">What the telemetry says about itself.</param>
    public TelemetryResource(CompiledChassis chassis, TwinTelemetryOptions options)
    {
        ArgumentNullException.ThrowIfNull(chassis);
        ArgumentNullException.ThrowIfNull(options);
        (_chassis, _options) = (chassis, options);
    }

    /// <summary>Version of the program.</summary>
    public string Version { get; } =
        typeof(TelemetryResource).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    /// <summary>A builder with all attributes.</summary>
    public ResourceBuilder Builder()
    {
        var stated = new List<KeyValuePair<string, object>>
        {
            new("chassis.model", _chassis.Model),
            new("chassis.instance", _chassis.Instance),
            new("chassis.twin.mode", _options.Mode),
        };
        AddIfStated(stated, "chassis.scenario", _options.Scenario);
        AddIfStated(stated, "service.instance.id", _options.ServiceInstanceId);
        AddIfStated(stated, "host.id", _options.HostId);
        return ResourceBuilder.CreateEmpty()
            .AddAttributes(
            [
                new("service.name", "twin"),
                new("service.version", Version),
                new("service.instance.id", _instance),
                new("host.id", $"{_chassis.Model}/{_chassis.Instance}"),
                new("host.name", Environment.MachineName),
            ])
            .AddEnvironmentVariableDetector()
            .AddAttributes(stated);
    }

    private static void AddIfStated(List<KeyValuePair<string, object>> attributes, string key, string? value)
    {
        if (value is not null)
        {
            attributes.Add(new(key, value));
        }
    }
}
