namespace Twin.Engine.Stepping;

/// <summary>What the engine keeps of the loop that leakage and temperature form: more leakage, more heat, more leakage.</summary>
internal sealed class LoopModel
{
    /// <summary>First word of the mode: for each leakage by how much its node warms when the loop goes round, relative to the one that warms most.</summary>
    public required int Modes { get; init; }

    /// <summary>Word of the leakage whose first alarm is raised, counted from 1, or 0.</summary>
    public required int Ahead { get; init; }

    /// <summary>Word of the leakage whose second alarm is raised, counted from 1, or 0.</summary>
    public required int Imminent { get; init; }

    /// <summary>For each leakage the alarm raised when the gain passes the first threshold while it dominates.</summary>
    public required int[] AheadEvents { get; init; }

    /// <summary>For each leakage the alarm raised when the gain passes the second threshold while it dominates.</summary>
    public required int[] ImminentEvents { get; init; }

    /// <summary>For each leakage the event that says that no steady state was found because of it.</summary>
    public required int[] NoSteadyStateEvents { get; init; }
}
