namespace Borealis.SwitchAsic;

/// <summary>A block of the floorplan on a square of 27 x 27.</summary>
/// <param name="Name">Its name.</param>
/// <param name="X">Left edge.</param>
/// <param name="Y">Lower edge.</param>
/// <param name="Width">Extent along x.</param>
/// <param name="Height">Extent along y.</param>
/// <param name="Share">Its share in the static power of its rail.</param>
internal readonly record struct FloorplanBlock(string Name, double X, double Y, double Width, double Height, double Share);
