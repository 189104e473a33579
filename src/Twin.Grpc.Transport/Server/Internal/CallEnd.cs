namespace Grpc.AspNetCore.Server.Internal;

/// <summary>What ended a call from outside its handler.</summary>
internal enum CallEnd
{
    None,
    ClientGone,
    Deadline,
    Stopping,
}
