using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Testing;

namespace Twin.Grpc.Transport.Tests.Interop;

/// <summary>The public interoperability cases, from this project's own client; gRPC, "Interoperability Test Case Descriptions".</summary>
internal static class InteropCases
{
    private static readonly int[] RequestSizes = [27182, 8, 1828, 45904];
    private static readonly int[] ResponseSizes = [31415, 9, 2653, 58979];

    public static readonly Dictionary<string, Func<GrpcChannel, Task>> All = new()
    {
        ["empty_unary"] = EmptyUnary,
        ["large_unary"] = LargeUnary,
        ["client_streaming"] = ClientStreaming,
        ["server_streaming"] = ServerStreaming,
        ["ping_pong"] = PingPong,
        ["empty_stream"] = EmptyStream,
        ["cancel_after_begin"] = CancelAfterBegin,
        ["cancel_after_first_response"] = CancelAfterFirstResponse,
        ["timeout_on_sleeping_server"] = TimeoutOnSleepingServer,
        ["custom_metadata"] = CustomMetadata,
        ["status_code_and_message"] = StatusCodeAndMessage,
        ["special_status_message"] = SpecialStatusMessage,
        ["unimplemented_method"] = UnimplementedMethod,
        ["unimplemented_service"] = UnimplementedService,
    };

    private static TestService.TestServiceClient Client(GrpcChannel channel) => new(channel);

    private static Payload Zeros(int size) => new() { Body = ByteString.CopyFrom(new byte[size]) };

    private static StreamingOutputCallRequest Ping(int index) => new()
    {
        Payload = Zeros(RequestSizes[index]),
        ResponseParameters = { new ResponseParameters { Size = ResponseSizes[index] } },
    };

    private static async Task EmptyUnary(GrpcChannel channel) => Assert.Equal(new Empty(), await Client(channel).EmptyCallAsync(new Empty()));

    private static async Task LargeUnary(GrpcChannel channel)
    {
        SimpleResponse response = await Client(channel).UnaryCallAsync(new SimpleRequest { ResponseSize = 314159, Payload = Zeros(271828) });
        Assert.Equal(Zeros(314159), response.Payload);
    }

    private static async Task ClientStreaming(GrpcChannel channel)
    {
        using AsyncClientStreamingCall<StreamingInputCallRequest, StreamingInputCallResponse> call = Client(channel).StreamingInputCall();
        foreach (int size in RequestSizes)
            await call.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = Zeros(size) });
        await call.RequestStream.CompleteAsync();
        Assert.Equal(74922, (await call).AggregatedPayloadSize);
    }

    private static async Task ServerStreaming(GrpcChannel channel)
    {
        var request = new StreamingOutputCallRequest { ResponseParameters = { ResponseSizes.Select(size => new ResponseParameters { Size = size }) } };
        using AsyncServerStreamingCall<StreamingOutputCallResponse> call = Client(channel).StreamingOutputCall(request);
        var sizes = new List<int>();
        await foreach (StreamingOutputCallResponse response in call.ResponseStream.ReadAllAsync())
            sizes.Add(response.Payload.Body.Length);
        Assert.Equal(ResponseSizes, sizes);
    }

    private static async Task PingPong(GrpcChannel channel)
    {
        using AsyncDuplexStreamingCall<StreamingOutputCallRequest, StreamingOutputCallResponse> call = Client(channel).FullDuplexCall();
        for (int i = 0; i < RequestSizes.Length; i++)
        {
            await call.RequestStream.WriteAsync(Ping(i));
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(ResponseSizes[i], call.ResponseStream.Current.Payload.Body.Length);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    private static async Task EmptyStream(GrpcChannel channel)
    {
        using AsyncDuplexStreamingCall<StreamingOutputCallRequest, StreamingOutputCallResponse> call = Client(channel).FullDuplexCall();
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    private static async Task CancelAfterBegin(GrpcChannel channel)
    {
        // The control: without a server the case would pass on the cancellation alone.
        await EmptyUnary(channel);
        using var source = new CancellationTokenSource();
        using AsyncClientStreamingCall<StreamingInputCallRequest, StreamingInputCallResponse> call =
            Client(channel).StreamingInputCall(cancellationToken: source.Token);
        await source.CancelAsync();
        RpcException failure = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.Equal(StatusCode.Cancelled, failure.StatusCode);
    }

    private static async Task CancelAfterFirstResponse(GrpcChannel channel)
    {
        using var source = new CancellationTokenSource();
        using AsyncDuplexStreamingCall<StreamingOutputCallRequest, StreamingOutputCallResponse> call =
            Client(channel).FullDuplexCall(cancellationToken: source.Token);
        await call.RequestStream.WriteAsync(Ping(0));
        Assert.True(await call.ResponseStream.MoveNext());
        await source.CancelAsync();
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.Cancelled, failure.StatusCode);
    }

    private static async Task TimeoutOnSleepingServer(GrpcChannel channel)
    {
        await EmptyUnary(channel);
        using AsyncDuplexStreamingCall<StreamingOutputCallRequest, StreamingOutputCallResponse> call =
            Client(channel).FullDuplexCall(deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddMilliseconds(1));
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
    }

    private static async Task CustomMetadata(GrpcChannel channel)
    {
        Metadata headers = new() { { "x-grpc-test-echo-initial", "test_initial_metadata_value" }, { "x-grpc-test-echo-trailing-bin", [0xab, 0xab, 0xab] } };
        using AsyncUnaryCall<SimpleResponse> unary = Client(channel).UnaryCallAsync(
            new SimpleRequest { ResponseSize = 314159, Payload = Zeros(271828) }, headers);
        Assert.Equal("test_initial_metadata_value", (await unary.ResponseHeadersAsync).GetValue("x-grpc-test-echo-initial"));
        await unary;
        Assert.Equal([0xab, 0xab, 0xab], unary.GetTrailers().GetValueBytes("x-grpc-test-echo-trailing-bin"));

        using AsyncDuplexStreamingCall<StreamingOutputCallRequest, StreamingOutputCallResponse> duplex = Client(channel).FullDuplexCall(headers);
        await duplex.RequestStream.WriteAsync(Ping(0));
        Assert.Equal("test_initial_metadata_value", (await duplex.ResponseHeadersAsync).GetValue("x-grpc-test-echo-initial"));
        Assert.True(await duplex.ResponseStream.MoveNext());
        await duplex.RequestStream.CompleteAsync();
        Assert.False(await duplex.ResponseStream.MoveNext());
        Assert.Equal([0xab, 0xab, 0xab], duplex.GetTrailers().GetValueBytes("x-grpc-test-echo-trailing-bin"));
    }

    private static async Task StatusCodeAndMessage(GrpcChannel channel)
    {
        var status = new EchoStatus { Code = 2, Message = "test status message" };
        await ExpectStatus(channel, status);
        using AsyncDuplexStreamingCall<StreamingOutputCallRequest, StreamingOutputCallResponse> call = Client(channel).FullDuplexCall();
        await call.RequestStream.WriteAsync(new StreamingOutputCallRequest { ResponseStatus = status });
        await call.RequestStream.CompleteAsync();
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
        Assert.Equal(new Status(StatusCode.Unknown, status.Message), failure.Status);
    }

    private static Task SpecialStatusMessage(GrpcChannel channel) => ExpectStatus(
        channel, new EchoStatus { Code = 2, Message = "\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \U0001F608\t\n" });

    private static async Task ExpectStatus(GrpcChannel channel, EchoStatus status)
    {
        RpcException failure = await Assert.ThrowsAsync<RpcException>(
            async () => await Client(channel).UnaryCallAsync(new SimpleRequest { ResponseStatus = status }));
        Assert.Equal(new Status((StatusCode)status.Code, status.Message), failure.Status);
    }

    private static async Task UnimplementedMethod(GrpcChannel channel)
    {
        RpcException failure = await Assert.ThrowsAsync<RpcException>(async () => await Client(channel).UnimplementedCallAsync(new Empty()));
        Assert.Equal(StatusCode.Unimplemented, failure.StatusCode);
    }

    private static async Task UnimplementedService(GrpcChannel channel)
    {
        var client = new UnimplementedService.UnimplementedServiceClient(channel);
        RpcException failure = await Assert.ThrowsAsync<RpcException>(async () => await client.UnimplementedCallAsync(new Empty()));
        Assert.Equal(StatusCode.Unimplemented, failure.StatusCode);
    }
}
