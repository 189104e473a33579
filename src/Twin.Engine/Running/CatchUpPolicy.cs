namespace Twin.Engine.Running;

/// <summary>What a run does when it cannot keep up with the clock.</summary>
public enum CatchUpPolicy
{
    /// <summary>Runs faster until it has caught up, as long as it is not further behind than <see cref="RunnerOptions.MaximumLag"/>; what is beyond is given up and counted.</summary>
    CatchUp,

    /// <summary>Gives up what it is behind at once and counts it: simulated time falls behind the clock.</summary>
    Skip,
}
