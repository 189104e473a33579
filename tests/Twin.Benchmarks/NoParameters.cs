namespace Twin.Benchmarks;

/// <summary>Parameters of a part of a bench that has none.</summary>
internal sealed record NoParameters;
