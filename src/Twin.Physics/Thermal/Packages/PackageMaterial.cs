namespace Twin.Physics.Thermal.Packages;

/// <summary>A solid with a conductivity along each axis.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ConductivityX">Along x at <see cref="ReferenceTemperatureC"/>, W/mK.</param>
/// <param name="ConductivityY">Along y, W/mK.</param>
/// <param name="ConductivityZ">Through the layer, W/mK.</param>
/// <param name="VolumetricHeatCapacity">Density x specific heat, J/m3K.</param>
/// <param name="ConductivityExponent">n of k(T) = k (T / T_ref)^-n with absolute temperatures; zero is constant. Silicon near room temperature: about 1.3.</param>
/// <param name="ReferenceTemperatureC">T_ref, degrees Celsius.</param>
public sealed record PackageMaterial(
    string Name,
    double ConductivityX,
    double ConductivityY,
    double ConductivityZ,
    double VolumetricHeatCapacity,
    double ConductivityExponent = 0,
    double ReferenceTemperatureC = 26.85);
