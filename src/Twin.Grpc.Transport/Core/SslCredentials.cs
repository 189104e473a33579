namespace Grpc.Core;

/// <summary>TLS, with the trust and the client certificate of the HTTP handler or with those given here.</summary>
/// <remarks>A channel over HttpClient takes both from its <c>HttpHandler</c> and refuses credentials that hold their own.</remarks>
public sealed class SslCredentials : ChannelCredentials
{
    /// <summary>TLS with the trust of the HTTP handler.</summary>
    public SslCredentials()
        : this(null, null) { }

    /// <summary>TLS with authorities of its own.</summary>
    /// <param name="rootCertificates">PEM of the authorities; null for those of the handler.</param>
    public SslCredentials(string? rootCertificates)
        : this(rootCertificates, null) { }

    /// <summary>TLS with authorities and a certificate of its own.</summary>
    /// <param name="rootCertificates">PEM of the authorities; null for those of the handler.</param>
    /// <param name="keyCertificatePair">Certificate of the client; null for that of the handler.</param>
    public SslCredentials(string? rootCertificates, KeyCertificatePair? keyCertificatePair)
    {
        RootCertificates = rootCertificates;
        KeyCertificatePair = keyCertificatePair;
    }

    /// <summary>PEM of the authorities, or null.</summary>
    public string? RootCertificates { get; }

    /// <summary>Certificate of the client, or null.</summary>
    public KeyCertificatePair? KeyCertificatePair { get; }

    internal override bool IsSecure => true;

    internal override CallCredentials? PerCall => null;

    internal override bool HasOwnCertificates => RootCertificates is not null || KeyCertificatePair is not null;
}
