using Twin.Contracts;
using Twin.Units;

namespace Twin.Engine.Tests.Bench;

/// <summary>One node "body" on one mount "base", a load "supply", a live parameter "power", and leakage of a given slope.</summary>
internal sealed class Heater(double powerW, double capacityJPerK = 10, double toMountWPerK = 2, double leakW = 0, double slopeWPerK = 0, double volts = 12)
    : IComponent, IPowerBehavior
{
    public const double LeakReferenceC = 25;

    private ThermalNode _body;
    private RailLoad _supply;
    private Leakage _leakage;
    private LiveParameter<Power> _power;

    public void Describe(IComponentBuilder builder)
    {
        builder.Replaceable(Duration.FromMilliseconds(5));
        _body = builder.ThermalNode("body", HeatCapacity.FromJoulesPerKelvin(capacityJPerK), new(
            Temperature.FromCelsius(70), Temperature.FromCelsius(90), Temperature.FromCelsius(110)));
        builder.Couple(_body, builder.Mount("base"), ThermalConductance.FromWattsPerKelvin(toMountWPerK));
        _supply = builder.RailLoad("supply", Voltage.FromVolts(volts), Power.FromWatts(1000));
        _leakage = builder.Leakage("leakage", _supply, _body);
        _power = builder.LiveParameter("power", Power.FromWatts(powerW), Power.Zero, Power.FromWatts(1000), "Power.");
    }

    public void StepPower(in StepContext step)
    {
        step.AddHeat(_body, step.Draw(_supply, step.Get(_power)));
        double leak = Math.Max(0, leakW + (slopeWPerK * (step[_body].Celsius - LeakReferenceC)));
        step.DrawLeakage(_leakage, Power.FromWatts(leak), ThermalConductance.FromWattsPerKelvin(slopeWPerK));
    }
}
