using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;

namespace Twin.Grpc.Access;

/// <summary>Everyone may do everything; callers are told apart by certificate, else by address.</summary>
public sealed class OpenAccess : IAccessPolicy
{
    /// <inheritdoc/>
    public Caller Identify(HttpContext request)
    {
        ArgumentNullException.ThrowIfNull(request);
        X509Certificate2? certificate = request.Connection.ClientCertificate;
        return certificate is null
            ? new Caller(V1.CallerKind.Address, NameOf(request.Connection.RemoteIpAddress), V1.Role.Admin)
            : new Caller(V1.CallerKind.Certificate, certificate.Subject, V1.Role.Admin);
    }

    /// <summary>An address as the name of a caller; the same for IPv4 and for IPv4 that comes as IPv6.</summary>
    /// <param name="address">The address; null for a caller that has none.</param>
    public static string NameOf(IPAddress? address) =>
        address is null ? "unknown" : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
}
