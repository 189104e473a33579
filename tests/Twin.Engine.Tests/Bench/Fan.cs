using Twin.Contracts;
using Twin.Units;

namespace Twin.Engine.Tests.Bench;

/// <summary>A fan "rotor" that pays for what it gives the air, with a motor on a mount "base" and an actuator "speed".</summary>
internal sealed class Fan(
    double freeM3PerS = 0.05, double shutOffPa = 500, double initial = 1, FlowMedium medium = FlowMedium.Air, bool isReversed = false,
    IReadOnlyList<PressureFlowPoint>? curve = null, double? reverseResistance = null) : IComponent, IPowerBehavior, IFlowBehavior
{
    private ThermalNode _motor;
    private RailLoad _supply;
    private FlowMover _rotor;
    private Actuator<Ratio> _speed;
    private Fault _stalled;

    public void Describe(IComponentBuilder builder)
    {
        builder.Replaceable(Duration.FromMilliseconds(5));
        _motor = builder.ThermalNode("motor", HeatCapacity.FromJoulesPerKelvin(20));
        builder.Couple(_motor, builder.Mount("base"), ThermalConductance.FromWattsPerKelvin(1));
        _supply = builder.RailLoad("supply", Voltage.FromVolts(12), Power.FromWatts(200));
        _rotor = builder.FlowMover("rotor", medium, new(
            curve ?? [new(VolumeFlow.Zero, Pressure.FromPascals(shutOffPa)), new(VolumeFlow.FromCubicMetersPerSecond(freeM3PerS), Pressure.Zero)],
            reverseResistance, isReversed));
        _speed = builder.Actuator("speed", Ratio.FromFraction(initial), Ratio.Zero, Ratio.FromFraction(1.5), "Speed.");
        _stalled = builder.Fault("stalled", "Stands still.");
    }

    public void StepFlow(in StepContext step) => step.SetSpeed(_rotor, step.IsLive(_supply) ? step.Get(_speed) * (1 - step[_stalled]) : 0);

    public void StepPower(in StepContext step)
    {
        Power hydraulic = step.HydraulicPower(_rotor);
        Power drawn = step.Draw(_supply, (2 * hydraulic) + Power.FromWatts(1));
        step.AddHeat(_motor, drawn - hydraulic);
    }
}
