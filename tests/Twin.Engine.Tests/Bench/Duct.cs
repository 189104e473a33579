using Twin.Contracts;
using Twin.Units;

namespace Twin.Engine.Tests.Bench;

/// <summary>A heat sink in an air passage "air": node "sink", mount "seat", exchange, actuator "opening".</summary>
internal sealed class Duct(double ratedM3PerS, double ratedPa, double conductanceWPerK, double exponent = 0, double stillWPerK = 0, double heatCapacityJPerK = 20,
    FlowMedium medium = FlowMedium.Air)
    : IComponent, IFlowBehavior
{
    private FlowElement _air;
    private Actuator<Ratio> _opening;

    public void Describe(IComponentBuilder builder)
    {
        ThermalNode sink = builder.ThermalNode("sink", HeatCapacity.FromJoulesPerKelvin(heatCapacityJPerK));
        builder.Couple(sink, builder.Mount("seat"), ThermalConductance.FromWattsPerKelvin(10));
        _air = builder.FlowElement(
            "air", medium, FlowResistance.FromRatedPoint(Pressure.FromPascals(ratedPa), VolumeFlow.FromCubicMetersPerSecond(ratedM3PerS)));
        builder.Exchange("fins", sink, _air, new(
            ThermalConductance.FromWattsPerKelvin(conductanceWPerK), VolumeFlow.FromCubicMetersPerSecond(ratedM3PerS), exponent,
            ThermalConductance.FromWattsPerKelvin(stillWPerK)));
        _opening = builder.Actuator("opening", Ratio.FromFraction(1), Ratio.Zero, Ratio.FromFraction(1), "Opening.");
    }

    public void StepFlow(in StepContext step) => step.SetOpening(_air, step.Get(_opening));
}
