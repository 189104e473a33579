using Twin.Contracts;
using Twin.Units;

namespace Twin.Engine.Tests.Bench;

/// <summary>A supply from outside with a source "out", a node "body" on a mount "base", a fault "dead".</summary>
internal sealed class Supply(
    double volts = 12, double ratedW = 1000, double standbyW = 0, double linear = 0, double quadratic = 0, double loadLineOhm = 0, double tripAbove = 1.2,
    double rippleV = 0) : IComponent, IPowerBehavior
{
    private PowerSource _out;
    private Fault _dead;

    public void Describe(IComponentBuilder builder)
    {
        builder.Replaceable(Duration.FromMilliseconds(5));
        ThermalNode body = builder.ThermalNode("body", HeatCapacity.FromJoulesPerKelvin(50));
        builder.Couple(body, builder.Mount("base"), ThermalConductance.FromWattsPerKelvin(5));
        _out = builder.PowerSource("out", builder.PowerInlet("ac", Voltage.FromVolts(230)), body, new(
            Voltage.FromVolts(volts), Power.FromWatts(ratedW), new(Power.FromWatts(standbyW), linear, quadratic), Resistance.FromOhms(loadLineOhm), tripAbove,
            Voltage.FromVolts(rippleV)));
        _dead = builder.Fault("dead", "Delivers nothing.");
    }

    public void StepPower(in StepContext step) => step.SetEnabled(_out, step[_dead] < 0.5);
}
