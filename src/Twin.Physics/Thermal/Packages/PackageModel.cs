namespace Twin.Physics.Thermal.Packages;

/// <summary>What a package is made of, where its heat arises and where it is cooled, before any grid.</summary>
/// <param name="WidthM">Extent along x, metres.</param>
/// <param name="HeightM">Extent along y, metres.</param>
/// <param name="Layers">From the top down.</param>
/// <param name="Blocks">Where power is released.</param>
/// <param name="Probes">Points of interest.</param>
/// <param name="Films">Cooled parts of the top and bottom faces.</param>
/// <param name="Microchannels">A layer with coolant, or null.</param>
/// <param name="InitialTemperatureC">Uniform temperature at the start of a transient, degrees Celsius.</param>
public sealed record PackageModel(
    double WidthM,
    double HeightM,
    IReadOnlyList<PackageLayer> Layers,
    IReadOnlyList<PackageBlock> Blocks,
    IReadOnlyList<PackageProbe> Probes,
    IReadOnlyList<PackageFilm> Films,
    PackageMicrochannels? Microchannels,
    double InitialTemperatureC);
