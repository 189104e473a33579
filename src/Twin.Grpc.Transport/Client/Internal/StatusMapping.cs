using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using Grpc.Core;
using Twin.Grpc.Transport.Wire;

namespace Grpc.Net.Client.Internal;

/// <summary>Makes a status from what HTTP delivered or from the exception that it failed with.</summary>
internal static class StatusMapping
{
    private const int Http2NoError = 0;
    private const int Http2RefusedStream = 7;
    private const int Http2Cancel = 8;
    private const int Http2EnhanceYourCalm = 11;
    private const int Http2InadequateSecurity = 12;

    /// <summary>The status in headers or trailers, or null if there is none.</summary>
    public static Status? Read(HttpHeaders headers)
    {
        if (!headers.NonValidated.TryGetValues(MetadataHeaders.StatusKey, out var text))
            return null;
        string detail = headers.NonValidated.TryGetValues(MetadataHeaders.MessageKey, out var message)
            ? PercentEncoding.Decode(message.ToString())
            : "";
        return int.TryParse(text.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out int code)
            ? new Status(code <= (int)StatusCode.Unauthenticated ? (StatusCode)code : StatusCode.Unknown, detail)
            : new Status(StatusCode.Unknown, $"The server sent the status '{text}', which is no number.");
    }

    /// <summary>Headers or trailers as metadata.</summary>
    public static Metadata ReadMetadata(HttpHeaders headers)
    {
        var metadata = new Metadata();
        foreach ((string key, HeaderStringValues values) in headers.NonValidated)
            if (!MetadataHeaders.IsReserved(key))
                foreach (string value in values)
                    MetadataHeaders.AddReceived(metadata, key, value);
        return metadata;
    }

    /// <summary>The status of a response that is not gRPC; gRPC, "HTTP to gRPC Status Code Mapping".</summary>
    public static Status FromHttp(HttpStatusCode code)
    {
        StatusCode status = code switch
        {
            HttpStatusCode.BadRequest => StatusCode.Internal,
            HttpStatusCode.Unauthorized => StatusCode.Unauthenticated,
            HttpStatusCode.Forbidden => StatusCode.PermissionDenied,
            HttpStatusCode.NotFound => StatusCode.Unimplemented,
            HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout =>
                StatusCode.Unavailable,
            _ => StatusCode.Unknown,
        };
        return new Status(status, $"The server answered with HTTP status {(int)code} instead of a gRPC response.");
    }

    /// <summary>The status of a call that failed with an exception.</summary>
    public static Status FromException(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case RpcException known:
                    return known.Status;
                case HttpProtocolException closed when IsGoodbye(closed):
                    return new Status(StatusCode.Unavailable, "The server closed the connection before the call had ended.", exception);
                case HttpProtocolException reset:
                    return new Status(FromReset(reset.ErrorCode), $"The server reset the call with HTTP/2 error {reset.ErrorCode}.", exception);
                case AuthenticationException untrusted:
                    // What TLS says is wrong with whom is in this one; the outer exception says only that something is.
                    return new Status(StatusCode.Unavailable, $"The server cannot be reached. {untrusted.Message}", exception);
                case OperationCanceledException:
                    return new Status(StatusCode.Cancelled, "The call was cancelled.", exception);
                default:
                    break;
            }
        }

        return exception is HttpRequestException or IOException
            ? new Status(StatusCode.Unavailable, $"The server cannot be reached. {exception.Message}", exception)
            : new Status(StatusCode.Internal, $"The call failed. {exception.GetType().Name}: {exception.Message}", exception);
    }

    // A GOAWAY without error and then the end of the connection, as a server does that stops: the connection is gone, the call was not reset.
    // HttpClient tells the two apart by its text alone; it is not translated, and should it change, the table below holds.
    private static bool IsGoodbye(HttpProtocolException exception) =>
        exception.ErrorCode == Http2NoError && exception.Message.Contains("closed the connection", StringComparison.Ordinal);

    // gRPC over HTTP/2, "Errors": what a reset of the stream means.
    private static StatusCode FromReset(long error) => error switch
    {
        Http2NoError => StatusCode.Internal,
        Http2RefusedStream => StatusCode.Unavailable,
        Http2Cancel => StatusCode.Cancelled,
        Http2EnhanceYourCalm => StatusCode.ResourceExhausted,
        Http2InadequateSecurity => StatusCode.PermissionDenied,
        _ => StatusCode.Internal,
    };
}
