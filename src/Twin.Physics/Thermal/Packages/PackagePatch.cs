namespace Twin.Physics.Thermal.Packages;

/// <summary>A rectangle of another material in a layer.</summary>
/// <param name="Material">What it is made of.</param>
/// <param name="Area">Where it lies.</param>
public sealed record PackagePatch(PackageMaterial Material, PackageArea Area);
