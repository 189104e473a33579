namespace Twin.Engine.Running;

/// <summary>What a new build must stand before it takes a place.</summary>
public sealed record ModelExchangeOptions
{
    /// <summary>Steps that it does from the state of the run, on a thread of its own.</summary>
    public int TrialSteps { get; init; } = 200;

    /// <summary>Wall time in which it must have done them. They take a fraction of a second where cores are idle; on a busy machine the trial gives way to everything else.</summary>
    public TimeSpan TrialTime { get; init; } = TimeSpan.FromSeconds(30);
}
