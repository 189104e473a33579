using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>How a call ended, with its trailers; set once.</summary>
internal sealed record CallOutcome(Status Status, Metadata Trailers);
