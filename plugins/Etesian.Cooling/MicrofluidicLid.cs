using Twin.Contracts;
using Twin.Units;

namespace Etesian.Cooling;

/// <summary>Lid with channels directly over the dies: laminar, so that more flow does not help the film, only the rise of the coolant.</summary>
internal sealed class MicrofluidicLid(MicrofluidicLidParameters datasheet) : IComponent, IFlowBehavior
{
    private WettedWall? _wall;

    public void Describe(IComponentBuilder builder)
    {
        builder.HardwareType("cold_plate");
        Area plan = datasheet.Width * datasheet.Length;
        var film = new ChannelFilm(datasheet.ChannelWidth, datasheet.ChannelHeight, datasheet.WallThickness, datasheet.Conductivity, datasheet.CoolantConductivity);
        ThermalConductance conductance = film.OverPlan * plan;

        // Without flow the coolant in the channels conducts away little: the wall keeps a hundredth.
        _wall = new WettedWall(builder, new WettedWallData(
            "lid",
            HeatCapacity.FromJoulesPerKelvin(datasheet.Material.Si * plan.Si * (datasheet.BaseThickness.Si + datasheet.ChannelHeight.Si)),
            "dies",
            ThermalConductance.FromSi(datasheet.Conductivity.Si * plan.Si / datasheet.BaseThickness.Si),
            "coolant",
            FlowMedium.Coolant,
            FlowResistance.FromRatedPoint(datasheet.RatedDrop, datasheet.RatedFlow, datasheet.LaminarShare),
            "channels",
            new ExchangeOptions(conductance, datasheet.RatedFlow, 0, 0.01 * conductance)));
        builder.Sensor("lid-sensor", _wall.Node, SensorOptions.DieTemperature);
    }

    public void StepFlow(in StepContext step) => _wall!.Step(step);
}
