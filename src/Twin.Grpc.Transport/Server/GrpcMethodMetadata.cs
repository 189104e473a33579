using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>On an endpoint: the gRPC method that it serves.</summary>
public sealed class GrpcMethodMetadata
{
    /// <summary>Makes metadata.</summary>
    public GrpcMethodMetadata(Type serviceType, IMethod method)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        ArgumentNullException.ThrowIfNull(method);
        ServiceType = serviceType;
        Method = method;
    }

    /// <summary>Type of the service implementation.</summary>
    public Type ServiceType { get; }

    /// <summary>The method.</summary>
    public IMethod Method { get; }
}
