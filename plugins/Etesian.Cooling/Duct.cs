using Twin.Contracts;

namespace Etesian.Cooling;

/// <summary>Stretch of air path: cools whatever boards, supplies and fan frames are mounted to its walls.</summary>
internal sealed class Duct(DuctParameters datasheet) : IComponent, IFlowBehavior
{
    private WettedWall? _wall;

    public void Describe(IComponentBuilder builder)
    {
        builder.HardwareType("heatsink");
        _wall = new WettedWall(builder, new WettedWallData(
            "surface",
            datasheet.WallCapacity,
            "wall",
            datasheet.MountConductance,
            "air",
            FlowMedium.Air,
            FlowResistance.FromRatedPoint(datasheet.RatedDrop, datasheet.RatedFlow, datasheet.LaminarShare),
            "film",
            new ExchangeOptions(datasheet.Conductance, datasheet.RatedFlow, datasheet.Exponent, datasheet.StillConductance)));
    }

    public void StepFlow(in StepContext step) => _wall!.Step(step);
}
