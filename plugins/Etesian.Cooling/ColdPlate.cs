using Twin.Contracts;

namespace Etesian.Cooling;

/// <summary>Cold plate: a base over coolant channels.</summary>
internal sealed class ColdPlate(ColdPlateParameters datasheet) : IComponent, IFlowBehavior
{
    private WettedWall? _wall;

    public void Describe(IComponentBuilder builder)
    {
        builder.HardwareType("cold_plate");
        _wall = new WettedWall(builder, new WettedWallData(
            "plate",
            datasheet.PlateCapacity,
            "base",
            datasheet.BaseConductance,
            "coolant",
            FlowMedium.Coolant,
            FlowResistance.FromRatedPoint(datasheet.RatedDrop, datasheet.RatedFlow, datasheet.LaminarShare),
            "channels",
            new ExchangeOptions(datasheet.Conductance, datasheet.RatedFlow, datasheet.Exponent, datasheet.StillConductance)));
        builder.Sensor("plate-sensor", _wall.Node, SensorOptions.DieTemperature);
    }

    public void StepFlow(in StepContext step) => _wall!.Step(step);
}
