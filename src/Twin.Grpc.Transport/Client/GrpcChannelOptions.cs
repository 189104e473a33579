using Grpc.Core;
using Grpc.Net.Compression;
using Microsoft.Extensions.Logging;
using Twin.Grpc.Transport.Wire;

namespace Grpc.Net.Client;

/// <summary>Options of a channel.</summary>
public sealed class GrpcChannelOptions
{
    /// <summary>Credentials; null to follow the scheme of the address.</summary>
    public ChannelCredentials? Credentials { get; set; }

    /// <summary>Largest message that is sent, in bytes; null, the default, for no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>Largest message that is received, in bytes after inflation; 4 MiB by default, null for no limit.</summary>
    public int? MaxReceiveMessageSize { get; set; } = MessageFrame.DefaultMaxReceiveSize;

    /// <summary>Encodings that are understood beside gzip.</summary>
    public IList<ICompressionProvider>? CompressionProviders { get; set; }

    /// <summary>Handler that carries the requests; null for a <see cref="SocketsHttpHandler"/> of the channel's own. It must speak HTTP/2 with trailers.</summary>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>Client that carries the requests, instead of a handler.</summary>
    public HttpClient? HttpClient { get; set; }

    /// <summary>Whether the channel disposes a handler or client that was given to it.</summary>
    public bool DisposeHttpClient { get; set; }

    /// <summary>Where the channel logs; null for nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Whether a call that is cancelled or late throws <see cref="OperationCanceledException"/> instead of <see cref="RpcException"/>.</summary>
    public bool ThrowOperationCanceledOnCancellation { get; set; }

    /// <summary>Whether credentials of calls are sent without TLS; off by default, since anyone on the way can read them.</summary>
    public bool UnsafeUseInsecureChannelCallCredentials { get; set; }
}
