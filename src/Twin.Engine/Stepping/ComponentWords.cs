namespace Twin.Engine.Stepping;

/// <summary>What the engine keeps of each component, apart from the component's own sections.</summary>
internal static class ComponentWords
{
    public const int Condition = 0;
    public const int Presence = 1;
    public const int InsertionLeftS = 2;
    public const int Power = 3;
    public const int Energy = 4;
    public const int Imbalance = 5;

    /// <summary>Position in the states of <c>hw.status</c>: health first (ok, degraded, failed), then what else a component can be.</summary>
    public const int Health = 6;
    public const int Count = 7;

    public const int HealthQuarantined = 3;
    public const int HealthAbsent = 4;
    public const int HealthInserting = 5;
}
