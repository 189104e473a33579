using Twin.Engine.Structure;

namespace Twin.Engine.Running;

/// <summary>A running twin as its services see it: structure, published frames, events, commands. Never the state itself.</summary>
/// <remarks>Every member may be used from any thread. Nothing a reader does holds up or changes a step.</remarks>
public interface ITwin
{
    /// <summary>Structure of the chassis.</summary>
    CompiledChassis Chassis { get; }

    /// <summary>Names of the workloads that can be chosen.</summary>
    IReadOnlyList<string> Workloads { get; }

    /// <summary>The last few states.</summary>
    FrameRing Frames { get; }

    /// <summary>The events so far.</summary>
    EventLog Events { get; }

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
