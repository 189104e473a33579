using Twin.Contracts;
using Twin.Units;

namespace Twin.Engine.Tests.Bench;

/// <summary>A heat exchanger between a coolant passage "hot" and an air passage "air", each side of a fixed conductance.</summary>
internal sealed class Radiator(double hotWPerK, double airWPerK, ExchangerArrangement arrangement, double ratedM3PerS = 5e-5, double ratedPa = 1e4) : IComponent, IFlowBehavior
{
    private FlowElement _hot;
    private FlowElement _air;
    private StreamExchange _core;
    private Signal<Power> _heat;

    public void Describe(IComponentBuilder builder)
    {
        builder.Replaceable(Duration.FromMilliseconds(5));
        _hot = builder.FlowElement("hot", FlowMedium.Coolant, FlowResistance.FromRatedPoint(Pressure.FromPascals(ratedPa), VolumeFlow.FromCubicMetersPerSecond(ratedM3PerS)));
        _air = builder.FlowElement("air", FlowMedium.Air, FlowResistance.FromRatedPoint(Pressure.FromPascals(50), VolumeFlow.FromCubicMetersPerSecond(0.02)));
        _core = builder.Exchange("core", _hot, _air, new(Side(hotWPerK), Side(airWPerK), arrangement));
        _heat = builder.Signal<Power>("heat", SignalKind.Truth, new("Heat from coolant to air."));
    }

    public void StepFlow(in StepContext step) => step.Set(_heat, step[_core] * (step.InletTemperature(_hot) - step.InletTemperature(_air)));

    private static ExchangeOptions Side(double conductance) => new(
        ThermalConductance.FromWattsPerKelvin(conductance), VolumeFlow.FromCubicMetersPerSecond(1e-4), 0, ThermalConductance.Zero);
}
