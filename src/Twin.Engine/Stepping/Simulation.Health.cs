using Twin.Contracts;
using Twin.Engine.Structure;

namespace Twin.Engine.Stepping;

public sealed partial class Simulation
{
    private int[] _health = [];

    private void InitializeHealth() => _health = new int[_model.Components.Length];

    private void SetCondition(ComponentModel component, ComponentCondition condition)
    {
        _words[component.Words + ComponentWords.Condition] = (int)condition;
        if (condition != ComponentCondition.Ok)
        {
            _words[component.Words + ComponentWords.Health] = HealthOf(condition);
        }
    }

    private static int HealthOf(ComponentCondition condition) => condition switch
    {
        ComponentCondition.Quarantined => ComponentWords.HealthQuarantined,
        ComponentCondition.Absent => ComponentWords.HealthAbsent,
        ComponentCondition.Inserting => ComponentWords.HealthInserting,
        _ => (int)ComponentHealth.Ok,
    };

    // The worst of: what the component's own states mean, its converters that tripped (failed), its critical alarms that are raised (degraded: it still works, and
    // is in danger). What is quarantined, absent or being inserted is just that.
    private void UpdateHealth(ref int active)
    {
        Array.Clear(_health);
        foreach (ControlModel.HealthModel model in _model.Control.Healths)
        {
            active += WatchHealth(model) ? 1 : 0;
        }

        foreach (ControlModel.AlarmModel alarm in _model.Control.Alarms)
        {
            if (alarm.IsCritical && _words[alarm.Word] > 0)
            {
                Worsen(alarm.Component, ComponentHealth.Degraded);
            }
        }

        foreach (RailModel.Source source in _model.Sources)
        {
            if (_words[source.Input + LaneLayout.SourceTripped] > 0)
            {
                Worsen(source.Component, ComponentHealth.Failed);
            }
        }

        int imminent = (int)_words[_model.Thermal.Loop.Imminent];
        if (imminent > 0)
        {
            Worsen(_model.Thermal.Leaks[imminent - 1].Component, ComponentHealth.Degraded);
        }

        foreach (ComponentModel component in _model.Components)
        {
            ComponentCondition condition = Condition(component);
            _words[component.Words + ComponentWords.Health] = condition == ComponentCondition.Ok ? _health[component.Info.Index] : HealthOf(condition);
        }
    }

    private void Worsen(int component, ComponentHealth health) => _health[component] = Math.Max(_health[component], (int)health);

    // A part that is not in its place has no state; one that is quarantined keeps the alarm of its last good one.
    private bool WatchHealth(ControlModel.HealthModel model)
    {
        int state = IsInPlace(model.Component) ? Math.Clamp((int)_words[model.Status], 0, model.Healths.Length - 1) : -1;
        int health = state >= 0 ? model.Healths[state] : 0;
        int wanted = health > 0 ? state + 1 : 0;
        ref double raised = ref _words[model.Word];
        if ((int)raised != wanted)
        {
            if (raised > 0)
            {
                RaiseEvent(model.Events[(int)raised - 1], true);
            }

            if (wanted > 0)
            {
                RaiseEvent(model.Events[state], false);
            }

            raised = wanted;
        }

        Worsen(model.Component, (ComponentHealth)health);
        return wanted > 0;
    }
}
