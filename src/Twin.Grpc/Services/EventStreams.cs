using Grpc.Core;
using Twin.Engine.Running;
using Twin.Grpc.Access;
using Twin.Grpc.Lookup;
using Twin.Grpc.Messages;
using Twin.Grpc.Streams;

namespace Twin.Grpc.Services;

/// <summary>Streams events, lists and acknowledges active alarms.</summary>
internal sealed class EventStreams(
    ITwin twin, Structures structures, FrameDispatcher dispatcher, StreamGate gate, AlarmTable alarms, TimeProvider clock)
    : V1.EventService.EventServiceBase
{
    private const int EventsPerMessage = 256;
    private const int MostAcknowledged = 1000;
    private const int LongestComment = 500;
    private const int LongestName = 100;

    /// <inheritdoc/>
    public override Task Subscribe(
        V1.SubscribeEventsRequest request, IServerStreamWriter<V1.SubscribeEventsResponse> responseStream, ServerCallContext context) =>
        gate.RunStreamAsync(context, async stop =>
        {
            EventTable events = structures.Now.Events;
            bool[] isWanted = events.Filter(request.Filter);
            long written = events.Log.Written;
            long next = request.HasFromSequence ? request.FromSequence : written;
            if (next < 0 || next > written)
                throw Failure.OutOfRange("from_sequence", next, 0, written, string.Empty, $"There is no event {next} yet. Valid: 0 to {written}.");
            if (next < events.First)
            {
                events = structures.At(next);
                isWanted = events.Filter(request.Filter, isStrict: false);
            }

            var signal = new AsyncSignal();
            using IDisposable ending = dispatcher.Add(signal);
            alarms.Acknowledged += signal.Set;
            using var unhooked = new Unhook(() => alarms.Acknowledged -= signal.Set);
            var batch = new EventRecord[EventsPerMessage];
            bool isFirst = true;
            long acknowledged = -1;
            while (true)
            {
                // Looked up before the log is read: when there is another one, this one is read to its end.
                EventTable? following = structures.After(events);
                int count = events.Log.Read(ref next, batch, out long lost);
                var message = new V1.SubscribeEventsResponse { Lost = lost, NextSequence = next };
                foreach (EventRecord record in batch.AsSpan(0, count))
                    if (isWanted[record.Event])
                        message.Events.Add(Describe.Event(record, events, twin.Quarantines));
                // An alarm that clears is followed before it is sent, so that this is never older than the events of the message.
                alarms.Follow();
                if (alarms.Version != acknowledged)
                {
                    acknowledged = alarms.Version;
                    message.Acknowledged = new V1.AcknowledgedAlarms();
                    message.Acknowledged.Sequences.AddRange(
                        alarms.Active(out _, out _, out _).Where(alarm => alarm.Acknowledgement is not null).Select(alarm => alarm.Raised.Sequence));
                }

                if (isFirst || lost > 0 || message.Events.Count > 0 || message.Acknowledged is not null)
                    await responseStream.WriteAsync(message, stop).ConfigureAwait(false);
                isFirst = false;
                if (count == batch.Length)
                    continue;
                if (following is null)
                {
                    await signal.WaitAsync(stop).ConfigureAwait(false);
                }
                else
                {
                    events = following;
                    isWanted = events.Filter(request.Filter, isStrict: false);
                }
            }
        });

    /// <inheritdoc/>
    public override Task<V1.ListActiveResponse> ListActive(V1.ListActiveRequest request, ServerCallContext context)
    {
        ActiveAlarm[] active = alarms.Active(out EventTable events, out long next, out long lost);
        bool[] isWanted = events.Filter(request.Filter);
        var response = new V1.ListActiveResponse { Lost = lost, NextSequence = next };
        response.Alarms.AddRange(active.Where(alarm => isWanted[alarm.Raised.Event]).Select(alarm => Describe.Alarm(alarm, events, twin.Quarantines)));
        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<V1.AcknowledgeResponse> Acknowledge(V1.AcknowledgeRequest request, ServerCallContext context)
    {
        List<string> problems = [];
        if (request.Sequences.Count is 0 or > MostAcknowledged)
            problems.Add($"{request.Sequences.Count} sequence numbers are given; 1 to {MostAcknowledged} are accepted.");
        if (request.Comment.Length > LongestComment)
            problems.Add($"The comment has {request.Comment.Length} characters; at most {LongestComment} are accepted.");
        if (request.By.Length > LongestName)
            problems.Add($"The name in 'by' has {request.By.Length} characters; at most {LongestName} are accepted.");
        if (problems.Count > 0)
            throw Failure.Invalid(string.Join(' ', problems));
        const long nanosecondsPerTick = 100;
        var acknowledgement = new V1.Acknowledgement
        {
            By = request.By.Length > 0 ? request.By : context.Identity(),
            Comment = request.Comment,
            UnixTimeNs = (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * nanosecondsPerTick,
        };
        ActiveAlarm[] acknowledged = alarms.Acknowledge(request.Sequences, acknowledgement, out EventTable events, out long[] unknown);
        if (unknown.Length > 0)
        {
            string names = string.Join(", ", unknown);
            throw Failure.Unknown("active alarm", names, [], $"No active alarm was raised by event {names}. ListActive gives those that are active; nothing was acknowledged.");
        }

        var response = new V1.AcknowledgeResponse();
        response.Alarms.AddRange(acknowledged.Select(alarm => Describe.Alarm(alarm, events, twin.Quarantines)));
        return Task.FromResult(response);
    }

    private readonly struct Unhook(Action undo) : IDisposable
    {
        public void Dispose() => undo();
    }
}
