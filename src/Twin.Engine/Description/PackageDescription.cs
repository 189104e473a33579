using Twin.Units;

namespace Twin.Engine.Description;

/// <summary>Dies of one or several vendors in one package: a stack of layers, where the dies lie in it, what its faces touch.</summary>
/// <remarks>Seen from above, with the origin in the lower left corner, x to the east and y to the north.</remarks>
public sealed record PackageDescription
{
    /// <summary>Its name, unique among packages.</summary>
    public required string Name { get; init; }

    /// <summary>Extent along x, greater than zero.</summary>
    public required Length Width { get; init; }

    /// <summary>Extent along y, greater than zero.</summary>
    public required Length Height { get; init; }

    /// <summary>Edge of the square cells it is cut into; width and height are whole multiples of it. The largest edge of a cell where <see cref="FollowsEdges"/>.</summary>
    public required Length Cell { get; init; }

    /// <summary>Whether cells end at every edge of dies, blocks, patches and films, instead of being square.</summary>
    public bool FollowsEdges { get; init; }

    /// <summary>The layers from the top down.</summary>
    public required IReadOnlyList<PackageLayerDescription> Layers { get; init; }

    /// <summary>Name of the layer in which the blocks of all dies release their power and the probes lie.</summary>
    public required string Sources { get; init; }

    /// <summary>The dies and their places; they do not overlap.</summary>
    public required IReadOnlyList<PlacedDieDescription> Dies { get; init; }

    /// <summary>Cooled parts of the top face, which do not overlap; the rest is adiabatic.</summary>
    public IReadOnlyList<PackageFilmDescription> Top { get; init; } = [];

    /// <summary>Cooled parts of the bottom face.</summary>
    public IReadOnlyList<PackageFilmDescription> Bottom { get; init; } = [];

    /// <summary>Where it was written, or null.</summary>
    public Origin? Origin { get; init; }
}
