using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Runs the calls of a client streaming method.</summary>
internal sealed class ClientStreamingCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, CallSettings settings, ClientStreamingServerMethod<TRequest, TResponse> handler)
    : CallHandler<TRequest, TResponse>(method, settings)
    where TRequest : class
    where TResponse : class
{
    protected override async Task InvokeAsync(HttpContextServerCallContext call)
    {
        TResponse response = await handler(Requests(call), call).ConfigureAwait(false);
        await WriteSingleAsync(call, response).ConfigureAwait(false);
    }
}
