using Twin.Engine.Running;
using Twin.Engine.Stepping;
using Twin.Units;

namespace Twin.Engine.Snapshots;

public sealed partial class SnapshotLibrary
{
    private const int EventBatch = 256;
    private int _runAheads;

    /// <summary>Runs ahead are under way.</summary>
    public int RunAheads => Volatile.Read(ref _runAheads);

    /// <summary>Runs ahead from a moment, on a thread of its own at low priority, as fast as it goes.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="observer">Sees it.</param>
    /// <param name="cancellationToken">Ends it after the step that is under way; nothing is kept then.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <remarks>Gives the same bits as the live run does from that moment with the same commands.</remarks>
    public async Task<RunAheadResult> RunAheadAsync(RunAheadRequest request, IRunAheadObserver observer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(observer);
        Check(request);
        string? source = (request.From as Moment.Fork)?.Name;
        if (request.KeepAs is { } promised)
        {
            Promise(promised, isNew: promised != source);
        }

        try
        {
            if (Interlocked.Increment(ref _runAheads) > _options.MaximumRunAheads)
            {
                throw new SnapshotException(SnapshotStatus.Full, $"{_options.MaximumRunAheads} runs ahead are under way, the most at a time; wait for one to end, or cancel it.");
            }

            if (request.KeepAs is { } own && own == source)
            {
                CheckHistory(FindFork(own).Info, request.Commands);
            }

            ChassisState start = await StateAsync(request.From, request.Origin, cancellationToken).ConfigureAwait(false);
            bool goesOn = request.KeepAs is not null && request.KeepAs == source;
            long epoch = goesOn ? start.Epoch : _runner.Simulation.NextEpoch(start.Epoch);
            return await BackgroundThread.RunAsync("twin ahead", _runner.Options, watched => RunAhead(request, start, epoch, observer, watched, cancellationToken)).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _runAheads);
            if (request.KeepAs is { } name)
            {
                Redeem(name);
            }
        }
    }

    private void Check(RunAheadRequest request)
    {
        var problems = new List<string>();
        Duration step = Duration.FromNanoseconds(Model.Parts.BaseStepNs);
        if (request.Length < step || request.Length > _options.LongestRunAhead)
        {
            problems.Add(FormattableString.Invariant($"A run ahead of {request.Length.Seconds} s is out of range: {step.Seconds} to {_options.LongestRunAhead.Seconds} s of simulated time are accepted."));
        }

        if (request.Period is Duration period && (period < step || period > _options.LongestRunAhead))
        {
            problems.Add(FormattableString.Invariant($"A period of {period.Seconds} s is out of range: {step.Seconds} to {_options.LongestRunAhead.Seconds} s of simulated time are accepted."));
        }

        if (request.KeepAs is { } name && SnapshotName.Problem(name) is { } problem)
        {
            problems.Add(problem);
        }

        if (problems.Count > 0)
        {
            throw new SnapshotException(SnapshotStatus.BadRequest, string.Join(' ', problems));
        }

        CheckCount(request.Commands);
    }

    // On the thread of the run. A simulation that went wrong is not used again; one that was refused or cancelled stands between two steps.
    private RunAheadResult RunAhead(
        RunAheadRequest request, ChassisState start, long epoch, IRunAheadObserver observer, Action<Simulation> watched, CancellationToken cancellationToken)
    {
        Simulation simulation = Rent(start, cancellationToken);
        watched(simulation);
        try
        {
            RunAheadResult result = RunAhead(request, simulation, start, epoch, observer, cancellationToken);
            KeepEnd(request, start, simulation);
            GiveBack(simulation);
            return result;
        }
        catch (Exception exception) when (exception is SnapshotException or OperationCanceledException)
        {
            GiveBack(simulation);
            throw;
        }
    }

    private RunAheadResult RunAhead(
        RunAheadRequest request, Simulation simulation, ChassisState start, long epoch, IRunAheadObserver observer, CancellationToken cancellationToken)
    {
        simulation.Adopt(start, epoch);
        long seen = simulation.Events.Written;
        var events = new EventRecord[EventBatch];
        ApplyAll(simulation, request.Commands);
        long stepNs = simulation.Model.Parts.BaseStepNs;
        long periodNs = request.Period?.Nanoseconds ?? long.MaxValue;
        long steps = (request.Length.Nanoseconds + stepNs - 1) / stepNs;
        FrameHeader first = PositionOf(simulation.State);
        observer.Start(first, steps);
        Sample(simulation.State, request.Words, observer);
        long started = _time.GetTimestamp();
        long reported = started;
        for (long i = 1; i <= steps; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long before = simulation.State.Time.Nanoseconds / periodNs;
            simulation.Step();
            if (simulation.State.Time.Nanoseconds / periodNs != before || i == steps)
            {
                Sample(simulation.State, request.Words, observer);
            }

            Tell(simulation.Events, ref seen, events, observer);
            long now = _time.GetTimestamp();
            if (_time.GetElapsedTime(reported, now) >= _options.ProgressPeriod)
            {
                reported = now;
                observer.Progress(PositionOf(simulation.State), _time.GetElapsedTime(started, now));
            }
        }

        return new RunAheadResult(first, PositionOf(simulation.State), _time.GetElapsedTime(started), simulation.State.Hash());
    }

    private void KeepEnd(RunAheadRequest request, ChassisState start, Simulation simulation)
    {
        if (request.KeepAs is not { } name)
        {
            return;
        }

        ChassisState end = simulation.State.Clone();
        ForkInfo info = request.From is Moment.Fork(string source) && source == name
            ? FindFork(name).Info
            : new ForkInfo(name, string.Empty, request.From, PositionOf(start), default, _time.GetUtcNow(), []);
        Keep(new ForkedState(info with { Position = PositionOf(end), Commands = [.. info.Commands, .. simulation.Commands] }, end));
    }

    private static void Sample(ChassisState state, IReadOnlyList<int> words, IRunAheadObserver observer)
    {
        double[] values = new double[words.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = state.Words[words[i]];
        }

        observer.Sample(PositionOf(state), values);
    }

    private static void Tell(EventLog log, ref long seen, EventRecord[] events, IRunAheadObserver observer)
    {
        while (log.Written > seen)
        {
            int count = log.Read(ref seen, events, out _);
            observer.Happen(events.AsSpan(0, count));
        }
    }
}
