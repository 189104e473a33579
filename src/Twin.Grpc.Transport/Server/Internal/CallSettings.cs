using System.IO.Compression;
using Grpc.Net.Compression;
using Microsoft.Extensions.Logging;
using Twin.Grpc.Transport.Wire;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>The options that apply to the calls of one service, with those of all services merged in.</summary>
internal sealed class CallSettings
{
    public CallSettings(GrpcServiceOptions global, GrpcServiceOptions service)
    {
        MaxReceiveSize = service.MaxReceiveMessageSizeSpecified ? service.MaxReceiveMessageSize : global.MaxReceiveMessageSize;
        MaxSendSize = service.MaxSendMessageSizeSpecified ? service.MaxSendMessageSize : global.MaxSendMessageSize;
        DetailedErrors = service.EnableDetailedErrors ?? global.EnableDetailedErrors ?? false;
        ResponseEncoding = service.ResponseCompressionAlgorithm ?? global.ResponseCompressionAlgorithm;
        ResponseLevel = service.ResponseCompressionLevel ?? global.ResponseCompressionLevel;
        Interceptors = [.. global.Interceptors, .. service.Interceptors];
        Compression = new MessageCompression(
            [new GzipCompressionProvider(CompressionLevel.Fastest), .. global.CompressionProviders, .. service.CompressionProviders]);
        if (ResponseEncoding is not null and not MessageCompression.Identity && Compression.Find(ResponseEncoding) is null)
            throw new InvalidOperationException(
                $"The response compression '{ResponseEncoding}' has no provider; known are {Compression.AcceptEncoding}.");
    }

    public int? MaxReceiveSize { get; }

    public int? MaxSendSize { get; }

    public bool DetailedErrors { get; }

    public string? ResponseEncoding { get; }

    public CompressionLevel? ResponseLevel { get; }

    public InterceptorRegistration[] Interceptors { get; }

    public MessageCompression Compression { get; }

    public required ILogger Logger { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Fires when the host begins to stop.</summary>
    public required CancellationToken Stopping { get; init; }
}
