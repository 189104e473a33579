using Twin.Engine.Running;
using Twin.Engine.Structure;

namespace Twin.Engine.Stepping;

public sealed partial class Simulation
{
    private const int MaximumReasonLength = 1000;

    // Back to the last good step, and not called again until reset.
    private void Quarantine(ComponentModel component, string reason)
    {
        if (Condition(component) == ComponentCondition.Quarantined)
        {
            return;
        }

        int length = component.End - component.Posts;
        ReadOnlySpan<double> lastGood = _undoComponent == component.Info.Index ? _undo.AsSpan(0, length) : Frames.LatestWords.Slice(component.Posts, length);
        lastGood.CopyTo(_words.AsSpan(component.Posts, length));
        Hold(component, reason);
    }

    // Between two steps everything is that of a finished step: nothing has to be put back.
    private CommandOutcome QuarantineComponent(TwinCommand.Quarantine command)
    {
        if (!TryFindComponent(command.Path, out ComponentModel? component, out CommandOutcome? refusal))
        {
            return refusal!;
        }

        if (string.IsNullOrWhiteSpace(command.Reason) || command.Reason.Length > MaximumReasonLength)
        {
            return new CommandOutcome(CommandStatus.InvalidValue, $"A quarantine needs a reason of 1 to {MaximumReasonLength} characters.");
        }

        if (Condition(component!) == ComponentCondition.Absent)
        {
            return NotInPlace(component!);
        }

        Hold(component!, command.Reason);
        return new CommandOutcome(CommandStatus.Applied);
    }

    private void Hold(ComponentModel component, string reason)
    {
        bool isNew = Condition(component) != ComponentCondition.Quarantined;
        NoteQuarantine(component, reason);
        if (isNew)
        {
            SetCondition(component, ComponentCondition.Quarantined);
            _words[HeaderWords.QuarantinedComponents]++;
            RaiseEvent(component.QuarantineEvent, false);
        }
    }

    private void EndQuarantine(ComponentModel component, ComponentCondition before)
    {
        Forget(component);
        if (before == ComponentCondition.Quarantined)
        {
            _words[HeaderWords.QuarantinedComponents]--;
            RaiseEvent(component.QuarantineEvent, true);
        }
    }

    // What a state knows of a component that hung is older than the hang. Written to the command log, so that the log repeats it.
    private void QuarantineHung()
    {
        foreach (ComponentModel component in _model.Components)
        {
            if (component.HangReason is { } reason && Condition(component) != ComponentCondition.Absent && _quarantines[component.Info.Index] is not { HasLostThread: true })
            {
                Apply(new TwinCommand.Quarantine(component.Info.Path, reason) { Origin = Engine });
            }
        }
    }

    private static CommandOutcome NotCallable(ComponentModel component, string reason) => new(
        CommandStatus.InvalidState, $"'{component.Info.Path}' cannot be called again in this process: {reason} Reload its plugin (forced, if its build is the same), or restart the twin.");

    private void NoteQuarantine(ComponentModel component, string reason)
    {
        _quarantines[component.Info.Index] = new QuarantineNotice(
            component.Info.Index, component.Info.Path, reason, State.Epoch, State.Step, State.Time, component.HangReason is not null);
        QuarantineChanges++;
    }

    private void Forget(ComponentModel component)
    {
        _quarantines[component.Info.Index] = null;
        QuarantineChanges++;
    }

    private void ForgetQuarantines()
    {
        Array.Clear(_quarantines);
        QuarantineChanges++;
    }

    // Reasons are no part of a state: of a quarantine that this simulation did not see, it is only known that it was.
    private void CompareQuarantines()
    {
        foreach (ComponentModel component in _model.Components)
        {
            bool isQuarantined = Condition(component) == ComponentCondition.Quarantined;
            if (!isQuarantined)
            {
                Forget(component);
            }
            else if (_quarantines[component.Info.Index] is null)
            {
                NoteQuarantine(component, component.HangReason ?? "it was quarantined when the state was taken");
            }
        }
    }
}
