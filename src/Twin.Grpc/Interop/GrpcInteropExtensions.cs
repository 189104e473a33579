using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Twin.Grpc.Interop;

/// <summary>Maps the service of gRPC's public interoperability tests.</summary>
public static class GrpcInteropExtensions
{
    /// <summary>Maps <c>grpc.testing.TestService</c>, for the interoperability clients of any language; <c>grpc.testing.UnimplementedService</c>
    /// and <c>TestService/UnimplementedCall</c> stay unimplemented, as the cases want it.</summary>
    /// <param name="endpoints">The endpoints of the application; <c>AddGrpc</c> must have been called.</param>
    /// <remarks>For tests only: a client can have responses of 64 MiB made, as many as it likes.</remarks>
    public static IEndpointRouteBuilder MapGrpcInterop(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        endpoints.MapGrpcService<InteropTestService>().Add(endpoint =>
        {
            RequestDelegate call = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context =>
            {
                MessageFlags.Watch(context);
                return call(context);
            };
        });
        return endpoints;
    }
}
