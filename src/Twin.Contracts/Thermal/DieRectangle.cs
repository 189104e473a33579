using Twin.Units;

namespace Twin.Contracts;

/// <summary>A rectangle in a die's own frame.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Lower edge.</param>
/// <param name="Width">Extent along x.</param>
/// <param name="Height">Extent along y.</param>
public readonly record struct DieRectangle(Length X, Length Y, Length Width, Length Height)
{
    /// <summary>Area of the rectangle.</summary>
    public Area Area => Width * Height;
}
