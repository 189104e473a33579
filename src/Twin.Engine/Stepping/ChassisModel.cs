using Twin.Engine.Structure;

namespace Twin.Engine.Stepping;

/// <summary>A compiled chassis ready to be stepped: immutable structure, shared by any number of states.</summary>
public sealed class ChassisModel
{
    internal ChassisModel(CompiledChassis chassis, ModelParts parts) => (Chassis, Parts) = (chassis, parts);

    /// <summary>Structure as services see it.</summary>
    public CompiledChassis Chassis { get; }

    /// <summary>Words of a state block; eight bytes each.</summary>
    public int WordCount => Parts.InitialWords.Length;

    /// <summary>Names of the port groups, in the order of <see cref="PortInfo.GroupIndex"/>.</summary>
    public IReadOnlyList<string> PortGroups => Parts.PortGroups;

    internal ModelParts Parts { get; }
}
