using Twin.Units;

namespace Twin.Engine.Description;

/// <summary>One layer of a package. What is said later covers what was said earlier: material, ring, dies, patches.</summary>
public sealed record PackageLayerDescription
{
    /// <summary>Its name, unique in the package.</summary>
    public required string Name { get; init; }

    /// <summary>Thickness, greater than zero.</summary>
    public required Length Thickness { get; init; }

    /// <summary>What fills the layer.</summary>
    public required MaterialDescription Material { get; init; }

    /// <summary>What the layer is made of where a die lies, such as solder bumps; null when dies make no difference.</summary>
    public MaterialDescription? AtDies { get; init; }

    /// <summary>Whether the dies themselves lie in this layer, each of its own conductivity and heat capacity. Goes before <see cref="AtDies"/>.</summary>
    public bool HoldsDies { get; init; }

    /// <summary>A ring along the edge of the package, such as the foot of a lid, or null.</summary>
    public PackageRingDescription? Ring { get; init; }

    /// <summary>Rectangles of other materials.</summary>
    public IReadOnlyList<PackagePatchDescription> Patches { get; init; } = [];

    /// <summary>Where it was written, or null.</summary>
    public Origin? Origin { get; init; }
}
