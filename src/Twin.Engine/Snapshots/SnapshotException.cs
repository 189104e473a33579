namespace Twin.Engine.Snapshots;

/// <summary>Something was not done with a snapshot or a what-if run; nothing has changed.</summary>
/// <param name="status">Why.</param>
/// <param name="message">For people: what was wrong and what would be right.</param>
public sealed class SnapshotException(SnapshotStatus status, string message) : Exception(message)
{
    /// <summary>Why.</summary>
    public SnapshotStatus Status { get; } = status;

    /// <summary>What a name was of, such as <c>snapshot</c>, where one is not there or taken; else empty.</summary>
    public string Kind { get; init; } = string.Empty;

    /// <summary>That name.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>Names that are near one that is not there.</summary>
    public IReadOnlyList<string> Nearest { get; init; } = [];
}
