using System.Collections.Concurrent;
using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Client.Internal;
using Grpc.Net.Compression;
using Twin.Grpc.Transport.Wire;

namespace Grpc.Net.Client;

/// <summary>A channel over HTTP/2, with TLS for <c>https</c> addresses and in plaintext for <c>http</c>; may be used by many threads.</summary>
/// <remarks>The connection is opened by the first call and opened anew when it was lost.</remarks>
public sealed class GrpcChannel : ChannelBase, IDisposable
{
    private readonly HttpMessageInvoker _http;
    private readonly bool _ownsHttp;
    private readonly ConcurrentDictionary<string, Uri> _methods = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<IDisposable, byte> _activeCalls = new();
    private volatile bool _disposed;

    private GrpcChannel(Uri address, GrpcChannelOptions options) : base(address.Authority)
    {
        if (options.HttpHandler is not null && options.HttpClient is not null)
            throw new ArgumentException("Either HttpHandler or HttpClient can be set, not both.", nameof(options));
        Address = address;
        bool secure = address.Scheme == Uri.UriSchemeHttps;
        if (!secure && address.Scheme != Uri.UriSchemeHttp)
            throw new ArgumentException($"The scheme of the address '{address}' must be http or https.", nameof(address));
        if (options.Credentials is { } credentials && credentials.IsSecure != secure)
            throw new ArgumentException($"The credentials do not fit the scheme of the address '{address}'.", nameof(options));
        if (options.Credentials?.HasOwnCertificates == true)
            throw new InvalidOperationException(
                $"{nameof(SslCredentials)} with certificates of their own are not supported: set authorities and client certificate on the {nameof(GrpcChannelOptions.HttpHandler)}.");
        PerCallCredentials = options.Credentials?.PerCall;
        SendsCallCredentials = secure || options.UnsafeUseInsecureChannelCallCredentials;
        MaxSendSize = options.MaxSendMessageSize;
        MaxReceiveSize = options.MaxReceiveMessageSize;
        ThrowsCancellation = options.ThrowOperationCanceledOnCancellation;
        Compression = new MessageCompression([new GzipCompressionProvider(CompressionLevel.Fastest), .. options.CompressionProviders ?? []]);
        _ownsHttp = options.DisposeHttpClient || (options.HttpHandler is null && options.HttpClient is null);
        _http = options.HttpClient
            ?? new HttpMessageInvoker(options.HttpHandler ?? CreateHandler(secure), disposeHandler: _ownsHttp);
    }

    internal Uri Address { get; }

    internal CallCredentials? PerCallCredentials { get; }

    internal bool SendsCallCredentials { get; }

    internal int? MaxSendSize { get; }

    internal int? MaxReceiveSize { get; }

    internal bool ThrowsCancellation { get; }

    internal MessageCompression Compression { get; }

    internal TimeProvider Time { get; } = TimeProvider.System;

    /// <summary>Makes a channel to an address such as <c>http://127.0.0.1:50051</c>.</summary>
    public static GrpcChannel ForAddress(string address) => ForAddress(address, new GrpcChannelOptions());

    /// <summary>Makes a channel with options.</summary>
    public static GrpcChannel ForAddress(string address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        return ForAddress(new Uri(address), channelOptions);
    }

    /// <summary>Makes a channel to an address.</summary>
    public static GrpcChannel ForAddress(Uri address) => ForAddress(address, new GrpcChannelOptions());

    /// <summary>Makes a channel with options.</summary>
    public static GrpcChannel ForAddress(Uri address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(channelOptions);
        return new GrpcChannel(address, channelOptions);
    }

    /// <inheritdoc/>
    public override CallInvoker CreateCallInvoker()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new HttpCallInvoker(this);
    }

    /// <summary>Cancels the calls that are on their way and closes the connection.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        foreach (IDisposable call in _activeCalls.Keys)
            call.Dispose();
        if (_ownsHttp)
            _http.Dispose();
    }

    internal void Add(IDisposable call)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _activeCalls.TryAdd(call, 0);
    }

    internal void Remove(IDisposable call) => _activeCalls.TryRemove(call, out _);

    internal Uri UriOf(IMethod method) =>
        _methods.GetOrAdd(method.FullName, static (name, address) => new Uri(address, name), Address);

    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _http is HttpClient client
            ? client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            : _http.SendAsync(request, cancellationToken);

    /// <inheritdoc/>
    protected override Task ShutdownAsyncCore()
    {
        Dispose();
        return Task.CompletedTask;
    }

    private static SocketsHttpHandler CreateHandler(bool secure) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        // A forward proxy cannot carry plaintext HTTP/2, so a proxy setting of the machine would only break it.
        UseProxy = secure,
        EnableMultipleHttp2Connections = true,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        // The runtime starts with 64 KiB and grows by measured round trips; streams of large messages would stall meanwhile.
        InitialHttp2StreamWindowSize = 1024 * 1024,
    };
}
