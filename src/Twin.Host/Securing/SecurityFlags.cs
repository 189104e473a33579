using Twin.Host.Commands;

namespace Twin.Host.Securing;

/// <summary>The flags of <c>twin run</c> that say who may reach the twin and what callers may do.</summary>
internal static class SecurityFlags
{
    /// <summary>Key of the setting that allows addresses of other machines without TLS.</summary>
    public const string PlaintextKey = "InsecurePlaintext";

    /// <summary>The flag that allows addresses of other machines without TLS.</summary>
    public const string PlaintextFlag = "--insecure-plaintext";

    /// <summary>All of them.</summary>
    public static IEnumerable<Flag> All =>
    [
        new("Tls:Certificate", "--tls-cert", "FILE", "Serves with TLS and this certificate: PEM, or PKCS #12 with its key [default: no TLS, loopback alone]."),
        new("Tls:Key", "--tls-key", "FILE", "Key of the certificate in PEM, if it has a file of its own."),
        new("Tls:PasswordFile", "--tls-password-file", "FILE", "File whose first line is the password of the key [default: TWIN_TLS__PASSWORD of the environment, if set]."),
        new("Tls:Host", "--tls-host", "NAME", "Name by which clients know this server [default: the addresses and the name of this machine]."),
        new("Tls:ClientCa", "--tls-client-ca", "FILE", "PEM of the authorities that vouch for clients: mutual TLS."),
        new("Tls:Client", "--tls-client", "required|optional", "Whether a client has to show a certificate [default: required with --tls-client-ca]."),
        new("Tokens", "--tokens", "FILE", "Access file: tokens and certificates with their roles; see 'twin token new' [default: everyone may do everything]."),
        new(PlaintextKey, PlaintextFlag, "Allows addresses that other machines reach without TLS: everyone on the way reads and changes what is sent."),
    ];
}
