using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Runs the calls of a server streaming method.</summary>
internal sealed class ServerStreamingCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, CallSettings settings, ServerStreamingServerMethod<TRequest, TResponse> handler)
    : CallHandler<TRequest, TResponse>(method, settings)
    where TRequest : class
    where TResponse : class
{
    protected override async Task InvokeAsync(HttpContextServerCallContext call)
    {
        TRequest request = await Requests(call).ReadSingleAsync().ConfigureAwait(false);
        await handler(request, Responses(call), call).ConfigureAwait(false);
    }
}
