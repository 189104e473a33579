namespace Twin.Telemetry;

/// <summary>Format of the metrics that a scrape gets.</summary>
public enum ExpositionFormat
{
    /// <summary>Prometheus text, version 0.0.4.</summary>
    Text,

    /// <summary>OpenMetrics text, version 1.0.0: with units, the start of counters and a mark at the end.</summary>
    OpenMetrics,
}
