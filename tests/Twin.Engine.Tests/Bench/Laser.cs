using Twin.Contracts;
using Twin.Units;

namespace Twin.Engine.Tests.Bench;

/// <summary>Outputs "out" of steady power each, ten times as much drawn, faults "dead0"... and what comes back to the first output.</summary>
internal sealed class Laser(int outputs, double outputW = 0.05, double rinDbPerHz = -150) : IComponent, IPowerBehavior, ILightBehavior
{
    private ThermalNode _body;
    private RailLoad _supply;
    private LightSource _out;
    private IReadOnlyList<Fault> _dead = [];
    private LaneSignal<Power> _reflected;

    public void Describe(IComponentBuilder builder)
    {
        builder.Replaceable(Duration.FromMilliseconds(5));
        _body = builder.ThermalNode("body", HeatCapacity.FromJoulesPerKelvin(5));
        builder.Couple(_body, builder.Mount("base"), ThermalConductance.FromWattsPerKelvin(2));
        _supply = builder.RailLoad("supply", Voltage.FromVolts(12), Power.FromWatts(100));
        _out = builder.LightSource("out", outputs, new([Wavelength.FromNanometers(1310)], Decibels.FromDb(20), Frequency.FromMegahertz(1)));
        _dead = builder.Faults("dead", outputs, "Emits nothing.");
        _reflected = builder.Signals<Power>("reflected", "output", outputs, SignalKind.Truth, new("What comes back."));
    }

    public void StepPower(in StepContext step)
    {
        for (int i = 0; i < outputs; i++)
        {
            Power drawn = step.Draw(_supply, 10 * Power.FromWatts(outputW));
            step.AddHeat(_body, drawn - Emitted(step, i));
        }
    }

    public void StepLight(in StepContext step)
    {
        LightView light = step.Emitted(_out);
        for (int i = 0; i < outputs; i++)
        {
            light.Power[i] = Emitted(step, i);
            light.Wavelength[i] = Wavelength.FromNanometers(1310);
            light.RinPerHertz[i] = Math.Pow(10, rinDbPerHz / 10);
        }

        step.Reflected(_out).CopyTo(step.Values(_reflected));
    }

    private Power Emitted(in StepContext step, int output) =>
        step.IsLive(_supply) ? Power.FromWatts(outputW) * (1 - step[_dead[output]]) : Power.Zero;
}
