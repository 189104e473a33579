namespace Twin.Engine.Snapshots;

/// <summary>Keeps snapshots in memory: they end with the process.</summary>
/// <param name="limits">How much it holds; null for the defaults.</param>
public sealed class MemorySnapshotStore(SnapshotLimits? limits = null) : ISnapshotStore
{
    private readonly Lock _gate = new();
    private readonly SnapshotLimits _limits = limits ?? new SnapshotLimits();
    private readonly SortedDictionary<string, (StateSnapshot Snapshot, long Bytes)> _snapshots = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Place => "memory";

    /// <inheritdoc/>
    public IReadOnlyList<SnapshotEntry> List()
    {
        lock (_gate)
        {
            return [.. _snapshots.Values.Select(item => new SnapshotEntry(item.Snapshot.Info.Name, item.Bytes, item.Snapshot.Info, null))];
        }
    }

    /// <inheritdoc/>
    public StateSnapshot Read(string name)
    {
        SnapshotName.Check(name);
        lock (_gate)
        {
            return _snapshots.TryGetValue(name, out (StateSnapshot Snapshot, long Bytes) found) ? found.Snapshot : throw SnapshotName.NotFound("snapshot", name, _snapshots.Keys);
        }
    }

    /// <inheritdoc/>
    public void Add(StateSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        long bytes = SnapshotFormat.LengthOf(snapshot);
        lock (_gate)
        {
            CheckRoomLocked(snapshot.Info.Name, bytes);
            _snapshots.Add(snapshot.Info.Name, (snapshot, bytes));
        }
    }

    /// <inheritdoc/>
    public void CheckRoom(string name, long bytes)
    {
        lock (_gate)
        {
            CheckRoomLocked(name, bytes);
        }
    }

    /// <inheritdoc/>
    public void Delete(string name)
    {
        SnapshotName.Check(name);
        lock (_gate)
        {
            if (!_snapshots.Remove(name))
            {
                throw SnapshotName.NotFound("snapshot", name, _snapshots.Keys);
            }
        }
    }

    private void CheckRoomLocked(string name, long bytes)
    {
        if (_snapshots.ContainsKey(name))
        {
            throw SnapshotName.Taken("snapshot", name);
        }

        _limits.Check(_snapshots.Count, _snapshots.Values.Sum(item => item.Bytes), bytes);
    }
}
