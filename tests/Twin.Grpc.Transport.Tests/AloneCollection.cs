namespace Twin.Grpc.Transport.Tests;

/// <summary>Tests that look at the memory of the process: no other test runs beside them.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1711", Justification = "It is what xunit calls a collection.")]
public sealed class AloneCollection;
