using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Runs the calls of one method from request to status.</summary>
internal abstract class CallHandler<TRequest, TResponse>(Method<TRequest, TResponse> method, CallSettings settings)
    where TRequest : class
    where TResponse : class
{
    private readonly bool _streaming = method.Type != MethodType.Unary;
    private readonly bool _streamingResponse = method.Type is MethodType.ServerStreaming or MethodType.DuplexStreaming;

    public async Task HandleAsync(HttpContext httpContext)
    {
        if (!RequestChecks.Accept(httpContext))
            return;
        // Routes do not tell upper from lower case, and method names do.
        if (httpContext.Request.Path.Value?.EndsWith(method.FullName, StringComparison.Ordinal) != true)
        {
            RequestChecks.EndWithoutMessages(httpContext, new Status(StatusCode.Unimplemented, $"There is no method '{httpContext.Request.Path}' here."));
            return;
        }

        RequestChecks.LiftBodyLimits(httpContext);
        var call = new HttpContextServerCallContext(httpContext, method, settings);
        try
        {
            call.Begin(_streaming);
            await InvokeAsync(call).ConfigureAwait(false);
            await call.CompleteAsync(_streamingResponse).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await call.FailAsync(exception).ConfigureAwait(false);
        }
        finally
        {
            call.Release();
        }
    }

    protected abstract Task InvokeAsync(HttpContextServerCallContext call);

    protected RequestReader<TRequest> Requests(HttpContextServerCallContext call) =>
        new(call, method.RequestMarshaller.ContextualDeserializer);

    protected ServerStreamWriter<TResponse> Responses(HttpContextServerCallContext call) =>
        new(call, method.ResponseMarshaller.ContextualSerializer);

    protected Task WriteSingleAsync(HttpContextServerCallContext call, TResponse? response)
    {
        // A client of these kinds expects no message with a failure.
        if (call.Status.StatusCode != StatusCode.OK)
            return Task.CompletedTask;
        return response is null
            ? throw new RpcException(new Status(StatusCode.Cancelled, "The handler returned no message."))
            : call.Writer.WriteAsync(response, method.ResponseMarshaller.ContextualSerializer, call.WriteOptions, flush: false);
    }
}
