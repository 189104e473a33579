using Twin.Engine.Running;

namespace Twin.Grpc.Lookup;

/// <summary>The structure that the chassis has now, and the events of those before it.</summary>
/// <remarks>
/// A reload may give the running chassis another structure (<see cref="Generation"/>). Whoever asks here first after it makes what belongs to the new one, some ten milliseconds for a large
/// chassis; the others wait for it. Asking costs two reads otherwise. May be used from any thread.
/// </remarks>
internal sealed class Structures
{
    // Readers of events come to a new log within milliseconds; this is for those that are busy sending meanwhile, and for clients that come back.
    private const int KeptEvents = 4;

    private readonly Lock _gate = new();
    private readonly GrpcOptions _options;
    private readonly IReadOnlyList<string> _workloads;
    private volatile Structure _now;
    private volatile EventTable[] _events;

    /// <summary>Takes the structure of now.</summary>
    /// <param name="twin">The twin.</param>
    /// <param name="options">Limits.</param>
    public Structures(ITwin twin, GrpcOptions options)
    {
        _options = options;
        _workloads = twin.Workloads;
        Generation generation = twin.Generation;
        _now = Make(generation, generation.Number == 0 ? 0 : generation.Events.Written);
        _events = [_now.Events];
    }

    /// <summary>The structure of now.</summary>
    public Structure Now => _now.Generation.Next.IsCompletedSuccessfully ? Follow() : _now;

    /// <summary>The events that took the place of others.</summary>
    /// <param name="events">The others.</param>
    /// <returns>Null while they are those of now. What came in between and is not kept is left out: the next log's reader is told that it lost it.</returns>
    public EventTable? After(EventTable events)
    {
        EventTable newest = Now.Events;
        if (ReferenceEquals(newest, events))
            return null;
        EventTable[] kept = _events;
        return kept[Array.IndexOf(kept, events) + 1];
    }

    /// <summary>The events among which one is, or would be.</summary>
    /// <param name="sequence">Its sequence number.</param>
    public EventTable At(long sequence)
    {
        _ = Now;
        EventTable[] kept = _events;
        return Array.FindLast(kept, events => events.First <= sequence) ?? kept[0];
    }

    private Structure Follow()
    {
        lock (_gate)
        {
            Generation generation = _now.Generation;
            EventTable[] events = _events;
            while (generation.Next.IsCompletedSuccessfully)
            {
                // A log that was replaced becomes no more, so its end is where the next one begins.
                long first = generation.Events.Written;
                generation = generation.Next.GetAwaiter().GetResult();
                Structure next = Make(generation, first);
                events = [.. events.TakeLast(KeptEvents - 1), next.Events];
                // In this order: whoever sees the new structure finds its events.
                _events = events;
                _now = next;
            }

            return _now;
        }
    }

    private Structure Make(Generation generation, long first)
    {
        var events = new EventTable(generation.Chassis, generation.Events, first, _options);
        return new Structure(generation, new ChassisLookup(generation, events, _workloads, _options));
    }
}
