using Twin.Engine.Structure;

namespace Twin.Engine.Running;

/// <summary>A running twin as its services see it: structure, published frames, events, commands. Never the state itself.</summary>
/// <remarks>Every member may be used from any thread. Nothing a reader does holds up or changes a step.</remarks>
public interface ITwin
{
    /// <summary>The structure in force with all that is published under it. Who keeps more than one of its parts, or ids and words of it, keeps the generation, and looks at <see cref="Running.Generation.Next"/>.</summary>
    Generation Generation { get; }

    /// <summary>Structure of the chassis, of the newest generation.</summary>
    CompiledChassis Chassis => Generation.Chassis;

    /// <summary>Names of the workloads that can be chosen.</summary>
    IReadOnlyList<string> Workloads { get; }

    /// <summary>The last few states, of the newest generation.</summary>
    FrameRing Frames => Generation.Frames;

    /// <summary>The events so far, of the newest generation.</summary>
    EventLog Events => Generation.Events;

    /// <summary>Durations of the steps so far.</summary>
    StepDurations StepDurations { get; }

    /// <summary>How late the steps so far began.</summary>
    LatenessHistogram Lateness { get; }

    /// <summary>How the run keeps up with the clock.</summary>
    PacingStatus Pacing { get; }

    /// <summary>Asks for something and waits until it holds or is refused.</summary>
    /// <param name="command">What is asked.</param>
    /// <param name="cancellationToken">Ends the wait, not the command.</param>
    /// <returns>What became of it.</returns>
    Task<CommandOutcome> SendAsync(TwinCommand command, CancellationToken cancellationToken = default);
}
