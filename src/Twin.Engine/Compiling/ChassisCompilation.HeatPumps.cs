using Twin.Contracts;
using Twin.Engine.Stepping;
using Twin.Physics.LinearAlgebra;
using Twin.Physics.Thermal;
using Twin.Units;

namespace Twin.Engine.Compiling;

internal sealed partial class ChassisCompilation
{
    // In component order, as the rails count them. The entry between the two faces is there because the module's conductance joins them.
    private ThermalModel.HeatPumpModel[] CompileHeatPumps(SparsePattern pattern)
    {
        var pumps = new List<ThermalModel.HeatPumpModel>();
        foreach (ComponentDraft draft in _components)
        {
            foreach (HeatPumpDraft pump in draft.Builder.HeatPumps)
            {
                int cold = draft.Nodes[pump.Cold];
                int hot = draft.Nodes[pump.Hot];
                HeatPumpOptions options = pump.Options;
                pumps.Add(new ThermalModel.HeatPumpModel(
                    draft.Post(pump.Post), draft.Input(pump.Input), cold, hot, draft.Index,
                    new ThermoelectricCooler(options.Seebeck.VoltsPerKelvin, options.Resistance.Ohms, options.Conductance.WattsPerKelvin),
                    pattern.IndexOf(cold, cold), pattern.IndexOf(hot, hot), pattern.IndexOf(hot, cold)));
            }
        }

        return [.. pumps];
    }

    private void AddHeatPumpSignals(ComponentDraft draft)
    {
        foreach (HeatPumpDraft pump in draft.Builder.HeatPumps)
        {
            string element = $"{draft.Path}/{pump.Name}";
            string type = draft.Builder.Hardware;
            int input = draft.Input(pump.Input);
            AddSignal(element, "current", draft.Post(pump.Post), Dimensions.Current, "Current through the thermoelectric module.", null, type, draft.Index);
            AddSignal(element, "power", input + LaneLayout.PumpPower, Dimensions.Power, "Electrical power that the module turns into heat.", null, type, draft.Index);
            AddSignal(element, "cold-heat", input + LaneLayout.PumpColdHeat, Dimensions.Power, "Heat that leaves the cold side through the module.", null, type, draft.Index);
            AddSignal(element, "hot-heat", input + LaneLayout.PumpHotHeat, Dimensions.Power, "Heat that the module brings to the hot side.", null, type, draft.Index);
        }
    }
}
