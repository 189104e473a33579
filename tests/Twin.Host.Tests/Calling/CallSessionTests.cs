using System.IO.Pipelines;
using System.Text;
using Grpc.Core;
using Twin.Host.Calling;
using Twin.Host.Commands;
using Twin.Host.Connecting;
using Twin.Host.Setup;

namespace Twin.Host.Tests.Calling;

/// <summary>Calls by reflection against a server that is no twin.</summary>
public sealed class CallSessionTests
{
    private static readonly CallSettings Plain = new(null, null, null, WritesDefaults: false, IsCompact: true);

    [Fact]
    public async Task List_Server_NamesServicesAndMethods()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        Assert.Equal("grpc.reflection.v1.ServerReflection\ntwin.testing.EchoService\ntwin.testing.OtherService\n", await RunAsync(server, session => session.ListAsync(null)));
        string methods = await RunAsync(server, session => session.ListAsync("EchoService"));
        Assert.Contains("twin.testing.EchoService/Chat     (stream Everything) returns (stream Everything)\n", methods, StringComparison.Ordinal);
        Assert.Contains("twin.testing.EchoService/Fail     (Failure) returns (google.protobuf.Empty)\n", methods, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Describe_MessageEnumServiceMethod_WritesThemAsTheirFileDoes()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        string message = await RunAsync(server, session => session.DescribeAsync("twin.testing.Everything"));
        Assert.StartsWith("// twin.testing.Everything, of twin/testing/everything.proto\nmessage Everything {\n  int32 int32 = 1;\n", message, StringComparison.Ordinal);
        Assert.Contains("\n  optional Colour optional_colour = 22;\n  oneof choice {\n    int32 chosen_number = 30;\n", message, StringComparison.Ordinal);
        Assert.Contains("\n  map<int32, Failure> message_by_int32 = 61;\n", message, StringComparison.Ordinal);
        Assert.Contains("\n  repeated google.protobuf.Duration durations = 88;\n", message, StringComparison.Ordinal);
        Assert.Equal(
            "// twin.testing.Colour, of twin/testing/everything.proto\nenum Colour {\n  COLOUR_UNSPECIFIED = 0;\n  COLOUR_RED = 1;\n  COLOUR_NEGATIVE = -3;\n}\n",
            await RunAsync(server, session => session.DescribeAsync("Colour")));
        Assert.Contains("\n  rpc Collect(stream Everything) returns (Everything);\n", await RunAsync(server, session => session.DescribeAsync("EchoService")), StringComparison.Ordinal);
        Assert.EndsWith(
            "rpc Fail(Failure) returns (google.protobuf.Empty);\n\nmessage Failure {\n  int32 code = 1;\n  string message = 2;\n}\n\nmessage Empty {}\n",
            await RunAsync(server, session => session.DescribeAsync("EchoService/Fail")),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("twin.testing.EchoService/Once")]
    [InlineData("/twin.testing.EchoService/Once")]
    [InlineData("twin.testing.EchoService.Once")]
    [InlineData("EchoService/Once")]
    public async Task Call_UnaryByAnyOfItsNames_GivesTheReply(string name)
    {
        await using EchoServer server = await EchoServer.StartAsync();
        Assert.Equal("{\"someText\":\"x\",\"int32s\":[1,2]}\n", await CallAsync(server, name, Plain with { Data = """{"someText":"x","int32s":[1,2]}""" }));
    }

    [Fact]
    public async Task Call_WithoutData_SendsAnEmptyMessage()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        Assert.Equal("{}\n", await CallAsync(server, "EchoService/Once", Plain));
        Assert.Contains("\"int32\": 0,\n", await CallAsync(server, "EchoService/Once", Plain with { WritesDefaults = true, IsCompact = false }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_AnyOfAServedType_IsReadAndWritten()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        const string Json = """{"any":{"@type":"type.googleapis.com/twin.testing.Failure","code":5}}""";
        Assert.Equal(Json + "\n", await CallAsync(server, "EchoService/Once", Plain with { Data = Json }));
    }

    [Fact]
    public async Task Call_ServerStream_EndsWithItOrAfterTheMost()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        Assert.Equal("{\"int32\":3}\n{\"int32\":3}\n{\"int32\":3}\n", await CallAsync(server, "Repeat", Plain with { Data = """{"int32":3}""" }));
        Assert.Equal("{\"int32\":1000000}\n{\"int32\":1000000}\n", await CallAsync(server, "Repeat", Plain with { Data = """{"int32":1000000}""", MaximumReplies = 2 }));
    }

    [Fact]
    public async Task Call_ClientStream_SendsOneValueAfterAnother()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        Assert.Equal("{\"int32\":3,\"bool\":true}\n", await CallAsync(server, "Collect", Plain with { Data = "{} {\"int64\":1}\n{\"bool\":true}" }));
        Assert.Equal("{\"int32\":2}\n", await CallAsync(server, "Collect", Plain with { Data = "-" }, "{}{}"));
        Assert.Equal("{}\n", await CallAsync(server, "Collect", Plain));
    }

    [Fact]
    public async Task Call_BothStream_AnswersEachRequestAsItIsTyped()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        var typed = new Pipe();
        var shown = new Pipe();
        await using var writer = new StreamWriter(shown.Writer.AsStream(), new UTF8Encoding(false));
        using var reader = new StreamReader(shown.Reader.AsStream());
        using CallSession session = Session(server.Address, writer);
        Task call = session.CallAsync("Chat", Plain with { Data = "-" }, typed.Reader.AsStream());
        foreach (string request in new[] { "{\"int32\":1}", "{\"int32\":2}" })
        {
            await typed.Writer.WriteAsync(Encoding.UTF8.GetBytes(request + "\n"));
            Assert.Equal(request, await reader.ReadLineAsync());
        }

        await typed.Writer.CompleteAsync();
        await call;
    }

    [Fact]
    public async Task Call_BothStreamAndAWrongRequest_SaysWhichOne()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        CallException live = await FailAsync(() => CallAsync(server, "Chat", Plain with { Data = "-" }, "{}\n{\"int33\":1}"));
        CallException whole = await FailAsync(() => CallAsync(server, "Chat", Plain with { Data = "{}\n{\"int33\":1}" }));
        Assert.Equal((ExitCode.BadInput, live.Message), (whole.ExitCode, whole.Message));
        Assert.StartsWith("--data: request 2: There is no field 'int33' in twin.testing.Everything. Did you mean 'int32'?", live.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_Metadata_IsSent()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        var problems = new ProblemReport();
        Metadata metadata = CallSettings.ReadMetadata(["x-note=a=b", "X-Raw-Bin=AQI="], problems);
        Assert.False(problems.Any);
        Assert.Equal("{\"someText\":\"a=b0102\"}\n", await RunAsync(server, session => session.CallAsync("EchoService/Once", Plain, Stream.Null), metadata));
    }

    [Fact]
    public async Task Call_Failure_SaysStatusMessageAndDetails()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        CallException failure = await FailAsync(() => CallAsync(server, "Fail", Plain with { Data = """{"code":9,"message":"not now"}""" }));
        Assert.Equal(ExitCode.CallFailed, failure.ExitCode);
        Assert.Equal("FAILED_PRECONDITION (9): not now\n{\"@type\":\"type.googleapis.com/twin.testing.Failure\",\"code\":9,\"message\":\"not now\"}", failure.Message);
    }

    [Fact]
    public async Task Call_Deadline_EndsTheCall()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        CallException failure = await FailAsync(() => CallAsync(server, "Repeat", Plain with { Data = """{"int32":-1}""", Deadline = TimeSpan.FromMilliseconds(200) }));
        Assert.Equal(ExitCode.CallFailed, failure.ExitCode);
        Assert.StartsWith("DEADLINE_EXCEEDED (4)", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Once", "{}", "'Once' may mean twin.testing.EchoService/Once or twin.testing.OtherService/Once; write more of the name.")]
    [InlineData("EchoService/Onse", "{}", "There is no method 'Onse' in twin.testing.EchoService. Did you mean 'Once'?")]
    [InlineData("EchoServise/Once", "{}", "There is no service 'EchoServise' at ")]
    [InlineData("twin.testing.EchoServise/Once", "{}", "There is no service 'twin.testing.EchoServise' at ")]
    [InlineData("Repeet", "{}", "There is no method 'Repeet' at ")]
    [InlineData("Repeat", "{} {}", "--data: twin.testing.EchoService/Repeat takes one request, and there are more.")]
    [InlineData("Repeat", "{\n  \"int32\": }", "--data: line 2, byte 12: This is not JSON.")]
    [InlineData("Repeat", "{\"int32\": 1", "--data: line 1, byte 12: This is not JSON.")]
    [InlineData("Repeat", "@no/such/file", "--data: 'no/such/file' cannot be read.")]
    public async Task Call_WrongNameOrData_SaysWhatWouldBeRight(string name, string data, string message)
    {
        await using EchoServer server = await EchoServer.StartAsync();
        CallException failure = await FailAsync(() => CallAsync(server, name, Plain with { Data = data }));
        Assert.Equal(ExitCode.BadInput, failure.ExitCode);
        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_ServerWithTheReflectionOfYesterday_IsUnderstood()
    {
        await using EchoServer server = await EchoServer.StartAsync(hasToday: false, hasYesterday: true);
        Assert.Equal("{\"int32\":1}\n", await CallAsync(server, "Repeat", Plain with { Data = """{"int32":1}""" }));
    }

    [Fact]
    public async Task Call_ServerWithoutReflection_SaysSo()
    {
        await using EchoServer server = await EchoServer.StartAsync(hasToday: false);
        CallException failure = await FailAsync(() => CallAsync(server, "Repeat", Plain));
        Assert.Equal(ExitCode.Unreachable, failure.ExitCode);
        Assert.Contains("has no server reflection", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_Interrupted_Ends()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        using var interrupt = new CancellationTokenSource();
        using var session = new CallSession(new ConnectionSettings { Address = server.Address }, TextWriter.Null, interrupt.Token);
        Task call = session.CallAsync("Repeat", Plain with { Data = """{"int32":-1}""" }, Stream.Null);
        await interrupt.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Theory]
    [InlineData("127.0.0.1:50051", "http://127.0.0.1:50051/")]
    [InlineData("[::1]:1", "http://[::1]:1/")]
    [InlineData("https://twin.example:443", "https://twin.example/")]
    [InlineData("http://localhost:80/", "http://localhost/")]
    [InlineData("localhost", null)]
    [InlineData("[::1]", null)]
    [InlineData("ftp://localhost:21", null)]
    [InlineData("localhost:70000", null)]
    [InlineData("localhost:1/path", null)]
    [InlineData("", null)]
    public void ReadAddress_Text_GivesAnAddressOrAProblem(string text, string? expected)
    {
        var problems = new ProblemReport();
        Uri address = CallSettings.ReadAddress(text, problems);
        Assert.Equal(expected is null, problems.Any);
        Assert.Equal(expected ?? "http://127.0.0.1:50051/", address.AbsoluteUri);
    }

    [Theory]
    [InlineData("novalue")]
    [InlineData("=v")]
    [InlineData("grpc-timeout=1S")]
    [InlineData("x-bin=*")]
    [InlineData("b\u00E4d=1")]
    [InlineData("x=\u00E4")]
    public void ReadMetadata_WrongText_IsAProblem(string text)
    {
        var problems = new ProblemReport();
        Assert.Empty(CallSettings.ReadMetadata([text], problems));
        Assert.True(problems.Any);
    }

    private static CallSession Session(Uri address, TextWriter output, Metadata? metadata = null) => new(new ConnectionSettings { Address = address, Metadata = metadata ?? [] }, output, CancellationToken.None);

    private static async Task<string> RunAsync(EchoServer server, Func<CallSession, Task> action, Metadata? metadata = null)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using CallSession session = Session(server.Address, output, metadata);
        await action(session);
        return output.ToString();
    }

    private static Task<string> CallAsync(EchoServer server, string name, CallSettings settings, string input = "") =>
        RunAsync(server, session => session.CallAsync(name, settings, new MemoryStream(Encoding.UTF8.GetBytes(input))));

    private static Task<CallException> FailAsync(Func<Task> action) => Assert.ThrowsAsync<CallException>(action);
}
