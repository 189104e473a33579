namespace Twin.Physics.Thermal.Packages;

/// <summary>A rectangle of a layer over which power is released evenly.</summary>
/// <param name="Name">Its name, unique in the package.</param>
/// <param name="Layer">Index of its layer, counted from the top.</param>
/// <param name="Area">Where it lies.</param>
/// <param name="NominalPowerW">Its power in the nominal case, watts.</param>
public sealed record PackageBlock(string Name, int Layer, PackageArea Area, double NominalPowerW = 0);
