namespace Twin.Engine.Description;

/// <summary>A single value as text, such as <c>450 W</c>.</summary>
/// <param name="Text">The text.</param>
/// <param name="Origin">Where it was written, or null.</param>
public sealed record ScalarParameter(string Text, Origin? Origin = null) : ParameterNode(Origin);
