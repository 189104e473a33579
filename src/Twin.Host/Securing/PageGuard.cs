using Grpc.AspNetCore.Server;
using Twin.Grpc.Access;
using Twin.V1;

namespace Twin.Host.Securing;

/// <summary>Lets only callers with the role read see the pages, but for those that are open to everyone.</summary>
/// <param name="policy">Tells who calls.</param>
internal sealed class PageGuard(IAccessPolicy policy) : IMiddleware
{
    /// <inheritdoc/>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        // Methods have a gate of their own, which knows the role of each.
        if (context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<GrpcMethodMetadata>() is not null || endpoint.Metadata.GetMetadata<OpenPage>() is not null)
        {
            return next(context);
        }

        Caller caller = policy.Identify(context);
        if (caller.Refusal is null && caller.Role >= Role.Read)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"twin\"";
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync($"{caller.Refusal} The role 'read' or a higher one is needed.\n", context.RequestAborted);
    }
}
