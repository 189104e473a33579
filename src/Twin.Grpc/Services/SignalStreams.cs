using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Twin.Engine.Running;
using Twin.Engine.Structure;
using Twin.Grpc.Access;
using Twin.Grpc.Lookup;
using Twin.Grpc.Messages;
using Twin.Grpc.Streams;

namespace Twin.Grpc.Services;

/// <summary>Reads and streams values of signals.</summary>
/// <remarks>
/// Bound by itself and not by the generated base class, for one reason: <c>Subscribe</c> writes a <see cref="StreamMessage"/>, most of which was encoded once for
/// all streams of equal selection. On the wire it is the <see cref="V1.SubscribeResponse"/> of the contract.
/// </remarks>
[BindServiceMethod(typeof(SignalStreams), nameof(Bind))]
internal sealed class SignalStreams(Structures structures, FrameDispatcher dispatcher, StreamGate gate, GrpcOptions options)
{
    private const uint MaximumPeriodMilliseconds = 86_400_000;
    private const long NanosecondsPerMillisecond = 1_000_000;

    // Never 0, which clients send for not known.
    private readonly ulong _runId = BitConverter.ToUInt64(Guid.NewGuid().ToByteArray()) | 1;

    /// <summary>The service in the contract.</summary>
    public static ServiceDescriptor Descriptor => V1.SignalService.Descriptor;

    /// <summary>Adds the methods of the service.</summary>
    /// <param name="binder">Receives them.</param>
    /// <param name="service">The service; null when only the shape is asked for.</param>
    public static void Bind(ServiceBinderBase binder, SignalStreams? service)
    {
        binder.AddMethod(
            new Method<V1.ReadRequest, V1.ReadResponse>(MethodType.Unary, Descriptor.FullName, nameof(Read), Of(V1.ReadRequest.Parser), Of(V1.ReadResponse.Parser)),
            service is null ? null : new UnaryServerMethod<V1.ReadRequest, V1.ReadResponse>(service.Read));
        var written = Marshallers.Create<StreamMessage>(
            static (message, context) => message.Serialize(context),
            static _ => throw new NotSupportedException("The server only writes these messages."));
        binder.AddMethod(
            new Method<V1.SubscribeRequest, StreamMessage>(MethodType.ServerStreaming, Descriptor.FullName, nameof(Subscribe), Of(V1.SubscribeRequest.Parser), written),
            service is null ? null : new ServerStreamingServerMethod<V1.SubscribeRequest, StreamMessage>(service.Subscribe));
    }

    /// <summary>Gives the values of the newest step.</summary>
    public Task<V1.ReadResponse> Read(V1.ReadRequest request, ServerCallContext context)
    {
        Structure structure = structures.Now;
        CompiledChassis chassis = structure.Lookup.Chassis;
        int[] ids = structure.Lookup.Resolve(request.Selection, options.MaximumSignalsPerRead);
        var values = new double[ids.Length];
        if (!structure.Frames.TryReadLatest(Array.ConvertAll(ids, id => chassis.Signals[id].Word), values, out FrameHeader header))
            throw Failure.NoFrame();
        var response = new V1.ReadResponse { DictionaryVersion = chassis.DictionaryVersion, Position = Describe.Position(header) };
        response.Entries.AddRange(ids.Select(id => Describe.DictionaryEntry(chassis.Signals[id])));
        response.Values.AddRange(values);
        return Task.FromResult(response);
    }

    /// <summary>Streams values until the client cancels.</summary>
    public Task Subscribe(V1.SubscribeRequest request, IServerStreamWriter<StreamMessage> responseStream, ServerCallContext context) =>
        gate.RunStreamAsync(context, async stop =>
        {
            if (request.ModeCase == V1.SubscribeRequest.ModeOneofCase.Once)
            {
                await SendOnceAsync(request, responseStream, stop).ConfigureAwait(false);
                return;
            }

            var message = new StreamMessage();
            string[] paths = [];
            ulong conflated = 0;
            for (bool isFirst = true; ; isFirst = false)
            {
                // The subscription begins before its dictionary is sent: from here on no sample is missed.
                using OpenSubscription open = isFirst ? Open(request, context, out paths) : OpenAgain(request, context, paths);
                SignalSubscription subscription = open.Subscription;
                subscription.ConflatedTotal = conflated;
                subscription.Terms.RunId = _runId;
                await SendDictionaryAsync(open.Selection, subscription.Terms, message, responseStream, stop).ConfigureAwait(false);
                await SendValuesAsync(subscription, message, responseStream, stop).ConfigureAwait(false);
                conflated = subscription.ConflatedTotal;
            }
        });

    private static Marshaller<T> Of<T>(MessageParser<T> parser)
        where T : IMessage<T> => Marshallers.Create<T>(
        static (message, context) =>
        {
            context.SetPayloadLength(message.CalculateSize());
            message.WriteTo(context.GetBufferWriter());
            context.Complete();
        },
        context => parser.ParseFrom(context.PayloadAsReadOnlySequence()));

    private static async Task SendDictionaryAsync(
        StreamSelection selection, V1.StreamTerms terms, StreamMessage message, IServerStreamWriter<StreamMessage> stream, CancellationToken stop)
    {
        var own = new V1.Dictionary { Terms = terms };
        foreach (byte[] part in selection.Dictionary)
        {
            message.Set(V1.SubscribeResponse.DictionaryFieldNumber, part, own);
            await stream.WriteAsync(message, stop).ConfigureAwait(false);
            own.Terms = null;
        }
    }

    // Ends when the structure has been replaced and everything of it is sent.
    private static async Task SendValuesAsync(SignalSubscription subscription, StreamMessage message, IServerStreamWriter<StreamMessage> stream, CancellationToken stop)
    {
        while (true)
        {
            bool isLast = subscription.IsReplaced;
            while (subscription.TryTake(message))
                await stream.WriteAsync(message, stop).ConfigureAwait(false);
            if (isLast)
                return;
            await subscription.WaitAsync(stop).ConfigureAwait(false);
        }
    }

    private static bool IsBand(double band) => double.IsFinite(band) && band >= 0;

    private static void CheckResume(V1.SubscribeRequest request)
    {
        if (request.Resume is not { } resume)
            return;
        if (request.ModeCase == V1.SubscribeRequest.ModeOneofCase.Once)
            throw Failure.Invalid("There is nothing to resume with once: it sends the values of the newest step. Leave resume out.");
        if (resume.Position is not { Epoch: >= 0, Step: >= 0 })
            throw Failure.Invalid($"The position to resume from is {resume.Position?.ToString() ?? "missing"}; give the position of the last message seen.");
    }

    private OpenSubscription Open(V1.SubscribeRequest request, ServerCallContext context, out string[] paths)
    {
        while (true)
        {
            StreamPlace place = dispatcher.Current;
            int[] ids = place.Lookup.Resolve(request.Selection, options.MaximumSignalsPerStream);
            CheckResume(request);

            // Before anything is set up for it: what is refused must not cost those who are served a feed or the past that is kept for them.
            CheckMode(request);
            bool isSameRun = request.Resume is null || request.Resume.RunId == 0 || request.Resume.RunId == _runId;
            if (TryBegin(request, context, place, ids, StreamOrigin.After(request.Resume?.Position, isSameRun)) is { } open)
            {
                paths = place.Lookup.PathsOf(request.Selection.Ids);
                return open;
            }
        }
    }

    private OpenSubscription OpenAgain(V1.SubscribeRequest request, ServerCallContext context, string[] paths)
    {
        while (true)
        {
            StreamPlace place = dispatcher.Current;
            int[] ids = place.Lookup.ResolveAgain(request.Selection, paths, options.MaximumSignalsPerStream);
            if (ids.Length == 0)
                throw Failure.NotFound($"A reload has changed the chassis, and no signal of the selection is left in it (dictionary version {place.Lookup.Chassis.DictionaryVersion:x16}). ListSignals gives those that there are.");
            if (TryBegin(request, context, place, ids, StreamOrigin.Epoch) is { } open)
                return open;
        }
    }

    // Null when the structure has been replaced meanwhile.
    private OpenSubscription? TryBegin(V1.SubscribeRequest request, ServerCallContext context, StreamPlace place, int[] ids, StreamOrigin origin)
    {
        if (place.Streams.Select(ids) is not { } selection)
            return null;
        bool isSampled = request.ModeCase == V1.SubscribeRequest.ModeOneofCase.Sampled;
        IDisposable? claim = context.Usage()?.Subscribe(ids.Length, isSampled ? request.Sampled.PeriodMs : null);
        SignalSubscription subscription;
        IDisposable? ending;
        if (isSampled)
        {
            V1.Conflation policy = request.Sampled.Conflation == V1.Conflation.Unspecified ? V1.Conflation.Newest : request.Sampled.Conflation;
            ending = place.Streams.AddSampled(selection, request.Sampled.PeriodMs * NanosecondsPerMillisecond, policy, request.Sampled.Buffer, origin, out SampledSubscription sampled);
            subscription = sampled;
        }
        else
        {
            V1.OnChange mode = request.OnChange;
            var changes = new ChangeSubscription(selection, mode.AbsoluteDeadBand, mode.RelativeDeadBand, mode.MinimumPeriodMs * NanosecondsPerMillisecond, dispatcher.Clock);
            ending = place.Streams.AddChanges(changes, origin);
            subscription = changes;
        }

        if (ending is not null)
            return new OpenSubscription(selection, subscription, ending, claim);
        claim?.Dispose();
        return null;
    }

    private void CheckMode(V1.SubscribeRequest request)
    {
        switch (request.ModeCase)
        {
            case V1.SubscribeRequest.ModeOneofCase.Sampled:
                CheckSampled(request.Sampled);
                break;
            case V1.SubscribeRequest.ModeOneofCase.OnChange:
                CheckOnChange(request.OnChange);
                break;
            default:
                throw Failure.Invalid("The mode is missing: sampled, on_change or once.");
        }
    }

    private void CheckSampled(V1.Sampled mode)
    {
        if (mode.PeriodMs < options.MinimumPeriodMilliseconds || mode.PeriodMs > MaximumPeriodMilliseconds)
            throw Failure.Invalid($"The period of {mode.PeriodMs} ms is not accepted. Valid: {options.MinimumPeriodMilliseconds} ms to {MaximumPeriodMilliseconds} ms.");
        if (!Enum.IsDefined(mode.Conflation))
            throw Failure.Invalid($"There is no conflation {(int)mode.Conflation}. Valid: NEWEST ({(int)V1.Conflation.Newest}), EVERY_NTH ({(int)V1.Conflation.EveryNth}), ENVELOPE ({(int)V1.Conflation.Envelope}).");
    }

    private static void CheckOnChange(V1.OnChange mode)
    {
        if (!IsBand(mode.AbsoluteDeadBand) || !IsBand(mode.RelativeDeadBand))
            throw Failure.Invalid(FormattableString.Invariant($"The dead bands are {mode.AbsoluteDeadBand} and {mode.RelativeDeadBand}; both have to be zero or more and finite."));
        if (mode.MinimumPeriodMs > MaximumPeriodMilliseconds)
            throw Failure.Invalid($"The minimum period of {mode.MinimumPeriodMs} ms is not accepted. Valid: 0 ms to {MaximumPeriodMilliseconds} ms.");
    }

    private async Task SendOnceAsync(V1.SubscribeRequest request, IServerStreamWriter<StreamMessage> stream, CancellationToken stop)
    {
        Structure structure = structures.Now;
        int[] ids = structure.Lookup.Resolve(request.Selection, options.MaximumSignalsPerStream);
        CheckResume(request);
        var selection = new StreamSelection(structure.Lookup.Chassis, ids);
        var samples = new V1.Samples { Conflation = V1.Conflation.Newest, Stride = 1 };
        var values = new double[selection.Offsets.Length];
        if (!structure.Frames.TryReadLatest(selection.Offsets, values, out FrameHeader header))
            throw Failure.NoFrame();
        samples.Position = Describe.Position(header);
        samples.Values.AddRange(values);
        samples.ComputedUnixNs = dispatcher.Clock.ToUnixNs(header.PublishedTimestamp);
        var message = new StreamMessage();
        await SendDictionaryAsync(selection, new V1.StreamTerms { RunId = _runId, Conflation = V1.Conflation.Newest }, message, stream, stop).ConfigureAwait(false);
        message.Set(new V1.SubscribeResponse { Samples = samples });
        await stream.WriteAsync(message, stop).ConfigureAwait(false);
    }

    private sealed record OpenSubscription(StreamSelection Selection, SignalSubscription Subscription, IDisposable Ending, IDisposable? Claim) : IDisposable
    {
        public void Dispose()
        {
            Ending.Dispose();
            Claim?.Dispose();
        }
    }
}
