using Twin.Contracts;
using Twin.Units;

namespace Vendor.Part;

/// <summary>Fan: moves air, draws power, and warms its motor with what does not become pressure.</summary>
/// <remarks>
/// <para>Curve at full speed: rise = shut-off (1 - (flow / free delivery)^2), by the engine's rule between two points; other speeds follow from the affinity laws.</para>
/// <para>Power: electronics + (churn s^3 + hydraulic / rotor efficiency) / motor efficiency, s the speed over full speed (Bleier, Fan Handbook, ch. 5).</para>
/// </remarks>
internal sealed class Fan(FanParameters datasheet) : IComponent, IPowerBehavior, IFlowBehavior
{
    private static readonly TemperatureLimits MotorLimits = new(Temperature.FromCelsius(85), Temperature.FromCelsius(95), Temperature.FromCelsius(105));

    private FlowMover _rotor;
    private ThermalNode _motor;
    private RailLoad _supply;
    private Actuator<Ratio> _command;
    private Fault _stuck;
    private StateVariable<double> _speed;
    private Signal<RotationalSpeed> _rotation;
    private Signal<Ratio> _ratio;

    // Once, before the first step: what the part is made of. Handles are kept, nothing else changes in this object afterwards.
    public void Describe(IComponentBuilder builder)
    {
        builder.HardwareType("fan");
        builder.Replaceable(Duration.FromSeconds(1));

        _rotor = builder.FlowMover("rotor", FlowMedium.Air, new FlowMoverOptions(
            [new(VolumeFlow.Zero, datasheet.ShutOff), new(datasheet.FreeDelivery, Pressure.Zero)]));
        _motor = builder.ThermalNode("motor", datasheet.MotorCapacity, MotorLimits);
        builder.Exchange("motor-film", _motor, _rotor, new ExchangeOptions(datasheet.MotorFilm, datasheet.FreeDelivery, 0.6, 0.05 * datasheet.MotorFilm));
        builder.Couple(_motor, builder.Mount("frame"), ThermalConductance.FromWattsPerKelvin(1.2));

        _supply = builder.RailLoad("supply", datasheet.SupplyVoltage, datasheet.MaximumPower);
        _command = builder.Actuator("speed", Ratio.FromPercent(100), Ratio.Zero, Ratio.FromPercent(100), "Commanded speed over full speed.");
        _stuck = builder.Fault("stuck", "Share of the speed that is lost to a worn bearing; 1 stands still.");
        _speed = builder.State("rotor-speed", 0.0);
        _rotation = builder.Signal<RotationalSpeed>(
            "rotational-speed", SignalKind.Truth, new SignalOptions("Speed of the rotor.", 0, datasheet.FullSpeed.Si, "hw.fan.speed"));
        _ratio = builder.Signal<Ratio>(
            "speed-ratio", SignalKind.Sensor, new SignalOptions("Speed over full speed, as the tachometer counts it.", 0, 1, "hw.fan.speed_ratio"));
    }

    // Every 100 ms: the rotor follows its command, or runs out on a dead rail.
    public void StepFlow(in StepContext step)
    {
        double target = step.IsLive(_supply) ? step.Get(_command) * (1 - step[_stuck]) : 0;
        double share = step.IsSettling ? 1 : 1 - Math.Exp(-(step.Elapsed / datasheet.Lag));
        ref double speed = ref step.State(_speed);
        speed += share * (target - speed);
        step.SetSpeed(_rotor, speed);
        step.Set(_rotation, datasheet.FullSpeed * speed);
        step.Set(_ratio, Ratio.FromFraction(speed));
    }

    // Every step: what is drawn and does not become pressure is heat of the motor. The air warms where its pressure drops, which is the engine's affair.
    public void StepPower(in StepContext step)
    {
        double speed = step.State(_speed);
        Power hydraulic = step.HydraulicPower(_rotor);
        Power shaft = (speed * speed * speed * datasheet.Churn) + (hydraulic / datasheet.RotorEfficiency.Fraction);
        Power drawn = step.Draw(_supply, datasheet.Electronics + (shaft / datasheet.MotorEfficiency.Fraction));
        step.AddHeat(_motor, drawn - hydraulic);
    }
}
