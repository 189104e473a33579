using Grpc.AspNetCore.Server.Internal;
using Microsoft.AspNetCore.Http;

namespace Grpc.Core;

/// <summary>From a gRPC call to its HTTP request.</summary>
public static class ServerCallContextExtensions
{
    /// <summary>The HTTP context of a call.</summary>
    /// <exception cref="InvalidOperationException">The context is not one of this server, such as a test double.</exception>
    public static HttpContext GetHttpContext(this ServerCallContext serverCallContext)
    {
        ArgumentNullException.ThrowIfNull(serverCallContext);
        return serverCallContext is HttpContextServerCallContext context
            ? context.HttpContext
            : throw new InvalidOperationException("The call does not come from this server, so it has no HTTP context.");
    }
}
