using Twin.Contracts;
using Twin.Units;

namespace Twin.Engine.Tests.Bench;

/// <summary>A converter between two rails: load "in", source "out", node "body" on a mount "base".</summary>
internal sealed class Converter(double inputV, double outputV, double ratedW = 500, double standbyW = 0, double linear = 0, double loadLineOhm = 0, double rippleV = 0)
    : IComponent
{
    public void Describe(IComponentBuilder builder)
    {
        ThermalNode body = builder.ThermalNode("body", HeatCapacity.FromJoulesPerKelvin(20));
        builder.Couple(body, builder.Mount("base"), ThermalConductance.FromWattsPerKelvin(5));
        builder.PowerSource("out", builder.RailLoad("in", Voltage.FromVolts(inputV), Power.FromWatts(1000)), body, new(
            Voltage.FromVolts(outputV), Power.FromWatts(ratedW), new(Power.FromWatts(standbyW), linear, 0), Resistance.FromOhms(loadLineOhm), 1.2, Voltage.FromVolts(rippleV)));
    }
}
