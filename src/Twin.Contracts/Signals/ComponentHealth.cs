namespace Twin.Contracts;

/// <summary>How well a component does its work, as <c>hw.status</c> shows it.</summary>
public enum ComponentHealth
{
    /// <summary>As it should.</summary>
    Ok,

    /// <summary>It works, but not as it should: slower, weaker, without reserve.</summary>
    Degraded,

    /// <summary>It does not do its work.</summary>
    Failed,
}
