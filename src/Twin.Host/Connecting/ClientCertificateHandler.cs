using System.Security.Authentication;
using Grpc.Core;

namespace Twin.Host.Connecting;

/// <summary>Says of a connection that ended without a word, before anything was answered, whether a certificate of the client may be why.</summary>
/// <remarks>
/// Under TLS 1.3 a client has done its part of the handshake before the server looks at its certificate: what it learns of a refusal is that the connection is closed. Whether the server asked for a certificate it is
/// told before.
/// </remarks>
internal sealed class ClientCertificateHandler : DelegatingHandler
{
    private readonly bool _shows;
    private volatile bool _wasAsked;
    private volatile bool _wasAnswered;

    /// <summary>Puts it around the handler of a channel.</summary>
    /// <param name="inner">The handler; its TLS options are set.</param>
    public ClientCertificateHandler(SocketsHttpHandler inner)
        : base(inner)
    {
        _shows = inner.SslOptions.ClientCertificateContext is not null;
        if (!_shows)
        {
            // Asked once before anything is known of the server, and again when it wants one.
            inner.SslOptions.LocalCertificateSelectionCallback = (_, _, _, server, _) =>
            {
                _wasAsked |= server is not null;
                return null!;
            };
        }
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            _wasAnswered = true;
            return response;
        }
        catch (HttpRequestException exception) when ((_wasAsked || _shows) && !_wasAnswered && IsClosed(exception))
        {
            string message = _shows
                ? "The server closed the connection. It may not accept the certificate of --cert, which has to be signed by an authority that it knows for clients."
                : "The server wants a certificate of the client and was shown none: --cert FILE gives it, with --key FILE where its key has a file of its own.";
            throw new RpcException(new Status(StatusCode.Unavailable, message, new ClientCertificateException(message, exception)));
        }
    }

    // Once there was a connection. What this end has against the server says so itself.
    private static bool IsClosed(HttpRequestException exception) =>
        exception.HttpRequestError is not (HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.ProxyTunnelError or HttpRequestError.VersionNegotiationError)
        && exception.InnerException is not AuthenticationException;
}
