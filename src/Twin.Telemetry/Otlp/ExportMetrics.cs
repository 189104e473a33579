namespace Twin.Telemetry.Otlp;

/// <summary>How sending by OTLP fares, as metrics of the run.</summary>
internal static class ExportMetrics
{
    /// <summary>The sources of one kind of telemetry.</summary>
    /// <param name="statistics">What became of it.</param>
    public static IEnumerable<MetricSource> Of(ExportStatistics statistics)
    {
        KeyValuePair<string, string> signal = Attribute("signal", statistics.Signal);
        yield return new MetricSource("chassis.twin.export.items", () => statistics.Exported, signal);
        yield return new MetricSource("chassis.twin.export.retries", () => statistics.Retries, signal);
        foreach (DropReason reason in Enum.GetValues<DropReason>())
        {
            yield return new MetricSource("chassis.twin.export.dropped", () => statistics.Dropped(reason), signal, Attribute("reason", reason));
        }

        yield return new MetricSource("chassis.twin.export.spool.size", () => statistics.SpooledBytes, signal);
    }

    private static KeyValuePair<string, string> Attribute<T>(string name, T value)
        where T : struct, Enum => new(name, value.ToString().ToLowerInvariant());
}
