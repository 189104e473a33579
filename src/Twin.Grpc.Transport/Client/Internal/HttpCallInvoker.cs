using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>Makes calls over a channel.</summary>
internal sealed class HttpCallInvoker(GrpcChannel channel) : CallInvoker
{
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        using AsyncUnaryCall<TResponse> call = AsyncUnaryCall(method, host, options, request);
        return call.ResponseAsync.GetAwaiter().GetResult();
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = new ClientCall<TRequest, TResponse>(channel, method, host, options);
        call.Start(new SingleRequestContent<TRequest, TResponse>(call, request));
        return new AsyncUnaryCall<TResponse>(
            call.ReadSingleAsync(), Headers<TRequest, TResponse>, Status<TRequest, TResponse>, Trailers<TRequest, TResponse>, End<TRequest, TResponse>, call);
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = new ClientCall<TRequest, TResponse>(channel, method, host, options);
        call.Start(new SingleRequestContent<TRequest, TResponse>(call, request));
        return new AsyncServerStreamingCall<TResponse>(
            call, Headers<TRequest, TResponse>, Status<TRequest, TResponse>, Trailers<TRequest, TResponse>, End<TRequest, TResponse>, call);
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var call = new ClientCall<TRequest, TResponse>(channel, method, host, options);
        var requests = new RequestStream<TRequest, TResponse>(call);
        call.Start(requests.Content);
        return new AsyncClientStreamingCall<TRequest, TResponse>(
            requests,
            call.ReadSingleAsync(),
            Headers<TRequest, TResponse>,
            Status<TRequest, TResponse>,
            Trailers<TRequest, TResponse>,
            End<TRequest, TResponse>,
            call);
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var call = new ClientCall<TRequest, TResponse>(channel, method, host, options);
        var requests = new RequestStream<TRequest, TResponse>(call);
        call.Start(requests.Content);
        return new AsyncDuplexStreamingCall<TRequest, TResponse>(
            requests, call, Headers<TRequest, TResponse>, Status<TRequest, TResponse>, Trailers<TRequest, TResponse>, End<TRequest, TResponse>, call);
    }

    private static Task<Metadata> Headers<TRequest, TResponse>(object call)
        where TRequest : class
        where TResponse : class => ((ClientCall<TRequest, TResponse>)call).ResponseHeadersAsync;

    private static Status Status<TRequest, TResponse>(object call)
        where TRequest : class
        where TResponse : class => ((ClientCall<TRequest, TResponse>)call).GetStatus();

    private static Metadata Trailers<TRequest, TResponse>(object call)
        where TRequest : class
        where TResponse : class => ((ClientCall<TRequest, TResponse>)call).GetTrailers();

    private static void End<TRequest, TResponse>(object call)
        where TRequest : class
        where TResponse : class => ((ClientCall<TRequest, TResponse>)call).Dispose();
}
