namespace Twin.Physics.Thermal.Packages;

/// <summary>Parallel channels along y across the whole of one layer: the two-resistor porous cavity, with walls and coolant as nodes of their own.</summary>
/// <param name="Layer">Index of the layer that is the cavity.</param>
/// <param name="ChannelWidthM">Width of a channel, metres.</param>
/// <param name="WallWidthM">Width of a wall between channels, metres.</param>
/// <param name="Wall">Material of the walls.</param>
/// <param name="FlowM3PerS">Coolant through all channels together, m3/s; positive along +y, negative along -y.</param>
/// <param name="CoolantHeatCapacity">Density x specific heat of the coolant, J/m3K.</param>
/// <param name="InletTemperatureC">Coolant temperature where it enters, degrees Celsius.</param>
/// <param name="BottomCoefficient">Effective film coefficient referred to plan area at the floor of the cavity, W/m2K.</param>
/// <param name="TopCoefficient">The same at its ceiling, W/m2K.</param>
public sealed record PackageMicrochannels(
    int Layer,
    double ChannelWidthM,
    double WallWidthM,
    PackageMaterial Wall,
    double FlowM3PerS,
    double CoolantHeatCapacity,
    double InletTemperatureC,
    double BottomCoefficient,
    double TopCoefficient);
