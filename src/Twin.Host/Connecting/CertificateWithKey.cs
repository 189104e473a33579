using System.Security.Cryptography.X509Certificates;

namespace Twin.Host.Connecting;

/// <summary>A certificate that this side shows, with its private key, and the certificates between it and its authority.</summary>
/// <param name="Leaf">The certificate, with its key.</param>
/// <param name="Intermediates">What else was in its file; sent along with it.</param>
internal sealed record CertificateWithKey(X509Certificate2 Leaf, X509Certificate2Collection Intermediates);
