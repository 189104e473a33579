using System.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the gRPC reflection service.</summary>
public static class GrpcReflectionServiceExtensions
{
    /// <summary>Adds a reflection service that tells of every mapped gRPC service.</summary>
    public static IServiceCollection AddGrpcReflection(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddGrpc();
        services.TryAddSingleton(provider => new ReflectionV1ServiceImpl(Descriptors(provider.GetRequiredService<EndpointDataSource>())));
        return services;
    }

    // Read from the endpoints at the first call, when all services are mapped; the binding type of a stub holds its descriptor.
    private static IEnumerable<Google.Protobuf.Reflection.ServiceDescriptor> Descriptors(EndpointDataSource endpoints) => endpoints.Endpoints
        .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.ServiceType)
        .Distinct()
        .Select(type => type?.GetCustomAttribute<BindServiceMethodAttribute>(inherit: true)?.BindType
            .GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
        .OfType<Google.Protobuf.Reflection.ServiceDescriptor>();
}
