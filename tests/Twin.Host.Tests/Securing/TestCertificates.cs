using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Twin.Host.Tests.Securing;

/// <summary>An authority and the certificates that it signs, as files of one test.</summary>
internal sealed class TestCertificates : IDisposable
{
    public const string ServerPurpose = "1.3.6.1.5.5.7.3.1";
    public const string ClientPurpose = "1.3.6.1.5.5.7.3.2";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("twin-certificates-");
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private readonly X509Certificate2 _authority;
    private readonly X509Certificate2 _other;

    public TestCertificates()
    {
        _authority = MakeAuthority("Test authority");
        _other = MakeAuthority("Other authority");
        Authority = Write("ca.pem", _authority.ExportCertificatePem());
        OtherAuthority = Write("other-ca.pem", _other.ExportCertificatePem());
    }

    /// <summary>PEM of the authority.</summary>
    public string Authority { get; }

    /// <summary>PEM of an authority that has signed nothing but what a test asks of it.</summary>
    public string OtherAuthority { get; }

    public string File(string name) => Path.Combine(_folder.FullName, name);

    public string Write(string name, string text)
    {
        System.IO.File.WriteAllText(File(name), text);
        return File(name);
    }

    /// <summary>A certificate of a server, good for a day unless told otherwise.</summary>
    public (string Certificate, string Key) Server(string name, string host = "localhost", int fromDays = -1, int toDays = 1, string? keyPassword = null)
    {
        using X509Certificate2 made = Make($"CN={host}", ServerPurpose, [host], fromDays, toDays, _authority);
        return Save(name, made, keyPassword);
    }

    /// <summary>A certificate of a client, good for a day unless told otherwise.</summary>
    public (string Certificate, string Key) Client(string name, string subject, int fromDays = -1, int toDays = 1, bool isOfOther = false)
    {
        using X509Certificate2 made = Make(subject, ClientPurpose, [], fromDays, toDays, isOfOther ? _other : _authority);
        return Save(name, made, null);
    }

    /// <summary>A certificate of a server with its key as PKCS #12.</summary>
    public string Pkcs12(string name, string password)
    {
        using X509Certificate2 made = Make("CN=localhost", ServerPurpose, ["localhost"], -1, 1, _authority);
        System.IO.File.WriteAllBytes(File(name), made.Export(X509ContentType.Pfx, password));
        return File(name);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
        _folder.Delete(recursive: true);
    }

    private X509Certificate2 MakeAuthority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request.CreateSelfSigned(_now.AddDays(-30), _now.AddDays(30));
    }

    private X509Certificate2 Make(string subject, string purpose, string[] hosts, int fromDays, int toDays, X509Certificate2 issuer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var names = new SubjectAlternativeNameBuilder();
        foreach (string host in hosts)
        {
            names.AddDnsName(host);
            if (host == "localhost")
            {
                names.AddIpAddress(IPAddress.Loopback);
            }
        }

        if (hosts.Length > 0)
        {
            request.CertificateExtensions.Add(names.Build());
        }

        using X509Certificate2 signed = request.Create(issuer, _now.AddDays(fromDays), _now.AddDays(toDays), RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }

    private (string Certificate, string Key) Save(string name, X509Certificate2 made, string? keyPassword)
    {
        using ECDsa key = made.GetECDsaPrivateKey()!;
        string pem = keyPassword is null
            ? key.ExportPkcs8PrivateKeyPem()
            : key.ExportEncryptedPkcs8PrivateKeyPem(keyPassword, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10_000));
        return (Write(name + ".pem", made.ExportCertificatePem() + "\n"), Write(name + ".key", pem + "\n"));
    }
}
