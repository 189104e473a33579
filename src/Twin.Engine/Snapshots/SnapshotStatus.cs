namespace Twin.Engine.Snapshots;

/// <summary>Why something was not done with a snapshot or a what-if run.</summary>
public enum SnapshotStatus
{
    /// <summary>There is one of that name.</summary>
    NameTaken,

    /// <summary>The name or another value of the request is not accepted.</summary>
    BadRequest,

    /// <summary>There is none of that name.</summary>
    NotFound,

    /// <summary>It belongs to another chassis or build, or cannot be read.</summary>
    Unfit,

    /// <summary>There is no room: too many, too large, too many at a time.</summary>
    Full,

    /// <summary>The twin stops.</summary>
    Unavailable,

    /// <summary>The place where snapshots are kept cannot be written or read.</summary>
    Storage,

    /// <summary>Too many commands wait; a little later there is room.</summary>
    Busy,

    /// <summary>It cannot be done as things are: plugins were reloaded meanwhile, or a component does not return from a call.</summary>
    NotNow,
}
