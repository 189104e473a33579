namespace Twin.Engine.Snapshots;

/// <summary>A snapshot of a store, or something in its place that cannot be used.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Bytes that it takes.</param>
/// <param name="Info">What it is of; null when it cannot be read.</param>
/// <param name="Problem">Why it cannot be read, a sentence; null when it can.</param>
public sealed record SnapshotEntry(string Name, long Bytes, SnapshotInfo? Info, string? Problem);
