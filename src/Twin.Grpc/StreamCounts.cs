using Twin.Grpc.Streams;

namespace Twin.Grpc;

/// <summary>How many streams the services serve now. In the container after <see cref="TwinGrpcExtensions.AddTwinGrpc"/>; may be read from any thread and allocates nothing.</summary>
public sealed class StreamCounts
{
    private readonly StreamGate _gate;
    private readonly FrameDispatcher _dispatcher;

    internal StreamCounts(StreamGate gate, FrameDispatcher dispatcher) => (_gate, _dispatcher) = (gate, dispatcher);

    /// <summary>Streams that clients hold open, of signals and events together.</summary>
    public int Open => _gate.Open;

    /// <summary>Streams that get samples or changes of signals.</summary>
    public int Signals => _dispatcher.SubscriptionCount;

    /// <summary>Streams that get events.</summary>
    public int Events => _dispatcher.EventReaderCount;
}
