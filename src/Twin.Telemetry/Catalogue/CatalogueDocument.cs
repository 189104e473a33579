using System.Text;

namespace Twin.Telemetry.Catalogue;

/// <summary>The catalogue as a page for people, <c>METRICS.md</c> beside this project.</summary>
internal static class CatalogueDocument
{
    /// <summary>Makes the page.</summary>
    public static string Text()
    {
        var text = new StringBuilder();
        text.Append($"""
            # Metrics of the twin

            Made from `Catalogue/MetricCatalogue.cs`; a test compares. `hw.*` follows the OpenTelemetry hardware conventions (schema {MetricCatalogue.SchemaUrl}), what they do not have is `chassis.*`.

            - Every series of a signal has `hw.id` (path of the element) and `hw.type`, and `hw.parent` unless it belongs to the chassis itself; one of many has its number (`lane`, `laser`, `fiber`). The table names what a metric adds. `chassis.bundle` comes where two bundles of a
              component have lanes of the same numbers. In Prometheus dots become underscores.
            - An up-down counter is a gauge in Prometheus. A state set has one series for each state; exactly one of them is 1. Its type is gauge in OpenMetrics too, so that both formats give the same series.
            - The value is that of the signal, bit for bit, but for speeds (times 60: revolutions a second to rpm) and rates and amounts of bits (times 0.125: to bytes). A status is 0 in its first state, else 1, unless the metric is a state set.
            - Light is in watts, linear: a dark lane is 0. dBm is `10 * log10(x) + 30`.
            - Power of the whole chassis is `hw.host.power` alone, so that `sum(hw_power_watts)` counts nothing twice.
            - A translator that turns OTLP into Prometheus makes the same names, except where the table gives another one: it does not know dB, Pa and m3/s.

            ## The run

            {Head}

            """);
        foreach (MetricDefinition metric in MetricCatalogue.RunMetrics)
        {
            AppendRow(text, metric);
        }

        text.Append($"\n## Hardware and model\n\n{Head}\n");
        foreach (MetricDefinition metric in MetricCatalogue.Metrics)
        {
            AppendRow(text, metric);
        }

        text.Append("""

            ## Not fed yet

            Metrics of the table that nothing shipped feeds, and why. A part that names one of them for a signal is exported.

            | metric | why |
            |---|---|

            """);
        foreach (MetricDefinition metric in MetricCatalogue.Metrics.Where(metric => metric.Gap is not null))
        {
            text.Append($"| `{metric.Name}` | {metric.Gap} |\n");
        }

        return text.ToString();
    }

    private const string Head = "| metric | Prometheus | kind | unit | adds | what it is | fed by |\n|---|---|---|---|---|---|---|";

    private static void AppendRow(StringBuilder text, MetricDefinition metric)
    {
        string translated = PrometheusUnit.TranslatedName(metric);
        string names = translated == metric.PrometheusName ? $"`{metric.PrometheusName}`" : $"`{metric.PrometheusName}` (by OTLP `{translated}`)";
        IEnumerable<string> attributes = metric.Attributes
            .Concat(metric.StateAttribute is { } state ? [state] : [])
            .Concat(metric.IndexAttribute != "lane" ? [metric.IndexAttribute] : metric.Name.StartsWith("chassis.lane.", StringComparison.Ordinal) && !metric.CountsLanes ? ["lane"] : []);
        string kind = metric.Kind switch { MetricKind.UpDownCounter => metric.StateAttribute is null ? "up-down counter" : "state set", _ => metric.Kind.ToString().ToLowerInvariant() };
        text.Append($"| `{metric.Name}` | {names} | {kind} | `{metric.Unit}` | {string.Join(", ", attributes.Select(item => $"`{item}`"))} | {metric.Description} | {metric.FedBy ?? "nothing yet"} |\n");
    }
}
