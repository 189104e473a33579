using Grpc.Core;
using Twin.Engine.Snapshots;
using Twin.Grpc.Lookup;

namespace Twin.Grpc.Messages;

/// <summary>Maps what was refused about snapshots to gRPC statuses and reasons.</summary>
internal static class SnapshotErrors
{
    /// <summary>The error for what was refused.</summary>
    public static RpcException Make(SnapshotException refusal)
    {
        string message = refusal.Message;
        return refusal.Status switch
        {
            SnapshotStatus.NameTaken => Failure.Taken(refusal.Kind, refusal.Name, message),
            SnapshotStatus.BadRequest => Failure.Invalid(message),
            SnapshotStatus.NotFound => Failure.Unknown(refusal.Kind, refusal.Name, refusal.Nearest, message),
            SnapshotStatus.Unfit => Failure.NotNow(message),
            SnapshotStatus.Full => Failure.Exhausted(message),
            SnapshotStatus.Busy => Failure.Make(V1.ErrorReason.Busy, message),
            SnapshotStatus.NotNow => Failure.NotNow(message),
            SnapshotStatus.Unavailable => Failure.Make(V1.ErrorReason.Stopping, message),
            SnapshotStatus.Storage => Failure.Make(V1.ErrorReason.StorageFailed, message),
            _ => Failure.Make(V1.ErrorReason.InternalFault, message),
        };
    }
}
