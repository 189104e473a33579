using Grpc.Core;
using Twin.Grpc.Audit;
using Twin.Grpc.Lookup;
using Twin.Grpc.Streams;

namespace Twin.Grpc.Services;

/// <summary>Answers what was commanded by whom.</summary>
internal sealed class AuditQueries(AuditTrail trail, StreamGate gate) : V1.AuditService.AuditServiceBase
{
    private const int MostEntries = 1000;

    /// <inheritdoc/>
    public override Task<V1.ListAuditResponse> List(V1.ListAuditRequest request, ServerCallContext context)
    {
        long next = Check(request.FromSequence);
        int most = request.Limit is 0 or > MostEntries ? MostEntries : (int)request.Limit;
        var response = new V1.ListAuditResponse();
        var looked = new List<V1.AuditEntry>();
        long bytes = 0;
        long before;
        do
        {
            // One at a time behind the filter, so that the next call goes on right after the last entry that fitted.
            looked.Clear();
            before = next;
            response.Lost += trail.Read(ref next, looked, 1);
            foreach (V1.AuditEntry entry in looked.Where(entry => IsWanted(entry, request.Filter)))
            {
                response.Entries.Add(entry);
                bytes += entry.CalculateSize();
            }
        }
        while (response.Entries.Count < most && bytes < AuditTrail.BytesPerMessage && next > before);
        response.NextSequence = next;
        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task Subscribe(V1.SubscribeAuditRequest request, IServerStreamWriter<V1.SubscribeAuditResponse> responseStream, ServerCallContext context) =>
        gate.RunStreamAsync(context, async stop =>
        {
            long next = request.HasFromSequence ? Check(request.FromSequence) : trail.Written;
            var signal = new AsyncSignal();
            using IDisposable following = trail.Follow(signal);
            var looked = new List<V1.AuditEntry>();
            for (bool isFirst = true; ; isFirst = false)
            {
                looked.Clear();
                var message = new V1.SubscribeAuditResponse { Lost = trail.Read(ref next, looked, MostEntries), NextSequence = next };
                message.Entries.AddRange(looked.Where(entry => IsWanted(entry, request.Filter)));
                if (isFirst || message.Lost > 0 || message.Entries.Count > 0)
                    await responseStream.WriteAsync(message, stop).ConfigureAwait(false);
                if (next >= trail.Written)
                    await signal.WaitAsync(stop).ConfigureAwait(false);
            }
        });

    private static bool IsWanted(V1.AuditEntry entry, V1.AuditFilter? filter) =>
        filter is null
        || ((filter.Caller.Length == 0 || filter.Caller == entry.Caller)
            && (filter.Method.Length == 0 || filter.Method.TrimStart('/') == entry.Method)
            && (!filter.IsRefused || entry.Status != 0));

    private long Check(long sequence)
    {
        long written = trail.Written;
        return sequence >= 0 && sequence <= written ? sequence : throw Failure.OutOfRange("from_sequence", sequence, 0, written, string.Empty, $"There is no entry {sequence} yet. Valid: 0 to {written}.");
    }
}
