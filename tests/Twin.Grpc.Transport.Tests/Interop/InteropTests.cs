using Grpc.Net.Client;

namespace Twin.Grpc.Transport.Tests.Interop;

public sealed class InteropTests
{
    public static TheoryData<string> Cases => [.. InteropCases.All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task OwnClient_Case_Passes(string name)
    {
        await using TestServer server = await TestServer.StartAsync<InteropTestService>();
        await InteropCases.All[name](server.Channel).WaitAsync(TestServer.Patience);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task OwnClient_NoServer_Fails(string name)
    {
        TestServer server = await TestServer.StartAsync<InteropTestService>();
        string address = server.Address;
        await server.DisposeAsync();
        using GrpcChannel channel = GrpcChannel.ForAddress(address);
        await Assert.ThrowsAnyAsync<Exception>(() => InteropCases.All[name](channel).WaitAsync(TestServer.Patience));
    }

    [PythonFact]
    public async Task PythonClient_AllCases_Pass()
    {
        await using TestServer server = await TestServer.StartAsync<InteropTestService>();
        string output = await PythonClient.RunAsync("interop.py", server.Port);
        Assert.Equal(InteropCases.All.Keys.Select(name => "pass " + name), output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [PythonFact]
    public async Task PythonClient_LimitsGzipHealthAndReflection_Pass()
    {
        await using TestServer server = await TestServer.StartAsync<InteropTestService>(options => options.ResponseCompressionAlgorithm = "gzip");
        string output = await PythonClient.RunAsync("features.py", server.Port);
        Assert.Equal(
            ["pass gzip", "pass receive_limit", "pass health", "pass reflection", "pass deadline", "pass metadata"],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [PythonFact]
    public async Task PythonClient_NoServer_Fails()
    {
        TestServer server = await TestServer.StartAsync<InteropTestService>();
        int port = server.Port;
        await server.DisposeAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => PythonClient.RunAsync("interop.py", port));
    }
}
