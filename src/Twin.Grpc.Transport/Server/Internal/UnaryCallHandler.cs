using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Runs the calls of a unary method.</summary>
internal sealed class UnaryCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, CallSettings settings, UnaryServerMethod<TRequest, TResponse> handler)
    : CallHandler<TRequest, TResponse>(method, settings)
    where TRequest : class
    where TResponse : class
{
    protected override async Task InvokeAsync(HttpContextServerCallContext call)
    {
        TRequest request = await Requests(call).ReadSingleAsync().ConfigureAwait(false);
        TResponse response = await handler(request, call).ConfigureAwait(false);
        await WriteSingleAsync(call, response).ConfigureAwait(false);
    }
}
