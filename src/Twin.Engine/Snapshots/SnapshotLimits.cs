namespace Twin.Engine.Snapshots;

/// <summary>How much a store of snapshots holds.</summary>
/// <param name="Count">Snapshots.</param>
/// <param name="Bytes">Bytes of all of them.</param>
public sealed record SnapshotLimits(int Count = 200, long Bytes = 256L << 20)
{
    /// <summary>Refuses one more where there is no room for it.</summary>
    /// <param name="count">Snapshots that are there.</param>
    /// <param name="bytes">Bytes that they take.</param>
    /// <param name="more">Bytes of the one to add.</param>
    /// <exception cref="SnapshotException"><see cref="SnapshotStatus.Full"/>.</exception>
    public void Check(int count, long bytes, long more)
    {
        if (count >= Count)
        {
            throw new SnapshotException(SnapshotStatus.Full, $"There are {count} snapshots, the most that are kept; delete one first.");
        }

        if (bytes + more > Bytes)
        {
            throw new SnapshotException(SnapshotStatus.Full, $"The snapshots take {bytes} bytes, this one would take {more} more, and at most {Bytes} are kept; delete some first.");
        }
    }
}
