namespace Grpc.Core;

/// <summary>A certificate with its private key, both as PEM.</summary>
public sealed class KeyCertificatePair
{
    /// <summary>Makes a pair.</summary>
    /// <param name="certificateChain">PEM of the certificate and those between it and its authority.</param>
    /// <param name="privateKey">PEM of the key.</param>
    public KeyCertificatePair(string certificateChain, string privateKey)
    {
        ArgumentNullException.ThrowIfNull(certificateChain);
        ArgumentNullException.ThrowIfNull(privateKey);
        CertificateChain = certificateChain;
        PrivateKey = privateKey;
    }

    /// <summary>PEM of the certificate and those between it and its authority.</summary>
    public string CertificateChain { get; }

    /// <summary>PEM of the key.</summary>
    public string PrivateKey { get; }
}
