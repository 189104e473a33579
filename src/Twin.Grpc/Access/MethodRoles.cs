using System.Collections.Concurrent;
using System.Reflection;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Routing;

namespace Twin.Grpc.Access;

/// <summary>Finds the role that a method states in its descriptor.</summary>
/// <param name="endpoints">The methods that are served.</param>
internal sealed class MethodRoles(EndpointDataSource endpoints)
{
    private const string OpenService = "grpc.health.v1.Health";
    private const string Reflection = "grpc.reflection.";
    private const string Interoperability = "grpc.testing.";

    private readonly ConcurrentDictionary<string, MethodAccess> _known = new(StringComparer.Ordinal);

    /// <summary>Finds what a method asks of its callers.</summary>
    /// <param name="method">Full name as a call has it: <c>/package.Service/Method</c>.</param>
    public MethodAccess Of(string method) => _known.TryGetValue(method, out MethodAccess? access) ? access : _known.GetOrAdd(method, Find);

    /// <summary>The role of a method that is described.</summary>
    /// <param name="method">The method.</param>
    /// <returns>What its option says. Without one: unspecified for health, read for reflection and the interoperability tests, else admin, so that what was forgotten is not open.</returns>
    public static V1.Role Of(MethodDescriptor method)
    {
        V1.Role role = method.GetOptions()?.GetExtension(V1.AccessExtensions.Role) ?? V1.Role.Unspecified;
        string service = method.Service.FullName;
        return role != V1.Role.Unspecified ? role
            : service == OpenService ? V1.Role.Unspecified
            : service.StartsWith(Reflection, StringComparison.Ordinal) || service.StartsWith(Interoperability, StringComparison.Ordinal) ? V1.Role.Read
            : V1.Role.Admin;
    }

    private MethodAccess Find(string method)
    {
        ServiceDescriptor? service = endpoints.Endpoints
            .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>())
            .Where(metadata => metadata?.Method.FullName == method)
            .Select(metadata => metadata!.ServiceType.GetCustomAttribute<BindServiceMethodAttribute>(inherit: true)?.BindType
                .GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
            .OfType<ServiceDescriptor>()
            .FirstOrDefault();
        string name = method.TrimStart('/');
        MethodDescriptor? described = service?.FindMethodByName(name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        // The interoperability tests are there to be called as fast as can be.
        return new MethodAccess(name, described is null ? V1.Role.Admin : Of(described), IsLimited: !name.StartsWith(Interoperability, StringComparison.Ordinal));
    }
}
