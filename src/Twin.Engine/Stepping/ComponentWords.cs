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
    public const int Count = 6;
}
