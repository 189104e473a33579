using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Net.Compression;
using Twin.Grpc.Transport.Wire;

namespace Grpc.Net.Client.Internal;

/// <summary>One call of a client: sends the request, reads responses from an own buffer and settles on one outcome.</summary>
internal sealed class ClientCall<TRequest, TResponse> : IAsyncStreamReader<TResponse>, IDisposable
    where TRequest : class
    where TResponse : class
{
    // Large enough that many small messages come with one read, small enough to be pooled.
    private const int ReadBufferSize = 64 * 1024;

    private static readonly Task<bool> True = Task.FromResult(true);
    private static readonly Task<bool> False = Task.FromResult(false);
    private static readonly MediaTypeHeaderValue ContentType = new(MetadataHeaders.ContentType);

    private readonly GrpcChannel _channel;
    private readonly Method<TRequest, TResponse> _method;
    private readonly string? _host;
    private readonly CallOptions _options;
    private readonly DateTime? _deadline;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly PayloadContext _payload = new();
    private CancellationTokenRegistration _callerCancels;
    private CancellationTokenRegistration _parentCancels;
    private ITimer? _deadlineTimer;
    private Task<HttpResponseMessage>? _sending;
    private Task<Metadata>? _headers;
    private HttpResponseMessage? _response;
    private Stream? _stream;
    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private string? _responseEncoding;
    private TResponse? _current;
    private bool _reading;
    private CallOutcome? _outcome;

    public ClientCall(GrpcChannel channel, Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        _channel = channel;
        _method = method;
        _host = host;
        _options = options;
        DateTime deadline = options.Deadline ?? DateTime.MaxValue;
        if (options.PropagationToken is { } parent && parent.Deadline < deadline)
            deadline = parent.Deadline;
        _deadline = deadline == DateTime.MaxValue ? null : deadline.ToUniversalTime();
    }

    public TResponse Current => _current ?? throw new InvalidOperationException("There is no current message: MoveNext has not returned true.");

    public Task<Metadata> ResponseHeadersAsync => _headers ??= ReadHeadersAsync();

    public GrpcChannel Channel => _channel;

    public CallOptions Options => _options;

    public Action<TRequest, SerializationContext> RequestSerializer => _method.RequestMarshaller.ContextualSerializer;

    /// <summary>Compression of requests, or null.</summary>
    public ICompressionProvider? RequestCompression { get; private set; }

    /// <summary>Fires when the call is given up or has ended.</summary>
    public CancellationToken Ended => _cancellation.Token;

    /// <summary>The outcome as an exception; only after the call has ended.</summary>
    public Exception Failure => _outcome is { } outcome ? ToException(outcome) : new InvalidOperationException("The call has not ended.");

    public bool HasEnded => Volatile.Read(ref _outcome) is not null;

    /// <summary>Sends the request.</summary>
    public void Start(HttpContent content)
    {
        _channel.Add(this);
        _sending = SendAsync(content);
        if (_options.CancellationToken.CanBeCanceled)
            _callerCancels = _options.CancellationToken.UnsafeRegister(
                static state => ((ClientCall<TRequest, TResponse>)state!).GiveUp(
                    new Status(StatusCode.Cancelled, "The call was cancelled by the caller.")),
                this);
        if (_options.PropagationToken is { CancellationToken: { CanBeCanceled: true } parent })
            _parentCancels = parent.UnsafeRegister(
                static state => ((ClientCall<TRequest, TResponse>)state!).GiveUp(
                    new Status(StatusCode.Cancelled, "The call was cancelled with the call that made it.")),
                this);
        if (_deadline is { } deadline)
        {
            TimeSpan left = TimeoutHeader.Clamp(deadline - _channel.Time.GetUtcNow().UtcDateTime);
            _deadlineTimer = _channel.Time.CreateTimer(
                static state => ((ClientCall<TRequest, TResponse>)state!).GiveUp(
                    new Status(StatusCode.DeadlineExceeded, "The deadline has passed.")),
                this,
                left,
                Timeout.InfiniteTimeSpan);
        }

        if (HasEnded)
            ReleaseTriggers();
    }

    public Status GetStatus() => _outcome?.Status ?? throw new InvalidOperationException("The call has not ended, so it has no status yet.");

    public Metadata GetTrailers() => _outcome?.Trailers ?? throw new InvalidOperationException("The call has not ended, so it has no trailers yet.");

    /// <summary>Reads the only response of a call, up to the status.</summary>
    public async Task<TResponse> ReadSingleAsync()
    {
        TResponse? response = null;
        if (await MoveNext(CancellationToken.None).ConfigureAwait(false))
        {
            response = _current;
            if (await MoveNext(CancellationToken.None).ConfigureAwait(false))
                throw Fail(new Status(StatusCode.Unimplemented, "The server sent more than the one response of this call."));
        }

        return response ?? throw Fail(new Status(StatusCode.Internal, "The server ended the call with OK and without a response."), evenIfEnded: true);
    }

    public Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            GiveUp(new Status(StatusCode.Cancelled, "The call was cancelled by the reader."));
            return Task.FromException<bool>(Failure);
        }

        if (_reading)
            return Task.FromException<bool>(new InvalidOperationException("The previous read has not ended; await it before the next one."));
        if (_outcome is { } outcome)
        {
            _current = null;
            return outcome.Status.StatusCode == StatusCode.OK ? False : Task.FromException<bool>(ToException(outcome));
        }

        try
        {
            // Usually several messages came with one read; these need neither a task nor a state machine.
            if (TryParse())
                return True;
        }
        catch (Exception exception)
        {
            return Task.FromException<bool>(Fail(StatusMapping.FromException(exception)));
        }

        _reading = true;
        return ReadMoreAsync(cancellationToken);
    }

    /// <summary>Ends the call with a failure of this side and cancels it on the wire.</summary>
    public Exception Fail(Status status, bool evenIfEnded = false)
    {
        if (!End(new CallOutcome(status, [])) && evenIfEnded)
            _outcome = new CallOutcome(status, _outcome!.Trailers);
        return ToException(_outcome!);
    }

    /// <summary>Cancels the call if it has not ended.</summary>
    public void Dispose() => GiveUp(new Status(StatusCode.Cancelled, "The call was disposed before it had ended."));

    private void GiveUp(Status status) => End(new CallOutcome(status, []));

    private async Task<HttpResponseMessage> SendAsync(HttpContent content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _channel.UriOf(_method))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        content.Headers.ContentType = ContentType;
        HttpRequestHeaders headers = request.Headers;
        headers.TryAddWithoutValidation("te", "trailers");
        headers.TryAddWithoutValidation(MetadataHeaders.AcceptEncodingKey, _channel.Compression.AcceptEncoding);
        if (_host is not null)
            headers.Host = _host;
        try
        {
            if (_deadline is { } deadline)
            {
                TimeSpan left = deadline - _channel.Time.GetUtcNow().UtcDateTime;
                if (left <= TimeSpan.Zero)
                    throw new RpcException(new Status(StatusCode.DeadlineExceeded, "The deadline had passed before the call began."));
                headers.TryAddWithoutValidation(MetadataHeaders.TimeoutKey, TimeoutHeader.Format(left));
            }

            AddMetadata(headers, _options.Headers);
            await AddCredentialsAsync(headers).ConfigureAwait(false);
            HttpResponseMessage response = await _channel.SendAsync(request, _cancellation.Token).ConfigureAwait(false);
            // With a full fence: whoever of the two comes second, this or the end of the call, disposes the response.
            Interlocked.Exchange(ref _response, response);
            if (_outcome is not null)
                response.Dispose();
            return response;
        }
        catch (Exception exception)
        {
            throw Fail(StatusMapping.FromException(exception));
        }
    }

    private void AddMetadata(HttpRequestHeaders headers, Metadata? metadata)
    {
        if (metadata is null)
            return;
        if (metadata.GetValue(Metadata.CompressionRequestAlgorithmKey) is { } encoding and not MessageCompression.Identity)
        {
            RequestCompression = _channel.Compression.Find(encoding)
                ?? throw new RpcException(new Status(StatusCode.Internal, $"There is no provider for the request compression '{encoding}'."));
            headers.TryAddWithoutValidation(MetadataHeaders.EncodingKey, encoding);
        }

        foreach (Metadata.Entry entry in metadata)
            if (!MetadataHeaders.IsReserved(entry.Key))
                headers.TryAddWithoutValidation(entry.Key, MetadataHeaders.ToHeader(entry));
    }

    private async Task AddCredentialsAsync(HttpRequestHeaders headers)
    {
        if (!_channel.SendsCallCredentials || (_channel.PerCallCredentials is null && _options.Credentials is null))
            return;
        var metadata = new Metadata();
        var context = new AuthInterceptorContext(
            new Uri(_channel.Address, _method.ServiceName).AbsoluteUri, _method.Name, _cancellation.Token);
        foreach (CallCredentials? credentials in (CallCredentials?[])[_channel.PerCallCredentials, _options.Credentials])
            foreach (AsyncAuthInterceptor interceptor in credentials?.Interceptors ?? [])
                await interceptor(context, metadata).ConfigureAwait(false);
        AddMetadata(headers, metadata);
    }

    private async Task<Metadata> ReadHeadersAsync()
    {
        HttpResponseMessage response = await _sending!.ConfigureAwait(false);
        return StatusMapping.ReadMetadata(response.Headers);
    }

    /// <summary>Checks the response headers and opens the stream of messages; null if the call ended with its headers.</summary>
    private async ValueTask<Stream?> OpenAsync()
    {
        HttpResponseMessage response = await _sending!.ConfigureAwait(false);
        if (StatusMapping.Read(response.Headers) is { } status)
        {
            End(new CallOutcome(status, StatusMapping.ReadMetadata(response.Headers)));
            return null;
        }

        if (response.StatusCode != HttpStatusCode.OK)
            throw new RpcException(StatusMapping.FromHttp(response.StatusCode));
        if (response.Content.Headers.ContentType?.MediaType is not { } type || !type.StartsWith(MetadataHeaders.ContentType, StringComparison.OrdinalIgnoreCase))
            throw new RpcException(new Status(
                StatusCode.Unknown, $"The server answered with content type '{response.Content.Headers.ContentType}' instead of a gRPC response."));
        if (response.Headers.NonValidated.TryGetValues(MetadataHeaders.EncodingKey, out HeaderStringValues encoding))
            _responseEncoding = encoding.ToString();
        _buffer = ArrayPool<byte>.Shared.Rent(ReadBufferSize);
        return _stream = await response.Content.ReadAsStreamAsync(_cancellation.Token).ConfigureAwait(false);
    }

    private async Task<bool> ReadMoreAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            static state => ((ClientCall<TRequest, TResponse>)state!).GiveUp(
                new Status(StatusCode.Cancelled, "The call was cancelled by the reader.")),
            this);
        try
        {
            Stream? stream = _stream ?? await OpenAsync().ConfigureAwait(false);
            while (stream is not null)
            {
                MakeRoom();
                int read = await stream.ReadAsync(_buffer.AsMemory(_end), _cancellation.Token).ConfigureAwait(false);
                if (read == 0)
                {
                    EndWithTrailers();
                    break;
                }

                _end += read;
                if (TryParse())
                    return true;
            }
        }
        catch (Exception exception)
        {
            Fail(StatusMapping.FromException(exception));
        }
        finally
        {
            _reading = false;
        }

        _current = null;
        ReturnBuffer();
        CallOutcome outcome = _outcome!;
        return outcome.Status.StatusCode == StatusCode.OK ? false : throw ToException(outcome);
    }

    private void EndWithTrailers()
    {
        HttpResponseHeaders trailers = _response!.TrailingHeaders;
        Status status = StatusMapping.Read(trailers) ?? new Status(StatusCode.Internal, "The response ended without a status.");
        if (status.StatusCode == StatusCode.OK && _end > _start)
            status = new Status(StatusCode.Internal, "The response ended within a message.");
        End(new CallOutcome(status, StatusMapping.ReadMetadata(trailers)));
    }

    /// <summary>Takes the next message out of the buffer, if it is there completely.</summary>
    private bool TryParse()
    {
        int available = _end - _start;
        if (available < MessageFrame.HeaderSize)
            return false;
        (bool compressed, int length) = MessageFrame.ReadHeader(_buffer.AsSpan(_start), _channel.MaxReceiveSize);
        if (available - MessageFrame.HeaderSize < length)
            return false;
        var payload = new ReadOnlySequence<byte>(_buffer, _start + MessageFrame.HeaderSize, length);
        if (compressed)
        {
            using var inflated = new PooledMessageWriter();
            _channel.Compression.Decompress(payload, _responseEncoding, _channel.MaxReceiveSize, inflated);
            _current = Deserialize(new ReadOnlySequence<byte>(inflated.Payload));
        }
        else
        {
            _current = Deserialize(payload);
        }

        _start += MessageFrame.HeaderSize + length;
        if (_start == _end)
            _start = _end = 0;
        return true;
    }

    private TResponse Deserialize(ReadOnlySequence<byte> payload)
    {
        _payload.SetPayload(payload);
        try
        {
            return _method.ResponseMarshaller.ContextualDeserializer(_payload)
                ?? throw new RpcException(new Status(StatusCode.Internal, "The response deserializer returned null."));
        }
        catch (Google.Protobuf.InvalidProtocolBufferException exception)
        {
            // Which is an IOException, and would pass for a connection that is lost.
            throw new RpcException(new Status(StatusCode.Internal, "The response cannot be parsed.", exception));
        }
    }

    /// <summary>Makes room for the rest of a message that is there in part, or for anything.</summary>
    private void MakeRoom()
    {
        int available = _end - _start;
        int needed = ReadBufferSize / 4;
        if (available >= MessageFrame.HeaderSize)
            needed = MessageFrame.HeaderSize + MessageFrame.ReadHeader(_buffer.AsSpan(_start), _channel.MaxReceiveSize).Length - available;
        if (_buffer.Length - _end >= needed)
            return;
        byte[] target = _buffer;
        // Memory grows with the bytes that have come, not with the length that is claimed: at most twofold.
        if (_buffer.Length - available < needed)
            target = ArrayPool<byte>.Shared.Rent((int)Math.Min((long)available + needed, 2L * _buffer.Length));
        _buffer.AsSpan(_start, available).CopyTo(target);
        if (target != _buffer)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = target;
        }

        _start = 0;
        _end = available;
    }

    private void ReturnBuffer()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _start = _end = 0;
    }

    /// <summary>Settles the outcome; false if it was settled already.</summary>
    private bool End(CallOutcome outcome)
    {
        if (Interlocked.CompareExchange(ref _outcome, outcome, null) is not null)
            return false;
        _channel.Remove(this);
        ReleaseTriggers();
        // Resets the stream if it is still open and wakes whoever waits for it.
        _cancellation.Cancel();
        _response?.Dispose();
        return true;
    }

    private void ReleaseTriggers()
    {
        _deadlineTimer?.Dispose();
        _callerCancels.Unregister();
        _parentCancels.Unregister();
    }

    private Exception ToException(CallOutcome outcome)
    {
        if (_channel.ThrowsCancellation && outcome.Status.StatusCode is StatusCode.Cancelled or StatusCode.DeadlineExceeded)
            return new OperationCanceledException(outcome.Status.Detail, _options.CancellationToken);
        return new RpcException(outcome.Status, outcome.Trailers);
    }
}
