namespace Twin.Engine.Snapshots;

/// <summary>Keeps snapshots by name. May be used from any thread; never used by the stepping thread.</summary>
/// <remarks>What is not a snapshot, or is one that is damaged or of another version, is listed with the reason, is never loaded, and stays until it is deleted by its name.</remarks>
public interface ISnapshotStore
{
    /// <summary>Where they are kept, for people.</summary>
    string Place { get; }

    /// <summary>Everything that is there, in order of name.</summary>
    /// <exception cref="SnapshotException"><see cref="SnapshotStatus.Storage"/>.</exception>
    IReadOnlyList<SnapshotEntry> List();

    /// <summary>Reads one.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="SnapshotException"><see cref="SnapshotStatus.NotFound"/> with near names, <see cref="SnapshotStatus.Unfit"/> with the reason, <see cref="SnapshotStatus.BadRequest"/>, <see cref="SnapshotStatus.Storage"/>.</exception>
    StateSnapshot Read(string name);

    /// <summary>Adds one, whole or not at all.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <exception cref="SnapshotException"><see cref="SnapshotStatus.NameTaken"/>, <see cref="SnapshotStatus.Full"/>, <see cref="SnapshotStatus.Storage"/>.</exception>
    void Add(StateSnapshot snapshot);

    /// <summary>Says at once whether one of a name and size could be added.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="bytes">Bytes that it takes.</param>
    /// <exception cref="SnapshotException">As <see cref="Add"/>.</exception>
    void CheckRoom(string name, long bytes);

    /// <summary>Deletes one, whether or not it can be read.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="SnapshotException"><see cref="SnapshotStatus.NotFound"/> with near names, <see cref="SnapshotStatus.BadRequest"/>, <see cref="SnapshotStatus.Storage"/>.</exception>
    void Delete(string name);
}
