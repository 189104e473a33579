using Twin.Units;

namespace Twin.Engine.Description;

/// <summary>A solid of a package.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ConductivityX">Conductivity along x, greater than zero.</param>
/// <param name="ConductivityY">Along y.</param>
/// <param name="ConductivityZ">Through the layer.</param>
/// <param name="HeatCapacity">Heat capacity for each volume, greater than zero.</param>
public sealed record MaterialDescription(
    string Name, ThermalConductivity ConductivityX, ThermalConductivity ConductivityY, ThermalConductivity ConductivityZ, VolumetricHeatCapacity HeatCapacity);
