namespace Twin.Telemetry.Otlp;

/// <summary>The three kinds of telemetry that OTLP carries.</summary>
public enum OtlpSignal
{
    /// <summary>Data points of metrics.</summary>
    Metrics,

    /// <summary>Spans of traces.</summary>
    Traces,

    /// <summary>Log records.</summary>
    Logs,
}
