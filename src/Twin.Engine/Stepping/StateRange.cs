namespace Twin.Engine.Stepping;

/// <summary>Words of a state block that belong together, under a name that they keep when the chassis is compiled with other builds of its plugins.</summary>
/// <param name="Key">The name: whose they are and what they are, such as <c>thermal/chassis0/oe03/laser</c>.</param>
/// <param name="First">First word.</param>
/// <param name="Count">How many, at least one.</param>
/// <param name="Component">Index of the component whose own section they lie in, or -1 for the engine's words.</param>
/// <param name="IsGiven">Whether they lie among the inputs of the component and are written by the engine in every step or period.</param>
internal readonly record struct StateRange(string Key, int First, int Count, int Component = -1, bool IsGiven = false);
