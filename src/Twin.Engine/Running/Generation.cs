using Twin.Engine.Structure;

namespace Twin.Engine.Running;

/// <summary>What is published under one structure of a chassis: the structure, its frames and its events.</summary>
/// <remarks>
/// A reload that changes what a chassis consists of replaces all of it at once: ids, words and events of one generation mean nothing in another. The frames and events of a generation that was
/// replaced can still be read and become no more. Everything that a reader has made of a structure belongs to its generation. Who holds a generation holds all that came after it, frames included: a reader that
/// may stand still for long keeps what it needs of it instead.
/// </remarks>
public sealed class Generation
{
    private readonly TaskCompletionSource<Generation> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Makes a generation that nothing has replaced.</summary>
    /// <param name="number">How many came before it.</param>
    /// <param name="chassis">The structure.</param>
    /// <param name="frames">The last few states.</param>
    /// <param name="events">The events so far.</param>
    public Generation(int number, CompiledChassis chassis, FrameRing frames, EventLog events)
    {
        Number = number;
        Chassis = chassis;
        Frames = frames;
        Events = events;
    }

    /// <summary>How many came before it in this run.</summary>
    public int Number { get; }

    /// <summary>The structure.</summary>
    public CompiledChassis Chassis { get; }

    /// <summary>The last few states.</summary>
    public FrameRing Frames { get; }

    /// <summary>The events under this structure. Their sequence numbers go on from those of the generation before.</summary>
    public EventLog Events { get; }

    /// <summary>The generation that took the place of this one; ends when there is one, which may be never.</summary>
    public Task<Generation> Next => _next.Task;

    /// <summary>Says that another generation has taken the place of this one. Whoever waits is told on other threads.</summary>
    /// <param name="next">The other one, which <see cref="ITwin.Generation"/> gives already.</param>
    public void ReplaceWith(Generation next) => _next.TrySetResult(next);
}
