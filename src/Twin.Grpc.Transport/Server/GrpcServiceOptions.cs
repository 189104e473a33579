using System.IO.Compression;
using Grpc.Net.Compression;
using Twin.Grpc.Transport.Wire;

namespace Grpc.AspNetCore.Server;

/// <summary>Options of all services.</summary>
public class GrpcServiceOptions
{
    private int? _maxReceiveMessageSize = MessageFrame.DefaultMaxReceiveSize;
    private int? _maxSendMessageSize;

    /// <summary>Largest message that is sent, in bytes; null, the default, for no limit.</summary>
    public int? MaxSendMessageSize
    {
        get => _maxSendMessageSize;
        set
        {
            _maxSendMessageSize = value;
            MaxSendMessageSizeSpecified = true;
        }
    }

    /// <summary>Largest message that is received, in bytes after inflation; 4 MiB by default, null for no limit.</summary>
    /// <remarks>A larger one ends the call with <see cref="Core.StatusCode.ResourceExhausted"/>.</remarks>
    public int? MaxReceiveMessageSize
    {
        get => _maxReceiveMessageSize;
        set
        {
            _maxReceiveMessageSize = value;
            MaxReceiveMessageSizeSpecified = true;
        }
    }

    /// <summary>Whether the type and message of a handler's exception are sent to the client; never its stack trace. Off by default.</summary>
    public bool? EnableDetailedErrors { get; set; }

    /// <summary>Encoding of responses, such as <c>gzip</c>, used for clients that accept it; null for none.</summary>
    public string? ResponseCompressionAlgorithm { get; set; }

    /// <summary>How hard responses are compressed; null for the provider's default.</summary>
    public CompressionLevel? ResponseCompressionLevel { get; set; }

    /// <summary>Encodings that are understood; gzip by default.</summary>
    public IList<ICompressionProvider> CompressionProviders { get; set; } = [];

    /// <summary>Interceptors that each call passes, the first one first.</summary>
    public InterceptorCollection Interceptors { get; } = [];

    /// <summary>Whether calls of unknown services are left to the rest of the application instead of being answered with
    /// <see cref="Core.StatusCode.Unimplemented"/>.</summary>
    public bool? IgnoreUnknownServices { get; set; }

    internal bool MaxSendMessageSizeSpecified { get; private set; }

    internal bool MaxReceiveMessageSizeSpecified { get; private set; }
}
