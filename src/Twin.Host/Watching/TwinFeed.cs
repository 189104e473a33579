using System.Threading.Channels;
using Grpc.Core;

namespace Twin.Host.Watching;

/// <summary>Keeps a view supplied by a twin, and connects again when it went away. Posts news; never waits for who reads them.</summary>
/// <remarks>
/// Samples are streamed at simulated times so that a few come each second of the clock; while time stands, the newest step is read instead. Events are
/// streamed from where the stream before ended. When a reload gives the chassis another structure, it is described anew at once.
/// </remarks>
/// <param name="invoker">Leads to the twin.</param>
/// <param name="news">Receives what happens.</param>
/// <param name="time">The clock.</param>
internal sealed class TwinFeed(CallInvoker invoker, ChannelWriter<WatchUpdate> news, TimeProvider time)
{
    private const int PageSize = 10_000;
    private const int EventsBefore = WatchModel.KeptEvents;
    private const double SamplesEachSecond = 4;
    private const uint LongestPeriodMs = 86_400_000;
    private const double WorthAnotherPeriod = 1.5;

    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StatusPeriod = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan FaultsPeriod = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(5);

    private readonly V1.ChassisService.ChassisServiceClient _chassis = new(invoker);
    private readonly V1.SignalService.SignalServiceClient _signals = new(invoker);
    private readonly V1.ControlService.ControlServiceClient _control = new(invoker);
    private readonly V1.EventService.EventServiceClient _events = new(invoker);
    private readonly object _gate = new();

    private ChassisOutline? _outline;
    private string? _followed;
    private long _nextEvent = -1;
    private long _newestStep = -1;
    private long _periodMs = 1;
    private CancellationTokenSource? _sampling;
    private volatile bool _lacksReason;

    /// <summary>Supplies until cancelled; what goes wrong with the connection is posted and tried again, later each time.</summary>
    /// <param name="cancellation">Ends it.</param>
    public async Task RunAsync(CancellationToken cancellation)
    {
        TimeSpan retry = FirstRetry;
        while (!cancellation.IsCancellationRequested)
        {
            string reason;
            try
            {
                await ConnectAsync(cancellation).ConfigureAwait(false);
                retry = FirstRetry;
                reason = await SupplyAsync(cancellation).ConfigureAwait(false);
            }
            catch (StructureChangedException)
            {
                _outline = null;
                continue;
            }
            catch (RpcException exception)
            {
                reason = ReasonOf(exception);
            }

            if (cancellation.IsCancellationRequested)
            {
                return;
            }

            news.TryWrite(new WatchUpdate.Lost(reason, retry));
            await Task.Delay(retry, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            retry = retry * 2 < LastRetry ? retry * 2 : LastRetry;
        }
    }

    /// <summary>Gets everything that a first picture needs, once.</summary>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="RpcException">The twin does not answer.</exception>
    public async Task ConnectAsync(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await DescribeNowAsync(cancellation).ConfigureAwait(false);
                return;
            }
            catch (StructureChangedException)
            {
                // Between two answers.
                _outline = null;
            }
        }
    }

    private async Task DescribeNowAsync(CancellationToken cancellation)
    {
        V1.GetChassisResponse chassis = await _chassis.GetChassisAsync(new V1.GetChassisRequest(), Options(cancellation));
        if (_outline is null || _outline.Chassis.DictionaryVersion != chassis.DictionaryVersion)
        {
            _outline = await DescribeAsync(chassis, cancellation).ConfigureAwait(false);
        }

        news.TryWrite(new WatchUpdate.Connected(_outline));
        await ReadStatusAsync(cancellation).ConfigureAwait(false);
        await ReadValuesAsync(cancellation).ConfigureAwait(false);
        await ReadFaultsAsync(cancellation).ConfigureAwait(false);
        V1.ListActiveResponse active = await _events.ListActiveAsync(new V1.ListActiveRequest(), Options(cancellation));

        // A twin that has seen fewer events than were received from it is another one.
        bool isAnother = active.NextSequence < _nextEvent;
        _nextEvent = isAnother || _nextEvent < 0 ? Math.Max(0, active.NextSequence - EventsBefore) : _nextEvent;
        news.TryWrite(new WatchUpdate.Alarms(active.Alarms, isAnother));
    }

    /// <summary>Does what a key asked for and posts what became of it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task DoAsync(WatchRequest request, CancellationToken cancellation)
    {
        if (request is WatchRequest.Follow follow)
        {
            lock (_gate)
            {
                _followed = follow.Component;
                _newestStep = -1;
                _sampling?.Cancel();
            }

            return;
        }

        try
        {
            CallOptions options = Options(cancellation);
            (string text, V1.CommandResult result) = request switch
            {
                WatchRequest.Pause => ("paused", await _control.PauseAsync(new V1.PauseRequest(), options)),
                WatchRequest.Resume => ("goes on", await _control.ResumeAsync(new V1.ResumeRequest(), options)),
                WatchRequest.Step step => (Reading.Text($"stepped {step.Count}"), await _control.StepAsync(new V1.StepRequest { Count = step.Count }, options)),
                WatchRequest.Speed speed => ("speed " + Reading.Speed(speed.Factor), await _control.SetSpeedAsync(new V1.SetSpeedRequest { Factor = speed.Factor }, options)),
                WatchRequest.Workload workload => ("workload " + workload.Name, await _control.ChooseWorkloadAsync(new V1.ChooseWorkloadRequest { Name = workload.Name }, options)),
                WatchRequest.Inject fault => (
                    $"{fault.Path} at {fault.Severity}",
                    await _control.InjectFaultAsync(new V1.InjectFaultRequest { Path = fault.Path, Severity = new V1.Quantity { Text = fault.Severity } }, options)),
                WatchRequest.Clear fault => ($"{fault.Path} cleared", await _control.ClearFaultAsync(new V1.ClearFaultRequest { Path = fault.Path }, options)),
                _ => throw new ArgumentException($"{request} is not for a twin.", nameof(request)),
            };
            news.TryWrite(new WatchUpdate.Answer(Reading.Text($"{text}, from step {result.Step}"), IsRefused: false));
            await ReadStatusAsync(cancellation).ConfigureAwait(false);
            if (request is WatchRequest.Inject or WatchRequest.Clear)
            {
                await ReadFaultsAsync(cancellation).ConfigureAwait(false);
            }
        }
        catch (RpcException exception)
        {
            news.TryWrite(new WatchUpdate.Answer(ReasonOf(exception), IsRefused: true));
        }
    }

    private static string ReasonOf(RpcException exception) =>
        $"{exception.StatusCode}: {(string.IsNullOrWhiteSpace(exception.Status.Detail) ? "the twin does not answer" : exception.Status.Detail.ReplaceLineEndings(" "))}";

    // Until one of the parts fails or ends: then the connection is taken for lost, and the others are ended too.
    private async Task<string> SupplyAsync(CancellationToken cancellation)
    {
        using var all = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task[] parts = [SampleAsync(all.Token), FollowEventsAsync(all.Token), WatchStatusAsync(all.Token)];
        Task first = await Task.WhenAny(parts).ConfigureAwait(false);
        await all.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return first.Exception?.GetBaseException() switch
        {
            null => "the twin ended the stream",
            RpcException exception => ReasonOf(exception),
            StructureChangedException => throw new StructureChangedException(),
            Exception defect => throw new InvalidOperationException("The feed of the view failed.", defect),
        };
    }

    private async Task SampleAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            using var sampling = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            lock (_gate)
            {
                _sampling = sampling;
            }

            try
            {
                await ReadValuesAsync(sampling.Token).ConfigureAwait(false);
                await StreamAsync(sampling).ConfigureAwait(false);
                return;
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.Cancelled && sampling.IsCancellationRequested)
            {
                // Another speed or other signals: subscribed anew.
            }
            finally
            {
                lock (_gate)
                {
                    _sampling = null;
                }
            }
        }
    }

    private async Task StreamAsync(CancellationTokenSource sampling)
    {
        V1.RunStatus status = await _control.GetStatusAsync(new V1.GetStatusRequest(), Options(sampling.Token));
        uint period = PeriodFor(status);
        Interlocked.Exchange(ref _periodMs, period);
        var request = new V1.SubscribeRequest { Selection = Selected(), Sampled = new V1.Sampled { PeriodMs = period } };
        using AsyncServerStreamingCall<V1.SubscribeResponse> call = _signals.Subscribe(request, new CallOptions(cancellationToken: sampling.Token));
        List<int> ids = [];
        bool hasValues = false;
        while (await call.ResponseStream.MoveNext(sampling.Token).ConfigureAwait(false))
        {
            V1.SubscribeResponse message = call.ResponseStream.Current;
            if (message.Dictionary is { } dictionary)
            {
                // Behind values there is a dictionary only when the chassis has another structure; the signals may be the same.
                if (hasValues || dictionary.Version != _outline!.Chassis.DictionaryVersion)
                {
                    throw new StructureChangedException();
                }

                ids = [.. ids, .. dictionary.Entries.Select(entry => (int)entry.Id)];
            }
            else if (message.Samples is { } samples)
            {
                hasValues = true;
                Interlocked.Exchange(ref _newestStep, samples.Position.Step);
                news.TryWrite(new WatchUpdate.Values(samples.Position, ids, samples.Values));
            }
        }
    }

    private async Task FollowEventsAsync(CancellationToken cancellation)
    {
        using AsyncServerStreamingCall<V1.SubscribeEventsResponse> call = _events.Subscribe(
            new V1.SubscribeEventsRequest { FromSequence = _nextEvent }, new CallOptions(cancellationToken: cancellation));
        while (await call.ResponseStream.MoveNext(cancellation).ConfigureAwait(false))
        {
            V1.SubscribeEventsResponse message = call.ResponseStream.Current;
            _nextEvent = message.NextSequence;
            news.TryWrite(new WatchUpdate.Happened(message.Events, message.Lost));
            _lacksReason |= message.Events.Any(item => WatchModel.IsQuarantine(item) && item.Reason.Length == 0);
        }
    }

    private async Task WatchStatusAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(StatusPeriod, time);
        long lastFaults = time.GetTimestamp();
        while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
        {
            V1.RunStatus status = await ReadStatusAsync(cancellation).ConfigureAwait(false);
            double change = (double)PeriodFor(status) / Interlocked.Read(ref _periodMs);
            if (change is > WorthAnotherPeriod or < 1 / WorthAnotherPeriod)
            {
                lock (_gate)
                {
                    _sampling?.Cancel();
                }
            }
            else if (status.IsPaused && status.Position is { } position && position.Step != Interlocked.Read(ref _newestStep))
            {
                await ReadValuesAsync(cancellation).ConfigureAwait(false);
            }

            if (_lacksReason)
            {
                // The event may come a moment before its reason is known.
                _lacksReason = false;
                V1.ListActiveResponse active = await _events.ListActiveAsync(new V1.ListActiveRequest(), Options(cancellation));
                news.TryWrite(new WatchUpdate.Alarms(active.Alarms, IsAnother: false));
            }

            if (time.GetElapsedTime(lastFaults) >= FaultsPeriod)
            {
                lastFaults = time.GetTimestamp();
                await ReadFaultsAsync(cancellation).ConfigureAwait(false);
            }
        }
    }

    private static uint PeriodFor(V1.RunStatus status)
    {
        double speed = double.IsFinite(status.RequestedSpeed) ? status.RequestedSpeed : Math.Max(1, status.AchievedSpeed);
        return (uint)Math.Clamp(Math.Round(1000 * speed / SamplesEachSecond), 1, LongestPeriodMs);
    }

    private async Task<ChassisOutline> DescribeAsync(V1.GetChassisResponse chassis, CancellationToken cancellation)
    {
        List<V1.Signal> signals = [];
        var request = new V1.ListSignalsRequest { Page = new V1.Page { Size = PageSize } };
        do
        {
            V1.ListSignalsResponse page = await _chassis.ListSignalsAsync(request, Options(cancellation));
            signals.AddRange(page.Signals);
            request.Page.Token = page.NextPageToken;
        }
        while (request.Page.Token.Length > 0);
        V1.ListEventKindsResponse kinds = await _chassis.ListEventKindsAsync(new V1.ListEventKindsRequest(), Options(cancellation));
        V1.ListPortsResponse ports = await _chassis.ListPortsAsync(new V1.ListPortsRequest(), Options(cancellation));
        V1.ListWorkloadsResponse workloads = await _chassis.ListWorkloadsAsync(new V1.ListWorkloadsRequest(), Options(cancellation));
        return new ChassisOutline(chassis, signals, kinds.Kinds, ports.Ports, workloads.Workloads.Select(workload => workload.Name));
    }

    private async Task<V1.RunStatus> ReadStatusAsync(CancellationToken cancellation)
    {
        V1.RunStatus status = await _control.GetStatusAsync(new V1.GetStatusRequest(), Options(cancellation));
        news.TryWrite(new WatchUpdate.Status(status));
        return status;
    }

    private async Task ReadValuesAsync(CancellationToken cancellation)
    {
        V1.ReadResponse values;
        try
        {
            values = await _signals.ReadAsync(new V1.ReadRequest { Selection = Selected() }, Options(cancellation));
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.NotFound)
        {
            // Of ids that there were.
            throw new StructureChangedException();
        }

        if (values.DictionaryVersion != _outline!.Chassis.DictionaryVersion)
        {
            throw new StructureChangedException();
        }

        Interlocked.Exchange(ref _newestStep, values.Position.Step);
        news.TryWrite(new WatchUpdate.Values(values.Position, [.. values.Entries.Select(entry => (int)entry.Id)], values.Values));
    }

    private async Task ReadFaultsAsync(CancellationToken cancellation)
    {
        List<V1.Knob> faults = [];
        var request = new V1.ListKnobsRequest { Kinds = { V1.KnobKind.Fault }, Page = new V1.Page { Size = PageSize } };
        do
        {
            V1.ListKnobsResponse page = await _chassis.ListKnobsAsync(request, Options(cancellation));
            faults.AddRange(page.Knobs);
            request.Page.Token = page.NextPageToken;
        }
        while (request.Page.Token.Length > 0);
        news.TryWrite(new WatchUpdate.Faults(faults));
    }

    private V1.Selection Selected()
    {
        string? followed;
        lock (_gate)
        {
            followed = _followed;
        }

        var selection = new V1.Selection();
        selection.Ids.AddRange(_outline!.OverviewSignals.Concat(followed is null ? [] : _outline.SignalsOf(followed)).Distinct().Select(id => (uint)id));
        return selection;
    }

    private CallOptions Options(CancellationToken cancellation) => new(deadline: time.GetUtcNow().UtcDateTime + CallLimit, cancellationToken: cancellation);

    // What is known of the chassis holds no more.
    private sealed class StructureChangedException : Exception;
}
