namespace Twin.Engine.Running;

/// <summary>What can be done to a run as a whole that its events tell of.</summary>
public enum RunNotice
{
    /// <summary>The run was set to a snapshot.</summary>
    Restored,

    /// <summary>A what-if run was made of it.</summary>
    Forked,

    /// <summary>A snapshot of it was taken.</summary>
    SnapshotTaken,

    /// <summary>Builds of plugins were exchanged.</summary>
    Reloaded,

    /// <summary>A thread was given up because a call of a component did not return.</summary>
    ThreadLost,
}
