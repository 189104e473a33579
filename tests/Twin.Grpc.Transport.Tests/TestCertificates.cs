using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;

namespace Twin.Grpc.Transport.Tests;

/// <summary>An authority made for this test run alone, and a certificate of a server on this machine.</summary>
internal static class TestCertificates
{
    private static readonly Lazy<X509Certificate2> Authority = new(() => MakeAuthority("Twin test authority"));
    private static readonly Lazy<X509Certificate2> Server = new(() => MakeServer(Authority.Value));
    private static readonly Lazy<string> AuthorityPath = new(WriteAuthority);

    /// <summary>A certificate with its key for <c>localhost</c> and <c>127.0.0.1</c>.</summary>
    public static X509Certificate2 OfServer => Server.Value;

    /// <summary>A file with the authority's certificate as PEM, all that a client gets to know.</summary>
    public static string AuthorityFile => AuthorityPath.Value;

    /// <summary>Options of a channel to an address; one with TLS trusts the authority and nobody else.</summary>
    public static GrpcChannelOptions ChannelOptions(string address)
    {
        if (!address.StartsWith("https:", StringComparison.Ordinal))
            return new GrpcChannelOptions();
        var handler = new SocketsHttpHandler { UseProxy = false, EnableMultipleHttp2Connections = true };
        handler.SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                CustomTrustStore = { Authority.Value },
            },
        };
        return new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true };
    }

    private static X509Certificate2 MakeAuthority(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private static X509Certificate2 MakeServer(X509Certificate2 authority)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        using X509Certificate2 certificate = request.Create(authority, authority.NotBefore, authority.NotAfter, RandomNumberGenerator.GetBytes(8));
        return certificate.CopyWithPrivateKey(key);
    }

    private static string WriteAuthority()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "test-authority.pem");
        File.WriteAllText(path, Authority.Value.ExportCertificatePem());
        return path;
    }
}
