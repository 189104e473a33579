using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Grpc.Net.Client;
using Grpc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Twin.Grpc.Transport.Tests;

/// <summary>Calls between our own server and client over a loopback socket: ends, limits, metadata, interceptors.</summary>
public sealed class CallTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static StreamingOutputCallResponse Response(int size) => new() { Payload = Zeros(size) };

    private static Payload Zeros(int size) => new() { Body = Google.Protobuf.ByteString.CopyFrom(new byte[size]) };

    private static async Task<RpcException> Failure<T>(AsyncUnaryCall<T> call) =>
        await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.WaitAsync(TestServer.Patience));

    private static async Task<RpcException> Failure<T>(AsyncServerStreamingCall<T> call) =>
        await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext().WaitAsync(TestServer.Patience))
                continue;
        });

    /// <summary>What a duplex call ends with that is answered by these frames, read only when the client's connection is down.</summary>
    private static async Task<RpcException> FailureOfFrames(params byte[][] frames)
    {
        using var server = new FrameServer();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);
        Task answering = server.AnswerAsync(frames);
        using AsyncDuplexStreamingCall<StreamingOutputCallRequest, StreamingOutputCallResponse> call =
            new TestService.TestServiceClient(channel).FullDuplexCall();
        Task writing = call.RequestStream.WriteAsync(new StreamingOutputCallRequest());
        await answering.WaitAsync(TestServer.Patience);
        RpcException failure = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext().WaitAsync(TestServer.Patience))
                continue;
        });
        // The answer may come before the write has ended, which then fails with it; afterwards there is nobody to write to.
        await Record.ExceptionAsync(() => writing.WaitAsync(TestServer.Patience));
        await Assert.ThrowsAsync<RpcException>(() => call.RequestStream.WriteAsync(new StreamingOutputCallRequest()).WaitAsync(TestServer.Patience));
        return failure;
    }

    [Fact]
    public async Task Handler_ThrowsException_EndsUnknownWithoutItsText()
    {
        await using TestServer server = await TestServer.StartAsync(new Script { Unary = (_, _) => throw new FormatException("secret") });
        RpcException failure = await Failure(server.Client.UnaryCallAsync(new SimpleRequest()));
        Assert.Equal(new Status(StatusCode.Unknown, "Exception was thrown by handler."), failure.Status);
    }

    [Fact]
    public async Task Handler_ThrowsExceptionWithDetailedErrors_SendsTypeAndMessageButNoStackTrace()
    {
        await using TestServer server = await TestServer.StartAsync(
            new Script { Unary = (_, _) => throw new FormatException("bad") }, options => options.EnableDetailedErrors = true);
        RpcException failure = await Failure(server.Client.UnaryCallAsync(new SimpleRequest()));
        Assert.Equal("Exception was thrown by handler. FormatException: bad", failure.Status.Detail);
    }

    [Fact]
    public async Task Handler_ThrowsRpcException_SendsStatusAndTrailers()
    {
        await using TestServer server = await TestServer.StartAsync(new Script
        {
            Unary = (_, context) =>
            {
                context.ResponseTrailers.Add("own", "1");
                throw new RpcException(new Status(StatusCode.NotFound, "100% nothing: \u20ac"), new Metadata { { "grpc-status-details-bin", [1, 2, 3] } });
            },
        });
        RpcException failure = await Failure(server.Client.UnaryCallAsync(new SimpleRequest()));
        Assert.Equal(new Status(StatusCode.NotFound, "100% nothing: \u20ac"), failure.Status);
        Assert.Equal("1", failure.Trailers.GetValue("own"));
        Assert.Equal([1, 2, 3], failure.Trailers.GetValueBytes("grpc-status-details-bin"));
    }

    [Fact]
    public async Task Handler_SetsStatusAfterResponses_StatusFollowsThem()
    {
        await using TestServer server = await TestServer.StartAsync(new Script
        {
            ServerStream = async (_, responses, context) =>
            {
                await responses.WriteAsync(Response(3));
                context.Status = new Status(StatusCode.Aborted, "enough");
            },
        });
        using AsyncServerStreamingCall<StreamingOutputCallResponse> call = server.Client.StreamingOutputCall(new StreamingOutputCallRequest());
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal(new Status(StatusCode.Aborted, "enough"), (await Failure(call)).Status);
    }

    [Fact]
    public async Task Metadata_AsciiRepeatedAndBinary_ReachesHandler()
    {
        byte[] everyByte = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        await using TestServer server = await TestServer.StartAsync(new Script
        {
            Unary = (_, context) =>
            {
                // HTTP lets a client join equal headers by commas, and the runtime's does; values of bytes are taken apart again.
                Assert.Equal("a, b", string.Join(", ", context.RequestHeaders.GetAll("twice").Select(entry => entry.Value)));
                Assert.Equal([everyByte, []], context.RequestHeaders.GetAll("raw-bin").Select(entry => entry.ValueBytes));
                Assert.StartsWith("ipv4:127.0.0.1:", context.Peer, StringComparison.Ordinal);
                Assert.Equal("/grpc.testing.TestService/UnaryCall", context.Method);
                Assert.Equal(DateTime.MaxValue, context.Deadline);
                return Task.FromResult(new SimpleResponse());
            },
        }, options => options.EnableDetailedErrors = true);
        await server.Client.UnaryCallAsync(
            new SimpleRequest(), new Metadata { { "twice", "a" }, { "twice", "b" }, { "raw-bin", everyByte }, { "raw-bin", Array.Empty<byte>() } });
    }

    [Fact]
    public async Task Deadline_HandlerIgnoresToken_EndsCallWhileHandlerRuns()
    {
        var clock = new ManualTimeProvider();
        var begun = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var late = new TaskCompletionSource<Exception?>();
        await using TestServer server = await TestServer.StartAsync(
            new Script
            {
                ServerStream = async (_, responses, _) =>
                {
                    await responses.WriteAsync(Response(1));
                    begun.SetResult();
                    await release.Task;
                    late.SetResult(await Record.ExceptionAsync(() => responses.WriteAsync(Response(1))));
                },
            },
            services: services => services.AddSingleton<TimeProvider>(clock));
        // A raw header: the client's own clock is not the one that ends this call.
        using AsyncServerStreamingCall<StreamingOutputCallResponse> call = CallWithTimeout(server, "1H");
        await begun.Task.WaitAsync(TestServer.Patience);
        Assert.True(await call.ResponseStream.MoveNext());
        clock.Advance(Hour);
        Assert.Equal(StatusCode.DeadlineExceeded, (await Failure(call)).StatusCode);
        release.SetResult();
        Assert.Equal(StatusCode.DeadlineExceeded, Assert.IsType<RpcException>(await late.Task.WaitAsync(TestServer.Patience)).StatusCode);
    }

    [Fact]
    public async Task Deadline_UnaryHandlerWaitsOnToken_TokenFiresAndStatusIsDeadlineExceeded()
    {
        var clock = new ManualTimeProvider();
        var begun = new TaskCompletionSource<DateTime>();
        await using TestServer server = await TestServer.StartAsync(
            new Script
            {
                Unary = async (_, context) =>
                {
                    begun.SetResult(context.Deadline);
                    await Task.Delay(Timeout.Infinite, context.CancellationToken);
                    return new SimpleResponse();
                },
            },
            services: services => services.AddSingleton<TimeProvider>(clock));
        CallInvoker invoker = TimeoutInvoker(server, "3600S");
        using AsyncUnaryCall<SimpleResponse> call = new TestService.TestServiceClient(invoker).UnaryCallAsync(new SimpleRequest());
        Assert.Equal(DateTime.UnixEpoch + Hour, await begun.Task.WaitAsync(TestServer.Patience));
        clock.Advance(Hour);
        Assert.Equal(StatusCode.DeadlineExceeded, (await Failure(call)).StatusCode);
    }

    [Fact]
    public async Task Client_Cancels_HandlerTokenFires()
    {
        var begun = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        await using TestServer server = await TestServer.StartAsync(new Script
        {
            Unary = async (_, context) =>
            {
                using CancellationTokenRegistration registration = context.CancellationToken.Register(cancelled.SetResult);
                begun.SetResult();
                await cancelled.Task;
                return new SimpleResponse();
            },
        });
        using var source = new CancellationTokenSource();
        using AsyncUnaryCall<SimpleResponse> call = server.Client.UnaryCallAsync(new SimpleRequest(), cancellationToken: source.Token);
        await begun.Task.WaitAsync(TestServer.Patience);
        await source.CancelAsync();
        Assert.Equal(StatusCode.Cancelled, (await Failure(call)).StatusCode);
        await cancelled.Task.WaitAsync(TestServer.Patience);
    }

    [Fact]
    public async Task Client_DisposesStream_HandlerTokenFires()
    {
        var ended = new TaskCompletionSource<Exception?>();
        await using TestServer server = await TestServer.StartAsync(new Script
        {
            ServerStream = async (_, responses, context) =>
            {
                await responses.WriteAsync(Response(1));
                ended.SetResult(await Record.ExceptionAsync(() => Task.Delay(Timeout.Infinite, context.CancellationToken)));
            },
        });
        AsyncServerStreamingCall<StreamingOutputCallResponse> call = server.Client.StreamingOutputCall(new StreamingOutputCallRequest());
        Assert.True(await call.ResponseStream.MoveNext());
        call.Dispose();
        Assert.IsAssignableFrom<OperationCanceledException>(await ended.Task.WaitAsync(TestServer.Patience));
    }

    [Fact]
    public async Task Client_StopsReading_WriterWaitsAndWakesWhenClientGoes()
    {
        var ended = new TaskCompletionSource<long>();
        await using TestServer server = await TestServer.StartAsync(new Script
        {
            ServerStream = async (_, responses, _) =>
            {
                long written = 0;
                StreamingOutputCallResponse response = Response(16 * 1024);
                try
                {
                    while (true)
                    {
                        Task write = responses.WriteAsync(response);
                        if (!write.IsCompleted && written > 512 * 1024)
                            ended.TrySetResult(written);
                        await write;
                        written += 16 * 1024;
                    }
                }
                finally
                {
                    ended.TrySetResult(-1);
                }
            },
        });
        using AsyncServerStreamingCall<StreamingOutputCallResponse> call = server.Client.StreamingOutputCall(new StreamingOutputCallRequest());
        Assert.True(await call.ResponseStream.MoveNext());
        // The client's window, the server's pipe and the socket buffers together stay far below this.
        Assert.InRange(await ended.Task.WaitAsync(TestServer.Patience), 0, 64L << 20);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Host_Stops_StreamEndsUnavailable(bool handlerReturns)
    {
        await using TestServer server = await TestServer.StartAsync(new Script
        {
            ServerStream = async (_, responses, context) =>
            {
                await responses.WriteAsync(Response(1));
                Task forever = Task.Delay(Timeout.Infinite, context.CancellationToken);
                if (handlerReturns)
                    await forever.ContinueWith(_ => { }, TaskScheduler.Default);
                else
                    await forever;
            },
        });
        using AsyncServerStreamingCall<StreamingOutputCallResponse> call = server.Client.StreamingOutputCall(new StreamingOutputCallRequest());
        Assert.True(await call.ResponseStream.MoveNext());
        Task stopping = server.StopAsync();
        Assert.Equal(new Status(StatusCode.Unavailable, "The server is stopping."), (await Failure(call)).Status);
        await stopping.WaitAsync(TestServer.Patience);
    }

    [Fact]
    public async Task Host_StopsWhileHandlerReadsWithoutToken_DuplexEndsUnavailable()
    {
        await using TestServer server = await TestServer.StartAsync(new Script
        {
            Duplex = async (requests, responses, _) =>
            {
                await responses.WriteAsync(Response(1));
                await requests.MoveNext();
            },
        });
        using AsyncDuplexStreamingCall<StreamingOutputCallRequest, StreamingOutputCallResponse> call = server.Client.FullDuplexCall();
        Assert.True(await call.ResponseStream.MoveNext());
        Task stopping = server.StopAsync();
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext().WaitAsync(TestServer.Patience));
        Assert.Equal(new Status(StatusCode.Unavailable, "The server is stopping."), failure.Status);
        await stopping.WaitAsync(TestServer.Patience);
    }

    [Fact]
    public async Task Server_ResetsAfterTrailersAndClosesBeforeTheyAreRead_StatusOfTrailersHolds()
    {
        RpcException failure = await FailureOfFrames(
            FrameServer.ResponseHeaders, FrameServer.EmptyMessage, FrameServer.Trailers(14, "stopping"), FrameServer.Reset(0), FrameServer.GoAway(0));
        Assert.Equal(new Status(StatusCode.Unavailable, "stopping"), failure.Status);
    }

    [Theory]
    [InlineData(0, StatusCode.Internal)]
    [InlineData(1, StatusCode.Internal)]
    [InlineData(7, StatusCode.Unavailable)]
    [InlineData(8, StatusCode.Cancelled)]
    [InlineData(11, StatusCode.ResourceExhausted)]
    [InlineData(12, StatusCode.PermissionDenied)]
    public async Task Server_ResetsBeforeTrailers_StatusIsThatOfTheError(int error, StatusCode status)
    {
        RpcException failure = await FailureOfFrames(FrameServer.ResponseHeaders, FrameServer.EmptyMessage, FrameServer.Reset(error));
        Assert.Equal(status, failure.StatusCode);
        Assert.Contains($"HTTP/2 error {error}.", failure.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_GoesAwayBeforeTrailers_IsUnavailable()
    {
        RpcException failure = await FailureOfFrames(FrameServer.ResponseHeaders, FrameServer.EmptyMessage, FrameServer.GoAway(0));
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.Contains("closed the connection", failure.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_LargerThanLimit_IsResourceExhausted()
    {
        await using TestServer server = await TestServer.StartAsync(new Script(), options => options.MaxReceiveMessageSize = 1000);
        await server.Client.UnaryCallAsync(new SimpleRequest { Payload = Zeros(900) });
        RpcException failure = await Failure(server.Client.UnaryCallAsync(new SimpleRequest { Payload = Zeros(1000) }));
        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
    }

    [Fact]
    public async Task Request_InflatesBeyondLimit_IsResourceExhausted()
    {
        await using TestServer server = await TestServer.StartAsync(new Script(), options => options.MaxReceiveMessageSize = 100_000);
        RpcException failure = await Failure(server.Client.UnaryCallAsync(
            new SimpleRequest { Payload = Zeros(1_000_000) }, new Metadata { { "grpc-internal-encoding-request", "gzip" } }));
        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
        Assert.Contains("inflates", failure.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Response_LargerThanServerLimit_IsResourceExhausted()
    {
        await using TestServer server = await TestServer.StartAsync(
            new Script { Unary = (_, _) => Task.FromResult(new SimpleResponse { Payload = Zeros(2000) }) }, options => options.MaxSendMessageSize = 1000);
        Assert.Equal(StatusCode.ResourceExhausted, (await Failure(server.Client.UnaryCallAsync(new SimpleRequest()))).StatusCode);
    }

    [Fact]
    public async Task Response_LargerThanClientLimit_IsResourceExhausted()
    {
        await using TestServer server = await TestServer.StartAsync(
            new Script { Unary = (_, _) => Task.FromResult(new SimpleResponse { Payload = Zeros(2000) }) });
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address, new GrpcChannelOptions { MaxReceiveMessageSize = 1000 });
        RpcException failure = await Failure(new TestService.TestServiceClient(channel).UnaryCallAsync(new SimpleRequest()));
        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(65_529)]
    [InlineData(65_536)]
    [InlineData(3_000_000)]
    public async Task Unary_AnySizeWithAndWithoutGzip_RoundTrips(int size)
    {
        Script echo = new() { Unary = (request, _) => Task.FromResult(new SimpleResponse { Payload = request.Payload }) };
        await using TestServer plain = await TestServer.StartAsync(echo);
        await using TestServer gzip = await TestServer.StartAsync(echo, options => options.ResponseCompressionAlgorithm = "gzip");
        byte[] body = new byte[size];
        for (int i = 0; i < size; i++)
            body[i] = (byte)(i * 31 >> 3);
        var request = new SimpleRequest { Payload = new Payload { Body = Google.Protobuf.ByteString.CopyFrom(body) } };
        var compress = new Metadata { { "grpc-internal-encoding-request", "gzip" } };
        Assert.Equal(request.Payload, (await plain.Client.UnaryCallAsync(request)).Payload);
        Assert.Equal(request.Payload, (await gzip.Client.UnaryCallAsync(request)).Payload);
        Assert.Equal(request.Payload, (await gzip.Client.UnaryCallAsync(request, compress)).Payload);
    }

    [Fact]
    public async Task ServerStream_BufferHint_AllArriveInOrder()
    {
        const int count = 20_000;
        await using TestServer server = await TestServer.StartAsync(new Script
        {
            ServerStream = async (_, responses, _) =>
            {
                responses.WriteOptions = new WriteOptions(WriteFlags.BufferHint);
                for (int i = 0; i < count; i++)
                    await responses.WriteAsync(Response(i % 50));
            },
        });
        using AsyncServerStreamingCall<StreamingOutputCallResponse> call = server.Client.StreamingOutputCall(new StreamingOutputCallRequest());
        int index = 0;
        await foreach (StreamingOutputCallResponse response in call.ResponseStream.ReadAllAsync())
            Assert.Equal(index++ % 50, response.Payload.Body.Length);
        Assert.Equal(count, index);
    }

    [Fact]
    public async Task ServerStream_ReaderKeepsUp_WritingAllocatesNothing()
    {
        const int batch = 100;
        var allocated = new TaskCompletionSource<long>();
        await using TestServer server = await TestServer.StartAsync(new Script
        {
            ServerStream = async (_, responses, _) =>
            {
                // Buffered writes stay on this thread, so that its count is theirs; 100 x 16 bytes fit into the pipe's segment.
                responses.WriteOptions = new WriteOptions(WriteFlags.BufferHint);
                StreamingOutputCallResponse response = Response(9);
                for (int i = 0; i < batch; i++)
                    await responses.WriteAsync(response);
                AllocationWindow window = AllocationWindow.Open();
                for (int i = 0; i < batch; i++)
                {
                    Task write = responses.WriteAsync(response);
                    Assert.True(write.IsCompletedSuccessfully);
                }

                allocated.SetResult(window.Bytes);
            },
        });
        using AsyncServerStreamingCall<StreamingOutputCallResponse> call = server.Client.StreamingOutputCall(new StreamingOutputCallRequest());
        int count = 0;
        while (await call.ResponseStream.MoveNext())
            count++;
        Assert.Equal(2 * batch, count);
        Assert.Equal(0, await allocated.Task);
    }

    [Fact]
    public async Task ServerStream_NullResponse_EndsUnknownAfterWhatWasSent()
    {
        await using TestServer server = await TestServer.StartAsync(new Script
        {
            ServerStream = async (_, responses, _) =>
            {
                await responses.WriteAsync(Response(5));
                await responses.WriteAsync(null!);
            },
        });
        using AsyncServerStreamingCall<StreamingOutputCallResponse> call = server.Client.StreamingOutputCall(new StreamingOutputCallRequest());
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.Unknown, (await Failure(call)).StatusCode);
    }

    [Fact]
    public async Task Interceptors_OnBothSides_RunInOrder()
    {
        var seen = new List<string>();
        await using TestServer server = await TestServer.StartAsync(
            new Script
            {
                Unary = (_, context) =>
                {
                    seen.Add("handler " + context.RequestHeaders.GetValue("added"));
                    return Task.FromResult(new SimpleResponse());
                },
            },
            options =>
            {
                options.Interceptors.Add<Recorder>("first", seen);
                options.Interceptors.Add<Recorder>("second", seen);
            });
        CallInvoker invoker = server.Channel.Intercept(new Recorder("client", seen))
            .Intercept(headers => [.. headers, new Metadata.Entry("added", "yes")]);
        await new TestService.TestServiceClient(invoker).UnaryCallAsync(new SimpleRequest());
        Assert.Equal(["client", "first", "second", "handler yes"], seen);
    }

    [Fact]
    public async Task Service_RegisteredScoped_OneInstancePerCallDisposedAfterwards()
    {
        await using TestServer server = await TestServer.StartAsync<DisposableService>(services: services => services.AddSingleton<List<string>>());
        await server.Client.EmptyCallAsync(new Empty());
        await server.Client.EmptyCallAsync(new Empty());
        Assert.Equal(["made", "called", "disposed", "made", "called", "disposed"], server.Get<List<string>>());
    }

    [Fact]
    public async Task Credentials_OfCall_AreSentOnlyWhenPlaintextIsAllowed()
    {
        var seen = new List<string?>();
        await using TestServer server = await TestServer.StartAsync(new Script
        {
            Unary = (_, context) =>
            {
                seen.Add(context.RequestHeaders.GetValue("authorization"));
                return Task.FromResult(new SimpleResponse());
            },
        });
        CallCredentials credentials = CallCredentials.FromInterceptor((_, metadata) =>
        {
            metadata.Add("authorization", "Bearer t");
            return Task.CompletedTask;
        });
        foreach (bool allowed in new[] { false, true })
        {
            using GrpcChannel channel = GrpcChannel.ForAddress(server.Address, new GrpcChannelOptions
            {
                Credentials = ChannelCredentials.Create(ChannelCredentials.Insecure, credentials),
                UnsafeUseInsecureChannelCallCredentials = allowed,
            });
            await new TestService.TestServiceClient(channel).UnaryCallAsync(new SimpleRequest());
        }

        Assert.Equal([null, "Bearer t"], seen);
    }

    [Fact]
    public async Task Health_StatusChanges_WatcherSeesThem()
    {
        await using TestServer server = await TestServer.StartAsync(new Script());
        HealthServiceImpl health = server.Get<HealthServiceImpl>();
        var client = new Health.HealthClient(server.Channel);
        using AsyncServerStreamingCall<HealthCheckResponse> watch = client.Watch(new HealthCheckRequest { Service = "a" });
        Assert.True(await watch.ResponseStream.MoveNext());
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.ServiceUnknown, watch.ResponseStream.Current.Status);
        health.SetStatus("a", HealthCheckResponse.Types.ServingStatus.Serving);
        Assert.True(await watch.ResponseStream.MoveNext());
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, watch.ResponseStream.Current.Status);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, client.Check(new HealthCheckRequest()).Status);
        await server.StopAsync();
        Assert.Equal(StatusCode.Unavailable, (await Failure(watch)).StatusCode);
    }

    [Fact]
    public async Task Channel_NoServer_IsUnavailable()
    {
        TestServer server = await TestServer.StartAsync(new Script());
        string address = server.Address;
        await server.DisposeAsync();
        using GrpcChannel channel = GrpcChannel.ForAddress(address);
        RpcException failure = await Failure(new TestService.TestServiceClient(channel).UnaryCallAsync(new SimpleRequest()));
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
    }

    private static CallInvoker TimeoutInvoker(TestServer server, string timeout) =>
        GrpcChannel.ForAddress(server.Address, new GrpcChannelOptions { HttpHandler = new TimeoutHandler(timeout), DisposeHttpClient = true })
            .CreateCallInvoker();

    private static AsyncServerStreamingCall<StreamingOutputCallResponse> CallWithTimeout(TestServer server, string timeout) =>
        new TestService.TestServiceClient(TimeoutInvoker(server, timeout)).StreamingOutputCall(new StreamingOutputCallRequest());

    /// <summary>Adds a timeout that the client itself does not watch.</summary>
    private sealed class TimeoutHandler(string timeout) : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.TryAddWithoutValidation("grpc-timeout", timeout);
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class Recorder(string name, List<string> seen) : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            seen.Add(name);
            return continuation(request, context);
        }

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            seen.Add(name);
            return continuation(request, context);
        }
    }

    private sealed class DisposableService : TestService.TestServiceBase, IDisposable
    {
        private readonly List<string> _seen;

        public DisposableService(List<string> seen)
        {
            _seen = seen;
            seen.Add("made");
        }

        public override Task<Empty> EmptyCall(Empty request, ServerCallContext context)
        {
            _seen.Add("called");
            return Task.FromResult(new Empty());
        }

        public void Dispose() => _seen.Add("disposed");
    }
}
