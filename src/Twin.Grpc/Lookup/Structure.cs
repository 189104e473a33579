using Twin.Engine.Running;

namespace Twin.Grpc.Lookup;

/// <summary>One structure of the chassis with all that the services have made of it. A call takes it once, so that nothing of two structures meets in it.</summary>
/// <remarks>It holds the frames. A stream, which may stand for hours, keeps its <see cref="Lookup"/> or <see cref="Events"/> at most.</remarks>
/// <param name="Generation">The structure and what is published under it.</param>
/// <param name="Lookup">Finds what clients name.</param>
internal sealed record Structure(Generation Generation, ChassisLookup Lookup)
{
    /// <summary>Its frames.</summary>
    public FrameRing Frames => Generation.Frames;

    /// <summary>Its events.</summary>
    public EventTable Events => Lookup.Events;
}
