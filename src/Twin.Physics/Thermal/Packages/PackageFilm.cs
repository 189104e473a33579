namespace Twin.Physics.Thermal.Packages;

/// <summary>A part of the top or bottom face that is cooled by something of one temperature. Where no film lies, the face is adiabatic.</summary>
/// <param name="Name">Its name, unique in the package.</param>
/// <param name="IsTop">On the top face; otherwise on the bottom face.</param>
/// <param name="Area">Where it lies. Films of one face must not overlap.</param>
/// <param name="HeatTransferCoefficient">W/m2K, in series with the half cell under it.</param>
/// <param name="TemperatureC">Of what lies beyond the film, degrees Celsius.</param>
public sealed record PackageFilm(string Name, bool IsTop, PackageArea Area, double HeatTransferCoefficient, double TemperatureC);
