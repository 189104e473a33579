using System.Diagnostics.CodeAnalysis;
using Grpc.AspNetCore.Server.Internal;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps gRPC services to endpoints.</summary>
public static class GrpcEndpointRouteBuilderExtensions
{
    /// <summary>Maps every method of a service to the path <c>/service/method</c>.</summary>
    /// <typeparam name="TService">Implementation derived from a generated base class; taken from the container for each call, or made if it has none.</typeparam>
    /// <exception cref="InvalidOperationException"><c>AddGrpc</c> was not called, or the type is no gRPC service.</exception>
    public static GrpcServiceEndpointConventionBuilder MapGrpcService<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicMethods)] TService>(
        this IEndpointRouteBuilder builder)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        GrpcServer server = builder.ServiceProvider.GetService<GrpcServer>()
            ?? throw new InvalidOperationException("gRPC is not added to the services: call services.AddGrpc() first.");
        return new GrpcServiceEndpointConventionBuilder(server.Map<TService>(builder));
    }
}
