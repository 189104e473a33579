using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OpenTelemetry.Exporter;

namespace Twin.Telemetry.Otlp;

/// <summary>Sends ready requests to one destination over gRPC or HTTP and reads what the receiver makes of them.</summary>
/// <remarks>
/// OTLP 1.x, "OTLP/gRPC" and "OTLP/HTTP": which failures may be tried again, <c>RetryInfo</c>, <c>Retry-After</c>, partial success. A unary call of gRPC is one framed
/// message in an HTTP/2 request and a status in the trailers, which is why no gRPC library is needed here; the SDK's own exporter does the same.
/// </remarks>
internal sealed class OtlpSender : IDisposable
{
    private const int FrameHeaderBytes = 5;
    private const int MostResponseBytes = 4 << 20;
    private const string Gzip = "gzip";
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private readonly OtlpDestination _destination;
    private readonly TimeProvider _time;
    private readonly Uri _address;
    private readonly HttpClient _client;

    public OtlpSender(OtlpSignal signal, OtlpDestination destination, TimeProvider time)
    {
        _destination = destination;
        _time = time;
        _address = IsGrpc ? new Uri(destination.Endpoint, MethodOf(signal)) : destination.Endpoint;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = destination.Timeout,
            PooledConnectionLifetime = ConnectionLifetime,
            SslOptions = Tls(destination),
        };
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MostResponseBytes };
    }

    private bool IsGrpc => _destination.Protocol == OtlpExportProtocol.Grpc;

    /// <summary>Sends a request and waits for the answer.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What became of it. Whatever goes wrong on the way is <see cref="SendStatus.Later"/>.</returns>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public async Task<SendOutcome> SendAsync(SpooledRequest request, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_destination.Timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using HttpRequestMessage message = IsGrpc ? GrpcMessage(request) : HttpMessage(request);
            using HttpResponseMessage response = await _client.SendAsync(message, HttpCompletionOption.ResponseContentRead, both.Token).ConfigureAwait(false);
            byte[] body = await response.Content.ReadAsByteArrayAsync(both.Token).ConfigureAwait(false);
            return IsGrpc ? ReadGrpc(response, body) : ReadHttp(response, body);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return SendOutcome.Later(string.Create(CultureInfo.InvariantCulture, $"No answer within {_destination.Timeout.TotalSeconds} s."));
        }
        catch (HttpRequestException exception)
        {
            return SendOutcome.Later(Sentence((exception.InnerException ?? exception).Message));
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or FormatException)
        {
            return SendOutcome.Later(Sentence($"The answer cannot be read: {exception.Message}"));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static string MethodOf(OtlpSignal signal) => signal switch
    {
        OtlpSignal.Metrics => "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
        OtlpSignal.Traces => "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
        _ => "/opentelemetry.proto.collector.logs.v1.LogsService/Export",
    };

    private static SslClientAuthenticationOptions Tls(OtlpDestination destination)
    {
        var options = new SslClientAuthenticationOptions();
        if (destination.ClientCertificate is { } certificate)
        {
            options.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null);
        }

        if (destination.Authorities.Count > 0)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(destination.Authorities.ToArray());
            options.CertificateChainPolicy = policy;
        }

        return options;
    }

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";

    private HttpRequestMessage HttpMessage(SpooledRequest request)
    {
        var content = new ReadOnlyMemoryContent(_destination.UsesGzip ? SpoolFile.Packed(request.File) : SpoolFile.Unpack(request.File));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        if (_destination.UsesGzip)
        {
            content.Headers.ContentEncoding.Add(Gzip);
        }

        return WithHeaders(new HttpRequestMessage(HttpMethod.Post, _address) { Content = content });
    }

    private HttpRequestMessage GrpcMessage(SpooledRequest request)
    {
        ReadOnlyMemory<byte> body = _destination.UsesGzip ? SpoolFile.Packed(request.File) : SpoolFile.Unpack(request.File);
        byte[] framed = new byte[FrameHeaderBytes + body.Length];
        framed[0] = _destination.UsesGzip ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), body.Length);
        body.CopyTo(framed.AsMemory(FrameHeaderBytes));
        var message = new HttpRequestMessage(HttpMethod.Post, _address)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(framed),
        };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        message.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        message.Headers.Add("grpc-timeout", ((long)_destination.Timeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) + "m");
        if (_destination.UsesGzip)
        {
            message.Headers.Add("grpc-encoding", Gzip);
        }

        return WithHeaders(message);
    }

    private HttpRequestMessage WithHeaders(HttpRequestMessage message)
    {
        message.Headers.TryAddWithoutValidation("User-Agent", "twin-otlp");
        foreach ((string name, string value) in _destination.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    private SendOutcome ReadHttp(HttpResponseMessage response, byte[] body)
    {
        int code = (int)response.StatusCode;
        if (response.IsSuccessStatusCode)
        {
            return ReadAnswer(Inflate(response.Content.Headers.ContentEncoding.Contains(Gzip), body));
        }

        string message = $"HTTP status {code} ({response.ReasonPhrase}).";
        return response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
            ? SendOutcome.Later(message, RetryAfter(response))
            : SendOutcome.Refused(message);
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        RetryConditionHeaderValue? after = response.Headers.RetryAfter;
        return after?.Delta ?? (after?.Date - _time.GetUtcNow() is { } until && until > TimeSpan.Zero ? until : null);
    }

    private static SendOutcome ReadGrpc(HttpResponseMessage response, byte[] body)
    {
        // An answer that is only a status has it among its headers.
        string? status = Find(response.TrailingHeaders, "grpc-status") ?? Find(response.Headers, "grpc-status");
        if (!int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out int code))
        {
            string missing = $"HTTP status {(int)response.StatusCode} without a status of gRPC.";
            return response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
                ? SendOutcome.Later(missing)
                : SendOutcome.Refused(missing);
        }

        if (code == 0)
        {
            bool isPacked = body.Length >= FrameHeaderBytes && body[0] == 1;
            return ReadAnswer(body.Length >= FrameHeaderBytes ? Inflate(isPacked, body[FrameHeaderBytes..]) : []);
        }

        string said = Find(response.TrailingHeaders, "grpc-message") ?? Find(response.Headers, "grpc-message") ?? string.Empty;
        string? details = Find(response.TrailingHeaders, "grpc-status-details-bin") ?? Find(response.Headers, "grpc-status-details-bin");
        TimeSpan? delay = details is null ? null : RetryDelay(details);
        string message = Sentence($"gRPC status {code}: {Uri.UnescapeDataString(said)}");

        // CANCELLED, DEADLINE_EXCEEDED, ABORTED, OUT_OF_RANGE, UNAVAILABLE, DATA_LOSS; RESOURCE_EXHAUSTED only where the receiver says when to come again.
        const int resourceExhausted = 8;
        return code is 1 or 4 or 10 or 11 or 14 or 15 || (code == resourceExhausted && delay is not null)
            ? SendOutcome.Later(message, delay)
            : SendOutcome.Refused(message);
    }

    private static string? Find(HttpHeaders headers, string name) => headers.TryGetValues(name, out IEnumerable<string>? values) ? values.FirstOrDefault() : null;

    private static byte[] Inflate(bool isPacked, byte[] body)
    {
        if (!isPacked)
        {
            return body;
        }

        using var gzip = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
        byte[] buffer = new byte[MostResponseBytes];
        int length = gzip.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return buffer[..length];
    }

    // Field 1 of every answer is the partial success: 1 the number rejected, 2 what the receiver says.
    private static SendOutcome ReadAnswer(ReadOnlySpan<byte> body)
    {
        long rejected = 0;
        string message = string.Empty;
        var fields = new WireFields(body);
        while (fields.Read())
        {
            if (fields.Number != 1)
            {
                continue;
            }

            var partial = new WireFields(fields.Content);
            while (partial.Read())
            {
                rejected = partial.Number == 1 ? (long)partial.Value : rejected;
                message = partial.Number == 2 ? Encoding.UTF8.GetString(partial.Content) : message;
            }
        }

        return new SendOutcome(SendStatus.Taken, message, Math.Max(rejected, 0));
    }

    // google.rpc.Status: field 3 repeats Any (1 type, 2 value); google.rpc.RetryInfo: field 1 is a Duration (1 seconds, 2 nanoseconds).
    private static TimeSpan? RetryDelay(string details)
    {
        byte[] status = Convert.FromBase64String(details.PadRight((details.Length + 3) / 4 * 4, '='));
        var fields = new WireFields(status);
        while (fields.Read())
        {
            if (fields.Number != 3)
            {
                continue;
            }

            bool isRetryInfo = false;
            ReadOnlySpan<byte> value = default;
            var any = new WireFields(fields.Content);
            while (any.Read())
            {
                isRetryInfo |= any.Number == 1 && any.Content.EndsWith("/google.rpc.RetryInfo"u8);
                value = any.Number == 2 ? any.Content : value;
            }

            if (isRetryInfo)
            {
                return ReadDuration(value);
            }
        }

        return null;
    }

    private static TimeSpan ReadDuration(ReadOnlySpan<byte> retryInfo)
    {
        const double secondsPerNanosecond = 1e-9;
        double seconds = 0;
        var info = new WireFields(retryInfo);
        while (info.Read())
        {
            if (info.Number != 1)
            {
                continue;
            }

            var duration = new WireFields(info.Content);
            while (duration.Read())
            {
                seconds += duration.Number == 1 ? (long)duration.Value : duration.Number == 2 ? (int)duration.Value * secondsPerNanosecond : 0;
            }
        }

        return TimeSpan.FromSeconds(Math.Clamp(seconds, 0, TimeSpan.FromDays(1).TotalSeconds));
    }
}
