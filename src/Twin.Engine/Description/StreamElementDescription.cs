namespace Twin.Engine.Description;

/// <summary>Places flow elements of components between two junctions of a stream.</summary>
/// <param name="Elements">One or more elements, in parallel.</param>
/// <param name="From">Junction at their inlets.</param>
/// <param name="To">Junction at their outlets.</param>
/// <param name="Origin">Where it was written, or null.</param>
public sealed record StreamElementDescription(ElementReference Elements, string From, string To, Origin? Origin = null);
