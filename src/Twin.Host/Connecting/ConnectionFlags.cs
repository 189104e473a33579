using System.CommandLine;
using Grpc.Core;
using Twin.Host.Calling;
using Twin.Host.Setup;

namespace Twin.Host.Connecting;

/// <summary>The flags with which a command finds a server and shows who calls; the same for every command that is a client.</summary>
/// <remarks>
/// <see cref="AddTo"/> puts them on a command, <see cref="Read"/> makes a <see cref="ConnectionSettings"/> of what was typed. A secret is never
/// given on the command line, where every user of the machine can read it: it comes from a file or the environment.
/// </remarks>
internal sealed class ConnectionFlags
{
    /// <summary>Variable with the token.</summary>
    public const string TokenVariable = "TWIN_TOKEN";

    /// <summary>Variable with the password of the client's key.</summary>
    public const string KeyPasswordVariable = "TWIN_KEY_PASSWORD";

    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string AddressFlag = "--address";
    private const string AuthorityFlag = "--cacert";
    private const string CertificateFlag = "--cert";
    private const string KeyFlag = "--key";
    private const string TokenFlag = "--token-file";

    private readonly Option<string?> _address = Flag(AddressFlag, "HOST:PORT", $"The server; with https:// in front for TLS [default: {CallSettings.StandardAddress}].");
    private readonly Option<string?> _authority = Flag(AuthorityFlag, "FILE", "PEM of the authorities that may vouch for the server; means TLS [default: those that the machine trusts].");
    private readonly Option<string?> _certificate = Flag(CertificateFlag, "FILE", "Certificate of the caller for mutual TLS: PEM, or PKCS #12 with its key.");
    private readonly Option<string?> _key = Flag(KeyFlag, "FILE", $"Its key in PEM, if it has a file of its own; a password is read from {KeyPasswordVariable}.");
    private readonly Option<string?> _token = Flag(TokenFlag, "FILE", $"File whose first line is the token to call with [default: {TokenVariable} of the environment, if set].");
    private readonly Option<string[]> _metadata = new("--metadata") { HelpName = "KEY=VALUE", Description = "Sent along with everything; may be given several times. Of a KEY-bin the value is base64.", Recursive = true };

    /// <summary>Adds the flags to a command and those below it.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _address, _authority, _certificate, _key, _token, _metadata })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Reads what was typed, and the environment.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="problems">Receives all that is wrong.</param>
    public ConnectionSettings Read(ParseResult parsed, ProblemReport problems)
    {
        string? certificate = parsed.GetValue(_certificate);
        string? key = parsed.GetValue(_key);
        string? authority = parsed.GetValue(_authority);
        string? typed = parsed.GetValue(_address);
        // Who says whom to trust or shows a certificate means TLS; an address that says http:// contradicts that.
        bool needsTls = authority is not null || certificate is not null;
        if (needsTls && typed?.Contains("://", StringComparison.Ordinal) != true)
        {
            typed = "https://" + (typed ?? CallSettings.StandardAddress);
        }

        Uri address = CallSettings.ReadAddress(typed, problems);
        if (needsTls && address.Scheme != Uri.UriSchemeHttps)
        {
            problems.Add(AddressFlag, $"'{typed}' is without TLS, for which {(authority is null ? CertificateFlag : AuthorityFlag)} is meant; https:// in front, or nothing, is right.");
        }

        if (key is not null && certificate is null)
        {
            problems.Add(KeyFlag, $"a key goes with a certificate; name it with {CertificateFlag}.");
        }

        Metadata metadata = CallSettings.ReadMetadata(parsed.GetValue(_metadata) ?? [], problems);
        return new ConnectionSettings
        {
            Address = address,
            Metadata = metadata,
            Authorities = authority is null ? null : CertificateFiles.ReadAuthorities(AuthorityFlag, authority, problems),
            Certificate = certificate is null ? null : ReadCertificate(certificate, key, problems),
            Token = ReadToken(parsed.GetValue(_token), address, metadata, problems),
        };
    }

    private static CertificateWithKey? ReadCertificate(string path, string? keyPath, ProblemReport problems)
    {
        string? password = Environment.GetEnvironmentVariable(KeyPasswordVariable);
        CertificateWithKey? certificate = CertificateFiles.Read(CertificateFlag, path, KeyFlag, keyPath, password, KeyPasswordVariable + " in the environment", problems);
        if (certificate is not null)
        {
            CertificateFiles.Check(CertificateFlag, path, certificate.Leaf, ClientAuthentication, "client", TimeProvider.System.GetUtcNow(), problems);
        }

        return certificate;
    }

    private static string? ReadToken(string? path, Uri address, Metadata metadata, ProblemReport problems)
    {
        bool isPrivate = address.Scheme == Uri.UriSchemeHttps || address.IsLoopback;
        if (!isPrivate && metadata.Any(entry => entry.Key == "authorization"))
        {
            problems.Add("--metadata", $"'authorization' is not sent to {address.Authority} without TLS, where others can read it; put https:// in front of the address.");
        }

        string source = path is null ? TokenVariable : TokenFlag;
        string? token = path is null ? Environment.GetEnvironmentVariable(TokenVariable)?.Trim() : CertificateFiles.ReadSecret(TokenFlag, path, problems);
        if (string.IsNullOrEmpty(token))
        {
            return null;
        }

        if (token.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            problems.Add(source, "the token holds blanks or characters that are not printable ASCII.");
            return null;
        }

        if (!isPrivate)
        {
            problems.Add(source, $"a token is not sent to {address.Authority} without TLS, where others can read it; put https:// in front of the address.");
        }

        return token;
    }

    private static Option<string?> Flag(string name, string value, string description) => new(name) { HelpName = value, Description = description, Recursive = true };
}
