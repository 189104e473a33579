using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Runs the calls of a duplex streaming method.</summary>
internal sealed class DuplexStreamingCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, CallSettings settings, DuplexStreamingServerMethod<TRequest, TResponse> handler)
    : CallHandler<TRequest, TResponse>(method, settings)
    where TRequest : class
    where TResponse : class
{
    protected override Task InvokeAsync(HttpContextServerCallContext call) => handler(Requests(call), Responses(call), call);
}
