using Grpc.Core;
using Twin.Engine.Running;
using Twin.Engine.Structure;
using Twin.Grpc.Access;
using Twin.Grpc.Lookup;
using Twin.Grpc.Messages;
using Twin.Grpc.Streams;
using Twin.Units;

namespace Twin.Grpc.Services;

/// <summary>Hands commands to the twin and its outcomes back.</summary>
internal sealed class ControlCommands(ITwin twin, Structures structures, StreamCounts counts, StreamGate gate) : V1.ControlService.ControlServiceBase
{
    /// <inheritdoc/>
    public override Task<V1.CommandResult> Pause(V1.PauseRequest request, ServerCallContext context) =>
        SendAsync(new TwinCommand.Pause(), context);

    /// <inheritdoc/>
    public override Task<V1.CommandResult> Resume(V1.ResumeRequest request, ServerCallContext context) =>
        SendAsync(new TwinCommand.Resume(), context);

    /// <inheritdoc/>
    public override Task<V1.CommandResult> Step(V1.StepRequest request, ServerCallContext context) =>
        SendAsync(new TwinCommand.Step(request.HasCount ? request.Count : 1), context);

    /// <inheritdoc/>
    public override Task<V1.CommandResult> SetSpeed(V1.SetSpeedRequest request, ServerCallContext context) =>
        SendAsync(new TwinCommand.SetSpeed(request.Factor), context);

    /// <inheritdoc/>
    public override Task<V1.CommandResult> SetParameter(V1.SetParameterRequest request, ServerCallContext context)
    {
        ChassisLookup lookup = structures.Now.Lookup;
        KnobInfo? knob = Find(lookup.Parameters, lookup.Chassis.Parameters, request.Path);
        double value = Value(request.Value, knob, lookup.Parameters, request.Path);
        return SendAsync(new TwinCommand.SetParameter(request.Path, value), context, lookup.Parameters, request.Path, knob, value);
    }

    /// <inheritdoc/>
    public override Task<V1.CommandResult> OverrideActuator(V1.OverrideActuatorRequest request, ServerCallContext context)
    {
        ChassisLookup lookup = structures.Now.Lookup;
        KnobInfo? knob = Find(lookup.Actuators, lookup.Chassis.Actuators, request.Path);
        double value = Value(request.Value, knob, lookup.Actuators, request.Path);
        Duration? timeOut = TimeOut(request);
        return SendAsync(new TwinCommand.OverrideActuator(request.Path, value, timeOut), context, lookup.Actuators, request.Path, knob, value);
    }

    /// <inheritdoc/>
    public override Task<V1.CommandResult> ReleaseActuator(V1.ReleaseActuatorRequest request, ServerCallContext context) =>
        SendAsync(new TwinCommand.ReleaseActuator(request.Path), context, structures.Now.Lookup.Actuators, request.Path);

    /// <inheritdoc/>
    public override Task<V1.CommandResult> InjectFault(V1.InjectFaultRequest request, ServerCallContext context)
    {
        ChassisLookup lookup = structures.Now.Lookup;
        const double complete = 1;
        KnobInfo? knob = Find(lookup.Faults, lookup.Chassis.Faults, request.Path);
        double severity = request.Severity is null ? complete : Value(request.Severity, knob, lookup.Faults, request.Path);
        return SendAsync(new TwinCommand.InjectFault(request.Path, severity), context, lookup.Faults, request.Path, knob, severity);
    }

    /// <inheritdoc/>
    public override Task<V1.CommandResult> ClearFault(V1.ClearFaultRequest request, ServerCallContext context) =>
        SendAsync(new TwinCommand.ClearFault(request.Path), context, structures.Now.Lookup.Faults, request.Path);

    /// <inheritdoc/>
    public override Task<V1.CommandResult> ChooseWorkload(V1.ChooseWorkloadRequest request, ServerCallContext context) =>
        SendAsync(new TwinCommand.ChooseWorkload(request.Name), context, structures.Now.Lookup.Workloads, request.Name);

    /// <inheritdoc/>
    public override Task<V1.CommandResult> EnablePort(V1.EnablePortRequest request, ServerCallContext context) =>
        SendAsync(new TwinCommand.EnablePort(request.Path, request.Enabled), context, structures.Now.Lookup.Ports, request.Path);

    /// <inheritdoc/>
    public override Task<V1.CommandResult> SetPresence(V1.SetPresenceRequest request, ServerCallContext context) =>
        SendAsync(new TwinCommand.SetPresence(request.Path, request.Present), context, structures.Now.Lookup.Components, request.Path);

    /// <inheritdoc/>
    public override Task<V1.CommandResult> ResetComponent(V1.ResetComponentRequest request, ServerCallContext context) =>
        SendAsync(new TwinCommand.ResetComponent(request.Path), context, structures.Now.Lookup.Components, request.Path);

    /// <inheritdoc/>
    public override Task<V1.CommandResult> QuarantineComponent(V1.QuarantineComponentRequest request, ServerCallContext context)
    {
        const int longestReason = 500;
        if (request.Reason.Length > longestReason)
            throw Failure.Invalid($"The reason has {request.Reason.Length} characters; at most {longestReason} are accepted.");
        string reason = request.Reason.Length > 0 ? $"{request.Reason} (asked for by {context.Identity()})" : $"asked for by {context.Identity()}";
        return SendAsync(new TwinCommand.Quarantine(request.Path, reason), context, structures.Now.Lookup.Components, request.Path);
    }

    /// <inheritdoc/>
    public override Task<V1.RunStatus> GetStatus(V1.GetStatusRequest request, ServerCallContext context)
    {
        V1.RunStatus status = Describe.Status(twin.Pacing);
        // The pacer's own summary is made about once a second; the newest frame knows where the run is now.
        if (twin.Frames.TryReadLatest([], [], out FrameHeader header))
            status.Position = Describe.Position(header);
        if (request.WithLateness)
            status.Lateness = Describe.Lateness(twin.Lateness);
        status.Server = new V1.ServerLoad
        {
            OpenStreams = (uint)counts.Open,
            Subscriptions = (uint)counts.Signals,
            EventReaders = (uint)counts.Events,
            HeapBytes = (ulong)GC.GetGCMemoryInfo().HeapSizeBytes,
            AllocatedBytes = (ulong)GC.GetTotalAllocatedBytes(),
            WorkingSetBytes = (ulong)Environment.WorkingSet,
        };
        return Task.FromResult(status);
    }

    internal static KnobInfo? Find(NamedPaths paths, IReadOnlyList<KnobInfo> knobs, string path) =>
        paths.Find(path) is >= 0 and int position ? knobs[position] : null;

    // A text needs the knob's dimension, so an unknown knob is refused here; a number is passed on and the twin refuses it.
    internal static double Value(V1.Quantity? quantity, KnobInfo? knob, NamedPaths paths, string path)
    {
        switch (quantity?.FormCase)
        {
            case V1.Quantity.FormOneofCase.Si:
                return quantity.Si;
            case V1.Quantity.FormOneofCase.Text when knob is null:
                throw paths.Unknown(path);
            case V1.Quantity.FormOneofCase.Text:
                return QuantityText.TryParse(quantity.Text, knob.Dimension, out double si, out string? problem)
                    ? si
                    : throw Failure.OutOfRange(path, null, knob.Minimum, knob.Maximum, knob.Dimension.Ucum, CommandErrors.Join(problem, CommandErrors.Range(knob.Minimum, knob.Maximum, knob)));
            default:
                throw Failure.Invalid(CommandErrors.Join(
                    "The value is missing: a number in si, or a text with unit.",
                    knob is null ? string.Empty : CommandErrors.Range(knob.Minimum, knob.Maximum, knob)));
        }
    }

    internal static Duration? TimeOut(V1.OverrideActuatorRequest request)
    {
        const ulong nanosecondsPerMillisecond = 1_000_000;
        if (request.HasTimeOutMs && request.TimeOutMs is 0 or > long.MaxValue / nanosecondsPerMillisecond)
            throw Failure.Invalid($"The time-out of {request.TimeOutMs} ms is not accepted. Valid: 1 ms to {long.MaxValue / nanosecondsPerMillisecond} ms.");
        return request.HasTimeOutMs ? Duration.FromNanoseconds((long)(request.TimeOutMs * nanosecondsPerMillisecond)) : null;
    }

    private async Task<V1.CommandResult> SendAsync(
        TwinCommand command,
        ServerCallContext context,
        NamedPaths? paths = null,
        string path = "",
        KnobInfo? knob = null,
        double value = double.NaN)
    {
        CommandOutcome? outcome = null;
        await gate.RunAsync(
            context,
            async stop => outcome = await twin.SendAsync(command with { Origin = context.Origin() }, stop).ConfigureAwait(false)).ConfigureAwait(false);
        if (outcome!.Status != CommandStatus.Applied)
            throw gate.IsStopping ? Failure.Stopping() : CommandErrors.Make(outcome, paths, path, knob, value);
        var result = new V1.CommandResult { Step = outcome.Step };
        if (!double.IsNaN(outcome.OldValue))
            result.OldValue = outcome.OldValue;
        if (!double.IsNaN(value))
            result.NewValue = value;
        return result;
    }
}
