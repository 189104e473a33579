using Twin.Engine.Running;

namespace Twin.Engine.Stepping;

// What another simulation needs to go on from the last complete state when a call of a component does not return. Commands are applied between two frames and a step tells its
// events while it is under way: the complete state may be younger than the last frame, and readers may know of things that the step, done again, tells a second time.
public sealed partial class Simulation
{
    /// <summary>Origin of the commands that the engine gives itself.</summary>
    internal const string Engine = "engine";

    private double[]? _complete;
    private bool _isBeyondFrame;
    private long _eventsBefore;
    private List<ToldEvent>? _told;

    /// <summary>From now on the last complete state is kept also when commands were applied after the last frame. Before the first step.</summary>
    internal void KeepComplete() => _complete ??= new double[_words.Length];

    /// <summary>The state before the step or command that is under way. Complete, and not written by anybody while one is.</summary>
    internal ReadOnlySpan<double> LastComplete => _isBeyondFrame && _complete is not null ? _complete : Frames.LatestWords;

    /// <summary>Takes the place of a simulation whose step or command will never end: goes on from before it, as if it had not begun.</summary>
    /// <param name="predecessor">The other one; its thread was given up in a call.</param>
    /// <param name="component">The component that was called, which is quarantined.</param>
    /// <param name="reason">Why.</param>
    /// <param name="isCommand">Whether it was in a command, which is not done again, and not in a step, which is.</param>
    internal void SucceedUnfinished(Simulation predecessor, int component, string reason, bool isCommand)
    {
        ComponentModel model = _model.Components[component];
        model.HangReason = reason;
        Succeed(predecessor, predecessor.LastComplete);
        CompareQuarantines();
        _isBeyondFrame = true;
        _told = predecessor.Told();
        Apply(new TwinCommand.Quarantine(model.Info.Path, reason) { Origin = Engine });
        if (isCommand)
        {
            EndRetelling();
        }
    }

    // A step or a command begins: what was complete until now is kept, and what is told from now on is not settled.
    private void BeginUnfinished(bool callsComponents)
    {
        _eventsBefore = Events.Written;
        if (callsComponents && _isBeyondFrame && _complete is not null)
        {
            _words.CopyTo(_complete, 0);
        }
    }

    private List<ToldEvent> Told()
    {
        List<ToldEvent> told = _told ?? [];
        told.ForEach(item => item.IsTaken = false);
        var batch = new EventRecord[64];
        long from = _eventsBefore;
        for (int count = Events.Read(ref from, batch, out _); count > 0; count = Events.Read(ref from, batch, out _))
        {
            told.AddRange(batch.Take(count).Select(record => new ToldEvent(record.Event, record.IsCleared)));
        }

        return told;
    }

    // Whether readers know of it from the step that did not end.
    private bool IsTold(int identity, bool isCleared) => _told is not null && IsAmong(_told, identity, isCleared);

    // By itself: what is searched for is captured, which would allocate for every event of every step.
    private static bool IsAmong(List<ToldEvent> all, int identity, bool isCleared)
    {
        if (all.Find(item => item.Event == identity && item.IsCleared == isCleared && !item.IsTaken) is not { } told)
        {
            return false;
        }

        told.IsTaken = true;
        return true;
    }

    // An alarm of which the step that did not end told, and which did not come or go when it was done again, is as it was before.
    private void EndRetelling()
    {
        List<ToldEvent> told = _told!;
        _told = null;
        foreach (ToldEvent item in told)
        {
            if (!item.IsTaken && Model.Chassis.Events[item.Event].IsAlarm)
            {
                RaiseEvent(item.Event, !item.IsCleared);
            }
        }
    }

    private sealed class ToldEvent(int identity, bool isCleared)
    {
        public int Event { get; } = identity;

        public bool IsCleared { get; } = isCleared;

        public bool IsTaken { get; set; }
    }
}
