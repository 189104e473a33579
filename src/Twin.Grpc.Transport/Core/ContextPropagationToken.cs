namespace Grpc.Core;

/// <summary>Carries a handler's deadline and cancellation to the calls that it makes.</summary>
public abstract class ContextPropagationToken
{
    internal ContextPropagationToken() { }

    internal abstract DateTime Deadline { get; }

    internal abstract CancellationToken CancellationToken { get; }
}
