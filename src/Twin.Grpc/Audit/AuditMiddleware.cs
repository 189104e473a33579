using System.Globalization;
using System.Net.Sockets;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Twin.Grpc.Access;

namespace Twin.Grpc.Audit;

/// <summary>Writes the audit of commands that never came to the interceptor, because the request could not be read.</summary>
/// <param name="policy">Tells who calls.</param>
/// <param name="roles">Tells which methods are audited.</param>
/// <param name="audit">The audit.</param>
internal sealed class AuditMiddleware(IAccessPolicy policy, MethodRoles roles, AuditLog audit) : IMiddleware
{
    private const string StatusKey = "grpc-status";
    private const string MessageKey = "grpc-message";
    private static readonly object AuditedKey = new();

    /// <summary>Says that the entry of a call is being written.</summary>
    /// <param name="context">The call.</param>
    public static void MarkAsAudited(HttpContext context) => context.Items[AuditedKey] = AuditedKey;

    /// <inheritdoc/>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        MethodAccess? method = context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is { } called ? roles.Of(called.Method.FullName) : null;
        if (method?.IsAudited != true)
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        Caller caller = policy.Identify(context);
        string peer = PeerOf(context.Connection);
        await next(context).ConfigureAwait(false);
        if (!context.Items.ContainsKey(AuditedKey))
        {
            audit.Write(method.Name, caller, peer, null, ReadStatus(context), null);
        }
    }

    // As ServerCallContext.Peer has it.
    private static string PeerOf(ConnectionInfo connection) => connection.RemoteIpAddress switch
    {
        null => "unknown",
        { AddressFamily: AddressFamily.InterNetworkV6 } address => string.Create(CultureInfo.InvariantCulture, $"ipv6:[{address}]:{connection.RemotePort}"),
        { } address => string.Create(CultureInfo.InvariantCulture, $"ipv4:{address}:{connection.RemotePort}"),
    };

    private static Status ReadStatus(HttpContext context)
    {
        IHeaderDictionary? trailers = context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers;
        IHeaderDictionary headers = context.Response.Headers;
        StringValues code = Find(StatusKey);
        string message = Uri.UnescapeDataString(Find(MessageKey).ToString());
        return int.TryParse(code.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? new Status((StatusCode)number, message)
            : new Status(StatusCode.Cancelled, "the call was broken off before its request was complete");

        StringValues Find(string key) => headers.TryGetValue(key, out StringValues value) || trailers?.TryGetValue(key, out value) == true ? value : default;
    }
}
