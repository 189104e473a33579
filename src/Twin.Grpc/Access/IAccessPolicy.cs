using Microsoft.AspNetCore.Http;

namespace Twin.Grpc.Access;

/// <summary>Tells who calls and what the caller may do.</summary>
public interface IAccessPolicy
{
    /// <summary>Names the caller of a request. Does not throw: who may do nothing is a caller with a <see cref="Caller.Refusal"/>.</summary>
    /// <param name="request">The request, gRPC or not. Called by many threads.</param>
    Caller Identify(HttpContext request);
}
