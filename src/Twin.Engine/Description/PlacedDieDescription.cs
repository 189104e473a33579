using Twin.Units;

namespace Twin.Engine.Description;

/// <summary>A die and its place in a package.</summary>
/// <param name="Die">The die; exactly one.</param>
/// <param name="X">Left edge of the die as it lies, after turning.</param>
/// <param name="Y">Lower edge of the die as it lies.</param>
/// <param name="TurnDegrees">Turn counter-clockwise: 0, 90, 180 or 270 degrees.</param>
/// <param name="Mirrored">Whether left and right of the die's own frame are swapped before it is turned: for a frame drawn from the side of the bumps.</param>
/// <param name="Origin">Where it was written, or null.</param>
public sealed record PlacedDieDescription(ElementReference Die, Length X, Length Y, int TurnDegrees = 0, bool Mirrored = false, Origin? Origin = null);
