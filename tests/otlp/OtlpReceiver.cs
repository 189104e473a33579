using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace Twin.Tests.Otlp;

/// <summary>A receiver of OTLP over gRPC or HTTP on loopback that answers as a test wants and keeps what it took.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<OtlpArrival> _taken = [];
    private readonly WebApplication _application;
    private readonly bool _isGrpc;
    private readonly bool _isSecure;
    private readonly TimeProvider _time;
    private int _attempts;

    private OtlpReceiver(bool isGrpc, int port, TimeProvider time, Action<HttpsConnectionAdapterOptions>? tls)
    {
        (_isGrpc, _time, _isSecure) = (isGrpc, time, tls is not null);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, port, listener =>
            {
                listener.Protocols = isGrpc ? HttpProtocols.Http2 : HttpProtocols.Http1;
                if (tls is not null)
                {
                    listener.UseHttps(tls);
                }
            });
        });
        _application = builder.Build();
        _application.Run(HandleAsync);
    }

    /// <summary>Base address for the settings.</summary>
    public Uri Address => new UriBuilder(_application.Urls.Single()) { Scheme = _isSecure ? "https" : "http", Host = _isSecure ? "localhost" : "127.0.0.1" }.Uri;

    /// <summary>What is answered; may be exchanged at any time.</summary>
    public Func<OtlpArrival, OtlpAnswer> Answer { get; set; } = _ => OtlpAnswer.Taken;

    /// <summary>Requests so far, taken or not.</summary>
    public int Attempts => Volatile.Read(ref _attempts);

    /// <summary>The requests that were taken, in order.</summary>
    public IReadOnlyList<OtlpArrival> Taken
    {
        get
        {
            lock (_gate)
            {
                return [.. _taken];
            }
        }
    }

    public IEnumerable<Span> Spans => Taken.SelectMany(arrival => arrival.Spans).SelectMany(resource => resource.Scopes).SelectMany(scope => scope.Spans);

    public IEnumerable<LogRecord> LogRecords => Taken.SelectMany(arrival => arrival.Logs).SelectMany(resource => resource.Scopes).SelectMany(scope => scope.Records);

    /// <summary>Starts one.</summary>
    /// <param name="isGrpc">Whether it speaks gRPC, else HTTP.</param>
    /// <param name="port">Where; 0 for a free port.</param>
    /// <param name="time">Clock of the arrivals.</param>
    /// <param name="tls">Settings of TLS; null for none.</param>
    public static async Task<OtlpReceiver> StartAsync(bool isGrpc, int port = 0, TimeProvider? time = null, Action<HttpsConnectionAdapterOptions>? tls = null)
    {
        var receiver = new OtlpReceiver(isGrpc, port, time ?? TimeProvider.System, tls);
        await receiver._application.StartAsync();
        return receiver;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        const int frameHeaderBytes = 5;
        Interlocked.Increment(ref _attempts);
        using var read = new MemoryStream();
        await context.Request.Body.CopyToAsync(read);
        byte[] body = read.ToArray();
        bool isPacked = context.Request.Headers.ContentEncoding == "gzip";
        if (_isGrpc)
        {
            isPacked = body[0] == 1 && context.Request.Headers["grpc-encoding"] == "gzip";
            Assert.Equal(body.Length - frameHeaderBytes, BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(1)));
            body = body[frameHeaderBytes..];
        }

        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var arrival = new OtlpArrival(context.Request.Path, isPacked ? Unpack(body) : body, headers, _time.GetUtcNow());
        OtlpAnswer answer = Answer(arrival);
        if (answer.HttpStatus == 0)
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        if (answer.HttpStatus == 200 && answer.GrpcStatus == 0)
        {
            lock (_gate)
            {
                _taken.Add(arrival);
            }
        }

        await (_isGrpc ? AnswerGrpcAsync(context, answer) : AnswerHttpAsync(context, answer));
    }

    private static byte[] Unpack(byte[] body)
    {
        using var gzip = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        gzip.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    private static byte[] Message(OtlpAnswer answer)
    {
        var message = new ExportAnswer();
        if (answer.Rejected != 0 || answer.Message.Length > 0)
        {
            message.PartialSuccess = new PartialSuccess { Rejected = answer.Rejected, Message = answer.Message };
        }

        return message.ToByteArray();
    }

    private static async Task AnswerHttpAsync(HttpContext context, OtlpAnswer answer)
    {
        context.Response.StatusCode = answer.HttpStatus;
        context.Response.ContentType = "application/x-protobuf";
        if (answer.RetryAfter is { } after)
        {
            context.Response.Headers.RetryAfter = ((int)after.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        if (answer.HttpStatus == 200)
        {
            await context.Response.Body.WriteAsync(Message(answer));
        }
    }

    private static async Task AnswerGrpcAsync(HttpContext context, OtlpAnswer answer)
    {
        context.Response.ContentType = "application/grpc";
        if (answer.GrpcStatus == 0)
        {
            byte[] message = Message(answer);
            byte[] frame = [0, 0, 0, 0, (byte)message.Length, .. message];
            await context.Response.Body.WriteAsync(frame);
        }
        else
        {
            context.Response.AppendTrailer("grpc-message", Uri.EscapeDataString(answer.Message));
            if (answer.RetryAfter is { } after)
            {
                context.Response.AppendTrailer("grpc-status-details-bin", Convert.ToBase64String(RetryDetails(answer.GrpcStatus, after)).TrimEnd('='));
            }
        }

        context.Response.AppendTrailer("grpc-status", answer.GrpcStatus.ToString(CultureInfo.InvariantCulture));
    }

    // google.rpc.Status with a google.rpc.RetryInfo, field by field.
    private static byte[] RetryDetails(int code, TimeSpan after)
    {
        byte[] duration = Encode(output => Number(output, 1, (long)after.TotalSeconds));
        byte[] info = Encode(output => Bytes(output, 1, duration));
        byte[] any = Encode(output =>
        {
            Bytes(output, 1, "type.googleapis.com/google.rpc.RetryInfo"u8.ToArray());
            Bytes(output, 2, info);
        });
        return Encode(output =>
        {
            Number(output, 1, code);
            Bytes(output, 3, any);
        });
    }

    private static byte[] Encode(Action<CodedOutputStream> write)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            write(output);
        }

        return stream.ToArray();
    }

    private static void Number(CodedOutputStream output, int field, long value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(value);
    }

    private static void Bytes(CodedOutputStream output, int field, byte[] value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(value));
    }
}
