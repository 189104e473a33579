using System.Reflection;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Reflection;
using Microsoft.AspNetCore.Routing;

namespace Twin.Grpc.Contract;

/// <summary>Reflection whose answers carry the comments of the contract, so that tools can show them.</summary>
internal static class DocumentedReflection
{
    /// <summary>Makes the service for what is mapped. A service that is not in the contract keeps its own descriptor.</summary>
    /// <param name="endpoints">The endpoints of the application, complete at the first call.</param>
    public static ReflectionV1ServiceImpl Make(EndpointDataSource endpoints) => new(endpoints.Endpoints
        .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.ServiceType)
        .Distinct()
        .Select(type => type?.GetCustomAttribute<BindServiceMethodAttribute>(inherit: true)?.BindType
            .GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
        .OfType<ServiceDescriptor>()
        .Select(service => ContractDescriptors.FindService(service.FullName) ?? service));
}
