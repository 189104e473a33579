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

    /// <summary>Attributes that signals add to <c>hw.id</c>, <c>hw.type</c>, <c>hw.parent</c>, number and state; a series need not have all of them.</summary>
    public IReadOnlyList<string> Attributes { get; init; } = [];

    /// <summary>Whether a series appears only once its value was other than zero; it then stays, at 0 when cleared.</summary>
    public bool IsSparse { get; init; }

    /// <summary>Whether the states of lanes are counted for the element that holds the lanes, so that no series belongs to one lane.</summary>
    public bool CountsLanes { get; init; }

    /// <summary>What the values come from, in words; null where nothing that ships feeds the metric.</summary>
    public string? FedBy { get; init; }

    /// <summary>Why nothing that ships feeds the metric; null where something does. A vendor's signal that names the metric is exported all the same.</summary>
    public string? Gap { get; init; }

    /// <summary>Name of the family in OpenMetrics: that of the text without the <c>_total</c> of a counter's samples.</summary>
    public string FamilyName =>
        Kind == MetricKind.Counter && PrometheusName.EndsWith("_total", StringComparison.Ordinal) ? PrometheusName[..^"_total".Length] : PrometheusName;

    /// <summary>Unit as the name spells it, for the UNIT line of OpenMetrics (<c>celsius</c>, <c>bytes_per_second</c>); null where the name has none.</summary>
    public string? UnitSuffix => PrometheusUnit.SuffixOf(this);
}
