namespace Twin.Engine.Description;

/// <summary>A list of values.</summary>
/// <param name="Items">The values in order.</param>
/// <param name="Origin">Where it was written, or null.</param>
public sealed record ListParameter(IReadOnlyList<ParameterNode> Items, Origin? Origin = null) : ParameterNode(Origin);
