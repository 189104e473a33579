using Twin.Units;

namespace Twin.Engine.Running;

/// <summary>How a run keeps up with the clock.</summary>
/// <param name="IsPaused">Whether simulated time stands.</param>
/// <param name="RequestedSpeed">Simulated seconds for each second asked for; positive infinity for as fast as it can.</param>
/// <param name="AchievedSpeed">Simulated seconds for each second over the last second or so.</param>
/// <param name="Epoch">Epoch of the run.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Time">Simulated time.</param>
/// <param name="MissedDeadlines">Steps that finished after the deadline of the next.</param>
/// <param name="SkippedTime">Wall time given up because the run could not catch up.</param>
/// <param name="MeanStepSeconds">Mean duration of a step over the last second or so.</param>
/// <param name="MaximumStepSeconds">Longest step over the last second or so.</param>
/// <param name="LastMissedStage">Stage that took longest in the last missed step, or empty.</param>
/// <param name="LastMissedComponent">Path of the component that took longest in the last missed step, or empty.</param>
/// <param name="Missed">All missed deadlines by stage and component, most first. A step is laid at the longest of each; on a busy machine that is who was running when the thread was taken away.</param>
/// <param name="Workload">Name of the workload.</param>
public sealed record PacingStatus(
    bool IsPaused,
    double RequestedSpeed,
    double AchievedSpeed,
    long Epoch,
    long Step,
    Duration Time,
    long MissedDeadlines,
    Duration SkippedTime,
    double MeanStepSeconds,
    double MaximumStepSeconds,
    string LastMissedStage,
    string LastMissedComponent,
    IReadOnlyList<MissedDeadlines> Missed,
    string Workload)
{
    /// <summary>Threads that were given up in a call of a component and still run, each taking up to a core.</summary>
    public int LostThreads { get; init; }
}
