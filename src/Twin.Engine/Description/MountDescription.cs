using Twin.Units;

namespace Twin.Engine.Description;

/// <summary>Joins mounts to mounts, zones or packages through a conductance.</summary>
/// <param name="From">One or more mounts.</param>
/// <param name="To">As many mounts, or a single mount or zone for all of them.</param>
/// <param name="Conductance">Of each joint, greater than zero.</param>
/// <param name="Origin">Where it was written, or null.</param>
public sealed record MountDescription(ElementReference From, ElementReference To, ThermalConductance Conductance, Origin? Origin = null);
