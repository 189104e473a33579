using Twin.Contracts;
using Twin.Units;

namespace Etesian.Cooling;

/// <summary>Air heat sink with straight fins, computed from its geometry.</summary>
internal sealed class HeatSink(HeatSinkParameters datasheet) : IComponent, IFlowBehavior
{
    private WettedWall? _wall;

    public void Describe(IComponentBuilder builder)
    {
        builder.HardwareType("heatsink");
        var fins = new FinArray(
            datasheet.Fins, datasheet.FinHeight, datasheet.FinThickness, datasheet.BaseLength, datasheet.BaseWidth, datasheet.FinConductivity);
        if (fins.OpenBaseArea <= Area.Zero)
        {
            builder.Refuse("fins", $"{datasheet.Fins} fins of {datasheet.FinThickness} fill the {datasheet.BaseWidth} of the base; leave room for air.");
            return;
        }

        if (datasheet.SourceWidth > datasheet.BaseWidth || datasheet.SourceLength > datasheet.BaseLength)
        {
            builder.Refuse("source-width", $"the source of {datasheet.SourceWidth} by {datasheet.SourceLength} is larger than the base of {datasheet.BaseWidth} by {datasheet.BaseLength}.");
            return;
        }

        double volume = (datasheet.BaseWidth * datasheet.BaseLength).Si * datasheet.BaseThickness.Si
            + (datasheet.Fins * (datasheet.FinHeight * datasheet.BaseLength).Si * datasheet.FinThickness.Si);
        _wall = new WettedWall(builder, new WettedWallData(
            "sink",
            HeatCapacity.FromJoulesPerKelvin(datasheet.Material.Si * volume),
            "base",
            BaseConductance(fins.Conductance(datasheet.Film)),
            "air",
            FlowMedium.Air,
            FlowResistance.FromRatedPoint(datasheet.RatedDrop, datasheet.RatedFlow, datasheet.LaminarShare),
            "fins",
            fins.ToExchange(datasheet.Film, datasheet.RatedFlow, datasheet.FilmExponent, datasheet.StillFilm)));
        builder.Sensor("sink-sensor", _wall.Node, SensorOptions.DieTemperature);
    }

    private ThermalConductance BaseConductance(ThermalConductance fins)
    {
        if (datasheet.Base == BaseKind.Given)
        {
            return datasheet.BaseConductance;
        }

        ThermalConductivity along = datasheet.Base == BaseKind.VapourChamber ? datasheet.ChamberConductivity : datasheet.BaseConductivity;
        ThermalConductivity through = datasheet.Base == BaseKind.VapourChamber ? datasheet.ChamberThroughConductivity : datasheet.BaseConductivity;
        var plate = new SpreaderPlate(
            datasheet.BaseWidth * datasheet.BaseLength, datasheet.SourceWidth * datasheet.SourceLength, datasheet.BaseThickness, along, through);
        return ThermalConductance.FromSi(1 / (plate.Straight + plate.Spreading(fins)).Si);
    }

    public void StepFlow(in StepContext step) => _wall!.Step(step);
}
