using Twin.Units;

namespace Twin.Engine.Description;

/// <summary>A rail: parallel sources feed loads.</summary>
/// <param name="Name">Its name, unique among rails.</param>
/// <param name="Sources">The converters that feed it.</param>
/// <param name="Loads">The loads it feeds.</param>
/// <param name="Resistance">Path resistance between sources and loads; zero for none.</param>
/// <param name="LossZone">Zone that takes the loss in the path; needed when <paramref name="Resistance"/> is greater than zero.</param>
/// <param name="Origin">Where it was written, or null.</param>
public sealed record RailDescription(
    string Name, ElementReference Sources, ElementReference Loads, Resistance Resistance, string? LossZone, Origin? Origin = null);
