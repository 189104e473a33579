using System.Collections.Concurrent;
using Grpc.Core;

namespace Twin.Benchmarks.Grpc;

/// <summary>Handlers that do next to nothing, so that what is measured is the transport.</summary>
internal sealed class LoadServiceImpl : LoadService.LoadServiceBase
{
    private readonly ConcurrentDictionary<uint, LoadBodies> _bodies = new();
    private long _calls;

    /// <inheritdoc/>
    public override Task<LoadMessage> Call(LoadRequest request, ServerCallContext context)
    {
        var sequence = (ulong)Interlocked.Increment(ref _calls);
        return Task.FromResult(new LoadMessage { Sequence = sequence, Body = BodiesOf(request)[sequence] });
    }

    /// <inheritdoc/>
    public override async Task Stream(LoadRequest request, IServerStreamWriter<LoadMessage> responseStream, ServerCallContext context)
    {
        LoadBodies bodies = BodiesOf(request);
        var message = new LoadMessage();
        // As a handler is written that knows nothing of the transport: each message is awaited and carries no hint.
        for (ulong sequence = 1; !context.CancellationToken.IsCancellationRequested; sequence++)
        {
            message.Sequence = sequence;
            message.Body = bodies[sequence];
            await responseStream.WriteAsync(message).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override Task<LoadCount> Count(LoadRequest request, ServerCallContext context) =>
        Task.FromResult(new LoadCount { Calls = (ulong)Interlocked.Read(ref _calls), AllocatedBytes = (ulong)GC.GetTotalAllocatedBytes() });

    private LoadBodies BodiesOf(LoadRequest request) => _bodies.GetOrAdd(request.MessageBytes, static bytes => new LoadBodies((int)bytes));
}
