using Twin.Engine.Running;
using Twin.Engine.Structure;

namespace Twin.Engine.Stepping;

public sealed partial class Simulation
{
    /// <summary>Raises an event of the run as a whole. Changes nothing in the state.</summary>
    /// <param name="notice">What was done.</param>
    /// <param name="first">First number of its text.</param>
    /// <param name="second">Second number of its text.</param>
    internal void Announce(RunNotice notice, double first, double second) => RaiseEvent(_model.NoticeEvents[(int)notice], false, first, second);

    // Which alarms are up, before another state is taken over.
    private void NoteRaised()
    {
        Array.Clear(_wasRaised);
        foreach (ComponentModel component in _model.Components)
        {
            Note(component.QuarantineEvent, Condition(component) == ComponentCondition.Quarantined);
        }

        foreach (LinkModel.Port port in _model.Links.Ports)
        {
            Note(port.DownAlarm, _words[port.Words + LinkModel.PortDownRaised] > 0);
        }

        foreach (ControlModel.AlarmModel alarm in _model.Control.Alarms)
        {
            Note(alarm.Event, _words[alarm.Word] > 0);
        }

        foreach (ControlModel.HealthModel health in _model.Control.Healths)
        {
            Note(Chosen(health.Events, health.Word), true);
        }

        LoopModel loop = _model.Thermal.Loop;
        Note(Chosen(loop.AheadEvents, loop.Ahead), true);
        Note(Chosen(loop.ImminentEvents, loop.Imminent), true);
    }

    // What followed the events knows the alarms of the run as it was: it is told those that went and those that came with the other state, and nothing of the rest.
    private void AnnounceRaised()
    {
        foreach (ComponentModel component in _model.Components)
        {
            Tell(component.QuarantineEvent, Condition(component) == ComponentCondition.Quarantined, 0, 0);
        }

        foreach (LinkModel.Port port in _model.Links.Ports)
        {
            Tell(port.DownAlarm, _words[port.Words + LinkModel.PortDownRaised] > 0, _words[port.Words + LinkModel.PortMargin], _words[port.Words + LinkModel.PortLimitingLane]);
        }

        foreach (ControlModel.AlarmModel alarm in _model.Control.Alarms)
        {
            double value = _words[alarm.Target];
            Tell(alarm.Event, _words[alarm.Word] > 0, value, value > alarm.High ? alarm.High : alarm.Low);
        }

        foreach (ControlModel.HealthModel health in _model.Control.Healths)
        {
            TellOne(health.Events, health.Word);
        }

        LoopModel loop = _model.Thermal.Loop;
        TellOne(loop.AheadEvents, loop.Ahead, isOfLoop: true);
        TellOne(loop.ImminentEvents, loop.Imminent, isOfLoop: true);
    }

    // A word that holds the number of the one event that is raised, from 1.
    private int Chosen(int[] events, int word) => _words[word] > 0 ? events[(int)_words[word] - 1] : -1;

    private void Note(int identity, bool isRaised)
    {
        if (identity >= 0)
        {
            _wasRaised[identity] = isRaised;
        }
    }

    private void Tell(int identity, bool isRaised, double first, double second)
    {
        if (identity >= 0 && _wasRaised[identity] != isRaised)
        {
            RaiseEvent(identity, !isRaised, first, isRaised ? second : 0);
        }
    }

    private void TellOne(int[] events, int word, bool isOfLoop = false)
    {
        int chosen = Chosen(events, word);
        for (int i = 0; i < events.Length; i++)
        {
            (double first, double second) = isOfLoop ? (_words[HeaderWords.LoopGain], LeakTemperature(i)) : (0, 0);
            Tell(events[i], events[i] == chosen, first, second);
        }
    }
}
