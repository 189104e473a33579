using Twin.Contracts;
using Twin.Units;

namespace Etesian.Cooling;

/// <summary>Heat exchanger between a coolant loop and air or facility water: effectiveness and NTU between the two inlets.</summary>
internal sealed class FluidExchanger(FluidExchangerData data) : IComponent, IFlowBehavior
{
    // As of a wetted wall: what deposits on both sides cost.
    private const double FoulingConductance = 0.8;
    private const double FoulingOpening = 0.6;

    private FlowElement _coolant;
    private FlowElement _other;
    private StreamExchange _core;
    private Fault _fouled;
    private Signal<Power> _moved;

    public void Describe(IComponentBuilder builder)
    {
        builder.HardwareType("heatsink");
        _coolant = builder.FlowElement("coolant", FlowMedium.Coolant, data.CoolantResistance);
        _other = builder.FlowElement(data.OtherName, data.OtherMedium, data.OtherResistance);
        _core = builder.Exchange("core", _coolant, _other, new StreamExchangeOptions(data.CoolantFilm, data.OtherFilm, data.Arrangement));
        _fouled = builder.Fault("fouled", "1: four fifths of the conductance and three fifths of the opening of the outer side are lost to dust or deposits.");
        _moved = builder.Signal<Power>(
            "heat-removed", SignalKind.Truth, new SignalOptions("Heat that leaves the coolant; negative where it is warmed.", Metric: "chassis.heat.removed"));
    }

    public void StepFlow(in StepContext step)
    {
        double fouled = step[_fouled];
        step.SetScale(_core, 1 - (FoulingConductance * fouled));
        step.SetOpening(_other, 1 - (FoulingOpening * fouled));
        step.Set(_moved, step[_core] * (step.InletTemperature(_coolant) - step.InletTemperature(_other)));
    }
}
