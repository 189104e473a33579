namespace Twin.Engine.Description;

/// <summary>A parameter value as it was written, before it is bound to a component's record.</summary>
/// <param name="Origin">Where it was written, or null.</param>
public abstract record ParameterNode(Origin? Origin);
