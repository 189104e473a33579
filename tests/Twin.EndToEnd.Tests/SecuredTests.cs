using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.RegularExpressions;
using Grpc.Core;
using Grpc.Net.Client;
using Twin.Host.Tests.Securing;
using Twin.V1;

namespace Twin.EndToEnd.Tests;

/// <summary>A twin with TLS, mutual TLS and tokens, called by the C# client, <c>twin call</c>, curl's kind of client and Python.</summary>
public sealed partial class SecuredTests : IDisposable
{
    private const string Password = "correct-horse-battery";

    private readonly TestCertificates _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Run_TlsWithTokensAndCertificates_EachCallerMayDoWhatItsRoleSays()
    {
        (string reader, string readerLine) = await TokenAsync("plotter", "read");
        (string admin, string adminLine) = await TokenAsync("ops", "admin", "--expires", "1d");
        string tokens = _files.Write("tokens", $"{readerLine}\n{adminLine}\ncertificate name=bench role=control subject=\"CN=bench, O=Example\"\n");
        (string certificate, string key) = _files.Server("server", keyPassword: Password);
        using X509Certificate2 bench = Load(_files.Client("bench", "CN=bench, O=Example"));
        using X509Certificate2 foreign = Load(_files.Client("foreign", "CN=bench, O=Example", isOfOther: true));
        using X509Certificate2 expired = Load(_files.Client("expired", "CN=bench, O=Example", fromDays: -9, toDays: -2));
        using X509Certificate2 server = Load(_files.Server("as-client"));
        (TwinProcess twin, Uri grpc, Uri http) = await TwinProcess.ServeAsync(
            ["--chassis", "cpo-51t", "--tls-cert", certificate, "--tls-key", key, "--tls-password-file", _files.Write("password", Password), "--tls-client-ca", _files.Authority, "--tls-client", "optional", "--tokens", tokens],
            ("TWIN_LOGGING__LOGLEVEL__DEFAULT", "Trace"),
            ("TWIN_LOGGING__CONSOLE__LOGLEVEL__TWIN.AUDIT", "Trace"));
        using TwinProcess process = twin;
        Assert.Equal(("https", "https"), (grpc.Scheme, http.Scheme));

        // Tokens, as credentials of a channel and as metadata.
        Assert.Equal(StatusCode.OK, await StatusAsync(grpc, token: reader));
        Assert.Equal(StatusCode.PermissionDenied, await PauseAsync(grpc, token: reader));
        Assert.Equal(StatusCode.Unauthenticated, await StatusAsync(grpc));
        Assert.Equal(StatusCode.Unauthenticated, await StatusAsync(grpc, token: "twin_wrong-token"));
        Assert.Equal(StatusCode.OK, await PauseAsync(grpc, token: admin));

        // Certificates: of a role, of none because another authority signed it, of one that has expired, of a server.
        Assert.Equal(StatusCode.OK, await PauseAsync(grpc, certificate: bench));
        Assert.Equal(StatusCode.Unavailable, await StatusAsync(grpc, certificate: foreign));
        Assert.Equal(StatusCode.Unavailable, await StatusAsync(grpc, certificate: expired, token: reader));
        Assert.Equal(StatusCode.Unavailable, await StatusAsync(grpc, certificate: server, token: reader));

        // The server's own: an authority that did not sign it, a name that it is not for, no TLS, TLS of yesterday.
        RpcException distrust = await Assert.ThrowsAsync<RpcException>(() => CallAsync(grpc, client => client.GetStatusAsync(new GetStatusRequest()), authority: _files.OtherAuthority));
        Assert.Equal(StatusCode.Unavailable, distrust.StatusCode);
        Assert.Contains("The remote certificate is invalid", distrust.Status.Detail, StringComparison.Ordinal);
        RpcException misnamed = await Assert.ThrowsAsync<RpcException>(
            () => CallAsync(grpc, client => client.GetStatusAsync(new GetStatusRequest()), host: "twin.example"));
        Assert.Contains("RemoteCertificateNameMismatch", misnamed.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(StatusCode.Unavailable, await StatusAsync(new Uri($"http://{grpc.Authority}")));
        Assert.Equal(SslProtocols.Tls12, await HandshakeAsync(grpc, SslProtocols.Tls12));
        Assert.Equal(SslProtocols.Tls13, await HandshakeAsync(grpc, SslProtocols.Tls13));
#pragma warning disable CS0618, SYSLIB0039, CA5397 // Obsolete on purpose: it has to be refused.
        await Assert.ThrowsAnyAsync<Exception>(() => HandshakeAsync(grpc, SslProtocols.Tls11));
#pragma warning restore CS0618, SYSLIB0039, CA5397

        // Pages.
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(new Uri(http, "metrics")));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(new Uri(http, "/")));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(new Uri(http, "metrics"), token: reader));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(new Uri(http, "metrics"), certificate: bench));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(new Uri(http, "healthz")));

        // The command.
        string readerFile = _files.Write("plotter.token", reader + "\n");
        (int exitCode, string output, string error) = await TwinProcess.RunAsync("call", "list", "--address", grpc.Authority, "--cacert", _files.Authority, "--token-file", readerFile);
        Assert.Equal((0, string.Empty), (exitCode, error));
        Assert.Contains("twin.v1.AuditService\n", output, StringComparison.Ordinal);
        (exitCode, _, error) = await TwinProcess.RunAsync("call", "list", "--address", grpc.Authority, "--cacert", _files.Authority);
        Assert.Equal(4, exitCode);
        Assert.Contains("UNAUTHENTICATED (16): A token is needed", error, StringComparison.Ordinal);
        Assert.Contains("--token-file FILE or TWIN_TOKEN", error, StringComparison.Ordinal);
        (exitCode, _, error) = await TwinProcess.RunAsync("call", "Pause", "--address", grpc.Authority, "--cacert", _files.Authority, "--cert", _files.File("bench.pem"), "--key", _files.File("bench.key"));
        Assert.Equal((0, string.Empty), (exitCode, error));

        // The audit knows who it was.
        ListAuditResponse audit = new();
        await CallAsync(grpc, async channel => audit = await new AuditService.AuditServiceClient(channel).ListAsync(new ListAuditRequest()), token: admin);
        Assert.Equal(
            [("plotter", StatusCode.PermissionDenied), ("ops", StatusCode.OK), ("bench", StatusCode.OK), ("bench", StatusCode.OK)],
            audit.Entries.Select(entry => (entry.Caller, (StatusCode)entry.Status)));

        await ReloadsAsync(twin, grpc, tokens, adminLine, reader, admin, certificate, key);

        // Nothing that opens a door stands in anything that was printed, at the most talkative level.
        string printed = twin.Output + twin.Error;
        Assert.Contains("Twin.Audit", printed, StringComparison.Ordinal);
        Assert.Contains("Microsoft.AspNetCore", printed, StringComparison.Ordinal);
        string keyLine = File.ReadAllLines(key)[1];
        Assert.All([reader, admin, reader["twin_".Length..], admin["twin_".Length..], "twin_wrong-token", Password, keyLine, readerLine.Split(':')[^1].Split(' ')[0]], secret => Assert.DoesNotContain(secret, printed, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_MutualTlsRequired_LetsInWhoHasACertificate()
    {
        (string certificate, string key) = _files.Server("server");
        using X509Certificate2 bench = Load(_files.Client("bench", "CN=bench"));
        (TwinProcess twin, Uri grpc, Uri http) = await TwinProcess.ServeAsync(
            ["--chassis", "cpo-51t", "--tls-cert", certificate, "--tls-key", key, "--tls-client-ca", _files.Authority]);
        using TwinProcess process = twin;
        Assert.Equal(StatusCode.Unavailable, await StatusAsync(grpc));
        Assert.Equal(StatusCode.OK, await PauseAsync(grpc, certificate: bench));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(new Uri(http, "metrics")));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(new Uri(http, "metrics"), certificate: bench));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(new Uri(http, "healthz")));

        // What the commands say who show none, or one that the server does not take.
        _files.Client("foreign", "CN=bench", isOfOther: true);
        string[] server = ["--address", grpc.Authority, "--cacert", _files.Authority];
        const string None = "UNAVAILABLE (14): The server wants a certificate of the client and was shown none: --cert FILE gives it, with --key FILE where its key has a file of its own.";
        const string Wrong = "UNAVAILABLE (14): The server closed the connection. It may not accept the certificate of --cert, which has to be signed by an authority that it knows for clients.";
        foreach (string[] command in new string[][] { ["call", "list"], ["watch", "--once"], ["plugin", "list"] })
        {
            (int exitCode, string output, string error) = await TwinProcess.RunAsync([.. command, .. server]);
            Assert.Equal((5, string.Empty, $"{grpc.Authority}: {None}"), (exitCode, output, error.Trim()));
            (exitCode, output, error) = await TwinProcess.RunAsync([.. command, .. server, "--cert", _files.File("foreign.pem"), "--key", _files.File("foreign.key")]);
            Assert.Equal((5, string.Empty, $"{grpc.Authority}: {Wrong}"), (exitCode, output, error.Trim()));
        }

        await twin.SignalAsync("INT");
        Assert.Equal(0, await twin.WaitForExitAsync());
        (int afterwards, _, string gone) = await TwinProcess.RunAsync(["call", "list", .. server]);
        Assert.Equal(5, afterwards);
        Assert.Contains("Is that the address of a gRPC server?", gone, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_PlaintextForOthersWhenToldSo_WorksAndWarns()
    {
        (TwinProcess twin, Uri grpc, _) = await TwinProcess.ServeAsync(["--chassis", "cpo-51t", "--http", "0.0.0.0:0", "--insecure-plaintext"]);
        using TwinProcess process = twin;
        Assert.Equal(StatusCode.OK, await StatusAsync(grpc));
        await twin.WaitForLineAsync(line => line == "Everyone who reaches this twin may control it: there is neither --tokens nor --tls-client-ca.");
    }

    [Fact]
    public async Task Run_BadCertificateTokensAndAddress_SaysAllAtOnceAndExitsWithTwo()
    {
        (string certificate, string key) = _files.Server("expired", fromDays: -9, toDays: -2);
        string tokens = _files.Write("tokens", "token name=a role=reader\n");
        (int exitCode, string output, string error) = await TwinProcess.RunAsync(
            "run", "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0", "--tls-cert", certificate, "--tls-key", key, "--tokens", tokens);
        Assert.Equal((2, string.Empty), (exitCode, output));
        Assert.Contains("--tls-cert: the certificate in '", error, StringComparison.Ordinal);
        Assert.Contains("has expired", error, StringComparison.Ordinal);
        Assert.Contains($"{tokens}:1: the role 'reader'", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token new --name plotter", "--role: '' is missing or unknown. Valid: read, control, admin.")]
    [InlineData("token new --role read", "--name: '' is missing")]
    [InlineData("token new --name a --role read --expires yesterday", "--expires: 'yesterday' is no time")]
    [InlineData("token new --name a --role read --expires 2001-01-01", "--expires: '2001-01-01' is over already.")]
    public async Task TokenNew_Wrong_SaysWhat(string arguments, string message)
    {
        (int exitCode, string output, string error) = await TwinProcess.RunAsync(arguments.Split(' '));
        Assert.Equal((2, string.Empty), (exitCode, output));
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [RealClientsFact]
    public async Task Run_PythonClient_IsTreatedAlike()
    {
        (string reader, string readerLine) = await TokenAsync("plotter", "read");
        string tokens = _files.Write("tokens", $"{readerLine}\ncertificate name=bench role=control subject=\"CN=bench\"\n");
        (string certificate, string key) = _files.Server("server");
        (string client, string clientKey) = _files.Client("bench", "CN=bench");
        (TwinProcess twin, Uri grpc, _) = await TwinProcess.ServeAsync(
            ["--chassis", "cpo-51t", "--tls-cert", certificate, "--tls-key", key, "--tls-client-ca", _files.Authority, "--tls-client", "optional", "--tokens", tokens]);
        using TwinProcess process = twin;
        string script = Path.Combine(ClientPrograms.Repository, "tests/Twin.EndToEnd.Tests/clients/python/secured_client.py");
        (int exitCode, string output, string error) = await ProgramAsync(
            RealClientsFactAttribute.Python,
            _files.File("."),
            script, "--address", grpc.Authority, "--ca", _files.Authority, "--other-ca", _files.OtherAuthority, "--cert", client, "--key", clientKey, "--token-file", _files.Write("plotter.token", reader));
        Assert.True(exitCode == 0, error);
        using var outcome = JsonDocument.Parse(output);
        Assert.Equal(
            ["token_status OK", "token_stream OK", "token_resume PERMISSION_DENIED", "nothing_status UNAUTHENTICATED", "wrong_token_status UNAUTHENTICATED", "certificate_resume OK", "wrong_authority_status UNAVAILABLE"],
            outcome.RootElement.EnumerateObject().Select(one => $"{one.Name} {one.Value.GetString()}"));
    }

    [RealClientsFact]
    public async Task Readme_CommandsOfSecuringIt_Work()
    {
        string readme = await File.ReadAllTextAsync(Path.Combine(ClientPrograms.Repository, "src/Twin.Host/README.md"));
        string section = readme[readme.IndexOf("## Securing it", StringComparison.Ordinal)..];
        string[] blocks = [.. CodeBlock().Matches(section[..section.IndexOf("\n## ", 3, StringComparison.Ordinal)]).Select(match => match.Groups[1].Value)];
        Assert.Equal(4, blocks.Length);
        using var folder = new TemporaryFolder();
        folder.Write("twin", $"#!/bin/sh\nexec '{Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet"}' '{Path.Combine(TwinProcess.Folder, "twin.dll")}' \"$@\"\n");
        await ShellAsync("chmod +x twin\n" + blocks[0]);
        string run = Assert.Single(blocks[1].Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("twin run --grpc 0.0.0.0:50051 --http 0.0.0.0:8080 ", run, StringComparison.Ordinal);
        string[] arguments = [.. run.Split(' ')[6..].Select(word => word.Contains('.', StringComparison.Ordinal) || word == "tokens" ? folder.File(word) : word)];
        (TwinProcess served, Uri grpc, Uri http) = await TwinProcess.ServeAsync(["--chassis", "cpo-51t", "--grpc", "0.0.0.0:0", "--http", "0.0.0.0:0", .. arguments]);
        using TwinProcess process = served;
        string output = await ShellAsync(blocks[2].Replace("localhost:50051", $"localhost:{grpc.Port}", StringComparison.Ordinal).Replace("localhost:8080", $"localhost:{http.Port}", StringComparison.Ordinal));
        Assert.Contains("\"workload\": \"all-reduce\"", output, StringComparison.Ordinal);
        Assert.Contains("hw_temperature", output, StringComparison.Ordinal);

        // Signed plugins, with a chassis that is checked and not started.
        Assert.Contains("ok: ", await ShellAsync($"TWIN_HOME='{TwinProcess.Folder}'\n{blocks[3]}"), StringComparison.Ordinal);

        async Task<string> ShellAsync(string commands)
        {
            (int exitCode, string text, string error) = await ProgramAsync("bash", folder.Path, "-c", $"set -euo pipefail\nPATH=\"$PWD:$PATH\"\n{commands}");
            Assert.True(exitCode == 0, $"{commands}\n{text}\n{error}");
            return text;
        }
    }

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    private async Task ReloadsAsync(TwinProcess twin, Uri grpc, string tokens, string adminLine, string reader, string admin, string certificate, string key)
    {
        // A stream of whom the token is taken away ends; what is wrong in the file is said and changes nothing.
        using GrpcChannel channel = Open(grpc, token: reader);
        using AsyncServerStreamingCall<SubscribeResponse> stream = new SignalService.SignalServiceClient(channel).Subscribe(
            new SubscribeRequest { Selection = new Selection { Globs = { "inlet-power" } }, Sampled = new Sampled { PeriodMs = 1 } });
        Assert.True(await stream.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(StatusCode.OK, await CommandAsync(grpc, client => client.ResumeAsync(new ResumeRequest()).ResponseAsync, token: admin));
        File.WriteAllText(tokens, "token name=broken\n");
        await twin.WaitForLineAsync(line => line.Contains("The changed access file is kept out", StringComparison.Ordinal));
        Assert.Equal(StatusCode.OK, await StatusAsync(grpc, token: reader));
        File.WriteAllText(tokens, adminLine + "\n");
        RpcException end = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await stream.ResponseStream.MoveNext(CancellationToken.None))
            {
                Assert.NotNull(stream.ResponseStream.Current);
            }
        });
        Assert.Equal((StatusCode.Unauthenticated, "'plotter' has been taken away or may do less now."), (end.StatusCode, end.Status.Detail));
        Assert.Equal(StatusCode.Unauthenticated, await StatusAsync(grpc, token: reader));

        // A new certificate is served to whoever connects next.
        (string next, string nextKey) = _files.Server("next", keyPassword: Password);
        File.Copy(nextKey, key, overwrite: true);
        File.Copy(next, certificate, overwrite: true);
        await twin.WaitForLineAsync(line => line.Contains("A new certificate is served: CN=localhost", StringComparison.Ordinal));
        using X509Certificate2 expected = X509CertificateLoader.LoadCertificateFromFile(next);
        Assert.Equal(expected.Thumbprint, await ThumbprintAsync(grpc));
        Assert.Equal(StatusCode.OK, await StatusAsync(grpc, token: admin));
    }

    private static X509Certificate2 Load((string Certificate, string Key) files) => X509Certificate2.CreateFromPemFile(files.Certificate, files.Key);

    private static async Task<(string Token, string Line)> TokenAsync(string name, string role, params string[] more)
    {
        (int exitCode, string output, string error) = await TwinProcess.RunAsync(["token", "new", "--name", name, "--role", role, .. more]);
        Assert.Equal((0, string.Empty), (exitCode, error));
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        return (lines[0], lines[1]);
    }

    private SslClientAuthenticationOptions Trust(string? authority, X509Certificate2? certificate)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(authority ?? _files.Authority);
        return new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = policy,
            TargetHost = "localhost",
            ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, [], offline: true),
        };
    }

    private GrpcChannel Open(Uri address, string? token = null, X509Certificate2? certificate = null, string? authority = null, string? host = null)
    {
        bool isSecure = address.Scheme == "https";
        ChannelCredentials transport = isSecure ? new SslCredentials() : ChannelCredentials.Insecure;
        var credentials = CallCredentials.FromInterceptor((_, metadata) =>
        {
            metadata.Add("authorization", "Bearer " + token);
            return Task.CompletedTask;
        });
        var handler = new SocketsHttpHandler();
        if (isSecure)
        {
            handler.SslOptions = Trust(authority, certificate);
        }

        if (host is not null)
        {
            // The same server under another name.
            handler.ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(address.Host, address.Port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            };
        }

        return GrpcChannel.ForAddress(host is null ? address : new Uri($"https://{host}:{address.Port}"), new GrpcChannelOptions
        {
            Credentials = token is null ? transport : ChannelCredentials.Create(transport, credentials),
            HttpHandler = handler,
            DisposeHttpClient = true,
        });
    }

    private async Task CallAsync(Uri address, Func<GrpcChannel, Task> call, string? token = null)
    {
        using GrpcChannel channel = Open(address, token);
        await call(channel);
    }

    private async Task CallAsync(Uri address, Func<ControlService.ControlServiceClient, AsyncUnaryCall<RunStatus>> call, string? authority = null, string? host = null)
    {
        using GrpcChannel channel = Open(address, authority: authority, host: host);
        await call(new ControlService.ControlServiceClient(channel));
    }

    private Task<StatusCode> StatusAsync(Uri address, string? token = null, X509Certificate2? certificate = null) =>
        CommandAsync(address, client => client.GetStatusAsync(new GetStatusRequest()).ResponseAsync, token, certificate);

    private Task<StatusCode> PauseAsync(Uri address, string? token = null, X509Certificate2? certificate = null) =>
        CommandAsync(address, client => client.PauseAsync(new PauseRequest()).ResponseAsync, token, certificate);

    private async Task<StatusCode> CommandAsync(Uri address, Func<ControlService.ControlServiceClient, Task> call, string? token = null, X509Certificate2? certificate = null)
    {
        using GrpcChannel channel = Open(address, token, certificate);
        try
        {
            await call(new ControlService.ControlServiceClient(channel));
            return StatusCode.OK;
        }
        catch (RpcException exception)
        {
            return exception.StatusCode;
        }
    }

    private async Task<HttpStatusCode> GetAsync(Uri page, string? token = null, X509Certificate2? certificate = null)
    {
        using var client = new HttpClient(new SocketsHttpHandler { SslOptions = Trust(null, certificate) });
        if (token is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using HttpResponseMessage response = await client.GetAsync(page);
        return response.StatusCode;
    }

    private async Task<SslProtocols> HandshakeAsync(Uri address, SslProtocols protocol)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port);
        await using var stream = new SslStream(socket.GetStream());
        SslClientAuthenticationOptions options = Trust(null, null);
        options.EnabledSslProtocols = protocol;
        options.ApplicationProtocols = [SslApplicationProtocol.Http2];
        await stream.AuthenticateAsClientAsync(options);
        return stream.SslProtocol;
    }

    private async Task<string> ThumbprintAsync(Uri address)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port);
        await using var stream = new SslStream(socket.GetStream());
        await stream.AuthenticateAsClientAsync(Trust(null, null));
        return new X509Certificate2(stream.RemoteCertificate!).Thumbprint;
    }

    private static Task<(int ExitCode, string Output, string Error)> ProgramAsync(string program, string folder, params string[] arguments) =>
        ClientPrograms.RunAsync(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder }, TimeSpan.FromMinutes(3));
}
