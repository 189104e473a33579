using Google.Rpc;
using Grpc.Core;
using Twin.Engine.Running;
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
    public void Reasons_All_AreDocumentedNames() =>
        Assert.All(Enum.GetValues<ErrorReason>(), reason => Assert.NotNull(ErrorsReflection.Descriptor.EnumTypes[0].FindValueByNumber((int)reason)));

    private static ErrorInfo Info(RpcException exception)
    {
        byte[] bytes = exception.Trailers.Get("grpc-status-details-bin")!.ValueBytes;
        Google.Rpc.Status details = Google.Rpc.Status.Parser.ParseFrom(bytes);
        Assert.Equal(((int)exception.StatusCode, exception.Status.Detail), (details.Code, details.Message));
        ErrorInfo info = Assert.Single(details.Details).Unpack<ErrorInfo>();
        Assert.Equal("twin.v1", info.Domain);
        return info;
    }
}
