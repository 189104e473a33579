using Twin.Contracts;
using Twin.Engine.Stepping;
using Twin.Units;

namespace Twin.Engine.Compiling;

internal sealed partial class ChassisCompilation
{
    // In component order, as the leakages of the thermal model.
    private LoopModel CompileLoop()
    {
        var ahead = new List<int>();
        var imminent = new List<int>();
        var noSteadyState = new List<int>();
        foreach (ComponentDraft draft in _components)
        {
            foreach (LeakageDraft leak in draft.Builder.Leakages)
            {
                string place = $"'{draft.Description.Name}' at '{draft.Builder.Points[leak.Point].Name}'";
                string path = $"{draft.Path}/{leak.Name}";
                ahead.Add(AddEvent(
                    path + "-runaway-ahead", draft.Index, AlarmSeverity.Warning,
                    $"Thermal runaway ahead: the leakage of {place} feeds itself with a loop gain of {{0:0.00}} at {{1:0.0}} degC; at 1 there is no steady temperature. Add cooling or take load away.",
                    isAlarm: true));
                imminent.Add(AddEvent(
                    path + "-runaway", draft.Index, AlarmSeverity.Critical,
                    $"Thermal runaway: the leakage of {place} feeds itself with a loop gain of {{0:0.00}} at {{1:0.0}} degC; at 1 there is no steady temperature. Take load away now.",
                    isAlarm: true));
                noSteadyState.Add(AddEvent(
                    path + "-no-steady-state", draft.Index, AlarmSeverity.Critical,
                    $"There is no steady state: on the way to it the leakage of {place} fed itself with a loop gain of {{0:0.00}}, which must stay below 1, at {{1:0.0}} degC. It needs more cooling, less load or less leakage."));
            }
        }

        int count = ahead.Count;
        string[] leaks = [.. Leaks()];
        return new LoopModel
        {
            Modes = count == 0 ? 0 : AllocateEach("loop", leaks, initial: 1),
            Ahead = AllocateTogether("loop-ahead", leaks, 1),
            Imminent = AllocateTogether("loop-imminent", leaks, 1),
            AheadEvents = [.. ahead],
            ImminentEvents = [.. imminent],
            NoSteadyStateEvents = [.. noSteadyState],
        };
    }

    // Names of the leakages, in component order.
    private IEnumerable<string> Leaks() => _components.SelectMany(draft => draft.Builder.Leakages.Select(leak => $"{draft.Path}/{leak.Name}"));

    private void AddLoopSignals()
    {
        AddSignal(Instance, "loop-gain", HeaderWords.LoopGain, Dimensions.Ratio, "Gain of the loop of leakage and temperature; at 1 temperatures run away.", "chassis.thermal.loop_gain");
        AddSignal(
            Instance, "loop-element", HeaderWords.LoopElement, null, "Where the leakage is that has most part in the loop gain.", kind: SignalKind.Status,
            states: ["none", .. _components.SelectMany(draft => draft.Builder.Leakages.Select(leak => $"{draft.Description.Name}/{draft.Builder.Points[leak.Point].Name}"))]);
    }
}
