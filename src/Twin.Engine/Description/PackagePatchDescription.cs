namespace Twin.Engine.Description;

/// <summary>A rectangle of another material in a layer of a package.</summary>
/// <param name="Material">What it is made of.</param>
/// <param name="Area">Where it lies, inside the package.</param>
/// <param name="Origin">Where it was written, or null.</param>
public sealed record PackagePatchDescription(MaterialDescription Material, RectangleDescription Area, Origin? Origin = null);
