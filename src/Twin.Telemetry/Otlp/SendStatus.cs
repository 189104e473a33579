namespace Twin.Telemetry.Otlp;

/// <summary>Whether a receiver took a request.</summary>
internal enum SendStatus
{
    /// <summary>Taken, whole or in part.</summary>
    Taken,

    /// <summary>Not taken; another attempt may succeed.</summary>
    Later,

    /// <summary>Not taken; another attempt must not be made.</summary>
    Refused,
}
