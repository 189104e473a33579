using Twin.Contracts;
using Twin.Units;

namespace Fixture.Broken;

/// <summary>A resistor: as good as a part can be.</summary>
internal sealed class Heater(double capacity) : IComponent, IPowerBehavior
{
    private ThermalNode _body;
    private RailLoad _supply;

    public void Describe(IComponentBuilder builder)
    {
        _body = builder.ThermalNode("body", HeatCapacity.FromJoulesPerKelvin(capacity));
        builder.Couple(_body, builder.Mount("foot"), ThermalConductance.FromWattsPerKelvin(1));
        _supply = builder.RailLoad("supply", Voltage.FromVolts(12), Power.FromWatts(20));
    }

    public void StepPower(in StepContext step) => step.AddHeat(_body, step.Draw(_supply, Power.FromWatts(10)));
}
