using Twin.Units;

namespace Twin.Contracts;

/// <summary>Outline of a die. Its own frame has the origin in the lower left corner.</summary>
/// <param name="Width">Extent along x.</param>
/// <param name="Height">Extent along y.</param>
/// <param name="Thickness">Thickness.</param>
/// <param name="HeatCapacity">Heat capacity for each volume; silicon has 1.66e6 J/m3K.</param>
/// <param name="Conductivity">Conductivity; silicon has 120 W/mK near 80 degC.</param>
public sealed record DieOutline(
    Length Width, Length Height, Length Thickness, VolumetricHeatCapacity HeatCapacity, ThermalConductivity Conductivity);
