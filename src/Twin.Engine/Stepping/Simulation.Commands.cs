using System.Globalization;
using Twin.Contracts;
using Twin.Engine.Compiling;
using Twin.Engine.Running;
using Twin.Engine.Structure;
using Twin.Units;

namespace Twin.Engine.Stepping;

public sealed partial class Simulation
{
    /// <summary>Applies a command between two steps and writes it to the command log.</summary>
    /// <param name="command">What is asked. Those that concern pacing alone (pause, resume, step, speed) are refused here.</param>
    /// <returns>What became of it. A refused command changes nothing and is not logged.</returns>
    public CommandOutcome Apply(TwinCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        long step = State.Step;
        BeginUnfinished(command is TwinCommand.ResetComponent);
        CommandOutcome outcome = command switch
        {
            TwinCommand.SetParameter set => SetParameter(set),
            TwinCommand.OverrideActuator hold => Override(hold),
            TwinCommand.ReleaseActuator release => Release(release),
            TwinCommand.InjectFault inject => SetFault(inject.Path, inject.Severity),
            TwinCommand.ClearFault clear => SetFault(clear.Path, 0),
            TwinCommand.ChooseWorkload choose => ChooseWorkload(choose),
            TwinCommand.EnablePort enable => EnablePort(enable),
            TwinCommand.SetPresence presence => SetPresence(presence),
            TwinCommand.ResetComponent reset => ResetComponent(reset),
            TwinCommand.Quarantine quarantine => QuarantineComponent(quarantine),
            TwinCommand.Restore restore => RestoreState(restore),
            TwinCommand.Reload => new CommandOutcome(CommandStatus.InvalidState, "Builds of plugins are exchanged in a running twin only: a command cannot bring the other build."),
            _ => new CommandOutcome(CommandStatus.InvalidState, "This command concerns the pace of a running twin."),
        };
        if (outcome.Status != CommandStatus.Applied)
        {
            return outcome;
        }

        _isBeyondFrame = true;
        Log(new LoggedCommand(step, command));
        if (command is TwinCommand.Restore)
        {
            QuarantineHung();
        }

        return outcome with { Step = State.Step, Epoch = State.Epoch };
    }

    private void Log(LoggedCommand logged)
    {
        TwinCommand command = logged.Command;
        bool hasRoom = _commands.Count < MaximumLoggedCommands && (command is not TwinCommand.Restore || _loggedSnapshots < MaximumLoggedSnapshots);
        if (hasRoom)
        {
            _commands.Add(logged);
            _loggedSnapshots += command is TwinCommand.Restore ? 1 : 0;
        }
        else
        {
            UnloggedCommands++;
        }
    }

    private CommandOutcome RestoreState(TwinCommand.Restore command)
    {
        if (!command.Snapshot.Fits(Model))
        {
            return new CommandOutcome(CommandStatus.InvalidState, "The state belongs to another compiled chassis.");
        }

        long before = State.Step;
        NoteRaised();
        TakeOver(command.Snapshot);
        Announce(RunNotice.Restored, State.Step, before);
        AnnounceRaised();
        return new CommandOutcome(CommandStatus.Applied);
    }

    private const int MaximumShownLength = 100;

    private CommandOutcome SetParameter(TwinCommand.SetParameter command)
    {
        if (!TryFind(Model.Chassis.Parameters, command.Path, "parameter", out KnobInfo? knob, out CommandOutcome? refusal)
            || !TryRange(knob!, command.Value, out refusal))
        {
            return refusal!;
        }

        double old = _words[knob!.Word];
        _words[knob.Word] = command.Value;
        return new CommandOutcome(CommandStatus.Applied, OldValue: old);
    }

    private CommandOutcome Override(TwinCommand.OverrideActuator command)
    {
        if (!TryFind(Model.Chassis.Actuators, command.Path, "actuator", out KnobInfo? knob, out CommandOutcome? refusal)
            || !TryRange(knob!, command.Value, out refusal))
        {
            return refusal!;
        }

        if (command.TimeOut is Duration timeOut && timeOut.Nanoseconds <= 0)
        {
            return new CommandOutcome(CommandStatus.InvalidValue, $"A time-out of {timeOut} is out of range; it must be greater than zero.");
        }

        ControlModel.ActuatorModel actuator = _model.Control.Actuators[knob!.Id];
        double old = _words[actuator.View];
        _words[actuator.Words + ControlModel.OverrideFlag] = 1;
        _words[actuator.Words + ControlModel.OverrideValue] = command.Value;
        _words[actuator.Words + ControlModel.OverrideEndNs] = command.TimeOut is Duration end ? State.Time.Nanoseconds + end.Nanoseconds : 0;
        return new CommandOutcome(CommandStatus.Applied, OldValue: old);
    }

    private CommandOutcome Release(TwinCommand.ReleaseActuator command)
    {
        if (!TryFind(Model.Chassis.Actuators, command.Path, "actuator", out KnobInfo? knob, out CommandOutcome? refusal))
        {
            return refusal!;
        }

        ControlModel.ActuatorModel actuator = _model.Control.Actuators[knob!.Id];
        double old = _words[actuator.View];
        _words[actuator.Words + ControlModel.OverrideFlag] = 0;
        return new CommandOutcome(CommandStatus.Applied, OldValue: old);
    }

    private CommandOutcome SetFault(string path, double severity)
    {
        if (!TryFind(Model.Chassis.Faults, path, "fault", out KnobInfo? knob, out CommandOutcome? refusal) || !TryRange(knob!, severity, out refusal))
        {
            return refusal!;
        }

        double old = _words[knob!.Word];
        _words[knob.Word] = severity;
        return new CommandOutcome(CommandStatus.Applied, OldValue: old);
    }

    private CommandOutcome ChooseWorkload(TwinCommand.ChooseWorkload command)
    {
        int index = Array.FindIndex(_workloads, workload => workload.Name == command.Name);
        if (index < 0)
        {
            return NotFound("workload", command.Name, _workloads.Select(workload => workload.Name));
        }

        double old = _words[HeaderWords.Workload];
        _words[HeaderWords.Workload] = index;
        State.SetLong(HeaderWords.WorkloadStartNs, State.Time.Nanoseconds);
        return new CommandOutcome(CommandStatus.Applied, OldValue: old);
    }

    private CommandOutcome EnablePort(TwinCommand.EnablePort command)
    {
        string path = Absolute(command.Path);
        PortInfo? port = Model.Chassis.Ports.FirstOrDefault(candidate => candidate.Path == path);
        if (port is null)
        {
            return NotFound("port", command.Path, Model.Chassis.Ports.Select(candidate => candidate.Path));
        }

        ref double enabled = ref _words[_model.Links.Ports[port.Index].Words + LinkModel.PortEnabled];
        double old = enabled;
        enabled = command.Enabled ? 1 : 0;
        return new CommandOutcome(CommandStatus.Applied, OldValue: old);
    }

    private CommandOutcome SetPresence(TwinCommand.SetPresence command)
    {
        if (!TryFindComponent(command.Path, out ComponentModel? component, out CommandOutcome? refusal))
        {
            return refusal!;
        }

        if (!component!.Info.IsReplaceable)
        {
            return new CommandOutcome(CommandStatus.InvalidState, $"'{component.Info.Path}' is not replaceable.");
        }

        ComponentCondition condition = Condition(component);
        if (command.Present == (condition != ComponentCondition.Absent))
        {
            return new CommandOutcome(CommandStatus.InvalidState, $"'{component.Info.Path}' is {(command.Present ? "in its place already" : "out already")}.");
        }

        if (command.Present && component.HangReason is { } hang)
        {
            return NotCallable(component, hang);
        }

        // A new part starts from its initial words at the temperature of the room; an old one leaves with its heat.
        RestoreInitial(component);
        EndQuarantine(component, condition);

        bool isIn = command.Present;
        SetCondition(component, isIn ? ComponentCondition.Inserting : ComponentCondition.Absent);
        _words[component.Words + ComponentWords.Presence] = (int)(isIn ? Presence.Inserting : Presence.Absent);
        _words[component.Words + ComponentWords.InsertionLeftS] = isIn ? Math.Max(component.InsertionS, _stepS) : 0;
        ThermalModel thermal = _model.Thermal;
        for (int node = 0; node < thermal.NodeCount; node++)
        {
            if (thermal.NodeComponents[node] == component.Info.Index)
            {
                _words[thermal.Temperatures + node] = _words[HeaderWords.Room];
            }
        }

        for (int i = 0; i < thermal.Leaks.Length; i++)
        {
            _words[thermal.LeakDebts + i] = thermal.Leaks[i].Component == component.Info.Index ? 0 : _words[thermal.LeakDebts + i];
        }

        ForgivePumpDebts(component.Info.Index);
        ScatterTemperatures();
        RaiseEvent(component.PresenceEvent, false, isIn ? (int)Presence.Inserting : (int)Presence.Absent);
        return new CommandOutcome(CommandStatus.Applied, OldValue: isIn ? 0 : 1);
    }

    private CommandOutcome ResetComponent(TwinCommand.ResetComponent command)
    {
        if (!TryFindComponent(command.Path, out ComponentModel? component, out CommandOutcome? refusal))
        {
            return refusal!;
        }

        ComponentCondition condition = Condition(component!);
        if (condition is ComponentCondition.Absent or ComponentCondition.Inserting)
        {
            return NotInPlace(component!);
        }

        if (component!.HangReason is { } hang)
        {
            return NotCallable(component, hang);
        }

        RestoreInitial(component);
        EndQuarantine(component, condition);

        SetCondition(component, ComponentCondition.Ok);
        ResetBehavior(component);
        return new CommandOutcome(CommandStatus.Applied);
    }

    private static CommandOutcome NotInPlace(ComponentModel component) => new(CommandStatus.InvalidState, $"'{component.Info.Path}' is not in its place.");

    private void RestoreInitial(ComponentModel component)
    {
        int length = component.End - component.Posts;
        _model.InitialWords.AsSpan(component.Posts, length).CopyTo(_words.AsSpan(component.Posts, length));
        foreach (int source in _sourcesOf[component.Info.Index])
        {
            _words[_model.Sources[source].Input + LaneLayout.SourceTripped] = 0;
        }
    }

    private bool TryFind(IReadOnlyList<KnobInfo> knobs, string path, string sort, out KnobInfo? knob, out CommandOutcome? refusal)
    {
        string absolute = Absolute(path);
        knob = knobs.FirstOrDefault(candidate => candidate.Path == absolute);
        refusal = knob is null ? NotFound(sort, path, knobs.Select(candidate => candidate.Path)) : null;
        return knob is not null;
    }

    private bool TryFindComponent(string path, out ComponentModel? component, out CommandOutcome? refusal)
    {
        string absolute = Absolute(path);
        component = Array.Find(_model.Components, candidate => candidate.Info.Path == absolute);
        refusal = component is null ? NotFound("component", path, _model.Components.Select(candidate => candidate.Info.Path)) : null;
        return component is not null;
    }

    private static bool TryRange(KnobInfo knob, double value, out CommandOutcome? refusal)
    {
        bool isGood = value >= knob.Minimum && value <= knob.Maximum;
        refusal = isGood ? null : new CommandOutcome(
            CommandStatus.InvalidValue,
            string.Create(CultureInfo.InvariantCulture, $"{(double.IsFinite(value) ? knob.Dimension.Format(value) : value.ToString(CultureInfo.InvariantCulture))} is out of range for '{knob.Path}': it takes {knob.Dimension.Format(knob.Minimum)} to {knob.Dimension.Format(knob.Maximum)}."),
            Minimum: knob.Minimum,
            Maximum: knob.Maximum);
        return isGood;
    }

    private static CommandOutcome NotFound(string sort, string path, IEnumerable<string> known) =>
        new(CommandStatus.NotFound, $"There is no {sort} '{Shown(path)}'. {Spelling.Hint(Shown(path), known)}");

    // What a client sent goes back in part only: a status travels in headers of bounded size.
    private static string Shown(string path) => path.Length <= MaximumShownLength ? path : path[..MaximumShownLength] + "...";


    private string Absolute(string path) => path.StartsWith(Model.Chassis.Instance + "/", StringComparison.Ordinal) ? path : $"{Model.Chassis.Instance}/{path}";
}
