using Twin.Engine.Description;
using Twin.Units;

namespace Twin.PluginTestKit.Declarations;

/// <summary>What a vendor declares of one kind for its checks.</summary>
internal sealed record KindDeclarations
{
    /// <summary>Nothing declared.</summary>
    public static KindDeclarations None { get; } = new();

    /// <summary>Time that one call may take; null for that of the options.</summary>
    public Duration? Budget { get; init; }

    /// <summary>Values in place of the record's defaults, and those that have none.</summary>
    public MapParameter Parameters { get; init; } = MapParameter.Empty;

    /// <summary>Ranges of inputs.</summary>
    public IReadOnlyList<InputRange> Inputs { get; init; } = [];

    /// <summary>Declared directions.</summary>
    public IReadOnlyList<DirectionDeclaration> Directions { get; init; } = [];
}
