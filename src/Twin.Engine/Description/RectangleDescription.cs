using Twin.Units;

namespace Twin.Engine.Description;

/// <summary>A rectangle of a package seen from above.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Lower edge.</param>
/// <param name="Width">Extent along x, greater than zero.</param>
/// <param name="Height">Extent along y, greater than zero.</param>
public sealed record RectangleDescription(Length X, Length Y, Length Width, Length Height);
