using Grpc.Core;
using Twin.Engine.Running;
using Twin.Grpc.Lookup;
using Twin.Grpc.Messages;
using Twin.Grpc.Streams;

namespace Twin.Grpc.Services;

/// <summary>Streams events and lists active alarms.</summary>
internal sealed class EventStreams(ITwin twin, ChassisLookup lookup, FrameDispatcher dispatcher, StreamGate gate, AlarmTable alarms)
    : V1.EventService.EventServiceBase
{
    private const int EventsPerMessage = 256;

    /// <inheritdoc/>
    public override Task Subscribe(
        V1.SubscribeEventsRequest request, IServerStreamWriter<V1.SubscribeEventsResponse> responseStream, ServerCallContext context) =>
        gate.RunStreamAsync(context, async stop =>
        {
            bool[] isWanted = Filter(request.Filter);
            long written = twin.Events.Written;
            long next = request.HasFromSequence ? request.FromSequence : written;
            if (next < 0 || next > written)
                throw Failure.Invalid($"There is no event {next} yet. Valid: 0 to {written}.");
            var signal = new AsyncSignal();
            using IDisposable ending = dispatcher.Add(signal);
            var batch = new EventRecord[EventsPerMessage];
            bool isFirst = true;
            while (true)
            {
                int count = twin.Events.Read(ref next, batch, out long lost);
                var message = new V1.SubscribeEventsResponse { Lost = lost, NextSequence = next };
                foreach (EventRecord record in batch.AsSpan(0, count))
                    if (isWanted[record.Event])
                        message.Events.Add(Describe.Event(record, lookup));
                if (isFirst || lost > 0 || message.Events.Count > 0)
                    await responseStream.WriteAsync(message, stop).ConfigureAwait(false);
                isFirst = false;
                if (count < batch.Length)
                    await signal.WaitAsync(stop).ConfigureAwait(false);
            }
        });

    /// <inheritdoc/>
    public override Task<V1.ListActiveResponse> ListActive(V1.ListActiveRequest request, ServerCallContext context)
    {
        bool[] isWanted = Filter(request.Filter);
        EventRecord[] active = alarms.Active(out long next, out long lost);
        var response = new V1.ListActiveResponse { Lost = lost, NextSequence = next };
        foreach (EventRecord record in active)
            if (isWanted[record.Event])
                response.Alarms.Add(Describe.Event(record, lookup));
        return Task.FromResult(response);
    }

    private bool[] Filter(V1.EventFilter? filter)
    {
        int count = lookup.Chassis.Events.Count;
        var isWanted = new bool[count];
        foreach (int kind in lookup.Filter(lookup.Events, count, (IReadOnlyCollection<string>?)filter?.Globs ?? []))
            isWanted[kind] = filter is null || Describe.Severity(lookup.Chassis.Events[kind].Severity) >= filter.MinimumSeverity;
        return isWanted;
    }
}
