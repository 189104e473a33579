namespace Twin.Telemetry.Catalogue;

/// <summary>Kind of OpenTelemetry instrument of a metric.</summary>
public enum MetricKind
{
    /// <summary>A value of now.</summary>
    Gauge,

    /// <summary>A sum that only grows within an epoch.</summary>
    Counter,

    /// <summary>A sum that may shrink; also the states of a state set, 0 or 1 each.</summary>
    UpDownCounter,

    /// <summary>A distribution in buckets.</summary>
    Histogram,
}
