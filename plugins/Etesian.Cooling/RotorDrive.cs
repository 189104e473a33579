using Twin.Contracts;
using Twin.Units;

namespace Etesian.Cooling;

/// <summary>What fans and pumps share: a rotor that follows its command with a lag, and the power of its motor.</summary>
/// <remarks>
/// <para>
/// Power: <c>P = P_electronics + (P_churn s^3 + P_hydraulic / eta_rotor) / eta_motor</c>, s the speed over the reference speed. The first
/// term in the bracket is disc friction and recirculation, which is there without any flow and follows the affinity law (formula A7; Bleier, Fan
/// Handbook, ch. 5); P_hydraulic is pressure rise times flow. What is not hydraulic is heat of the motor: the engine warms the fluid where the
/// pressure drops.
/// </para>
/// <para>Speed: <c>ds/dt = (command - s) / tau</c>, exact over a stage for a constant command. Without supply the command is zero; the kinetic energy of a rotor that runs down (a few joules)
/// is taken from the motor's heat, so that energy still closes.</para>
/// <para>Operation: from flow and speed of the last solve. A rotor is in stall when it moves less than at the last peak of its curve, scaled by its speed.</para>
/// <para>State: the speed against that of a healthy rotor with supply at the same command: slow below 85 %, stopped below 10 %, and back above 90 % and 20 %.</para>
/// </remarks>
internal sealed class RotorDrive
{
    private const int Standing = 0;
    private const int Normal = 1;
    private const int Stalled = 2;
    private const int ReverseFlow = 3;
    private const double SlowestSpeed = 0.01;

    private const int Running = 0;
    private const int Slow = 1;
    private const int Stopped = 2;

    // Commanded to less than this, a rotor may stand.
    private const double LeastSpeed = 0.05;

    private readonly IRotorParameters _datasheet;
    private readonly FlowMover _rotor;
    private readonly RailLoad _supply;
    private readonly ThermalNode _motor;
    private readonly Actuator<Ratio> _command;
    private readonly Fault _stuck;
    private readonly StateVariable<double> _speed;
    private readonly StateVariable<double> _healthySpeed;
    private readonly StatusSignal _state;
    private readonly Signal<RotationalSpeed> _rotation;
    private readonly Signal<Ratio> _ratio;
    private readonly Signal<Power> _hydraulic;
    private readonly StatusSignal _operation;
    private readonly ComponentEvent _stalled;
    private readonly VolumeFlow _stallFlow;
    private readonly VolumeFlow _leastFlow;

    /// <summary>Declares rotor, motor, supply, knob, fault and signals.</summary>
    /// <param name="builder">The component's builder.</param>
    /// <param name="data">Figures and names.</param>
    internal RotorDrive(IComponentBuilder builder, RotorData data)
    {
        _datasheet = data.Datasheet;
        _rotor = builder.FlowMover("rotor", data.Medium, data.Mover);
        _motor = builder.ThermalNode("motor", _datasheet.MotorCapacity, _datasheet.MotorLimits);
        builder.Couple(_motor, builder.Mount("frame"), _datasheet.FrameConductance);
        builder.Exchange("motor-film", _motor, _rotor, new ExchangeOptions(_datasheet.MotorFilm, data.Mover.Curve[^1].Flow, 0.6, 0.05 * _datasheet.MotorFilm));
        _supply = builder.RailLoad("supply", _datasheet.SupplyVoltage, _datasheet.MaximumPower);
        _command = builder.Actuator("speed", _datasheet.InitialSpeed, Ratio.Zero, Ratio.FromFraction(1), "Commanded speed over the reference speed.");
        _stuck = builder.Fault("stuck", "Share of the speed that is lost to a worn bearing; 1 stands still.");
        _speed = builder.State("rotor-speed", 0.0);
        _healthySpeed = builder.State("healthy-speed", 0.0);
        _state = builder.Status("state", ["running", "slow", "stopped"], new SignalOptions("Whether the rotor follows its command."));
        builder.Health(_state,
        [
            StateHealth.Ok,
            StateHealth.Degraded("The rotor is slower than it is told to be: a worn bearing, or it just gets going. Plan to replace it."),
            StateHealth.Failed("The rotor stands still although it is told to turn: it is stuck or has no power. Replace it, or find out why it has none."),
        ]);
        double fastest = _datasheet.ReferenceSpeed.RevolutionsPerSecond;
        _rotation = builder.Signal<RotationalSpeed>(
            "rotational-speed", SignalKind.Truth, new SignalOptions("Speed of the rotor.", 0, fastest, data.SpeedMetric));
        _ratio = builder.Signal<Ratio>(
            "speed-ratio", SignalKind.Sensor, new SignalOptions("Speed over the reference speed, as the tachometer counts it.", 0, 1, data.RatioMetric));
        _hydraulic = builder.Signal<Power>("hydraulic-power", SignalKind.Truth, new SignalOptions("Pressure rise times flow.", 0));
        _operation = builder.Status(
            "operation", ["stopped", "normal", "stalled", "reverse-flow"], new SignalOptions("Where on its curve the rotor works: stalled is left of the last peak, reverse flow is pressed back through it."));
        _stalled = builder.Event("stalled", AlarmSeverity.Warning, "In stall: {0} of the flow at the peak of its curve, at {1} of the reference speed.");
        _stallFlow = MoverCurve.StallFlow(data.Mover.Curve);
        _leastFlow = 1e-6 * data.Mover.Curve[^1].Flow;

        // Two pulses for each turn, counted over a second: half a turn each second is the step of the reading.
        builder.Sensor("tachometer", _rotation, new SensorOptions(0, 0, 0.5, Duration.Zero, Duration.FromSeconds(1)));
    }

    /// <summary>Moves the rotor towards its command.</summary>
    /// <param name="step">The component's window on the state, in the flow stage.</param>
    internal void Spin(in StepContext step)
    {
        double target = step.IsLive(_supply) ? step.Get(_command) * (1 - step[_stuck]) : 0;
        ref double speed = ref step.State(_speed);
        Watch(step, speed);
        ref double healthy = ref step.State(_healthySpeed);
        double share = step.IsSettling ? 1 : -double.ExpM1(-(step.Elapsed / _datasheet.Lag));
        speed += share * (target - speed);
        healthy += share * (step.Get(_command) - healthy);
        step.Set(_state, Judge(step.Get(_state), speed, healthy));
        step.SetSpeed(_rotor, speed);
        step.Set(_rotation, _datasheet.ReferenceSpeed * speed);
        step.Set(_ratio, Ratio.FromSi(speed));
        step.Set(_hydraulic, step.HydraulicPower(_rotor));
    }

    // The flow is that of the last solve, so it is held against the speed of that time.
    private void Watch(in StepContext step, double speed)
    {
        VolumeFlow flow = step.Flow(_rotor);
        int before = step.Get(_operation);
        int now = flow < -_leastFlow ? ReverseFlow : speed < SlowestSpeed ? Standing : flow < speed * _stallFlow ? Stalled : Normal;
        if (now == Stalled && before != Stalled && !step.IsSettling)
        {
            step.Raise(_stalled, flow / (speed * _stallFlow), speed);
        }

        step.Set(_operation, now);
    }

    // Leaving a bad state takes a little more than coming into it, so that a rotor at the edge does not chatter.
    private static int Judge(int before, double speed, double healthy)
    {
        if (healthy < LeastSpeed)
        {
            return Running;
        }

        double share = speed / healthy;
        return share < (before == Stopped ? 0.2 : 0.1) ? Stopped
            : share < (before == Running ? 0.85 : 0.9) ? Slow
            : Running;
    }

    /// <summary>Draws the motor's power and posts its heat.</summary>
    /// <param name="step">The component's window on the state, in the power stage.</param>
    internal void Drive(in StepContext step)
    {
        double speed = step.State(_speed);
        Power hydraulic = step.HydraulicPower(_rotor);
        Power shaft = (speed * speed * speed * _datasheet.Churn) + (hydraulic / _datasheet.RotorEfficiency.Fraction);
        Power drawn = step.Draw(_supply, _datasheet.Electronics + (shaft / _datasheet.MotorEfficiency.Fraction));
        step.AddHeat(_motor, drawn - hydraulic);
    }
}
