using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Answers gRPC calls that no service has, and leaves all other requests alone.</summary>
internal static class UnimplementedRoute
{
    public const string ConstraintName = "grpcunimplemented";

    public static void Map(IEndpointRouteBuilder builder, HashSet<string> knownServices) =>
        builder.MapPost("{unimplementedService}/{unimplementedMethod:" + ConstraintName + "}", context =>
        {
            string? service = context.Request.RouteValues["unimplementedService"] as string;
            string detail = service is not null && knownServices.Contains(service)
                ? $"The service {service} has no method '{context.Request.RouteValues["unimplementedMethod"]}'."
                : $"There is no service '{service}' here.";
            RequestChecks.EndWithoutMessages(context, new Status(StatusCode.Unimplemented, detail));
            return Task.CompletedTask;
        }).WithDisplayName("gRPC - unimplemented");

    /// <summary>Matches only requests that are gRPC calls.</summary>
    internal sealed class ContentTypeConstraint : IRouteConstraint
    {
        public bool Match(
            HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
            httpContext is not null && RequestChecks.IsGrpc(httpContext.Request.ContentType);
    }
}
