using Twin.Engine.Description;

namespace Twin.Chassis.Packages;

/// <summary>What was read of a file of results.</summary>
/// <param name="IsSteady">One value for each block, and not one for each instant.</param>
/// <param name="Values">The values in the order of the file, without those of a map; empty with any problem.</param>
/// <param name="Map">Temperatures of one layer in kelvin, row after row from the south; empty when the file is no map.</param>
/// <param name="MapColumns">Cells along x of the map; zero when the file is none.</param>
/// <param name="Problems">Everything that is wrong, by position.</param>
public sealed record PackageResults(bool IsSteady, IReadOnlyList<PackageResult> Values, IReadOnlyList<double> Map, int MapColumns, IReadOnlyList<Problem> Problems);
