using Twin.Contracts;
using Twin.Units;

namespace Etesian.Cooling;

/// <summary>Vapour chamber as a part of its own, between a source and what cools it.</summary>
internal sealed class VapourChamber(VapourChamberParameters datasheet) : IComponent
{
    public void Describe(IComponentBuilder builder)
    {
        builder.HardwareType("heatsink");
        if (datasheet.SourceWidth > datasheet.Width || datasheet.SourceLength > datasheet.Length)
        {
            builder.Refuse("source-width", $"the source of {datasheet.SourceWidth} by {datasheet.SourceLength} is larger than the chamber of {datasheet.Width} by {datasheet.Length}.");
            return;
        }

        var plate = new SpreaderPlate(
            datasheet.Width * datasheet.Length, datasheet.SourceWidth * datasheet.SourceLength, datasheet.Thickness, datasheet.Along, datasheet.Through);
        ThermalNode chamber = builder.ThermalNode("chamber", HeatCapacity.FromJoulesPerKelvin(datasheet.Material.Si * plate.Plate.Si * datasheet.Thickness.Si));
        double half = plate.Straight.Si / 2;
        builder.Couple(chamber, builder.Mount("source"), ThermalConductance.FromSi(1 / (half + plate.Spreading(datasheet.Beyond).Si)));
        builder.Couple(chamber, builder.Mount("sink"), ThermalConductance.FromSi(1 / half));
        builder.Sensor("chamber-sensor", chamber, SensorOptions.DieTemperature);
    }
}
