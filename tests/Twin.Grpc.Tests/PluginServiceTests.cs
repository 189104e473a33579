using Google.Rpc;
using Grpc.Core;
using Twin.Engine.Description;
using Twin.Engine.Reloading;
using Twin.Engine.Running;
using Twin.Units;
using Twin.V1;
using PluginBuild = Twin.Engine.Compiling.PluginBuild;
using PluginState = Twin.Engine.Reloading.PluginState;
using Status = Google.Rpc.Status;

namespace Twin.Grpc.Tests;

/// <summary>Plugins over gRPC: what is asked for, what is answered, what is refused and written down. And components that are quarantined.</summary>
public sealed class PluginServiceTests : IAsyncLifetime
{
    private static readonly PluginBuild Old = new("acme.part", "1.0.0", "aaaa");
    private static readonly PluginBuild New = new("acme.part", "1.1.0", "bbbb");

    private TestServer _server = null!;
    private PluginService.PluginServiceClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _client = new PluginService.PluginServiceClient(_server.Channel);
        _server.Twin.Run();
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task ListPlugins_EachState_IsToldWhole()
    {
        _server.Plugins.Listings =
        [
            new PluginListing(Old, "Acme", "1.4", "/plugins/part", ["acme.a", "acme.b"], ["chassis0/oe00"], PluginState.Running, [new Problem("TW0299", "a.dll", "It is wrong.", "Mend it."), new Problem("TW0298", "b.dll", "It too.")]),
            new PluginListing(New, "Acme", "1.5", "/plugins/other", [], [], PluginState.Unloading, []),
        ];
        ListPluginsResponse list = await _client.ListPluginsAsync(new ListPluginsRequest());
        Plugin part = list.Plugins[0];
        Assert.Equal(("acme.part", "Acme", "1.4", "/plugins/part"), (part.Id, part.Vendor, part.ContractVersion, part.Folder));
        Assert.Equal(("1.0.0", "aaaa"), (part.Build.Version, part.Build.ContentHash));
        Assert.Equal(["acme.a", "acme.b"], part.Kinds);
        Assert.Equal(["chassis0/oe00"], part.Components);
        Assert.Equal([("TW0299", "a.dll", "It is wrong.", "Mend it."), ("TW0298", "b.dll", "It too.", "")], part.Problems.Select(problem => (problem.Code, problem.Path, problem.Message, problem.Hint)));
        Assert.Equal([V1.PluginState.Running, V1.PluginState.Unloading], list.Plugins.Select(plugin => plugin.State));
    }

    [Fact]
    public async Task ReloadPlugin_Exchanged_TellsBothBuildsAndIsAuditedWithThem()
    {
        _server.Plugins.Answer = (_, _) => Task.FromResult(new PluginReload(Old, New)
        {
            IsExchanged = true,
            Step = 41,
            Epoch = 3,
            IsNewStructure = true,
            Reinitialized = ["chassis0/oe01"],
            SwapTime = TimeSpan.FromMilliseconds(2),
            Log = ["hello"],
            HasLostThread = true,
        });
        ReloadPluginResponse reload = await _client.ReloadPluginAsync(new ReloadPluginRequest { Id = "acme.part", Folder = "builds/2", Force = true });
        Assert.Equal(("acme.part", true, 41L, 3L, true, 0.002), (reload.Id, reload.IsExchanged, reload.Step, reload.Epoch, reload.IsNewStructure, reload.SwapS));
        Assert.Equal(("1.0.0", "aaaa", "1.1.0", "bbbb"), (reload.OldBuild.Version, reload.OldBuild.ContentHash, reload.NewBuild.Version, reload.NewBuild.ContentHash));
        Assert.Equal(["chassis0/oe01"], reload.Reinitialized);
        Assert.Equal(["hello"], reload.Log);
        Assert.True(reload.HasLostThread);
        PluginReloadRequest asked = Assert.Single(_server.Plugins.Requests);
        Assert.Equal(("acme.part", "builds/2", true), (asked.Id, asked.Folder, asked.IsForced));
        Assert.StartsWith("grpc ", asked.Origin, StringComparison.Ordinal);

        AuditEntry entry = Assert.Single((await _server.Audit.ListAsync(new ListAuditRequest())).Entries);
        Assert.Equal(("twin.v1.PluginService/ReloadPlugin", 0, 41L, "1.0.0 aaaa", "1.1.0 bbbb"), (entry.Method, entry.Status, entry.Step, entry.OldBuild, entry.NewBuild));
    }

    [Fact]
    public async Task ReloadComponent_ByNameOrPath_ReloadsItsPlugin()
    {
        _server.Plugins.Answer = (_, _) => Task.FromResult(new PluginReload(Old, Old));
        ReloadPluginResponse nothing = await _client.ReloadComponentAsync(new ReloadComponentRequest { Path = "oe01" });
        Assert.Equal((false, false), (nothing.IsExchanged, nothing.HasLostThread));
        await _client.ReloadComponentAsync(new ReloadComponentRequest { Path = "chassis0/oe02" });
        Assert.Equal([_server.Twin.Chassis.Components[1].Plugin, _server.Twin.Chassis.Components[2].Plugin], _server.Plugins.Requests.Select(request => request.Id));
        RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () => await _client.ReloadComponentAsync(new ReloadComponentRequest { Path = "oe1" }));
        Assert.Equal(StatusCode.NotFound, refusal.StatusCode);
        Assert.Contains("oe01", refusal.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReloadPlugin_Rejected_TellsEveryProblemThatFitsAndHowManyThereAre()
    {
        Problem[] problems = [.. Enumerable.Range(0, 200).Select(i => new Problem("TW0299", $"part{i}.dll", new string('x', 300) + "\t\u00e4\n", "Mend it."))];
        _server.Plugins.Answer = (_, _) => throw new PluginReloadException(PluginReloadStatus.Rejected, "The build is not taken; acme.part 1.0.0 goes on.", problems);
        RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () => await _client.ReloadPluginAsync(new ReloadPluginRequest { Id = "acme.part" }));
        Assert.Equal(StatusCode.FailedPrecondition, refusal.StatusCode);
        Assert.StartsWith("The build is not taken; acme.part 1.0.0 goes on. TW0299 part0.dll: ", refusal.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("more: ListPlugins has them all.", refusal.Status.Detail, StringComparison.Ordinal);
        byte[] details = refusal.Trailers.GetValueBytes("grpc-status-details-bin")!;
        Status status = Status.Parser.ParseFrom(details);
        Assert.Equal("BUILD_REJECTED", status.Details[0].Unpack<ErrorInfo>().Type);
        PluginProblems told = status.Details[1].Unpack<PluginProblems>();
        Assert.Equal(200U, told.Total);
        Assert.Equal("part0.dll", told.Problems[0].Path);
        Assert.InRange(told.Problems.Count, 1, 20);

        // What a client takes in headers, both encoded.
        Assert.InRange((details.Length * 4 / 3) + Uri.EscapeDataString(refusal.Status.Detail).Length, 0, 8000);
    }

    [Theory]
    [InlineData(PluginReloadStatus.NotFound, StatusCode.NotFound, "UNKNOWN_NAME")]
    [InlineData(PluginReloadStatus.ForeignFolder, StatusCode.InvalidArgument, "MALFORMED_REQUEST")]
    [InlineData(PluginReloadStatus.InUse, StatusCode.FailedPrecondition, "NOT_NOW")]
    [InlineData(PluginReloadStatus.Busy, StatusCode.ResourceExhausted, "BUSY")]
    [InlineData(PluginReloadStatus.Unavailable, StatusCode.Unavailable, "STOPPING")]
    public async Task Refusals_OfEachKind_HaveTheirStatus(PluginReloadStatus refused, StatusCode code, string reason)
    {
        _server.Plugins.Answer = (_, _) => throw new PluginReloadException(refused, "Not so.");
        _server.Plugins.Removal = _ => throw new PluginReloadException(refused, "Not so.");
        foreach (Func<Task> call in new Func<Task>[]
        {
            async () => await _client.ReloadPluginAsync(new ReloadPluginRequest { Id = "x" }),
            async () => await _client.RemovePluginAsync(new RemovePluginRequest { Id = "x" }),
        })
        {
            RpcException refusal = await Assert.ThrowsAsync<RpcException>(call);
            Assert.Equal((code, "Not so."), (refusal.StatusCode, refusal.Status.Detail));
            Assert.Equal(reason, Status.Parser.ParseFrom(refusal.Trailers.GetValueBytes("grpc-status-details-bin")).Details[0].Unpack<ErrorInfo>().Type);
        }
    }

    [Fact]
    public async Task RemovePlugin_Unused_TellsTheBuildThatIsGone()
    {
        _server.Plugins.Removal = id => new PluginListing(Old, "Acme", "1.4", "/plugins/part", [], [], PluginState.Unloading, []);
        RemovePluginResponse removed = await _client.RemovePluginAsync(new RemovePluginRequest { Id = "acme.part" });
        Assert.Equal(("acme.part", "1.0.0", true), (removed.Id, removed.OldBuild.Version, removed.IsUnloading));
        AuditEntry entry = Assert.Single((await _server.Audit.ListAsync(new ListAuditRequest())).Entries);
        Assert.Equal(("1.0.0 aaaa", ""), (entry.OldBuild, entry.NewBuild));
    }

    [Fact]
    public async Task QuarantineComponent_WithReason_IsACommandThatNamesTheCaller()
    {
        CommandResult result = await _server.Control.QuarantineComponentAsync(new QuarantineComponentRequest { Path = "oe01", Reason = "drifts" });
        Assert.Equal(7, result.Step);
        TwinCommand.Quarantine command = Assert.IsType<TwinCommand.Quarantine>(Assert.Single(_server.Twin.Commands));
        Assert.Equal("oe01", command.Path);
        Assert.StartsWith("drifts (asked for by ", command.Reason, StringComparison.Ordinal);
        RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () =>
            await _server.Control.QuarantineComponentAsync(new QuarantineComponentRequest { Path = "oe01", Reason = new string('x', 501) }));
        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
    }

    [Fact]
    public async Task Quarantine_OfAComponent_IsToldWithItsReasonByChassisAndAlarm()
    {
        _server.Twin.Change(engines: 2, firstEngine: 3);
        _server.Twin.Raise(2);
        _server.Twin.Quarantines = [new QuarantineNotice(0, "chassis0/oe03", "It threw.", 1, 17, Duration.FromMilliseconds(17), HasLostThread: true)];
        GetChassisResponse chassis = await _server.Chassis.GetChassisAsync(new GetChassisRequest());
        Quarantine quarantine = chassis.Components[0].Quarantine;
        Assert.Equal(("It threw.", 17L, true), (quarantine.Reason, quarantine.Since.Step, quarantine.HasLostThread));
        Assert.Null(chassis.Components[1].Quarantine);
        Event alarm = Assert.Single((await _server.Events.ListActiveAsync(new ListActiveRequest())).Alarms);
        Assert.Equal(("chassis0/oe03/quarantined", "It threw."), (alarm.Path, alarm.Reason));
    }
}
