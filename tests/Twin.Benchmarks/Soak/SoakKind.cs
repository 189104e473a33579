namespace Twin.Benchmarks.Soak;

/// <summary>What the clients of a soak do; progress is counted for each.</summary>
internal enum SoakKind
{
    /// <summary>Unary calls, also such that have to fail.</summary>
    Unary,

    /// <summary>Messages of sampled streams.</summary>
    Sampled,

    /// <summary>Messages of streams on change.</summary>
    OnChange,

    /// <summary>Messages of event streams.</summary>
    Events,

    /// <summary>Readers that stop reading for a while.</summary>
    Stalled,

    /// <summary>Connections and streams that come and go: ended, cancelled, late, cut off.</summary>
    Churn,

    /// <summary>Scrapes of the metrics page.</summary>
    Scrapes,

    /// <summary>Commands that change the run.</summary>
    Commands,
}
