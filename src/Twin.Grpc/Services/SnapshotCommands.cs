using Grpc.Core;
using Twin.Engine.Running;
using Twin.Engine.Snapshots;
using Twin.Grpc.Access;
using Twin.Grpc.Lookup;
using Twin.Grpc.Messages;
using Twin.Grpc.Streams;
using Twin.Units;

namespace Twin.Grpc.Services;

/// <summary>Takes, restores and compares snapshots, and asks what if.</summary>
internal sealed class SnapshotCommands(SnapshotLibrary library, Structures structures, StreamGate gate, GrpcOptions options)
    : V1.SnapshotService.SnapshotServiceBase
{
    private const int StandardLimit = 100;
    private const int LargestLimit = 10_000;
    private const double NanosecondsPerSecond = 1e9;
    private const long NanosecondsPerMillisecond = 1_000_000;

    /// <inheritdoc/>
    public override Task<V1.Snapshot> Take(V1.TakeSnapshotRequest request, ServerCallContext context) => AnswerAsync(context, async stop =>
    {
        SnapshotInfo info = await library.TakeAsync(request.Name, request.Description, context.Origin(), stop).ConfigureAwait(false);
        return DescribeSnapshots.Snapshot(library.Get(info.Name), library);
    });

    /// <inheritdoc/>
    public override Task<V1.ListSnapshotsResponse> List(V1.ListSnapshotsRequest request, ServerCallContext context) => Answer(() =>
    {
        var response = new V1.ListSnapshotsResponse { Place = library.Place };
        response.Snapshots.AddRange(library.List().Select(entry => DescribeSnapshots.Snapshot(entry, library)));
        return response;
    });

    /// <inheritdoc/>
    public override Task<V1.Snapshot> Get(V1.GetSnapshotRequest request, ServerCallContext context) =>
        Answer(() => DescribeSnapshots.Snapshot(library.Get(request.Name), library));

    /// <inheritdoc/>
    public override Task<V1.DeleteSnapshotResponse> Delete(V1.DeleteSnapshotRequest request, ServerCallContext context) => Answer(() =>
    {
        library.Delete(request.Name);
        return new V1.DeleteSnapshotResponse();
    });

    /// <inheritdoc/>
    public override Task<V1.RestoreSnapshotResponse> Restore(V1.RestoreSnapshotRequest request, ServerCallContext context) => AnswerAsync(context, async stop =>
    {
        (SnapshotInfo info, long epoch) = await library.RestoreAsync(request.Name, context.Origin(), stop).ConfigureAwait(false);
        return new V1.RestoreSnapshotResponse { Position = Describe.Position(new FrameHeader(epoch, info.Step, info.Time, 0)) };
    });

    /// <inheritdoc/>
    public override Task<V1.ForkedRun> Fork(V1.ForkRequest request, ServerCallContext context) => AnswerAsync(context, async stop => DescribeSnapshots.Fork(
        await library.ForkAsync(
            DescribeSnapshots.Moment(request.From), request.Name, request.Description, CommandReading.Read(request.Commands, structures.Now.Lookup, context.Origin()), context.Origin(), stop).ConfigureAwait(false)));

    /// <inheritdoc/>
    public override Task<V1.ForkedRun> CommandFork(V1.CommandForkRequest request, ServerCallContext context) => AnswerAsync(context, async stop => DescribeSnapshots.Fork(
        await library.CommandForkAsync(request.Name, CommandReading.Read(request.Commands, structures.Now.Lookup, context.Origin()), stop).ConfigureAwait(false)));

    /// <inheritdoc/>
    public override Task<V1.ListForksResponse> ListForks(V1.ListForksRequest request, ServerCallContext context) => Answer(() =>
    {
        var response = new V1.ListForksResponse();
        response.Forks.AddRange(library.Forks.Select(DescribeSnapshots.Fork));
        return response;
    });

    /// <inheritdoc/>
    public override Task<V1.DeleteForkResponse> DeleteFork(V1.DeleteForkRequest request, ServerCallContext context) => Answer(() =>
    {
        library.DeleteFork(request.Name);
        return new V1.DeleteForkResponse();
    });

    /// <inheritdoc/>
    public override Task RunAhead(V1.RunAheadRequest request, IServerStreamWriter<V1.RunAheadResponse> responseStream, ServerCallContext context) =>
        gate.RunStreamAsync(context, async stop =>
        {
            ChassisLookup lookup = structures.Now.Lookup;
            int[] ids = request.Selection is null ? [] : lookup.Resolve(request.Selection, options.MaximumSignalsPerStream);
            var ahead = new RunAheadRequest
            {
                From = DescribeSnapshots.Moment(request.From),
                Commands = CommandReading.Read(request.Commands, lookup, context.Origin()),
                Length = Length(request.Seconds),
                Words = Array.ConvertAll(ids, id => lookup.Chassis.Signals[id].Word),
                Period = request.PeriodMs == 0 ? null : Duration.FromNanoseconds(request.PeriodMs * NanosecondsPerMillisecond),
                KeepAs = request.KeepAs.Length == 0 ? null : request.KeepAs,
                Origin = context.Origin(),
            };
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
            using var messages = new RunAheadMessages(lookup.Events, [.. Describe.Dictionary(lookup.Chassis, ids)], () => CheckStructure(lookup), TimeSpan.FromSeconds(options.RunAheadStallSeconds), ending.Token);
            Task running = RunAsync(ahead, messages, ending.Token);
            try
            {
                await messages.SendAsync(responseStream, stop).ConfigureAwait(false);
            }
            finally
            {
                // However the stream ended, nobody computes for it any more.
                await ending.CancelAsync().ConfigureAwait(false);
                await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await running.ConfigureAwait(false);
        });

    /// <inheritdoc/>
    public override Task<V1.CompareResponse> Compare(V1.CompareRequest request, ServerCallContext context) => AnswerAsync(context, async stop =>
    {
        if (!IsBound(request.MinimumDifference) || !IsBound(request.MinimumRelative) || !IsBound(request.MinimumScaled))
            throw Failure.Invalid(FormattableString.Invariant($"The least differences are {request.MinimumDifference}, {request.MinimumRelative} and {request.MinimumScaled}; all have to be zero or more and finite."));
        if (request.Limit > LargestLimit)
            throw Failure.Invalid($"{request.Limit} differences are not accepted. Valid: 1 to {LargestLimit}, or 0 for {StandardLimit}.");
        ChassisLookup lookup = structures.Now.Lookup;
        Comparison comparison = await library.CompareAsync(
            new ComparisonRequest
            {
                First = DescribeSnapshots.Moment(request.First),
                Second = DescribeSnapshots.Moment(request.Second),
                Signals = request.Selection is null ? null : Chosen(request.Selection, lookup),
                MinimumDifference = request.MinimumDifference,
                MinimumRelative = request.MinimumRelative,
                MinimumScaled = request.MinimumScaled,
                Order = request.Order switch
                {
                    V1.CompareOrder.Absolute => ComparisonOrder.Absolute,
                    V1.CompareOrder.Relative => ComparisonOrder.Relative,
                    _ => ComparisonOrder.Scaled,
                },
                Limit = request.Limit == 0 ? StandardLimit : (int)request.Limit,
                Origin = context.Origin(),
            },
            stop).ConfigureAwait(false);
        CheckStructure(lookup);
        var response = new V1.CompareResponse
        {
            First = Describe.Position(comparison.First),
            Second = Describe.Position(comparison.Second),
            IsSameChassis = comparison.ChassisDifferences.Count == 0,
            Compared = (uint)comparison.Compared,
            Differing = (uint)comparison.Differing,
        };
        response.ChassisDifferences.AddRange(comparison.ChassisDifferences);
        response.Signals.AddRange(comparison.Signals.Select(DescribeSnapshots.Difference));
        response.Knobs.AddRange(comparison.Knobs.Select(DescribeSnapshots.Difference));
        return response;
    });

    private static bool IsBound(double bound) => double.IsFinite(bound) && bound >= 0;

    // What cannot be told in nanoseconds is out of range in any case: the library says what is accepted.
    private static Duration Length(double seconds)
    {
        const double most = long.MaxValue / NanosecondsPerSecond / 2;
        return double.IsNaN(seconds)
            ? throw Failure.Invalid("The simulated time of a run ahead is no number.")
            : Duration.FromNanoseconds((long)Math.Round(Math.Clamp(seconds, -most, most) * NanosecondsPerSecond));
    }

    private static Task<T> Answer<T>(Func<T> answer)
    {
        try
        {
            return Task.FromResult(answer());
        }
        catch (SnapshotException refusal)
        {
            throw SnapshotErrors.Make(refusal);
        }
    }

    // Words and ids of one structure mean nothing in another.
    private void CheckStructure(ChassisLookup lookup)
    {
        if (!ReferenceEquals(lookup, structures.Now.Lookup))
            throw Failure.NotNow("A reload has changed the chassis while this was being prepared; ask again.");
    }

    private async Task RunAsync(RunAheadRequest request, RunAheadMessages messages, CancellationToken stop)
    {
        try
        {
            messages.End(await library.RunAheadAsync(request, messages, stop).ConfigureAwait(false));
        }
        catch (SnapshotException refusal)
        {
            throw gate.IsStopping ? Failure.Stopping() : SnapshotErrors.Make(refusal);
        }
        finally
        {
            messages.Complete();
        }
    }

    private async Task<T> AnswerAsync<T>(ServerCallContext context, Func<CancellationToken, Task<T>> answer)
        where T : class
    {
        T? result = null;
        await gate.RunAsync(context, async stop =>
        {
            try
            {
                result = await answer(stop).ConfigureAwait(false);
            }
            catch (SnapshotException refusal)
            {
                throw gate.IsStopping ? Failure.Stopping() : SnapshotErrors.Make(refusal);
            }
        }).ConfigureAwait(false);
        return result!;
    }

    private static bool[] Chosen(V1.Selection selection, ChassisLookup lookup)
    {
        var isChosen = new bool[lookup.Chassis.Signals.Count];
        foreach (int id in lookup.Resolve(selection, isChosen.Length))
            isChosen[id] = true;
        return isChosen;
    }
}
