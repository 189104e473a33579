using System.Security.Cryptography;
using System.Text;
using Twin.V1;

namespace Twin.Host.Securing;

/// <summary>One line of the access file: a token or a certificate, and what it may do.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Role">Its role.</param>
/// <param name="Expires">When it ends; null for never.</param>
internal sealed record AccessEntry(string Name, Role Role, DateTimeOffset? Expires)
{
    /// <summary>Salt of the token's hash as the file has it; null for a certificate.</summary>
    public string? Salt { get; init; }

    /// <summary>SHA-256 of salt and token; null for a certificate.</summary>
    public byte[]? Hash { get; init; }

    /// <summary>SHA-256 of the certificate in upper case hexadecimals; null when it is known by its subject, or is a token.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Subject of the certificate; null when it is known by its fingerprint, or is a token.</summary>
    public string? Subject { get; init; }

    /// <summary>Hashes a token: SHA-256 of the salt's text and the token's.</summary>
    /// <param name="salt">The salt.</param>
    /// <param name="token">The token.</param>
    public static byte[] HashOf(string salt, string token) => SHA256.HashData(Encoding.UTF8.GetBytes(salt + token));

    /// <summary>Whether this entry stands for the same token or certificate as another with no fewer rights, for no shorter time.</summary>
    /// <param name="other">The other.</param>
    public bool IsAsGoodAs(AccessEntry other) =>
        Name == other.Name
        && Role >= other.Role
        && (Expires ?? DateTimeOffset.MaxValue) >= (other.Expires ?? DateTimeOffset.MaxValue)
        && Salt == other.Salt
        && Fingerprint == other.Fingerprint
        && Subject == other.Subject
        && (Hash ?? []).AsSpan().SequenceEqual(other.Hash ?? []);
}
