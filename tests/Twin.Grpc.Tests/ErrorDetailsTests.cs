using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Google.Rpc;
using Grpc.Core;
using Twin.Engine.Running;
using Twin.Grpc.Lookup;
using Twin.V1;

namespace Twin.Grpc.Tests;

public sealed class ErrorDetailsTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Call_UnknownName_GivesKindNameAndNearest()
    {
        RpcException thrown = await Assert.ThrowsAsync<RpcException>(
            () => _server.Control.InjectFaultAsync(new InjectFaultRequest { Path = "oe01/daed", Severity = new Quantity { Text = "50 %" } }).ResponseAsync);
        ErrorInfo info = Info(thrown);
        Assert.Equal("UNKNOWN_NAME", info.Type);
        Assert.Equal(("fault", "oe01/daed", "oe01/dead"), (info.Metadata["kind"], info.Metadata["name"], info.Metadata["nearest"]));
    }

    [Fact]
    public async Task Call_ValueOutOfRange_GivesValueAndRange()
    {
        _server.Twin.Answer = (_, _) => Task.FromResult(new CommandOutcome(CommandStatus.InvalidValue, Minimum: 0.2, Maximum: 1));
        RpcException thrown = await Assert.ThrowsAsync<RpcException>(
            () => _server.Control.OverrideActuatorAsync(new OverrideActuatorRequest { Path = "fan0/speed", Value = new Quantity { Si = 7.5 } }).ResponseAsync);
        Assert.Equal(StatusCode.InvalidArgument, thrown.StatusCode);
        ErrorInfo info = Info(thrown);
        Assert.Equal("OUT_OF_RANGE", info.Type);
        Assert.Equal(("fan0/speed", "7.5", "0.2", "1", "1"), (info.Metadata["name"], info.Metadata["value"], info.Metadata["minimum"], info.Metadata["maximum"], info.Metadata["unit"]));
    }

    [Fact]
    public async Task Call_NameAsLongAsARequestMayBe_IsRepeatedInPartSoThatTheAnswerArrives()
    {
        RpcException thrown = await Assert.ThrowsAsync<RpcException>(
            () => _server.Control.InjectFaultAsync(new InjectFaultRequest { Path = new string('x', 3_000_000), Severity = new Quantity { Text = "50 %" } }).ResponseAsync);
        Assert.Equal(StatusCode.NotFound, thrown.StatusCode);
        Assert.InRange(thrown.Status.Detail.Length, 1, 2_100);
        Assert.EndsWith("... (cut off)", thrown.Status.Detail, StringComparison.Ordinal);
        Assert.InRange(Info(thrown).Metadata["name"].Length, 1, 600);
    }

    [Fact]
    public void Make_EachReason_HasTheStatusThatItsCommentSays()
    {
        string file = File.ReadAllText(Path.Combine(Repository(), "proto/twin/v1/errors.proto"));
        ErrorReason[] reasons = [.. Enum.GetValues<ErrorReason>().Where(reason => reason != ErrorReason.Unspecified)];
        Assert.All(reasons, reason =>
        {
            RpcException made = Failure.Make(reason, "why");
            ErrorInfo info = Info(made);
            Assert.Equal("twin.v1", info.Domain);
            Match documented = Regex.Match(file, $@"// (?<status>[A-Z_]+): .*\n(  //.*\n)*  {info.Type} = {(int)reason};");
            Assert.True(documented.Success, $"errors.proto does not say the status of {reason} as '// STATUS: ...' before {info.Type}.");
            Assert.Equal(documented.Groups["status"].Value.Replace("_", string.Empty, StringComparison.Ordinal), made.StatusCode.ToString(), ignoreCase: true);
        });
    }

    [Fact]
    public void Services_EveryErrorOfTheirs_IsMadeWhereTheReasonsAre()
    {
        // Cancelled is the client's own doing, and the interoperability tests have statuses of their own.
        string sources = Path.Combine(Repository(), "src/Twin.Grpc");
        string[] makers =
        [
            .. Directory.GetFiles(sources, "*.cs", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(sources, file).Replace('\\', '/'))
                .Where(file => !file.StartsWith("obj/", StringComparison.Ordinal) && !file.StartsWith("bin/", StringComparison.Ordinal) && !file.StartsWith("Interop/", StringComparison.Ordinal))
                .Where(file => File.ReadAllText(Path.Combine(sources, file)).Contains("new RpcException(", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(["Lookup/Failure.cs", "Streams/StreamGate.cs"], makers);
    }

    [Theory]
    [InlineData(CommandStatus.InvalidState, "NOT_NOW")]
    [InlineData(CommandStatus.Busy, "BUSY")]
    [InlineData(CommandStatus.NotFound, "UNKNOWN_NAME")]
    public async Task Call_CommandNotApplied_GivesItsReason(CommandStatus status, string reason)
    {
        _server.Twin.Answer = (_, _) => Task.FromResult(new CommandOutcome(status, "not so"));
        RpcException thrown = await Assert.ThrowsAsync<RpcException>(() => _server.Control.PauseAsync(new PauseRequest()).ResponseAsync);
        Assert.Equal(("not so", reason), (thrown.Status.Detail, Info(thrown).Type));
    }

    [Fact]
    public async Task Stream_EmptySelection_GivesReason()
    {
        using AsyncServerStreamingCall<SubscribeResponse> call = _server.Signals.Subscribe(new SubscribeRequest { Once = new Once() });
        RpcException thrown = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
        Assert.Equal("MALFORMED_REQUEST", Info(thrown).Type);
    }

    [Fact]
    public async Task Call_NoOrTooLowARole_GivesReasonAndRoles()
    {
        await using TestServer server = await TestServer.StartAsync(access: new HeaderAccess());
        RpcException nobody = await Assert.ThrowsAsync<RpcException>(() => server.Control.PauseAsync(new PauseRequest()).ResponseAsync);
        Assert.Equal("NOT_AUTHENTICATED", Info(nobody).Type);
        RpcException reader = await Assert.ThrowsAsync<RpcException>(() => server.Control.PauseAsync(new PauseRequest(), AccessTests.As("read")).ResponseAsync);
        ErrorInfo info = Info(reader);
        Assert.Equal(("ROLE_TOO_LOW", "control", "read"), (info.Type, info.Metadata["needed"], info.Metadata["has"]));
    }

    [Fact]
    public void Reasons_All_AreDocumentedNames() =>
        Assert.All(Enum.GetValues<ErrorReason>(), reason => Assert.NotNull(ErrorsReflection.Descriptor.EnumTypes[0].FindValueByNumber((int)reason)));

    internal static ErrorInfo Info(RpcException exception)
    {
        byte[] bytes = exception.Trailers.Get("grpc-status-details-bin")!.ValueBytes;
        Google.Rpc.Status details = Google.Rpc.Status.Parser.ParseFrom(bytes);
        Assert.Equal(((int)exception.StatusCode, exception.Status.Detail), (details.Code, details.Message));
        ErrorInfo info = Assert.Single(details.Details).Unpack<ErrorInfo>();
        Assert.Equal("twin.v1", info.Domain);
        return info;
    }

    private static string Repository([CallerFilePath] string source = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "../.."));
}
