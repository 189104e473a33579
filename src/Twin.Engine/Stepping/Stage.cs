namespace Twin.Engine.Stepping;

/// <summary>The stages of a step, in order.</summary>
public enum Stage
{
    /// <summary>Workload, overrides, presence.</summary>
    Inputs,

    /// <summary>Fans and pumps against branches.</summary>
    Flow,

    /// <summary>Components state their power.</summary>
    Activity,

    /// <summary>Light from sources through engines.</summary>
    Light,

    /// <summary>Loads to sources to inlet.</summary>
    Rails,

    /// <summary>Lanes, error ratios, ports.</summary>
    Link,

    /// <summary>One implicit solve, and the ledger.</summary>
    Thermal,

    /// <summary>Sensors, alarms, controllers.</summary>
    Control,

    /// <summary>A complete copy for readers.</summary>
    Publish,
}
