using System.CommandLine;
using Twin.Host.Connecting;
using Twin.Host.Setup;

namespace Twin.Host.Tests.Securing;

/// <summary>How a client finds a server and shows who calls.</summary>
public sealed class ConnectionFlagsTests : IDisposable
{
    private readonly TestCertificates _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Read_AuthorityCertificateAndToken_AreTakenAndMeanTls()
    {
        (string certificate, string key) = _files.Client("bench", "CN=bench");
        string token = _files.Write("token", "twin_abc\n");
        ConnectionSettings read = Read(out string[] problems, "--address", "localhost:1", "--cacert", _files.Authority, "--cert", certificate, "--key", key, "--token-file", token);
        Assert.Empty(problems);
        Assert.Equal(("https://localhost:1/", "twin_abc", "CN=bench"), (read.Address.AbsoluteUri, read.Token, read.Certificate!.Leaf.Subject));
        Assert.Single(read.Authorities!);
    }

    [Fact]
    public void Read_Nothing_IsPlaintextOnLoopback()
    {
        ConnectionSettings read = Read(out string[] problems);
        Assert.Empty(problems);
        Assert.Equal("http://127.0.0.1:50051/", read.Address.AbsoluteUri);
        Assert.Null(read.Token);
    }

    [Fact]
    public void Read_WhatWouldBeOverheardOrDoesNotFit_IsRefused()
    {
        string token = _files.Write("token", "twin_abc\n");
        (string certificate, string key) = _files.Client("bench", "CN=bench");
        (string server, string serverKey) = _files.Server("server");
        (string expired, string expiredKey) = _files.Client("expired", "CN=expired", fromDays: -9, toDays: -2);
        Refused("--token-file: a token is not sent to 192.0.2.1:1 without TLS", "--address", "192.0.2.1:1", "--token-file", token);
        Refused("--metadata: 'authorization' is not sent to 192.0.2.1:1 without TLS", "--address", "192.0.2.1:1", "--metadata", "authorization=Bearer x");
        Refused("--address: 'http://localhost:1' is without TLS, for which --cacert is meant", "--address", "http://localhost:1", "--cacert", _files.Authority);
        Refused("--key: a key goes with a certificate; name it with --cert.", "--key", key);
        Refused("--cert: the certificate in '", "--cert", server, "--key", serverKey);
        Refused("--cert: the certificate in '", "--cert", expired, "--key", expiredKey);
        Refused("--key: the key in '", "--cert", certificate, "--key", serverKey);
        Refused("--cacert: '", "--cacert", _files.File("no-such-file"));
        Refused("--token-file: the first line of '", "--token-file", _files.Write("empty", "\n"));
        Refused("--token-file: the token holds blanks", "--token-file", _files.Write("blank", "a b\n"));
    }

    private static void Refused(string start, params string[] arguments)
    {
        _ = Read(out string[] problems, arguments);
        Assert.StartsWith(start, Assert.Single(problems), StringComparison.Ordinal);
    }

    private static ConnectionSettings Read(out string[] problems, params string[] arguments)
    {
        var flags = new ConnectionFlags();
        var command = new RootCommand();
        flags.AddTo(command);
        var report = new ProblemReport();
        ConnectionSettings settings = flags.Read(command.Parse(arguments), report);
        problems = [.. report.Lines];
        return settings;
    }
}
