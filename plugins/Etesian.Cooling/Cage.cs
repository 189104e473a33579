using Twin.Contracts;

namespace Etesian.Cooling;

/// <summary>Cage of a pluggable module: dry contact to a riding heat sink in the air stream.</summary>
internal sealed class Cage(CageParameters datasheet) : IComponent, IFlowBehavior
{
    private WettedWall? _wall;

    public void Describe(IComponentBuilder builder)
    {
        builder.HardwareType("heatsink");
        _wall = new WettedWall(builder, new WettedWallData(
            "sink",
            datasheet.SinkCapacity,
            "module",
            datasheet.ContactConductance,
            "air",
            FlowMedium.Air,
            FlowResistance.FromRatedPoint(datasheet.RatedDrop, datasheet.RatedFlow, datasheet.LaminarShare),
            "fins",
            new ExchangeOptions(datasheet.Conductance, datasheet.RatedFlow, datasheet.Exponent, datasheet.StillConductance)));
    }

    public void StepFlow(in StepContext step) => _wall!.Step(step);
}
