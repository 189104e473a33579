namespace Twin.Physics.Thermal.Packages;

/// <summary>One layer of a package: a material with rectangles of other materials let into it.</summary>
/// <param name="Name">Its name, unique in the package.</param>
/// <param name="ThicknessM">Thickness, metres. One cell high.</param>
/// <param name="Base">What fills the layer.</param>
/// <param name="Patches">What is let into it; a later patch covers an earlier one.</param>
public sealed record PackageLayer(string Name, double ThicknessM, PackageMaterial Base, IReadOnlyList<PackagePatch> Patches);
