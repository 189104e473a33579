using Grpc.Core;
using Twin.Engine.Snapshots;

namespace Twin.Grpc.Messages;

/// <summary>Maps what was refused about snapshots to gRPC statuses.</summary>
internal static class SnapshotErrors
{
    // A status travels in the headers of the last frame: clients accept 8 kB of them.
    private const int LongestMessage = 4000;

    /// <summary>The table.</summary>
    public static StatusCode Code(SnapshotStatus status) => status switch
    {
        SnapshotStatus.NameTaken => StatusCode.AlreadyExists,
        SnapshotStatus.BadRequest => StatusCode.InvalidArgument,
        SnapshotStatus.NotFound => StatusCode.NotFound,
        SnapshotStatus.Unfit => StatusCode.FailedPrecondition,
        SnapshotStatus.Full => StatusCode.ResourceExhausted,
        SnapshotStatus.Unavailable or SnapshotStatus.Storage => StatusCode.Unavailable,
        _ => StatusCode.Internal,
    };

    /// <summary>The error for what was refused.</summary>
    public static RpcException Make(SnapshotException refusal)
    {
        string message = refusal.Message.Length <= LongestMessage ? refusal.Message : $"{refusal.Message[..LongestMessage]}... (cut off)";
        return new RpcException(new Status(Code(refusal.Status), message));
    }
}
