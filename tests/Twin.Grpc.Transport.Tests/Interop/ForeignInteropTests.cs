using System.Collections.Concurrent;
using Twin.Grpc.Transport.Tests.Clients;

namespace Twin.Grpc.Transport.Tests.Interop;

/// <summary>The public interoperability cases from clients of other languages: one process does all cases of a language and a security, each case is a test.</summary>
public sealed class ForeignInteropTests
{
    private delegate Task<string> Client(string script, params string[] arguments);

    private static readonly ConcurrentDictionary<(string Script, bool Tls, bool Served), Lazy<Task<IReadOnlyDictionary<string, string>>>> Runs = new();

    public static TheoryData<string, bool> Cases => InteropTests.Cases;

    [PythonTheory]
    [MemberData(nameof(Cases))]
    public Task Python_Case_Passes(string name, bool tls) => Passes(PythonClient.RunAsync, "interop.py", name, tls);

    [PythonTheory]
    [MemberData(nameof(Cases))]
    public Task Python_NoServer_CaseFails(string name, bool tls) => FailsWithoutServer(PythonClient.RunAsync, "interop.py", name, tls);

    [NodeTheory]
    [MemberData(nameof(Cases))]
    public Task Node_Case_Passes(string name, bool tls) => Passes(NodeClient.RunAsync, "interop.js", name, tls);

    [NodeTheory]
    [MemberData(nameof(Cases))]
    public Task Node_NoServer_CaseFails(string name, bool tls) => FailsWithoutServer(NodeClient.RunAsync, "interop.js", name, tls);

    private static async Task Passes(Client client, string script, string name, bool tls)
    {
        IReadOnlyDictionary<string, string> outcomes = await RunOnce(script, tls, served: true, async () =>
        {
            await using TestServer server = await TestServer.StartInteropAsync(certificate: tls ? TestCertificates.OfServer : null);
            return await client(script, Arguments("127.0.0.1:" + server.Port, tls));
        });
        Assert.Equal("", Assert.Contains(name, outcomes));
    }

    private static async Task FailsWithoutServer(Client client, string script, string name, bool tls)
    {
        IReadOnlyDictionary<string, string> outcomes = await RunOnce(script, tls, served: false, async () =>
        {
            using var port = new ClosedPort();
            return await client(script, Arguments(port.Target, tls));
        });
        // Not just any failure: it is the missing server that the case noticed.
        Assert.Contains("UNAVAILABLE", Assert.Contains(name, outcomes), StringComparison.Ordinal);
    }

    private static string[] Arguments(string target, bool tls) => tls ? [target, TestCertificates.AuthorityFile] : [target];

    private static Task<IReadOnlyDictionary<string, string>> RunOnce(string script, bool tls, bool served, Func<Task<string>> run) =>
        Runs.GetOrAdd((script, tls, served), _ => new(async () => ClientProcess.Outcomes(await run()))).Value;
}
