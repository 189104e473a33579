namespace Twin.Contracts;

/// <summary>Whether a replaceable part is in its place.</summary>
public enum Presence
{
    /// <summary>Pulled: no behaviour is called, it draws, heats, emits and touches nothing.</summary>
    Absent,

    /// <summary>Being pushed in: it touches its mounts, but has no power yet.</summary>
    Inserting,

    /// <summary>In its place.</summary>
    Present,
}
