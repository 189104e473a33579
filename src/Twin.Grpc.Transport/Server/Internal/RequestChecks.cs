using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Twin.Grpc.Transport.Wire;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Tells gRPC requests from others and refuses what cannot be served.</summary>
internal static class RequestChecks
{
    public static bool IsGrpc(string? contentType) =>
        contentType is not null
        && contentType.StartsWith(MetadataHeaders.ContentType, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == MetadataHeaders.ContentType.Length || contentType[MetadataHeaders.ContentType.Length] is '+' or ';');

    /// <summary>Whether a request can be served; if not, it has been answered.</summary>
    public static bool Accept(HttpContext context)
    {
        if (!IsGrpc(context.Request.ContentType))
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            WriteStatus(
                context.Response.Headers,
                new Status(StatusCode.Internal, $"The content type '{context.Request.ContentType}' is not {MetadataHeaders.ContentType}."));
            return false;
        }

        if (!HttpProtocol.IsHttp2(context.Request.Protocol) && !HttpProtocol.IsHttp3(context.Request.Protocol))
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            context.Response.Headers.Upgrade = "h2c";
            WriteStatus(context.Response.Headers, new Status(StatusCode.Internal, $"gRPC needs HTTP/2; the request came by {context.Request.Protocol}."));
            return false;
        }

        return true;
    }

    /// <summary>Lifts the limits that fit a web page and not a stream of messages: total size and rate of the request body.</summary>
    public static void LiftBodyLimits(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
        if (context.Features.Get<Microsoft.AspNetCore.Server.Kestrel.Core.Features.IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
    }

    /// <summary>Ends a call that has sent nothing with a single block of headers.</summary>
    public static void EndWithoutMessages(HttpContext context, Status status)
    {
        context.Response.ContentType = MetadataHeaders.ContentType;
        WriteStatus(context.Response.Headers, status);
    }

    public static void WriteStatus(IHeaderDictionary headers, Status status)
    {
        headers[MetadataHeaders.StatusKey] = status.StatusCode == StatusCode.OK
            ? "0"
            : ((int)status.StatusCode).ToString(CultureInfo.InvariantCulture);
        if (status.Detail.Length > 0)
            headers[MetadataHeaders.MessageKey] = PercentEncoding.Encode(status.Detail);
    }
}
