using Twin.Engine.Compiling;
using Twin.Engine.Description;

namespace Twin.Engine.Running;

/// <summary>What became of an exchange of plugin builds. Refers to no plugin.</summary>
/// <param name="Status">Whether the run goes on with the new builds.</param>
/// <param name="Problems">Why it does not; empty when it does.</param>
public sealed record ExchangeOutcome(ExchangeStatus Status, IReadOnlyList<Problem> Problems)
{
    /// <summary>Builds that were given up: of the plugins whose builds differ, or that were loaded once more.</summary>
    public IReadOnlyList<PluginBuild> Before { get; init; } = [];

    /// <summary>Builds that took their places.</summary>
    public IReadOnlyList<PluginBuild> After { get; init; } = [];

    /// <summary>Number of the last step of the old builds: the next one is the first of the new.</summary>
    public long Step { get; init; }

    /// <summary>The new epoch.</summary>
    public long Epoch { get; init; }

    /// <summary>Steps that ended between asking the stepping thread for the swap, when all was ready, and the swap itself: 0 or 1.</summary>
    public long StepsWaited { get; init; }

    /// <summary>How long the stepping thread was at it.</summary>
    public TimeSpan SwapTime { get; init; }

    /// <summary>Whether a new <see cref="Generation"/> is published because the structure changed in anything a reader can see.</summary>
    public bool IsNewStructure { get; init; }

    /// <summary>Paths of what could not go on from where it was: components that describe themselves differently, or were quarantined; packages that had to be reduced anew.</summary>
    public IReadOnlyList<string> Reinitialized { get; init; } = [];

    /// <summary>Lines that components of the new builds wrote while they were described.</summary>
    public IReadOnlyList<string> Log { get; init; } = [];

    /// <summary>Whether a thread was given up because a call of the new build never returned: its build stays in memory, and may keep a core busy, until the process ends. With a build that was taken, a component did not return from its reset, and is quarantined.</summary>
    public bool HasLostThread { get; init; }
}
