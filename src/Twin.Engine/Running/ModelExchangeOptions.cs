namespace Twin.Engine.Running;

/// <summary>What a new build must stand before it takes a place.</summary>
public sealed record ModelExchangeOptions
{
    /// <summary>Steps that it does from the state of the run, on a thread of its own.</summary>
    public int TrialSteps { get; init; } = 200;

    /// <summary>Wall time in which it must have done them.</summary>
    public TimeSpan TrialTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Wall time in which the chassis must be compiled with it, packages reduced anew included.</summary>
    public TimeSpan CompileTime { get; init; } = TimeSpan.FromMinutes(5);
}
