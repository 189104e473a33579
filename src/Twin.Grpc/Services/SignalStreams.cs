using Grpc.Core;
using Twin.Engine.Running;
using Twin.Engine.Structure;
using Twin.Grpc.Access;
using Twin.Grpc.Lookup;
using Twin.Grpc.Messages;
using Twin.Grpc.Streams;

namespace Twin.Grpc.Services;

/// <summary>Reads and streams values of signals.</summary>
internal sealed class SignalStreams(ITwin twin, ChassisLookup lookup, FrameDispatcher dispatcher, StreamGate gate, GrpcOptions options)
    : V1.SignalService.SignalServiceBase
{
    // A dictionary is sent in parts that stay far below the 4 MiB that clients accept unless told otherwise.
    private const int EntriesPerMessage = 10_000;
    private const uint MaximumPeriodMilliseconds = 86_400_000;
    private const long NanosecondsPerMillisecond = 1_000_000;

    private readonly CompiledChassis _chassis = lookup.Chassis;

    /// <inheritdoc/>
    public override Task<V1.ReadResponse> Read(V1.ReadRequest request, ServerCallContext context)
    {
        int[] ids = lookup.Resolve(request.Selection, options.MaximumSignalsPerRead);
        var values = new double[ids.Length];
        if (!twin.Frames.TryReadLatest(Offsets(ids), values, out FrameHeader header))
            throw Failure.NoFrame();
        var response = new V1.ReadResponse { DictionaryVersion = _chassis.DictionaryVersion, Position = Describe.Position(header) };
        response.Entries.AddRange(ids.Select(id => Describe.DictionaryEntry(_chassis.Signals[id])));
        response.Values.AddRange(values);
        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task Subscribe(V1.SubscribeRequest request, IServerStreamWriter<V1.SubscribeResponse> responseStream, ServerCallContext context)
    {
        SignalSubscription? Make(int[] offsets) => request.ModeCase switch
        {
            V1.SubscribeRequest.ModeOneofCase.Sampled => MakeSampled(request.Sampled, offsets),
            V1.SubscribeRequest.ModeOneofCase.OnChange => MakeOnChange(request.OnChange, offsets),
            V1.SubscribeRequest.ModeOneofCase.Once => null,
            _ => throw Failure.Invalid("The mode is missing: sampled, on_change or once."),
        };

        return gate.RunStreamAsync(context, async stop =>
        {
            int[] ids = lookup.Resolve(request.Selection, options.MaximumSignalsPerStream);
            int[] offsets = Offsets(ids);
            SignalSubscription? subscription = Make(offsets);
            if (subscription is null)
            {
                await SendOnceAsync(ids, offsets, responseStream, stop).ConfigureAwait(false);
                return;
            }

            using IDisposable? claim = context.Usage()?.Subscribe(ids.Length, request.Sampled?.PeriodMs);
            await SendDictionaryAsync(ids, responseStream, stop).ConfigureAwait(false);
            using IDisposable ending = dispatcher.Add(subscription);
            await SendCapturesAsync(subscription.Queue, responseStream, stop).ConfigureAwait(false);
        });
    }

    private static async Task SendCapturesAsync(
        CaptureQueue queue, IServerStreamWriter<V1.SubscribeResponse> stream, CancellationToken stop)
    {
        // One message of each kind, filled anew: a stream in steady state allocates little.
        var all = new V1.SubscribeResponse { Samples = new V1.Samples { Position = new V1.Position() } };
        var some = new V1.SubscribeResponse { Changes = new V1.Changes { Position = new V1.Position() } };
        while (true)
        {
            while (queue.TryDequeue(out Capture? capture))
            {
                V1.SubscribeResponse message = capture.Indexes is null ? Fill(all, capture) : FillChanges(some, capture);
                queue.Return(capture);
                await stream.WriteAsync(message, stop).ConfigureAwait(false);
            }

            await queue.WaitAsync(stop).ConfigureAwait(false);
        }
    }

    private static V1.SubscribeResponse Fill(V1.SubscribeResponse message, Capture capture)
    {
        V1.Samples samples = message.Samples;
        Fill(samples.Position, capture.Header);
        samples.Values.Clear();
        samples.Values.AddRange(new ArraySegment<double>(capture.Values, 0, capture.Count));
        samples.Conflated = (ulong)capture.Conflated;
        samples.IsLate = capture.IsLate;
        return message;
    }

    private static V1.SubscribeResponse FillChanges(V1.SubscribeResponse message, Capture capture)
    {
        V1.Changes changes = message.Changes;
        Fill(changes.Position, capture.Header);
        changes.Indexes.Clear();
        changes.Values.Clear();
        for (int i = 0; i < capture.Count; i++)
            changes.Indexes.Add((uint)capture.Indexes![i]);
        changes.Values.AddRange(new ArraySegment<double>(capture.Values, 0, capture.Count));
        changes.Conflated = (ulong)capture.Conflated;
        return message;
    }

    private static void Fill(V1.Position position, in FrameHeader header)
    {
        position.Epoch = header.Epoch;
        position.Step = header.Step;
        position.SimulationTimeNs = header.Time.Nanoseconds;
    }

    private static bool IsBand(double band) => double.IsFinite(band) && band >= 0;

    private SampledSubscription MakeSampled(V1.Sampled mode, int[] offsets)
    {
        if (mode.PeriodMs < options.MinimumPeriodMilliseconds || mode.PeriodMs > MaximumPeriodMilliseconds)
            throw Failure.Invalid($"The period of {mode.PeriodMs} ms is not accepted. Valid: {options.MinimumPeriodMilliseconds} ms to {MaximumPeriodMilliseconds} ms.");
        return new SampledSubscription(offsets, mode.PeriodMs * NanosecondsPerMillisecond);
    }

    private static ChangeSubscription MakeOnChange(V1.OnChange mode, int[] offsets)
    {
        if (!IsBand(mode.AbsoluteDeadBand) || !IsBand(mode.RelativeDeadBand))
            throw Failure.Invalid(FormattableString.Invariant($"The dead bands are {mode.AbsoluteDeadBand} and {mode.RelativeDeadBand}; both have to be zero or more and finite."));
        if (mode.MinimumPeriodMs > MaximumPeriodMilliseconds)
            throw Failure.Invalid($"The minimum period of {mode.MinimumPeriodMs} ms is not accepted. Valid: 0 ms to {MaximumPeriodMilliseconds} ms.");
        return new ChangeSubscription(offsets, mode.AbsoluteDeadBand, mode.RelativeDeadBand, mode.MinimumPeriodMs * NanosecondsPerMillisecond);
    }

    private async Task SendDictionaryAsync(int[] ids, IServerStreamWriter<V1.SubscribeResponse> stream, CancellationToken stop)
    {
        for (int start = 0; start < ids.Length; start += EntriesPerMessage)
        {
            int end = Math.Min(ids.Length, start + EntriesPerMessage);
            var dictionary = new V1.Dictionary
            {
                Version = _chassis.DictionaryVersion,
                IsComplete = end == ids.Length,
                Total = (uint)ids.Length,
            };
            dictionary.Entries.AddRange(ids[start..end].Select(id => Describe.DictionaryEntry(_chassis.Signals[id])));
            await stream.WriteAsync(new V1.SubscribeResponse { Dictionary = dictionary }, stop).ConfigureAwait(false);
        }
    }

    private async Task SendOnceAsync(int[] ids, int[] offsets, IServerStreamWriter<V1.SubscribeResponse> stream, CancellationToken stop)
    {
        var samples = new V1.Samples();
        var values = new double[offsets.Length];
        if (!twin.Frames.TryReadLatest(offsets, values, out FrameHeader header))
            throw Failure.NoFrame();
        samples.Position = Describe.Position(header);
        samples.Values.AddRange(values);
        await SendDictionaryAsync(ids, stream, stop).ConfigureAwait(false);
        await stream.WriteAsync(new V1.SubscribeResponse { Samples = samples }, stop).ConfigureAwait(false);
    }

    private int[] Offsets(int[] ids) => Array.ConvertAll(ids, id => _chassis.Signals[id].Word);
}
