using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Twin.Grpc.Transport.Wire;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>One call on the server: its metadata, its end, and the order between a handler that writes and a deadline that ends the call.</summary>
/// <remarks>
/// Everything that touches the response takes the gate, and once the call is ended nothing is written any more. So the deadline can send
/// trailers while a handler that ignores its token is still busy: its next write fails.
/// </remarks>
[SuppressMessage("Reliability", "CA1001", Justification = "The source has no timer, and a late deadline may still cancel it.")]
internal sealed class HttpContextServerCallContext : ServerCallContext
{
    private const string ServerError = "Exception was thrown by handler.";

    private static readonly Action<ILogger, string, Exception?> LogHandlerFailed =
        LoggerMessage.Define<string>(LogLevel.Error, new EventId(1, "HandlerFailed"), "The handler of {Method} threw an exception.");

    private static readonly Action<ILogger, string, string, Exception?> LogCallFailed =
        LoggerMessage.Define<string, string>(LogLevel.Debug, new EventId(2, "CallFailed"), "The call of {Method} ended with {Status}.");

    private readonly CallSettings _settings;
    private readonly IMethod _method;
    private CancellationTokenSource? _cancellation;
    private CancellationTokenRegistration _clientGone;
    private CancellationTokenRegistration _stopping;
    private ITimer? _deadlineTimer;
    private DateTime _deadline = DateTime.MaxValue;
    private Metadata? _requestHeaders;
    private Metadata? _responseTrailers;
    private AuthContext? _authContext;
    private ResponseWriter? _writer;
    private Task? _endTask;
    private bool _headersPrepared;
    private bool _tokenUsed;
    private bool _ended;
    private volatile CallEnd _end;

    public HttpContextServerCallContext(HttpContext httpContext, IMethod method, CallSettings settings)
    {
        HttpContext = httpContext;
        _method = method;
        _settings = settings;
    }

    public HttpContext HttpContext { get; }

    public CallSettings Settings => _settings;

    /// <summary>Held by whoever touches the response.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Whether the response is complete, so that nothing may touch it any more; read under the gate.</summary>
    public bool IsEnded => _ended;

    /// <summary>What ended the call from outside, if anything has.</summary>
    public CallEnd End => _end;

    /// <summary>Encoding that the client announced for its messages.</summary>
    public string? RequestEncoding { get; private set; }

    /// <summary>Compression of responses, or null.</summary>
    public ICompressionProvider? ResponseCompression { get; private set; }

    public ResponseWriter Writer => _writer ??= new ResponseWriter(this);

    protected override string MethodCore => _method.FullName;

    protected override string HostCore => HttpContext.Request.Host.Value ?? "";

    protected override string PeerCore
    {
        get
        {
            ConnectionInfo connection = HttpContext.Connection;
            if (connection.RemoteIpAddress is not { } address)
                return "unknown";
            return address.AddressFamily == AddressFamily.InterNetworkV6
                ? string.Create(CultureInfo.InvariantCulture, $"ipv6:[{address}]:{connection.RemotePort}")
                : string.Create(CultureInfo.InvariantCulture, $"ipv4:{address}:{connection.RemotePort}");
        }
    }

    protected override DateTime DeadlineCore => _deadline;

    protected override Metadata RequestHeadersCore => _requestHeaders ??= ReadHeaders(HttpContext.Request.Headers);

    protected override CancellationToken CancellationTokenCore
    {
        get
        {
            _tokenUsed = true;
            return _cancellation?.Token ?? HttpContext.RequestAborted;
        }
    }

    protected override Metadata ResponseTrailersCore => _responseTrailers ??= [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore => _authContext ??= CertificateIdentity.Of(HttpContext.Connection.ClientCertificate);

    /// <summary>Reads the protocol headers, arms the deadline and, for streams, follows the client's and the host's end.</summary>
    /// <exception cref="RpcException">A header is malformed or names an encoding that is not supported.</exception>
    public void Begin(bool streaming)
    {
        IHeaderDictionary headers = HttpContext.Request.Headers;
        HttpContext.Response.ContentType = MetadataHeaders.ContentType;
        if (streaming)
        {
            _cancellation = new CancellationTokenSource();
            _clientGone = HttpContext.RequestAborted.UnsafeRegister(
                static state => ((HttpContextServerCallContext)state!).Interrupt(CallEnd.ClientGone), this);
        }

        if (headers.TryGetValue(MetadataHeaders.TimeoutKey, out StringValues timeoutText))
            BeginDeadline(timeoutText.ToString());
        if (streaming && _settings.Stopping.CanBeCanceled)
        {
            _stopping = _settings.Stopping.UnsafeRegister(
                static state => ThreadPool.UnsafeQueueUserWorkItem(
                    static call => call.Interrupt(CallEnd.Stopping), (HttpContextServerCallContext)state!, preferLocal: false),
                this);
        }

        if (headers.TryGetValue(MetadataHeaders.EncodingKey, out StringValues encoding) && encoding != MessageCompression.Identity)
        {
            RequestEncoding = encoding.ToString();
            if (_settings.Compression.Find(RequestEncoding) is null)
            {
                HttpContext.Response.Headers[MetadataHeaders.AcceptEncodingKey] = _settings.Compression.AcceptEncoding;
                throw new RpcException(new Status(
                    StatusCode.Unimplemented,
                    $"The message encoding '{RequestEncoding}' is not supported; supported are {_settings.Compression.AcceptEncoding}."));
            }
        }

        ChooseResponseCompression(_settings.ResponseEncoding);
    }

    /// <summary>Begins the response if it has not begun; called under the gate.</summary>
    public Task StartResponse()
    {
        if (HttpContext.Response.HasStarted)
            return Task.CompletedTask;
        if (!_headersPrepared && ResponseCompression is not null)
            HttpContext.Response.Headers[MetadataHeaders.EncodingKey] = ResponseCompression.EncodingName;
        _headersPrepared = true;
        // Without this the first write to the pipe goes to a temporary buffer and is copied.
        return HttpContext.Response.StartAsync();
    }

    /// <summary>The exception for a call that was ended from outside.</summary>
    public Exception Interrupted() => _end switch
    {
        CallEnd.Deadline => new RpcException(new Status(StatusCode.DeadlineExceeded, "The deadline has passed.")),
        CallEnd.Stopping => new RpcException(new Status(StatusCode.Unavailable, "The server is stopping.")),
        CallEnd.ClientGone => new OperationCanceledException("The client has cancelled the call.", CancellationTokenCore),
        _ => new InvalidOperationException("The call is ended; nothing can be written to it."),
    };

    /// <summary>Notes that reading or writing found the client gone, and gives the exception to throw.</summary>
    public Exception Gone()
    {
        Interrupt(CallEnd.ClientGone);
        return Interrupted();
    }

    /// <summary>Ends the call after its handler returned.</summary>
    public Task CompleteAsync(bool streamingResponse)
    {
        Status status = StatusCore;
        // A stream that watched its token and returned because the host stops did not reach its own end.
        if (_end == CallEnd.Stopping && _tokenUsed && streamingResponse && status.StatusCode == StatusCode.OK)
            status = new Status(StatusCode.Unavailable, "The server is stopping.");
        return EndAsync(status, _responseTrailers);
    }

    /// <summary>Ends the call after an exception.</summary>
    public Task FailAsync(Exception exception)
    {
        Metadata? trailers = _responseTrailers;
        Status status;
        if (exception is RpcException known)
        {
            status = known.Status;
            if (known.Trailers.Count > 0)
            {
                trailers = [.. trailers ?? [], .. known.Trailers];
            }

            LogCallFailed(_settings.Logger, _method.FullName, status.StatusCode.ToString(), exception);
        }
        else if (_end != CallEnd.None && Interrupted() is var interrupted)
        {
            // Whatever the handler threw, it threw because its call was gone.
            status = interrupted is RpcException mapped ? mapped.Status : new Status(StatusCode.Cancelled, interrupted.Message);
            LogCallFailed(_settings.Logger, _method.FullName, status.StatusCode.ToString(), exception);
        }
        else if (HttpContext.RequestAborted.IsCancellationRequested)
        {
            status = new Status(StatusCode.Cancelled, "The client has cancelled the call.");
            LogCallFailed(_settings.Logger, _method.FullName, status.StatusCode.ToString(), exception);
        }
        else
        {
            status = new Status(
                StatusCode.Unknown,
                _settings.DetailedErrors ? $"{ServerError} {exception.GetType().Name}: {exception.Message}" : ServerError);
            LogHandlerFailed(_settings.Logger, _method.FullName, exception);
        }

        return EndAsync(status, trailers);
    }

    /// <summary>Breaks the stream off when a message is half written, so that the client cannot take what follows for messages.</summary>
    public void Break()
    {
        _ended = true;
        HttpContext.Abort();
    }

    /// <summary>Stops following client, clock and host; called when the handler is done.</summary>
    public void Release()
    {
        _deadlineTimer?.Dispose();
        _clientGone.Dispose();
        _stopping.Dispose();
        _writer?.Release();
    }

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        ArgumentNullException.ThrowIfNull(responseHeaders);
        lock (Gate)
        {
            if (_ended)
                throw Interrupted();
            if (_headersPrepared || HttpContext.Response.HasStarted)
                throw new InvalidOperationException("The response headers are sent already.");
            if (responseHeaders.GetValue(Metadata.CompressionRequestAlgorithmKey) is { } encoding)
                ChooseResponseCompression(encoding);
            if (MetadataHeaders.FindUnsendable(responseHeaders) is { } unsendable)
                throw new ArgumentException(unsendable, nameof(responseHeaders));
            AppendMetadata(HttpContext.Response.Headers, responseHeaders);
            StartResponse();
            return HttpContext.Response.BodyWriter.FlushAsync().AsTask();
        }
    }

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        new ServerPropagationToken(this, options ?? ContextPropagationOptions.Default);

    private static Metadata ReadHeaders(IHeaderDictionary headers)
    {
        var metadata = new Metadata();
        foreach ((string key, StringValues values) in headers)
        {
            if (MetadataHeaders.IsReserved(key))
                continue;
            foreach (string? value in values)
                MetadataHeaders.AddReceived(metadata, key, value ?? "");
        }

        return metadata;
    }

    private static void AppendMetadata(IHeaderDictionary headers, Metadata metadata)
    {
        foreach (Metadata.Entry entry in metadata)
            if (!MetadataHeaders.IsReserved(entry.Key))
                headers.Append(entry.Key, MetadataHeaders.ToHeader(entry));
    }

    private void BeginDeadline(string text)
    {
        if (!TimeoutHeader.TryParse(text, out TimeSpan timeout))
            throw new RpcException(new Status(StatusCode.Internal, $"The grpc-timeout header '{text}' is malformed."));
        _deadline = _settings.Time.GetUtcNow().UtcDateTime + timeout;
        if (_cancellation is null)
        {
            _cancellation = new CancellationTokenSource();
            _clientGone = HttpContext.RequestAborted.UnsafeRegister(
                static state => ((HttpContextServerCallContext)state!).Interrupt(CallEnd.ClientGone), this);
        }

        _deadlineTimer = _settings.Time.CreateTimer(
            static state => ((HttpContextServerCallContext)state!).Interrupt(CallEnd.Deadline), this, timeout, Timeout.InfiniteTimeSpan);
    }

    private void ChooseResponseCompression(string? encoding)
    {
        ResponseCompression = null;
        if (encoding is null or MessageCompression.Identity)
            return;
        string accepted = HttpContext.Request.Headers[MetadataHeaders.AcceptEncodingKey].ToString();
        foreach (Range part in accepted.AsSpan().Split(','))
            if (accepted.AsSpan(part).Trim().SequenceEqual(encoding))
                ResponseCompression = _settings.Compression.Find(encoding);
    }

    /// <summary>Ends the call from outside: once, for the first cause.</summary>
    private void Interrupt(CallEnd end)
    {
        lock (Gate)
        {
            if (_ended || _end != CallEnd.None)
                return;
            _end = end;
            // Under the gate, because the HTTP context serves another call as soon as this one has ended.
            if (end != CallEnd.ClientGone)
                Wake();
            if (end == CallEnd.Deadline)
                _endTask = EndEarlyAsync(((RpcException)Interrupted()).Status);
        }

        _cancellation?.Cancel();
    }

    /// <summary>Wakes a handler that waits for requests or for a slow client without looking at its token.</summary>
    private void Wake()
    {
        _writer?.CancelPendingFlush();
        try
        {
            HttpContext.Request.BodyReader.CancelPendingRead();
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The client has reset the stream meanwhile: its reader is woken by that.
            LogCallFailed(_settings.Logger, _method.FullName, _end.ToString(), exception);
        }
    }

    /// <summary>Sends the status while the handler may still run, and tells the client to send no more; called under the gate.</summary>
    private async Task EndEarlyAsync(Status status)
    {
        _ended = true;
        WriteEnd(status, null);
        try
        {
            await HttpContext.Response.CompleteAsync().ConfigureAwait(false);
            const int noError = 0;
            HttpContext.Features.Get<IHttpResetFeature>()?.Reset(noError);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or InvalidOperationException)
        {
            LogCallFailed(_settings.Logger, _method.FullName, status.StatusCode.ToString(), exception);
        }
    }

    private Task EndAsync(Status status, Metadata? trailers)
    {
        lock (Gate)
        {
            if (_ended)
                return _endTask ?? Task.CompletedTask;
            _ended = true;
            WriteEnd(status, trailers);
            return Task.CompletedTask;
        }
    }

    /// <summary>Puts status and trailers where they belong: after the messages, or into the headers if nothing was sent.</summary>
    private void WriteEnd(Status status, Metadata? trailers)
    {
        HttpResponse response = HttpContext.Response;
        IHeaderDictionary? destination = response.HasStarted
            ? HttpContext.Features.Get<IHttpResponseTrailersFeature>()?.Trailers
            : response.Headers;
        if (destination is null)
            return;
        // The HTTP layer would throw, and the client would get no status at all.
        if (trailers is not null && MetadataHeaders.FindUnsendable(trailers) is { } unsendable)
        {
            LogHandlerFailed(_settings.Logger, _method.FullName, new ArgumentException(unsendable));
            status = new Status(StatusCode.Internal, unsendable);
        }
        else if (trailers is not null)
        {
            AppendMetadata(destination, trailers);
        }

        RequestChecks.WriteStatus(destination, status);
    }
}
