using Grpc.Core;

namespace Twin.Grpc.Lookup;

/// <summary>The errors that a service answers with.</summary>
internal static class Failure
{
    /// <summary>What a stream or call ends with at the end of the twin.</summary>
    public const string StoppingMessage = "the twin is stopping";

    public static RpcException NotFound(string message) => new(new Status(StatusCode.NotFound, message));

    public static RpcException Invalid(string message) => new(new Status(StatusCode.InvalidArgument, message));

    public static RpcException Exhausted(string message) => new(new Status(StatusCode.ResourceExhausted, message));

    public static RpcException Unauthenticated(string message) => new(new Status(StatusCode.Unauthenticated, message));

    public static RpcException Denied(string message) => new(new Status(StatusCode.PermissionDenied, message));

    public static RpcException Unavailable(string message) => new(new Status(StatusCode.Unavailable, message));

    public static RpcException Stopping() => Unavailable(StoppingMessage);

    public static RpcException NoFrame() => Unavailable("no step has been published yet");
}
