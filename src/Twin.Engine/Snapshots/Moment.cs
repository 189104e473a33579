namespace Twin.Engine.Snapshots;

/// <summary>A moment that a what-if run can start from or that can be compared.</summary>
public abstract record Moment
{
    private Moment()
    {
    }

    /// <summary>The live run, as it is between two steps.</summary>
    public sealed record Live : Moment
    {
        /// <inheritdoc/>
        public override string ToString() => "live";
    }

    /// <summary>A snapshot.</summary>
    /// <param name="Name">Its name.</param>
    public sealed record Snapshot(string Name) : Moment
    {
        /// <inheritdoc/>
        public override string ToString() => $"snapshot {Name}";
    }

    /// <summary>A what-if run, where it stands.</summary>
    /// <param name="Name">Its name.</param>
    public sealed record Fork(string Name) : Moment
    {
        /// <inheritdoc/>
        public override string ToString() => $"fork {Name}";
    }
}
