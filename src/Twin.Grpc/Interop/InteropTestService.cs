using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;

namespace Twin.Grpc.Interop;

/// <summary>The service of gRPC's public interoperability tests, as "Interoperability Test Case Descriptions" has it.</summary>
/// <remarks>It does what a client asks for, within <see cref="MaximumSize"/>: it is for tests, and off unless asked for.</remarks>
internal sealed class InteropTestService : TestService.TestServiceBase
{
    /// <summary>Largest payload that is made on request, in bytes.</summary>
    public const int MaximumSize = 64 << 20;

    private const int LongestPauseMicroseconds = 60_000_000;
    private const string InitialKey = "x-grpc-test-echo-initial";
    private const string TrailingKey = "x-grpc-test-echo-trailing-bin";

    // With it in the response headers the call's responses are compressed, unless a message says no; a client that does not accept gzip gets none.
    private static readonly Metadata.Entry Gzip = new("grpc-internal-encoding-request", "gzip");
    private static readonly WriteOptions Plain = new(WriteFlags.NoCompress);

    /// <inheritdoc/>
    public override Task<Empty> EmptyCall(Empty request, ServerCallContext context) => Task.FromResult(new Empty());

    /// <inheritdoc/>
    public override async Task<SimpleResponse> UnaryCall(SimpleRequest request, ServerCallContext context)
    {
        CheckCompressed(request.ExpectCompressed, context);
        ThrowIfAsked(request.ResponseStatus);
        Payload payload = Zeros(request.ResponseSize);
        bool compresses = request.ResponseCompressed is { Value: true };
        await BeginAsync(context, compresses);
        context.WriteOptions = compresses ? null : Plain;
        return new SimpleResponse { Payload = payload };
    }

    /// <inheritdoc/>
    public override async Task StreamingOutputCall(
        StreamingOutputCallRequest request, IServerStreamWriter<StreamingOutputCallResponse> responseStream, ServerCallContext context)
    {
        ThrowIfAsked(request.ResponseStatus);
        await BeginAsync(context, compresses: request.ResponseParameters.Any(parameters => parameters.Compressed is { Value: true }));
        await AnswerAsync(request, responseStream, context);
    }

    /// <inheritdoc/>
    public override async Task<StreamingInputCallResponse> StreamingInputCall(
        IAsyncStreamReader<StreamingInputCallRequest> requestStream, ServerCallContext context)
    {
        await BeginAsync(context, compresses: false);
        int sum = 0;
        await foreach (StreamingInputCallRequest request in requestStream.ReadAllAsync())
        {
            CheckCompressed(request.ExpectCompressed, context);
            sum = unchecked(sum + (request.Payload?.Body.Length ?? 0));
        }

        return new StreamingInputCallResponse { AggregatedPayloadSize = sum };
    }

    /// <inheritdoc/>
    public override async Task FullDuplexCall(
        IAsyncStreamReader<StreamingOutputCallRequest> requestStream,
        IServerStreamWriter<StreamingOutputCallResponse> responseStream,
        ServerCallContext context)
    {
        // The headers go before the first request is known, which may ask for compressed responses.
        await BeginAsync(context, compresses: true);
        await foreach (StreamingOutputCallRequest request in requestStream.ReadAllAsync())
        {
            _ = MessageFlags.Of(context.GetHttpContext()).Take();
            ThrowIfAsked(request.ResponseStatus);
            await AnswerAsync(request, responseStream, context);
        }
    }

    private static async Task AnswerAsync(
        StreamingOutputCallRequest request, IServerStreamWriter<StreamingOutputCallResponse> responses, ServerCallContext context)
    {
        foreach (ResponseParameters parameters in request.ResponseParameters)
        {
            Payload payload = Zeros(parameters.Size);
            if (parameters.IntervalUs is < 0 or > LongestPauseMicroseconds)
                throw Refused($"interval_us is {parameters.IntervalUs}; it may be 0 to {LongestPauseMicroseconds}.");
            if (parameters.IntervalUs > 0)
                await Task.Delay(TimeSpan.FromMicroseconds(parameters.IntervalUs), context.CancellationToken);
            responses.WriteOptions = parameters.Compressed is { Value: true } ? null : Plain;
            await responses.WriteAsync(new StreamingOutputCallResponse { Payload = payload });
        }
    }

    private static Payload Zeros(int size) => size is >= 0 and <= MaximumSize
        ? new() { Body = UnsafeByteOperations.UnsafeWrap(new byte[size]) }
        : throw Refused($"A payload of {size} bytes was asked for; it may have 0 to {MaximumSize}.");

    /// <summary>Compares how a request came with what its sender says; must be called once for each request, in order.</summary>
    private static void CheckCompressed(BoolValue? expected, ServerCallContext context)
    {
        bool compressed = MessageFlags.Of(context.GetHttpContext()).Take();
        if (expected is not null && expected.Value != compressed)
            throw Refused($"expect_compressed is {(expected.Value ? "true" : "false")}, but the message came {(compressed ? "compressed" : "uncompressed")}.");
    }

    private static void ThrowIfAsked(EchoStatus? status)
    {
        if (status is null || status.Code == 0)
            return;
        if (!Enum.IsDefined((StatusCode)status.Code))
            throw Refused($"There is no status {status.Code}; response_status may be 0 to {(int)StatusCode.Unauthenticated}.");
        throw new RpcException(new Status((StatusCode)status.Code, status.Message));
    }

    /// <summary>Sends back the metadata that asks for it, and says whether responses may be compressed.</summary>
    private static async Task BeginAsync(ServerCallContext context, bool compresses)
    {
        if (context.RequestHeaders.Get(TrailingKey) is { } trailing)
            context.ResponseTrailers.Add(trailing);
        Metadata headers = [];
        if (context.RequestHeaders.Get(InitialKey) is { } initial)
        {
            if (initial.Value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
                throw Refused($"{InitialKey} holds more than printable ASCII, which is all that metadata can hold as text.");
            headers.Add(initial);
        }

        if (compresses)
            headers.Add(Gzip);
        if (headers.Count > 0)
            await context.WriteResponseHeadersAsync(headers);
    }

    private static RpcException Refused(string detail) => new(new Status(StatusCode.InvalidArgument, detail));
}
