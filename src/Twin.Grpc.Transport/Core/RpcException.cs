namespace Grpc.Core;

/// <summary>A call that ended with a status other than OK; thrown to callers, and by handlers to choose the status.</summary>
public class RpcException : Exception
{
    /// <summary>Makes an exception whose message is the status.</summary>
    public RpcException(Status status) : this(status, Metadata.Empty, status.ToString()) { }

    /// <summary>Makes an exception with a message of its own.</summary>
    public RpcException(Status status, string message) : this(status, Metadata.Empty, message) { }

    /// <summary>Makes an exception that carries trailers.</summary>
    public RpcException(Status status, Metadata trailers) : this(status, trailers, status.ToString()) { }

    /// <summary>Makes an exception with trailers and a message of its own.</summary>
    /// <param name="status">How the call ended.</param>
    /// <param name="trailers">Trailing metadata: received by a client, or to be sent by a server.</param>
    /// <param name="message">Text of the exception; not sent.</param>
    public RpcException(Status status, Metadata trailers, string message) : base(message, status.DebugException)
    {
        ArgumentNullException.ThrowIfNull(trailers);
        Status = status;
        Trailers = trailers;
    }

    /// <summary>How the call ended.</summary>
    public Status Status { get; }

    /// <summary>The code of <see cref="Status"/>.</summary>
    public StatusCode StatusCode => Status.StatusCode;

    /// <summary>Trailing metadata; empty if there was none.</summary>
    public Metadata Trailers { get; }
}
