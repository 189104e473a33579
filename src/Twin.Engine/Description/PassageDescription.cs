using Twin.Units;

namespace Twin.Engine.Description;

/// <summary>A passage between two junctions that belongs to no component.</summary>
/// <param name="Name">Its name, unique in the stream.</param>
/// <param name="From">One junction.</param>
/// <param name="To">The other.</param>
/// <param name="Drop">Pressure drop at the rated flow, greater than zero.</param>
/// <param name="Flow">The rated flow, greater than zero.</param>
/// <param name="Origin">Where it was written, or null.</param>
public sealed record PassageDescription(string Name, string From, string To, Pressure Drop, VolumeFlow Flow, Origin? Origin = null);
