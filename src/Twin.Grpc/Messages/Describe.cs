using Twin.Contracts;
using Twin.Engine.Running;
using Twin.Engine.Structure;
using Twin.Grpc.Lookup;
using Twin.Grpc.Streams;

namespace Twin.Grpc.Messages;

/// <summary>Makes messages of what the engine knows.</summary>
internal static class Describe
{
    private const string QuarantineAlarm = "/quarantined";

    public static V1.Position Position(in FrameHeader header) => new()
    {
        Epoch = header.Epoch,
        Step = header.Step,
        SimulationTimeNs = header.Time.Nanoseconds,
    };

    /// <summary>Why a component is quarantined, or null.</summary>
    public static V1.Quarantine? Quarantine(IReadOnlyList<QuarantineNotice> quarantines, string path) => quarantines.FirstOrDefault(notice => notice.Path == path) is { } found
        ? new V1.Quarantine
        {
            Reason = found.Reason,
            Since = new V1.Position { Epoch = found.Epoch, Step = found.Step, SimulationTimeNs = found.Time.Nanoseconds },
            HasLostThread = found.HasLostThread,
        }
        : null;

    public static V1.Component Component(ComponentInfo component, V1.Quarantine? quarantine) => new()
    {
        Path = component.Path,
        Name = component.Name,
        Kind = component.Kind,
        Plugin = component.Plugin,
        HardwareType = component.HardwareType,
        IsReplaceable = component.IsReplaceable,
        StatusSignal = (uint)component.StatusSignal,
        Quarantine = quarantine,
    };

    public static V1.Signal Signal(SignalInfo signal, ChassisLookup lookup)
    {
        var message = new V1.Signal
        {
            Id = (uint)signal.Id,
            Path = signal.Path,
            Element = signal.Element,
            Name = signal.Name,
            Component = lookup.ComponentPath(signal.Component),
            Kind = Kind(signal.Kind),
            Unit = signal.Unit,
            Dimension = signal.Dimension?.Name ?? string.Empty,
            Minimum = signal.Minimum,
            Maximum = signal.Maximum,
            Metric = signal.Metric ?? string.Empty,
            HardwareType = signal.HardwareType,
            Description = signal.Description,
        };
        if (signal.Lane is { } lane)
            message.Lane = (uint)lane;
        message.States.AddRange(signal.States);
        foreach ((string key, string value) in signal.Attributes)
            message.Attributes[key] = value;
        return message;
    }

    public static V1.SignalKind Kind(SignalKind kind) => kind switch
    {
        SignalKind.Truth => V1.SignalKind.Truth,
        SignalKind.Sensor => V1.SignalKind.Sensor,
        SignalKind.Status => V1.SignalKind.Status,
        SignalKind.Counter => V1.SignalKind.Counter,
        _ => V1.SignalKind.Unspecified,
    };

    /// <summary>The dictionary of some signals, in parts that stay far below the 4 MiB that clients accept unless told otherwise.</summary>
    /// <param name="chassis">The chassis.</param>
    /// <param name="ids">Signals in ascending order.</param>
    public static IEnumerable<V1.Dictionary> Dictionary(CompiledChassis chassis, int[] ids)
    {
        const int entriesPerMessage = 10_000;
        for (int start = 0; start < ids.Length; start += entriesPerMessage)
        {
            int end = Math.Min(ids.Length, start + entriesPerMessage);
            var part = new V1.Dictionary { Version = chassis.DictionaryVersion, IsComplete = end == ids.Length, Total = (uint)ids.Length };
            part.Entries.AddRange(ids[start..end].Select(id => DictionaryEntry(chassis.Signals[id])));
            yield return part;
        }
    }

    public static V1.DictionaryEntry DictionaryEntry(SignalInfo signal) => new()
    {
        Id = (uint)signal.Id,
        Path = signal.Path,
        Unit = signal.Unit,
    };

    public static V1.Knob Knob(V1.KnobKind kind, KnobInfo knob, ChassisLookup lookup)
    {
        var message = new V1.Knob
        {
            Kind = kind,
            Path = knob.Path,
            Component = lookup.ComponentPath(knob.Component),
            Unit = knob.Dimension.Ucum,
            Dimension = knob.Dimension.Name,
            Initial = knob.Initial,
            Minimum = knob.Minimum,
            Maximum = knob.Maximum,
            Description = knob.Description,
        };
        message.AcceptedUnits.AddRange(knob.Dimension.Units.Select(unit => unit.Symbol));
        return message;
    }

    public static V1.Port Port(PortInfo port) => new()
    {
        Path = port.Path,
        Group = port.Group,
        RateBps = port.Rate.Si,
        Lanes = (uint)port.Lanes,
        StateSignal = (uint)port.StateSignal,
        LatencyS = port.Latency.Seconds,
    };

    public static V1.PortState State(double published) => published switch
    {
        (double)PortState.Down => V1.PortState.Down,
        (double)PortState.Degraded => V1.PortState.Degraded,
        (double)PortState.Up => V1.PortState.Up,
        _ => V1.PortState.Unspecified,
    };

    public static V1.EventKind EventKind(EventInfo kind, EventTable events)
    {
        var message = new V1.EventKind
        {
            Id = (uint)kind.Id,
            Path = kind.Path,
            Component = events.ComponentPath(kind),
            Severity = Severity(kind.Severity),
            Text = kind.Text,
            IsAlarm = kind.IsAlarm,
        };
        if (kind.Signal >= 0)
            message.Signal = (uint)kind.Signal;
        if (double.IsFinite(kind.Low))
            message.RaisedBelow = kind.Low;
        if (double.IsFinite(kind.High))
            message.RaisedAbove = kind.High;
        return message;
    }

    public static V1.Severity Severity(AlarmSeverity severity) => severity switch
    {
        AlarmSeverity.Information => V1.Severity.Information,
        AlarmSeverity.Warning => V1.Severity.Warning,
        AlarmSeverity.Critical => V1.Severity.Critical,
        _ => V1.Severity.Unspecified,
    };

    /// <summary>An event.</summary>
    /// <param name="record">The event.</param>
    /// <param name="events">What its numbers mean.</param>
    /// <param name="quarantines">Which components are quarantined, from which the alarm of one takes its reason.</param>
    public static V1.Event Event(in EventRecord record, EventTable events, IReadOnlyList<QuarantineNotice> quarantines)
    {
        EventInfo kind = events.Kinds[record.Event];
        string component = events.ComponentPath(kind);
        return new V1.Event
        {
            Sequence = record.Sequence,
            Position = new V1.Position { Epoch = record.Epoch, Step = record.Step, SimulationTimeNs = record.Time.Nanoseconds },
            Kind = (uint)record.Event,
            Path = kind.Path,
            Component = component,
            Reason = !record.IsCleared && IsQuarantine(kind, component) && quarantines.FirstOrDefault(notice => notice.Path == component) is { } notice ? notice.Reason : string.Empty,
            Severity = Severity(kind.Severity),
            Text = kind.Fill(record.First, record.Second),
            IsAlarm = kind.IsAlarm,
            IsCleared = record.IsCleared,
            Numbers = { record.First, record.Second },
        };
    }

    public static V1.Event Alarm(in ActiveAlarm alarm, EventTable events, IReadOnlyList<QuarantineNotice> quarantines)
    {
        V1.Event message = Event(alarm.Raised, events, quarantines);
        message.Acknowledgement = alarm.Acknowledgement;
        return message;
    }

    // The engine's own alarm of each component.
    private static bool IsQuarantine(EventInfo kind, string component) =>
        kind.IsAlarm && kind.Component >= 0 && kind.Path.Length == component.Length + QuarantineAlarm.Length && kind.Path.EndsWith(QuarantineAlarm, StringComparison.Ordinal);

    public static V1.RunStatus Status(PacingStatus pacing) => new()
    {
        Position = new V1.Position { Epoch = pacing.Epoch, Step = pacing.Step, SimulationTimeNs = pacing.Time.Nanoseconds },
        IsPaused = pacing.IsPaused,
        RequestedSpeed = pacing.RequestedSpeed,
        AchievedSpeed = pacing.AchievedSpeed,
        MissedDeadlines = pacing.MissedDeadlines,
        SkippedTimeS = pacing.SkippedTime.Seconds,
        MeanStepS = pacing.MeanStepSeconds,
        MaximumStepS = pacing.MaximumStepSeconds,
        LastMissedStage = pacing.LastMissedStage,
        LastMissedComponent = pacing.LastMissedComponent,
        Workload = pacing.Workload,
        LostThreads = (uint)pacing.LostThreads,
        Missed = { pacing.Missed.Select(item => new V1.MissedDeadlines { Stage = item.Stage, Component = item.Component, Count = item.Count }) },
    };

    public static V1.StepLateness Lateness(LatenessHistogram histogram)
    {
        var message = new V1.StepLateness();
        long[] counts = histogram.ToCounts();
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] == 0)
                continue;
            message.UpToS.Add(LatenessHistogram.UpperBoundSeconds(i));
            message.Steps.Add(counts[i]);
        }

        return message;
    }
}
