namespace Twin.Physics.Thermal.Packages;

/// <summary>A point whose temperature is of interest: a ring, a sensor. It reads the cell that it lies in.</summary>
/// <param name="Name">Its name, unique in the package.</param>
/// <param name="Layer">Index of its layer, counted from the top.</param>
/// <param name="XM">Position along x, metres.</param>
/// <param name="YM">Position along y, metres.</param>
/// <param name="TakesHeat">Heat may flow into its cell, because something hangs on it.</param>
public sealed record PackageProbe(string Name, int Layer, double XM, double YM, bool TakesHeat = false);
