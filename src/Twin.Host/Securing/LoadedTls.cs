using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Twin.Host.Connecting;

namespace Twin.Host.Securing;

/// <summary>A certificate that was read and found good, ready for handshakes.</summary>
internal sealed class LoadedTls
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly SslServerAuthenticationOptions _strict;
    private readonly SslServerAuthenticationOptions _lenient;

    /// <summary>Makes the options of handshakes.</summary>
    /// <param name="certificate">The server's certificate.</param>
    /// <param name="clientAuthorities">Who vouches for clients; null when they are not asked for certificates.</param>
    /// <param name="fingerprint">Of the files that both come from.</param>
    /// <param name="requiresClientCertificate">Whether a client of the strict listener has to have one.</param>
    public LoadedTls(CertificateWithKey certificate, X509Certificate2Collection? clientAuthorities, byte[] fingerprint, bool requiresClientCertificate)
    {
        Certificate = certificate.Leaf;
        Fingerprint = fingerprint;
        var context = SslStreamCertificateContext.Create(certificate.Leaf, certificate.Intermediates, offline: true);
        _strict = Make(context, clientAuthorities, requiresClientCertificate);
        _lenient = Make(context, clientAuthorities, requiresCertificate: false);
    }

    /// <summary>The server's certificate.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Of the files, as <see cref="FileWatch.FingerprintOf"/> makes it.</summary>
    public byte[] Fingerprint { get; }

    /// <summary>Options of one handshake.</summary>
    /// <param name="isStrict">Whether a client has to show a certificate where that is asked for; otherwise it may, and what it may see without one is decided later.</param>
    public SslServerAuthenticationOptions Options(bool isStrict) => isStrict ? _strict : _lenient;

    private static SslServerAuthenticationOptions Make(SslStreamCertificateContext context, X509Certificate2Collection? authorities, bool requiresCertificate)
    {
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = context,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        if (authorities is null)
        {
            return options;
        }

        options.ClientCertificateRequired = true;
        options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        options.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        options.CertificateChainPolicy.ApplicationPolicy.Add(new(ClientAuthentication));
        // A certificate that is shown has to be good, whether or not one is required.
        options.RemoteCertificateValidationCallback = (_, shown, _, errors) =>
            shown is null ? !requiresCertificate : errors == SslPolicyErrors.None;
        return options;
    }
}
