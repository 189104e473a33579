namespace Twin.Chassis.Packages;

/// <summary>A temperature that somebody else found.</summary>
/// <param name="Name">Name of the block or probe.</param>
/// <param name="Quantity">Of what of it.</param>
/// <param name="TimeS">When, seconds; zero in a steady state.</param>
/// <param name="Grid">Cells along x of the grid that it was found on, where its column says so.</param>
/// <param name="TemperatureK">Kelvin.</param>
public readonly record struct PackageResult(string Name, PackageQuantity Quantity, double TimeS, int? Grid, double TemperatureK);
