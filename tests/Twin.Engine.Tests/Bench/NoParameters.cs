namespace Twin.Engine.Tests.Bench;

/// <summary>Parameters of a part that has none.</summary>
public sealed record NoParameters;
