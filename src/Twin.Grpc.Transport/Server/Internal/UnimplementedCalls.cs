using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Answers gRPC calls that no service has, and leaves all other requests alone.</summary>
/// <remarks>
/// It stands behind everything else rather than being a route: a route with parameters would be one more candidate for each call, and
/// two candidates cost more than the rest of the routing.
/// </remarks>
internal sealed class UnimplementedCalls(GrpcServer server) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => application =>
    {
        next(application);
        application.Use((context, further) => IsCall(context.Request, out string service, out string method) ? Answer(context, service, method) : further(context));
    };

    // One segment for the service and one for the method: what a client sends that means a service of this host.
    private bool IsCall(HttpRequest request, out string service, out string method)
    {
        (service, method) = ("", "");
        if (!server.AnswersUnknown || !HttpMethods.IsPost(request.Method) || !RequestChecks.IsGrpc(request.ContentType))
            return false;
        string path = request.Path.Value ?? "";
        int slash = path.LastIndexOf('/');
        if (slash <= 1 || slash == path.Length - 1 || path.IndexOf('/', 1) != slash)
            return false;
        (service, method) = (path[1..slash], path[(slash + 1)..]);
        return true;
    }

    private Task Answer(HttpContext context, string service, string method)
    {
        string detail = server.KnownServices.Contains(service)
            ? $"The service {service} has no method '{method}'."
            : $"There is no service '{service}' here.";
        RequestChecks.EndWithoutMessages(context, new Status(StatusCode.Unimplemented, detail));
        return Task.CompletedTask;
    }
}
