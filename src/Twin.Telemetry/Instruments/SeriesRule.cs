namespace Twin.Telemetry.Instruments;

/// <summary>How the value of a series follows from what was gathered.</summary>
internal enum SeriesRule
{
    /// <summary>One word times a factor.</summary>
    Value,

    /// <summary>0 in the first state of one status, else 1.</summary>
    Flag,

    /// <summary>How many of the statuses are in one of the states of the mask.</summary>
    StateCount,

    /// <summary>The factor itself: a limit, which the structure says and nothing changes.</summary>
    Constant,
}
