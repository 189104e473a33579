using System.Globalization;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;

namespace Twin.Grpc.Transport.Tests.Frames;

/// <summary>A service that does what the header <c>x-do</c> of a call says, and tells in trailers what its other calls are doing.</summary>
/// <remarks>Everything goes over the wire, so that a script which sees frames needs no other way to the server.</remarks>
internal sealed class RulesService(RulesService.Board board) : TestService.TestServiceBase
{
    public override async Task<SimpleResponse> UnaryCall(SimpleRequest request, ServerCallContext context)
    {
        switch (context.RequestHeaders.GetValue("x-do"))
        {
            case "status":
                throw Asked(context);
            case "echo":
                foreach (Metadata.Entry entry in context.RequestHeaders.Where(entry => entry.Key.StartsWith("echo", StringComparison.Ordinal)))
                    context.ResponseTrailers.Add(entry);
                break;
            case "headers-first":
                await context.WriteResponseHeadersAsync([new("early", "yes")]);
                await board.Released.WaitAsync(TestServer.Patience);
                break;
            case "ignore-token":
                board.Count("ignoring", 1);
                await board.Released.WaitAsync(TestServer.Patience);
                board.Count("ignoring", -1);
                board.Count("outlived", 1);
                break;
            case "wait-token":
                board.Count("waiting", 1);
                await Record.ExceptionAsync(() => Task.Delay(TestServer.Patience, context.CancellationToken));
                board.Count("waiting", -1);
                board.Count("cancelled", context.CancellationToken.IsCancellationRequested ? 1 : 0);
                break;
            case "release":
                board.Release();
                break;
            case "stop":
                board.Stop();
                break;
            case "memory":
                context.ResponseTrailers.Add("memory", Text(GC.GetTotalMemory(forceFullCollection: true)));
                break;
            default:
                break;
        }

        board.Tell(context.ResponseTrailers);
        return new SimpleResponse { Payload = request.Payload };
    }

    public override async Task StreamingOutputCall(
        StreamingOutputCallRequest request, IServerStreamWriter<StreamingOutputCallResponse> responseStream, ServerCallContext context)
    {
        switch (context.RequestHeaders.GetValue("x-do"))
        {
            case "flood":
                // Until the client goes or does not take it: what was written is what the server had to keep.
                var response = new StreamingOutputCallResponse { Payload = new Payload { Body = ByteString.CopyFrom(new byte[16 * 1024]) } };
                while (!context.CancellationToken.IsCancellationRequested)
                {
                    await responseStream.WriteAsync(response);
                    board.Count("flooded", 16 * 1024);
                }

                break;
            case "status":
                await responseStream.WriteAsync(new StreamingOutputCallResponse());
                throw Asked(context);
            default:
                foreach (ResponseParameters parameters in request.ResponseParameters)
                    await responseStream.WriteAsync(new StreamingOutputCallResponse { Payload = new Payload { Body = ByteString.CopyFrom(new byte[parameters.Size]) } });
                break;
        }
    }

    public override async Task<StreamingInputCallResponse> StreamingInputCall(
        IAsyncStreamReader<StreamingInputCallRequest> requestStream, ServerCallContext context)
    {
        int count = 0;
        long bytes = 0;
        await foreach (StreamingInputCallRequest request in requestStream.ReadAllAsync())
        {
            count++;
            bytes += request.Payload?.Body.Length ?? 0;
            if (context.RequestHeaders.GetValue("x-do") == "end-early")
                break;
        }

        context.ResponseTrailers.Add("messages", Text(count));
        return new StreamingInputCallResponse { AggregatedPayloadSize = (int)bytes };
    }

    public override async Task FullDuplexCall(
        IAsyncStreamReader<StreamingOutputCallRequest> requestStream,
        IServerStreamWriter<StreamingOutputCallResponse> responseStream,
        ServerCallContext context)
    {
        await foreach (StreamingOutputCallRequest request in requestStream.ReadAllAsync())
            await responseStream.WriteAsync(new StreamingOutputCallResponse { Payload = request.Payload });
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The status that the headers ask for.</summary>
    private static RpcException Asked(ServerCallContext context)
    {
        var code = (StatusCode)int.Parse(context.RequestHeaders.GetValue("x-code")!, CultureInfo.InvariantCulture);
        byte[] message = context.RequestHeaders.GetValueBytes("x-message-bin") ?? [];
        Metadata trailers = [];
        if (context.RequestHeaders.GetValueBytes("x-details-bin") is { } details)
            trailers.Add("grpc-status-details-bin", details);
        return new RpcException(new Status(code, Encoding.UTF8.GetString(message)), trailers);
    }

    /// <summary>What the calls of one server know of each other.</summary>
    internal sealed class Board
    {
        private readonly Lock _gate = new();
        private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
        private TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Completes with the next <see cref="Release"/>.</summary>
        public Task Released
        {
            get
            {
                lock (_gate)
                    return _released.Task;
            }
        }

        /// <summary>Begins to stop the server.</summary>
        public Action Stop { get; set; } = () => { };

        public void Count(string name, long change)
        {
            lock (_gate)
                _counts[name] = _counts.GetValueOrDefault(name) + change;
        }

        public void Release()
        {
            lock (_gate)
            {
                _released.SetResult();
                _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        public void Tell(Metadata trailers)
        {
            lock (_gate)
                foreach ((string name, long count) in _counts)
                    trailers.Add(name, Text(count));
        }
    }
}
