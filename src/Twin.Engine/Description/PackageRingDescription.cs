using Twin.Units;

namespace Twin.Engine.Description;

/// <summary>A ring along the edge of a package.</summary>
/// <param name="Width">From the edge inwards, greater than zero.</param>
/// <param name="Material">What it is made of.</param>
/// <param name="Origin">Where it was written, or null.</param>
public sealed record PackageRingDescription(Length Width, MaterialDescription Material, Origin? Origin = null);
