namespace Twin.Engine.Structure;

/// <summary>Condition of a component, as published by its status signal.</summary>
public enum ComponentCondition
{
    /// <summary>In its place and called in every step.</summary>
    Ok,

    /// <summary>Quarantined: not called, its last good outputs are held.</summary>
    Quarantined,

    /// <summary>Pulled.</summary>
    Absent,

    /// <summary>Being inserted.</summary>
    Inserting,
}
