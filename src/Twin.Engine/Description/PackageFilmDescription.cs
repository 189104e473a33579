using Twin.Units;

namespace Twin.Engine.Description;

/// <summary>A part of the top or bottom face of a package that touches something.</summary>
/// <param name="To">What it touches: one mount or zone, or a junction of a stream as <c>coolant.feed</c>; null with <see cref="Channels"/>.</param>
/// <param name="Film">Conductance for each area of the joint between, greater than zero.</param>
/// <param name="Area">Where it lies; null for the whole face.</param>
/// <param name="Name">Its name, unique in the package; null for <c>top</c> or <c>bottom</c>, numbered when there are several.</param>
/// <param name="Origin">Where it was written, or null.</param>
public sealed record PackageFilmDescription(
    ElementReference? To, HeatTransferCoefficient Film, RectangleDescription? Area = null, string? Name = null, Origin? Origin = null)
{
    /// <summary>The coolant that flows over it, or null.</summary>
    public PackageChannelsDescription? Channels { get; init; }
}
