using Grpc.Core;
using Twin.Engine.Running;
using Twin.V1;

namespace Twin.Grpc.Tests;

/// <summary>What was commanded by whom, accepted or refused.</summary>
public sealed class AuditTests
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(bytes => bytes, bytes => bytes);

    [Fact]
    public async Task Command_Accepted_IsWrittenWithOldAndNewValue()
    {
        using var log = new LogLines();
        await using TestServer server = await TestServer.StartAsync(access: new HeaderAccess(), logger: log);
        server.Twin.Run();
        server.Twin.Answer = (_, _) => Task.FromResult(new CommandOutcome(CommandStatus.Applied, Step: 7, OldValue: 0.25));
        string path = server.Twin.Chassis.Faults[0].Path;
        await server.Control.InjectFaultAsync(new InjectFaultRequest { Path = path, Severity = new Quantity { Si = 0.5 } }, AccessTests.As("control", "bench"));

        AuditEntry entry = Assert.Single((await ListAsync(server)).Entries);
        Assert.Equal((0, "bench", CallerKind.Token, Role.Control), (entry.Sequence, entry.Caller, entry.CallerKind, entry.CallerRole));
        Assert.Equal(("twin.v1.ControlService/InjectFault", 0, 7), (entry.Method, entry.Status, entry.Step));
        Assert.Equal((0.25, 0.5), (entry.OldValue, entry.NewValue));
        Assert.StartsWith("ipv4:127.0.0.1:", entry.Peer, StringComparison.Ordinal);
        Assert.Contains(path, entry.Request, StringComparison.Ordinal);
        Assert.True(entry.UnixTimeNs > 0);
        string line = Assert.Single(log.All, line => line.Category == "Twin.Audit" && line.Text.StartsWith("Information", StringComparison.Ordinal) && line.Text.Contains("InjectFault", StringComparison.Ordinal)).Text;
        Assert.All(["'bench'", "step 7", "old value 0.25", "new value 0.5", path, "Caller=bench"], part => Assert.Contains(part, line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Command_RefusedForWhateverReason_IsWrittenWithTheReason()
    {
        await using TestServer server = await TestServer.StartAsync(access: new HeaderAccess(), options: new GrpcOptions { ClientCallsPerSecond = 1, ClientCallBurst = 100 });
        server.Twin.Run();
        await FailsAsync(() => server.Control.PauseAsync(new PauseRequest()).ResponseAsync);
        await FailsAsync(() => server.Control.PauseAsync(new PauseRequest(), AccessTests.As("read")).ResponseAsync);
        await FailsAsync(() => server.Control.InjectFaultAsync(new InjectFaultRequest { Path = "no/such", Severity = new Quantity { Text = "1" } }, AccessTests.As("control")).ResponseAsync);
        await FailsAsync(() => CallAsync(server, [0xff, 0xff, 0xff], AccessTests.As("control")));
        await FailsAsync(() => CallAsync(server, new byte[(4 << 20) + 1], AccessTests.As("control")));
        server.Twin.Answer = (_, _) => throw new InvalidOperationException("no text of this");
        await FailsAsync(() => server.Control.ResumeAsync(new ResumeRequest(), AccessTests.As("control")).ResponseAsync);

        ListAuditResponse list = await ListAsync(server);
        Assert.Equal(
            [
                (StatusCode.Unauthenticated, Role.Unspecified, "127.0.0.1"),
                (StatusCode.PermissionDenied, Role.Read, "someone"),
                (StatusCode.NotFound, Role.Control, "someone"),
                (StatusCode.Internal, Role.Control, "someone"),
                (StatusCode.ResourceExhausted, Role.Control, "someone"),
                (StatusCode.Unknown, Role.Control, "someone"),
            ],
            list.Entries.Select(entry => ((StatusCode)entry.Status, entry.CallerRole, entry.Caller)));
        Assert.All(list.Entries, entry => Assert.NotEqual(string.Empty, entry.Message));
        Assert.All(list.Entries, entry => Assert.StartsWith("ipv4:127.0.0.1:", entry.Peer, StringComparison.Ordinal));
        Assert.All(list.Entries, entry => Assert.False(entry.HasOldValue || entry.HasNewValue));
        Assert.All(list.Entries.Take(3), entry => Assert.NotEqual(string.Empty, entry.Request));
        Assert.Equal("InvalidOperationException", list.Entries[5].Message);

        for (int i = 0; i < 200; i++)
        {
            await FailsAsync(() => server.Control.PauseAsync(new PauseRequest(), AccessTests.As("read", "eager")).ResponseAsync);
        }

        Assert.Contains((await ListAsync(server)).Entries, entry => entry.Status == (int)StatusCode.ResourceExhausted && entry.Message.Contains("Limits:ClientCallsPerSecond", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Command_RefusedAgainAndAgain_DoesNotDriveOthersOutOfTheAudit()
    {
        await using TestServer server = await TestServer.StartAsync(access: new HeaderAccess(), options: new GrpcOptions { AuditEntries = 400, ClientCallsPerSecond = 1, ClientCallBurst = 50 });
        server.Twin.Run();
        await server.Control.PauseAsync(new PauseRequest(), AccessTests.As("control", "a"));
        for (int i = 0; i < 600; i++)
        {
            await FailsAsync(() => server.Control.PauseAsync(new PauseRequest()).ResponseAsync);
        }

        ListAuditResponse list = await ListAsync(server);
        Assert.Equal((0, "a"), (list.Lost, list.Entries[0].Caller));
        Assert.Contains(list.Entries, entry => entry.Status == (int)StatusCode.Unauthenticated);
    }

    [Fact]
    public async Task List_FilterLimitAndOverwritten_GivesWhatIsWantedAndWhereToGoOn()
    {
        await using TestServer server = await TestServer.StartAsync(access: new HeaderAccess(), options: new GrpcOptions { AuditEntries = 6 });
        server.Twin.Run();
        for (int i = 0; i < 4; i++)
        {
            await server.Control.PauseAsync(new PauseRequest(), AccessTests.As("control", "a"));
            await server.Control.ResumeAsync(new ResumeRequest(), AccessTests.As("control", "b"));
        }

        ListAuditResponse all = await ListAsync(server);
        Assert.Equal((2, 8), (all.Lost, all.NextSequence));
        Assert.Equal([2L, 3, 4, 5, 6, 7], all.Entries.Select(entry => entry.Sequence));
        // Each look leaves an entry itself, so that one more is lost with each.
        ListAuditResponse some = await server.Audit.ListAsync(
            new ListAuditRequest { FromSequence = 4, Limit = 1, Filter = new AuditFilter { Caller = "b", Method = "twin.v1.ControlService/Resume" } }, AccessTests.As("admin"));
        Assert.Equal((5L, 6L), (Assert.Single(some.Entries).Sequence, some.NextSequence));
        Assert.Empty((await server.Audit.ListAsync(new ListAuditRequest { Filter = new AuditFilter { IsRefused = true } }, AccessTests.As("admin"))).Entries);
        RpcException error = await FailsAsync(() => server.Audit.ListAsync(new ListAuditRequest { FromSequence = 1000 }, AccessTests.As("admin")).ResponseAsync);
        Assert.Equal((StatusCode.InvalidArgument, "OUT_OF_RANGE"), (error.StatusCode, ErrorDetailsTests.Info(error).Type));
    }

    [Fact]
    public async Task Subscribe_FromTheStart_GivesOldEntriesAndThenNewOnes()
    {
        await using TestServer server = await TestServer.StartAsync(access: new HeaderAccess());
        server.Twin.Run();
        await server.Control.PauseAsync(new PauseRequest(), AccessTests.As("control"));
        using AsyncServerStreamingCall<SubscribeAuditResponse> call = server.Audit.Subscribe(
            new SubscribeAuditRequest { FromSequence = 0, Filter = new AuditFilter { Caller = "someone" } }, AccessTests.As("admin", "auditor"));
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal("twin.v1.ControlService/Pause", Assert.Single(call.ResponseStream.Current.Entries).Method);
        await server.Control.ResumeAsync(new ResumeRequest(), AccessTests.As("control"));
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(("twin.v1.ControlService/Resume", 2L), (Assert.Single(call.ResponseStream.Current.Entries).Method, call.ResponseStream.Current.NextSequence));
    }

    [Fact]
    public async Task Read_EntriesAsLongAsCallersMakeThem_ComeInMessagesThatClientsAccept()
    {
        const int calls = 600;
        await using TestServer server = await TestServer.StartAsync(access: new HeaderAccess());
        server.Twin.Run();

        // Three bytes for each character, and a refusal that repeats the text.
        string path = new('\u6f22', 100_000);
        for (int i = 0; i < calls; i++)
        {
            await FailsAsync(() => server.Control.InjectFaultAsync(new InjectFaultRequest { Path = path, Severity = new Quantity { Text = "1" } }, AccessTests.As("control")).ResponseAsync);
        }

        var sequences = new List<long>();
        int messages = 0;
        for (long next = 0; sequences.Count < calls; messages++)
        {
            ListAuditResponse some = await server.Audit.ListAsync(
                new ListAuditRequest { FromSequence = next, Filter = new AuditFilter { Caller = "someone" } }, AccessTests.As("admin", "auditor"));
            Assert.NotEmpty(some.Entries);
            Assert.All(some.Entries, entry => Assert.InRange(entry.CalculateSize(), 1, 32_000));
            sequences.AddRange(some.Entries.Select(entry => entry.Sequence));
            next = some.NextSequence;
        }

        Assert.Equal(Enumerable.Range(0, calls).Select(number => (long)number), sequences);
        Assert.True(messages > 1);
        using AsyncServerStreamingCall<SubscribeAuditResponse> call = server.Audit.Subscribe(
            new SubscribeAuditRequest { FromSequence = 0, Filter = new AuditFilter { Caller = "someone" } }, AccessTests.As("admin", "auditor"));
        for (int seen = 0; seen < calls; seen += call.ResponseStream.Current.Entries.Count)
        {
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        }
    }

    private static async Task<ListAuditResponse> ListAsync(TestServer server) => await server.Audit.ListAsync(new ListAuditRequest(), AccessTests.As("admin", "auditor"));

    private static async Task CallAsync(TestServer server, byte[] request, Metadata metadata) => await server.Channel.CreateCallInvoker().AsyncUnaryCall(
        new Method<byte[], byte[]>(MethodType.Unary, "twin.v1.ControlService", "SetParameter", Bytes, Bytes), null, new CallOptions(metadata), request);

    private static Task<RpcException> FailsAsync(Func<Task> call) => Assert.ThrowsAsync<RpcException>(call);
}
