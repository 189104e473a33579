using Twin.Units;

namespace Twin.Engine.Running;

/// <summary>How a run is paced.</summary>
public sealed record RunnerOptions
{
    /// <summary>Simulated seconds for each second: 0.1 to 1000, or positive infinity for as fast as it can.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Simulated time after which the run pauses by itself; null for never.</summary>
    public Duration? Duration { get; init; }

    /// <summary>Whether the run starts paused.</summary>
    public bool StartsPaused { get; init; }

    /// <summary>What happens when a step comes late.</summary>
    public CatchUpPolicy CatchUp { get; init; } = CatchUpPolicy.CatchUp;

    /// <summary>How far a run may be behind before the rest is given up.</summary>
    public TimeSpan MaximumLag { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Commands that may wait for the next step.</summary>
    public int CommandCapacity { get; init; } = 1024;
}
