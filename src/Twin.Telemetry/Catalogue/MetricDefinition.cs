namespace Twin.Telemetry.Catalogue;

/// <summary>One metric as OpenTelemetry and Prometheus see it.</summary>
/// <param name="Name">OpenTelemetry name, such as <c>hw.temperature</c>.</param>
/// <param name="Kind">Kind of instrument.</param>
/// <param name="Unit">Unit in UCUM's case-sensitive code, such as <c>Cel</c>.</param>
/// <param name="PrometheusName">Name in the text exposition, such as <c>hw_temperature_celsius</c>.</param>
/// <param name="Description">One line for people, the HELP line of the exposition.</param>
public sealed record MetricDefinition(string Name, MetricKind Kind, string Unit, string PrometheusName, string Description)
{
    /// <summary>Attribute that names the state where the metric is a state set (<c>hw.state</c>), else null.</summary>
    public string? StateAttribute { get; init; }

    /// <summary>Attribute that carries the number of a signal that is one of many: <c>lane</c>, <c>laser</c> or <c>fiber</c>.</summary>
    public string IndexAttribute { get; init; } = "lane";

    /// <summary>Whether a series appears only once its value was other than zero; it then stays, at 0 when cleared.</summary>
    public bool IsSparse { get; init; }

    /// <summary>Whether the states of lanes are counted for the element that holds the lanes, so that no series belongs to one lane.</summary>
    public bool CountsLanes { get; init; }
}
