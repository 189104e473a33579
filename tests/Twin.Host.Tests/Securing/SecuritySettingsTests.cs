using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Twin.Host.Securing;
using Twin.Host.Setup;

namespace Twin.Host.Tests.Securing;

/// <summary>What is taken at the start and when a file changes, and what is refused with which words.</summary>
public sealed class SecuritySettingsTests : IDisposable
{
    private static readonly (string Flag, IPEndPoint Address)[] Loopback = [("--grpc", new IPEndPoint(IPAddress.Loopback, 50051)), ("--http", new IPEndPoint(IPAddress.Loopback, 8080))];

    private readonly TestCertificates _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Read_Nothing_IsPlaintextOnLoopback()
    {
        SecuritySettings settings = Good([]);
        Assert.False(settings.Tls.IsOn);
        Assert.Null(settings.Table);
        Assert.Equal(512, settings.StreamsPerConnection);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("192.0.2.1")]
    [InlineData("::")]
    public void Read_AddressOfOtherMachinesWithoutTls_IsRefusedUnlessAllowed(string address)
    {
        (string, IPEndPoint)[] listeners = [("--grpc", new IPEndPoint(IPAddress.Parse(address), 50051))];
        string problem = Assert.Single(Problems([], listeners));
        Assert.StartsWith("--grpc: '", problem, StringComparison.Ordinal);
        Assert.Contains("can be reached from other machines.", problem, StringComparison.Ordinal);
        Assert.Contains("--tls-cert FILE --tls-key FILE", problem, StringComparison.Ordinal);
        Assert.Contains("--insecure-plaintext", problem, StringComparison.Ordinal);
        Assert.Empty(Problems([("InsecurePlaintext", "true")], listeners));
    }

    [Fact]
    public void Read_GoodCertificates_AreTaken()
    {
        (string certificate, string key) = _files.Server("server");
        Assert.Equal("CN=localhost", Good([("Tls:Certificate", certificate), ("Tls:Key", key)]).LoadedTls!.Certificate.Subject);
        string both = _files.Write("both.pem", File.ReadAllText(certificate) + File.ReadAllText(key));
        Assert.NotNull(Good([("Tls:Certificate", both)]).LoadedTls);
        (certificate, key) = _files.Server("secret", keyPassword: "s3cret-word");
        Assert.NotNull(Good([("Tls:Certificate", certificate), ("Tls:Key", key), ("Tls:Password", "s3cret-word")]).LoadedTls);
        string pfx = _files.Pkcs12("server.pfx", "s3cret-word");
        Assert.NotNull(Good([("Tls:Certificate", pfx), ("Tls:PasswordFile", _files.Write("password", "s3cret-word\n"))]).LoadedTls);
        (certificate, key) = _files.Server("twin", "twin.example");
        Assert.NotNull(Good([("Tls:Certificate", certificate), ("Tls:Key", key), ("Tls:Host", "twin.example")]).LoadedTls);
    }

    [Fact]
    public void Read_BadCertificates_AreRefusedWithTheReason()
    {
        (string good, string goodKey) = _files.Server("good");
        (string expired, string expiredKey) = _files.Server("expired", fromDays: -9, toDays: -2);
        (string early, string earlyKey) = _files.Server("early", fromDays: 2, toDays: 9);
        (string foreign, string foreignKey) = _files.Server("foreign", "twin.example");
        (string client, string clientKey) = _files.Client("client", "CN=client");
        (string locked, string lockedKey) = _files.Server("locked", keyPassword: "s3cret-word");
        string pfx = _files.Pkcs12("server.pfx", "s3cret-word");
        string text = _files.Write("text.pem", "nothing of the kind");
        string broken = _files.Write("broken.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
        string brokenKey = _files.Write("broken.key", "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n");

        Refused("--tls-cert: the certificate in '", $"(CN=localhost) has expired: it was valid until ", expired, expiredKey);
        Refused("--tls-cert: the certificate in '", "is not valid yet: it is from ", early, earlyKey);
        Refused("--tls-cert: the certificate in '", "is for twin.example and not for 127.0.0.1, where --grpc listens: clients would refuse it. If they know this server by another name, say so with --tls-host NAME.", foreign, foreignKey);
        Refused("--tls-cert: the certificate in '", "is for localhost, 127.0.0.1 and not for twin.example, which --tls-host says", good, goodKey, ("Tls:Host", "twin.example"));
        Refused("--tls-key: the key in '", "does not belong to the first certificate in '", good, foreignKey);
        Refused("--tls-cert: the certificate in '", "is not made for a server", client, clientKey, ("Tls:Host", "client"));
        Refused("--tls-key: the key in '", "is encrypted and there is no password; it is given with --tls-password-file or TWIN_TLS__PASSWORD in the environment.", locked, lockedKey);
        Refused("--tls-key: the key in '", "the password is wrong", locked, lockedKey, ("Tls:Password", "an0ther-word"));
        Refused("--tls-cert: '", "the password (--tls-password-file or TWIN_TLS__PASSWORD in the environment) is missing.", pfx, null);
        Refused("--tls-cert: '", "in the environment) is wrong.", pfx, null, ("Tls:Password", "an0ther-word"));
        Refused("--tls-key: '", "holds no private key, so a file with the key is needed.", good, null);
        Refused("--tls-key: '", "is not PEM. A PKCS #12 file holds its key itself: leave --tls-key out.", pfx, goodKey);
        Refused("--tls-cert: '", "cannot be read as PEM or PKCS #12", text, null);
        Refused("--tls-key: '", "holds a certificate that cannot be read.", broken, goodKey);
        Refused("--tls-key: the key in '", "cannot be read.", good, brokenKey);
        Refused("--tls-cert: '", "no-such-file", _files.File("no-such-file"), null);
        Refused("--tls-client-ca: '", "holds no certificate", good, goodKey, ("Tls:ClientCa", goodKey));
        Refused("--tls-client: ", "'perhaps' is neither 'required' nor 'optional'.", good, goodKey, ("Tls:ClientCa", _files.Authority), ("Tls:Client", "perhaps"));
        Refused("--tls-client: ", "name its file with --tls-client-ca.", good, goodKey, ("Tls:Client", "optional"));
        Refused("--insecure-plaintext: ", "leave one of the two out.", good, goodKey, ("InsecurePlaintext", "true"));
        Assert.Equal(
            ["--tls-key: there is no TLS without a certificate; name its file with --tls-cert.", "--tls-client-ca: there is no TLS without a certificate; name its file with --tls-cert."],
            Problems([("Tls:Key", goodKey), ("Tls:ClientCa", _files.Authority)], Loopback));

        void Refused(string start, string part, string certificate, string? key, params (string, string)[] more)
        {
            (string, string)[] settings = [("Tls:Certificate", certificate), .. key is null ? Array.Empty<(string, string)>() : [("Tls:Key", key)], .. more];
            string problem = Assert.Single(Problems(settings, Loopback));
            Assert.StartsWith(start, problem, StringComparison.Ordinal);
            Assert.Contains(part, problem, StringComparison.Ordinal);
            Assert.DoesNotContain("-word", problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_Limits_AreTakenByNameOrRefused()
    {
        SecuritySettings settings = Good([("Limits:ClientStreams", "7"), ("Limits:StreamsPerConnection", "9")]);
        Assert.Equal((7, 9), (settings.Limits.ClientStreams, settings.StreamsPerConnection));
        string[] problems = Problems([("Limits:ClientStreems", "7"), ("Limits:ClientSignals", "none"), ("Limits:MaximumStreams", "0")], Loopback);
        Assert.Equal(3, problems.Length);
        Assert.Contains(problems, problem => problem.StartsWith("Limits:ClientStreems: there is no such limit. Valid: ", StringComparison.Ordinal));
        Assert.Contains("Limits:ClientSignals: 'none' is not a whole number from 1 to 2147483647.", problems);
    }

    [Fact]
    public void Reload_NewCertificate_IsServedAndABadOneIsNot()
    {
        (string certificate, string key) = _files.Server("server");
        SecuritySettings settings = Good([("Tls:Certificate", certificate), ("Tls:Key", key)]);
        var log = new ListLogger<ServerCertificate>();
        var served = new ServerCertificate(settings.Tls, settings.LoadedTls!, Loopback, TimeProvider.System, log);
        using var watch = new FileWatch([served], TimeProvider.System, new ListLogger<FileWatch>());
        string first = served.Current.Certificate.Thumbprint;
        watch.Look();
        Assert.Empty(log.Lines);

        // The certificate comes before its key: for a moment the two do not fit.
        (string next, string nextKey) = _files.Server("next");
        File.Copy(next, certificate, overwrite: true);
        watch.Look();
        Assert.Equal(first, served.Current.Certificate.Thumbprint);
        Assert.Equal(LogLevel.Warning, Assert.Single(log.Lines).Level);
        Assert.Contains("is kept out, and CN=localhost is served as before. --tls-key: the key in '", log.Lines[0].Text, StringComparison.Ordinal);
        watch.Look();
        Assert.Single(log.Lines);
        File.Copy(nextKey, key, overwrite: true);
        watch.Look();
        string second = served.Current.Certificate.Thumbprint;
        Assert.NotEqual(first, second);
        Assert.StartsWith("A new certificate is served: CN=localhost", log.Lines[1].Text, StringComparison.Ordinal);

        (string expired, string expiredKey) = _files.Server("expired", fromDays: -9, toDays: -2);
        File.Copy(expired, certificate, overwrite: true);
        File.Copy(expiredKey, key, overwrite: true);
        watch.Look();
        Assert.Contains("has expired", log.Lines[2].Text, StringComparison.Ordinal);
        File.Delete(key);
        watch.Look();
        Assert.Contains("cannot be read", log.Lines[3].Text, StringComparison.Ordinal);
        Assert.Equal(second, served.Current.Certificate.Thumbprint);
    }

    private static SecuritySettings Good((string Key, string Value)[] settings)
    {
        var problems = new ProblemReport();
        SecuritySettings read = SecuritySettings.Read(Configure(settings), Loopback, problems);
        Assert.Empty(problems.Lines);
        return read;
    }

    private static string[] Problems((string Key, string Value)[] settings, (string, IPEndPoint)[] listeners)
    {
        var problems = new ProblemReport();
        _ = SecuritySettings.Read(Configure(settings), listeners, problems);
        return [.. problems.Lines];
    }

    private static IConfigurationRoot Configure((string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
}
