using Twin.Units;

namespace Twin.Engine.Description;

/// <summary>A lump of the chassis itself: a board zone, a wall. Parts touch it through mounts.</summary>
/// <param name="Name">Its name, unique among zones.</param>
/// <param name="Capacity">Heat capacity, greater than zero.</param>
/// <param name="SurfaceLoss">Conductance to the room around the chassis; zero for none.</param>
/// <param name="Origin">Where it was written, or null.</param>
public sealed record ZoneDescription(string Name, HeatCapacity Capacity, ThermalConductance SurfaceLoss, Origin? Origin = null);
