using System.Diagnostics;
using Twin.Engine.Running;

namespace Twin.Telemetry;

/// <summary>A twin whose commands are spans: from the wish to the step from which it holds.</summary>
/// <remarks>Everything else is passed on. Without a listener nothing is made. The span is a child of whatever span its asker has, so that a client's trace goes on.</remarks>
/// <param name="twin">The twin itself.</param>
public sealed class TracedTwin(ITwin twin) : ITwin
{
    /// <summary>Name of the source of the spans.</summary>
    public const string SourceName = "Twin.Commands";

    private static readonly ActivitySource Source = new(SourceName);

    /// <inheritdoc/>
    public Generation Generation => twin.Generation;

    /// <inheritdoc/>
    public IReadOnlyList<string> Workloads => twin.Workloads;

    /// <inheritdoc/>
    public StepDurations StepDurations => twin.StepDurations;

    /// <inheritdoc/>
    public LatenessHistogram Lateness => twin.Lateness;

    /// <inheritdoc/>
    public PacingStatus Pacing => twin.Pacing;

    /// <inheritdoc/>
    public async Task<CommandOutcome> SendAsync(TwinCommand command, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        string name = command.GetType().Name;
        using Activity? span = Source.StartActivity("command " + name);
        if (span is null)
        {
            return await twin.SendAsync(command, cancellationToken).ConfigureAwait(false);
        }

        span.SetTag("chassis.command", name);
        Describe(span, command);
        try
        {
            CommandOutcome outcome = await twin.SendAsync(command, cancellationToken).ConfigureAwait(false);
            Describe(span, outcome);
            return outcome;
        }
        catch (Exception exception)
        {
            span.SetTag("error.type", exception.GetType().FullName);
            span.SetStatus(ActivityStatusCode.Error);
            throw;
        }
    }

    private static void Describe(Activity span, TwinCommand command)
    {
        (string? Path, object? Value) set = command switch
        {
            TwinCommand.Step step => (null, step.Count),
            TwinCommand.SetSpeed speed => (null, speed.Factor),
            TwinCommand.SetParameter knob => (knob.Path, knob.Value),
            TwinCommand.OverrideActuator knob => (knob.Path, knob.Value),
            TwinCommand.ReleaseActuator release => (release.Path, null),
            TwinCommand.InjectFault fault => (fault.Path, fault.Severity),
            TwinCommand.ClearFault fault => (fault.Path, null),
            TwinCommand.ChooseWorkload workload => (null, workload.Name),
            TwinCommand.EnablePort port => (port.Path, port.Enabled),
            TwinCommand.SetPresence presence => (presence.Path, presence.Present),
            TwinCommand.ResetComponent component => (component.Path, null),
            _ => (null, null),
        };
        span.SetTag("chassis.command.path", set.Path);
        span.SetTag("chassis.command.new_value", set.Value);
        span.SetTag("chassis.command.origin", command.Origin.Length > 0 ? command.Origin : null);
    }

    private void Describe(Activity span, CommandOutcome outcome)
    {
        span.SetTag("chassis.command.status", outcome.Status.ToString());
        if (outcome.Status != CommandStatus.Applied)
        {
            span.SetTag("error.type", outcome.Status.ToString());
            span.SetStatus(ActivityStatusCode.Error, outcome.Message);
            return;
        }

        span.SetTag("chassis.twin.step", outcome.Step);
        span.SetTag("chassis.command.old_value", double.IsNaN(outcome.OldValue) ? null : outcome.OldValue);
        if (twin.Frames.TryReadLatest([], [], out FrameHeader newest))
        {
            span.SetTag("chassis.twin.epoch", newest.Epoch);
        }
    }
}
