namespace Twin.Engine.Snapshots;

/// <summary>Something was not done with a snapshot or a what-if run; nothing has changed.</summary>
/// <param name="status">Why.</param>
/// <param name="message">For people: what was wrong and what would be right.</param>
public sealed class SnapshotException(SnapshotStatus status, string message) : Exception(message)
{
    /// <summary>Why.</summary>
    public SnapshotStatus Status { get; } = status;
}
