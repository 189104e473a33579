using System.Text.Json;

namespace Twin.EndToEnd.Tests;

/// <summary><c>twin call</c> against a running twin.</summary>
public sealed class CallTests : IAsyncLifetime
{
    private TwinProcess _twin = null!;
    private string _address = string.Empty;

    public async Task InitializeAsync()
    {
        (_twin, Uri grpc, _) = await TwinProcess.ServeAsync(["--chassis", "cpo-51t"]);
        _address = grpc.Authority;
    }

    public Task DisposeAsync()
    {
        _twin.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Call_RunningTwin_ListsDescribesAndCalls()
    {
        string[] services = Lines(await RunAsync("list"));
        Assert.Contains("twin.v1.ControlService", services);
        Assert.Contains("grpc.health.v1.Health", services);
        Assert.Contains(Lines(await RunAsync("list", "SignalService")), line => line == "twin.v1.SignalService/Subscribe  (SubscribeRequest) returns (stream SubscribeResponse)");
        string described = await RunAsync("describe", "OverrideActuator");
        Assert.Contains("rpc OverrideActuator(OverrideActuatorRequest) returns (CommandResult);\n", described, StringComparison.Ordinal);
        Assert.Contains("// Takes an actuator away from its controller and holds it.\n", described, StringComparison.Ordinal);
        Assert.Contains(
            "message OverrideActuatorRequest {\n  // Path of the actuator.\n  string path = 1;\n  // Where to hold it.\n  Quantity value = 2;\n"
            + "  // Simulated milliseconds after which its controller has it back; absent for until released.\n  optional uint64 time_out_ms = 3;\n}\n",
            described,
            StringComparison.Ordinal);

        using (var status = JsonDocument.Parse(await RunAsync("GetStatus", "--defaults")))
        {
            Assert.Equal("all-reduce", status.RootElement.GetProperty("workload").GetString());
            Assert.False(status.RootElement.GetProperty("isPaused").GetBoolean());
        }

        using (var set = JsonDocument.Parse(await RunAsync("ControlService/OverrideActuator", "--data", """{"path":"fan0/speed","value":{"text":"80 %"}}""")))
        {
            Assert.Equal(0.8, set.RootElement.GetProperty("newValue").GetDouble(), 12);
        }
    }

    [Fact]
    public async Task Call_Stream_EndsAfterTheMostReplies()
    {
        string[] replies = Lines(await RunAsync(
            "twin.v1.SignalService/Subscribe", "--compact", "--max", "3", "--deadline", "30 s", "--data", """{"selection":{"globs":["inlet-power","asic0/**/temperature"]},"sampled":{"periodMs":10}}"""));
        Assert.Equal(3, replies.Length);
        Assert.StartsWith("""{"dictionary":{"version":""", replies[0], StringComparison.Ordinal);
        Assert.Contains("\"path\":\"chassis0/inlet-power\"", replies[0], StringComparison.Ordinal);
        Assert.All(replies[1..], reply => Assert.StartsWith("""{"samples":{"position":{"step":""", reply.Replace("\"epoch\":\"0\",", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Call_DataInAFile_IsRead()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("request.json", """{"path": "fan0/speed", "value": {"text": "70 %"}}""");
        using var set = JsonDocument.Parse(await RunAsync("OverrideActuator", "--data", "@" + file));
        Assert.Equal(0.7, set.RootElement.GetProperty("newValue").GetDouble(), 12);
    }

    [Theory]
    [InlineData(4, "NOT_FOUND (5): There is no actuator 'fan99/speed'. Nearest:", "OverrideActuator", "--data", """{"path":"fan99/speed","value":{"si":1}}""")]
    [InlineData(2, "--data: value: There is no field 'txt' in twin.v1.Quantity. Did you mean 'text'?", "OverrideActuator", "--data", """{"path":"fan0/speed","value":{"txt":"1"}}""")]
    [InlineData(2, "'Subscribe' may mean twin.v1.AuditService/Subscribe", "Subscribe")]
    [InlineData(2, "There is no method 'Paus' in twin.v1.ControlService. Did you mean 'Pause'?", "ControlService/Paus")]
    [InlineData(2, "--max: '0' is not a whole number above zero.", "GetStatus", "--max", "0")]
    [InlineData(2, "--deadline: 'soon' is not a time", "GetStatus", "--deadline", "soon")]
    [InlineData(2, "METHOD: Which method?")]
    public async Task Call_Wrong_SaysWhatAndExitsWithItsCode(int code, string message, params string[] arguments)
    {
        (int exitCode, string output, string error) = await TwinProcess.RunAsync(["call", .. arguments, "--address", _address]);
        Assert.Equal((code, string.Empty), (exitCode, output));
        Assert.StartsWith(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_RefusedByTheTwin_SaysReasonAndWhatBelongsToIt()
    {
        (int exitCode, _, string error) = await TwinProcess.RunAsync("call", "OverrideActuator", "--data", """{"path":"fan0/speed","value":{"si":7.5}}""", "--address", _address);
        Assert.Equal(4, exitCode);
        string[] lines = Lines(error);
        Assert.StartsWith("INVALID_ARGUMENT (3): ", lines[0], StringComparison.Ordinal);
        Assert.Equal(["  reason   OUT_OF_RANGE (twin.v1)", "  maximum  1", "  minimum  0", "  name     fan0/speed", "  unit     1", "  value    7.5"], lines[1..]);
    }

    [Fact]
    public async Task Call_NobodyThere_SaysSo()
    {
        // No server has the first port: it is reserved, and below those that users may take.
        (int exitCode, string output, string error) = await TwinProcess.RunAsync("call", "list", "--address", "127.0.0.1:1");
        Assert.Equal((5, string.Empty), (exitCode, output));
        Assert.StartsWith("127.0.0.1:1: UNAVAILABLE (14): The server cannot be reached.", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private async Task<string> RunAsync(params string[] arguments)
    {
        (int exitCode, string output, string error) = await TwinProcess.RunAsync(["call", .. arguments, "--address", _address]);
        Assert.Equal((0, string.Empty), (exitCode, error));
        return output;
    }
}
