using System.Net;
using Twin.Host.Connecting;
using Twin.Host.Setup;

namespace Twin.Host.Securing;

/// <summary>With which certificate the twin serves, and whom it asks for one.</summary>
internal sealed record TlsSettings
{
    private const string CertificateFlag = "--tls-cert";
    private const string KeyFlag = "--tls-key";
    private const string PasswordFlag = "--tls-password-file";
    private const string AuthorityFlag = "--tls-client-ca";
    private const string ClientFlag = "--tls-client";
    private const string HostFlag = "--tls-host";
    private const string PasswordVariable = "TWIN_TLS__PASSWORD";

    /// <summary>File of the certificate: PEM or PKCS #12; null for no TLS.</summary>
    public string? CertificatePath { get; init; }

    /// <summary>File of its key in PEM; null when the other file holds it.</summary>
    public string? KeyPath { get; init; }

    /// <summary>File with the password of the key; null for none.</summary>
    public string? PasswordPath { get; init; }

    /// <summary>The password from the environment; null for none.</summary>
    public string? Password { get; init; }

    /// <summary>File of the authorities that vouch for clients; null when clients are not asked for certificates.</summary>
    public string? ClientAuthorityPath { get; init; }

    /// <summary>Whether a client without a certificate is refused.</summary>
    public bool RequiresClientCertificate { get; init; }

    /// <summary>The name by which clients know this server; null when the addresses it listens on say it.</summary>
    public string? HostName { get; init; }

    /// <summary>Whether there is TLS.</summary>
    public bool IsOn => CertificatePath is not null;

    /// <summary>Reads the section <c>Tls</c> of the settings.</summary>
    /// <param name="configuration">The settings as texts.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static TlsSettings Read(IConfiguration configuration, ProblemReport problems)
    {
        IConfigurationSection section = configuration.GetSection("Tls");
        var settings = new TlsSettings
        {
            CertificatePath = Text("Certificate"),
            KeyPath = Text("Key"),
            PasswordPath = Text("PasswordFile"),
            Password = Text("Password"),
            ClientAuthorityPath = Text("ClientCa"),
            RequiresClientCertificate = Text("Client") is not "optional",
            HostName = Text("Host"),
        };
        if (Text("Client") is not (null or "optional" or "required"))
        {
            problems.Add(ClientFlag, $"'{Text("Client")}' is neither 'required' nor 'optional'.");
        }

        if (Text("Client") is not null && settings.ClientAuthorityPath is null)
        {
            problems.Add(ClientFlag, $"there is no authority to check the clients' certificates with; name its file with {AuthorityFlag}.");
        }

        foreach ((string flag, string? value) in new[] { (KeyFlag, settings.KeyPath), (PasswordFlag, settings.PasswordPath), (AuthorityFlag, settings.ClientAuthorityPath), (HostFlag, settings.HostName) })
        {
            if (value is not null && !settings.IsOn)
            {
                problems.Add(flag, $"there is no TLS without a certificate; name its file with {CertificateFlag}.");
            }
        }

        return settings;

        string? Text(string key) => section[key] is { Length: > 0 } text ? text : null;
    }

    /// <summary>The files that are read.</summary>
    public IEnumerable<string> Files => new[] { CertificatePath, KeyPath, PasswordPath, ClientAuthorityPath }.OfType<string>();

    /// <summary>Reads the certificate and checks that it is good now.</summary>
    /// <param name="listeners">The addresses that are listened on, with their flags.</param>
    /// <param name="now">Now.</param>
    /// <param name="problems">Receives all that is wrong.</param>
    /// <returns>Null when something is wrong.</returns>
    public LoadedTls? Load(IEnumerable<(string Flag, IPEndPoint Address)> listeners, DateTimeOffset now, ProblemReport problems)
    {
        const string serverAuthentication = "1.3.6.1.5.5.7.3.1";
        byte[] fingerprint = FileWatch.FingerprintOf(Files);
        string? password = PasswordPath is null ? Password : CertificateFiles.ReadSecret(PasswordFlag, PasswordPath, problems);
        CertificateWithKey? certificate = CertificateFiles.Read(
            CertificateFlag, CertificatePath!, KeyFlag, KeyPath, password, $"{PasswordFlag} or {PasswordVariable} in the environment", problems);
        var authorities = ClientAuthorityPath is null ? null : CertificateFiles.ReadAuthorities(AuthorityFlag, ClientAuthorityPath, problems);
        if (certificate is not null)
        {
            CertificateFiles.Check(CertificateFlag, CertificatePath!, certificate.Leaf, serverAuthentication, "server", now, problems);
            CheckHost(certificate, listeners, problems);
        }

        return problems.Any ? null : new LoadedTls(certificate!, authorities, fingerprint, RequiresClientCertificate);
    }

    // A certificate for another host works for nobody, and each client would find that out for itself.
    private void CheckHost(CertificateWithKey certificate, IEnumerable<(string Flag, IPEndPoint Address)> listeners, ProblemReport problems)
    {
        if (HostName is not null)
        {
            if (!certificate.Leaf.MatchesHostname(HostName))
            {
                problems.Add(CertificateFlag, $"the certificate in '{CertificatePath}' is for {Names(certificate)} and not for {HostName}, which {HostFlag} says clients know this server by.");
            }

            return;
        }

        foreach ((string flag, IPEndPoint address) in listeners)
        {
            if (!NamesOf(address.Address).Any(name => certificate.Leaf.MatchesHostname(name)))
            {
                string where = address.Address.Equals(IPAddress.Any) || address.Address.Equals(IPAddress.IPv6Any) ? $"this machine ({Dns.GetHostName()})" : address.Address.ToString();
                problems.Add(
                    CertificateFlag,
                    $"the certificate in '{CertificatePath}' is for {Names(certificate)} and not for {where}, where {flag} listens: clients would refuse it. If they know this server by another name, say so with {HostFlag} NAME.");
                return;
            }
        }
    }

    private static IEnumerable<string> NamesOf(IPAddress address)
    {
        string machine = Dns.GetHostName();
        bool isAny = address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
        IEnumerable<string> names = isAny ? [machine, "localhost", .. AddressesOf(machine)] : [address.ToString(), machine];
        return IPAddress.IsLoopback(address) ? names.Append("localhost") : names;
    }

    private static string[] AddressesOf(string machine)
    {
        try
        {
            return [.. Dns.GetHostAddresses(machine).Select(address => address.ToString()), IPAddress.Loopback.ToString()];
        }
        catch (System.Net.Sockets.SocketException)
        {
            return [IPAddress.Loopback.ToString()];
        }
    }

    private static string Names(CertificateWithKey certificate)
    {
        string[] names = [.. certificate.Leaf.Extensions
            .OfType<System.Security.Cryptography.X509Certificates.X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => address.ToString())))];
        return names.Length > 0 ? string.Join(", ", names) : certificate.Leaf.Subject;
    }
}
