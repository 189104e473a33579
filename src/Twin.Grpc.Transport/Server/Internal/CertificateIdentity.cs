using System.Security.Cryptography.X509Certificates;
using System.Text;
using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>The identity in a client certificate, under the property names of the gRPC libraries.</summary>
internal static class CertificateIdentity
{
    private const string AlternativeName = "x509_subject_alternative_name";
    private const string CommonName = "x509_common_name";

    private static readonly AuthContext None = new(null, []);

    public static AuthContext Of(X509Certificate2? certificate)
    {
        if (certificate is null)
            return None;
        var properties = new Dictionary<string, List<AuthProperty>>(StringComparer.Ordinal);
        Add(properties, AlternativeName, certificate.GetNameInfo(X509NameType.DnsFromAlternativeName, forIssuer: false));
        Add(properties, CommonName, certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false));
        string? identity = properties.ContainsKey(AlternativeName) ? AlternativeName : properties.ContainsKey(CommonName) ? CommonName : null;
        return new AuthContext(identity, properties);
    }

    private static void Add(Dictionary<string, List<AuthProperty>> properties, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            properties[name] = [AuthProperty.Create(name, Encoding.UTF8.GetBytes(value))];
    }
}
