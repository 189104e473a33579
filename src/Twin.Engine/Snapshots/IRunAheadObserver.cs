using Twin.Engine.Running;

namespace Twin.Engine.Snapshots;

/// <summary>Sees a run ahead. Called on its thread, in order: <see cref="Start"/> once, then the others; may make it wait, which holds up nobody else.</summary>
public interface IRunAheadObserver
{
    /// <summary>The commands have been applied and it begins.</summary>
    /// <param name="position">Where it starts, in its own epoch.</param>
    /// <param name="steps">Steps that it will do.</param>
    void Start(in FrameHeader position, long steps);

    /// <summary>A moment that was asked for.</summary>
    /// <param name="position">The moment.</param>
    /// <param name="values">Values of the words asked for; the observer's own.</param>
    void Sample(in FrameHeader position, double[] values);

    /// <summary>Something happened in it.</summary>
    /// <param name="events">The records; only valid during the call.</param>
    void Happen(ReadOnlySpan<EventRecord> events);

    /// <summary>Comes twice a second or so.</summary>
    /// <param name="position">Where it is.</param>
    /// <param name="elapsed">Wall time since its start.</param>
    void Progress(in FrameHeader position, TimeSpan elapsed);
}
