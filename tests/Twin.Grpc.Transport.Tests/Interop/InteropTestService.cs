using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;

namespace Twin.Grpc.Transport.Tests.Interop;

/// <summary>The service of the public interoperability tests.</summary>
public sealed class InteropTestService : TestService.TestServiceBase
{
    private const string InitialKey = "x-grpc-test-echo-initial";
    private const string TrailingKey = "x-grpc-test-echo-trailing-bin";

    public override Task<Empty> EmptyCall(Empty request, ServerCallContext context) => Task.FromResult(new Empty());

    public override async Task<SimpleResponse> UnaryCall(SimpleRequest request, ServerCallContext context)
    {
        await EchoMetadata(context);
        ThrowIfAsked(request.ResponseStatus);
        return new SimpleResponse { Payload = Zeros(request.ResponseSize) };
    }

    public override async Task StreamingOutputCall(
        StreamingOutputCallRequest request, IServerStreamWriter<StreamingOutputCallResponse> responseStream, ServerCallContext context)
    {
        await EchoMetadata(context);
        ThrowIfAsked(request.ResponseStatus);
        foreach (ResponseParameters parameters in request.ResponseParameters)
            await responseStream.WriteAsync(new StreamingOutputCallResponse { Payload = Zeros(parameters.Size) });
    }

    public override async Task<StreamingInputCallResponse> StreamingInputCall(
        IAsyncStreamReader<StreamingInputCallRequest> requestStream, ServerCallContext context)
    {
        await EchoMetadata(context);
        int sum = 0;
        await foreach (StreamingInputCallRequest request in requestStream.ReadAllAsync())
            sum += request.Payload.Body.Length;
        return new StreamingInputCallResponse { AggregatedPayloadSize = sum };
    }

    public override async Task FullDuplexCall(
        IAsyncStreamReader<StreamingOutputCallRequest> requestStream,
        IServerStreamWriter<StreamingOutputCallResponse> responseStream,
        ServerCallContext context)
    {
        await EchoMetadata(context);
        await foreach (StreamingOutputCallRequest request in requestStream.ReadAllAsync())
        {
            ThrowIfAsked(request.ResponseStatus);
            foreach (ResponseParameters parameters in request.ResponseParameters)
                await responseStream.WriteAsync(new StreamingOutputCallResponse { Payload = Zeros(parameters.Size) });
        }
    }

    private static Payload Zeros(int size) => new() { Body = UnsafeByteOperations.UnsafeWrap(new byte[size]) };

    private static void ThrowIfAsked(EchoStatus? status)
    {
        if (status is not null && status.Code != 0)
            throw new RpcException(new Status((StatusCode)status.Code, status.Message));
    }

    private static async Task EchoMetadata(ServerCallContext context)
    {
        if (context.RequestHeaders.Get(TrailingKey) is { } trailing)
            context.ResponseTrailers.Add(trailing);
        if (context.RequestHeaders.Get(InitialKey) is { } initial)
            await context.WriteResponseHeadersAsync([initial]);
    }
}
