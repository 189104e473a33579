namespace Twin.Telemetry.Instruments;

/// <summary>How the value of a series follows from signals.</summary>
internal enum SeriesRule
{
    /// <summary>The value of one signal times a factor.</summary>
    Value,

    /// <summary>0 in the first state of one status, else 1.</summary>
    Flag,

    /// <summary>How many of the statuses are in one of the states of the mask.</summary>
    StateCount,
}
