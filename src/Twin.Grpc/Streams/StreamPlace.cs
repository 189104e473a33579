using Twin.Grpc.Lookup;

namespace Twin.Grpc.Streams;

/// <summary>Where a stream begins: the streams of a structure, with what resolves its selection under the same structure.</summary>
/// <param name="Lookup">Finds what clients name.</param>
/// <param name="Streams">The streams.</param>
internal sealed record StreamPlace(ChassisLookup Lookup, StructureStreams Streams);
