using Grpc.Core;
using Grpc.Net.Client;
using Twin.Grpc.Transport.Tests.Clients;

namespace Twin.Grpc.Transport.Tests.Interop;

/// <summary>The public interoperability cases from our own client, and what other clients rely on beyond them.</summary>
public sealed class InteropTests
{
    /// <summary>Each case over plaintext and over TLS.</summary>
    public static TheoryData<string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (string name in InteropCases.All.Keys)
            {
                cases.Add(name, false);
                cases.Add(name, true);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task OwnClient_Case_Passes(string name, bool tls)
    {
        await using TestServer server = await TestServer.StartInteropAsync(certificate: tls ? TestCertificates.OfServer : null);
        await InteropCases.All[name](server.Channel).WaitAsync(TestServer.Patience);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task OwnClient_NoServer_CaseFails(string name, bool tls)
    {
        using var port = new ClosedPort();
        string address = (tls ? "https://" : "http://") + port.Target;
        using GrpcChannel channel = GrpcChannel.ForAddress(address, TestCertificates.ChannelOptions(address));
        Exception failure = await Assert.ThrowsAnyAsync<Exception>(() => InteropCases.All[name](channel).WaitAsync(TestServer.Patience));
        // Not just any failure: it is the missing server that the case noticed.
        Assert.Contains(nameof(StatusCode.Unavailable), failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OwnClient_AuthorityIsNotTrusted_IsUnavailable()
    {
        await using TestServer server = await TestServer.StartInteropAsync(certificate: TestCertificates.OfServer);
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => InteropCases.All["empty_unary"](channel).WaitAsync(TestServer.Patience));
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
    }

    [PythonTheory]
    [InlineData("gzip")]
    [InlineData("receive_limit")]
    [InlineData("health")]
    [InlineData("reflection")]
    [InlineData("deadline")]
    [InlineData("metadata")]
    public async Task PythonClient_Feature_Works(string name)
    {
        await using TestServer server = await TestServer.StartInteropAsync(options => options.ResponseCompressionAlgorithm = "gzip");
        string output = await PythonClient.RunAsync("features.py", "127.0.0.1:" + server.Port, name);
        Assert.Equal("", Assert.Contains(name, ClientProcess.Outcomes(output)));
    }
}
