using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Hands a server call's deadline and cancellation to the calls that its handler makes.</summary>
internal sealed class ServerPropagationToken(ServerCallContext context, ContextPropagationOptions options) : ContextPropagationToken
{
    internal override DateTime Deadline => options.IsPropagateDeadline ? context.Deadline : DateTime.MaxValue;

    internal override CancellationToken CancellationToken =>
        options.IsPropagateCancellation ? context.CancellationToken : CancellationToken.None;
}
