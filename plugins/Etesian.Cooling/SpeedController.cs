using Twin.Contracts;
using Twin.Units;

namespace Etesian.Cooling;

/// <summary>Sets the speed of fans or pumps so that the hottest of several kinds of parts stays at its set point.</summary>
/// <remarks>
/// <para>
/// Each temperature has a PI law <c>u = e / band + I</c>, <c>dI/dt = e / (band Ti)</c>, e the temperature over its set point; the largest demand wins. Anti-windup:
/// an integral stands still upwards while its loop asks for more than the highest speed, so that the speed comes down as soon as the error shrinks, and never leaves the
/// range of the speed, so that a loop that another one overrides waits at the lowest speed (Astrom and Hagglund, Advanced PID Control, 3.5 and 4.5).
/// </para>
/// <para>
/// Full speed when an input that once read has fallen silent, is not finite or outside what a part can have, when none ever read, or when a rotor stays behind its command
/// or is missing (hw-mgmt does the same). An input that never read is taken as not bound.
/// </para>
/// <para>
/// While a steady state is sought, time does not pass: the speed is then moved to the root of the winner's error by a guarded secant step, and the
/// integrals follow, so that the run starts without a bump.
/// </para>
/// </remarks>
internal sealed class SpeedController(SpeedControlSettings settings) : IComponent, IControlBehavior
{
    private const int Starting = 0;
    private const int Regulating = 1;
    private const int SensorLost = 2;
    private const int RotorFailed = 3;

    private readonly SensorInput[] _inputs = new SensorInput[settings.Loops.Count];
    private readonly LiveParameter<Temperature>[] _setPoints = new LiveParameter<Temperature>[settings.Loops.Count];
    private readonly double _minimum = settings.Minimum;
    private readonly double _maximum = settings.Maximum;
    private readonly double _band = settings.Band.Kelvin;
    private readonly double _integralS = settings.IntegralTime.Seconds;
    private readonly double _lowest = settings.LowestPlausible.Celsius;
    private readonly double _highest = settings.HighestPlausible.Celsius;
    private SensorInput _speeds;
    private ActuatorOutput _output;
    private StateArray<LoopState> _loops;
    private StateVariable<ControllerState> _state;
    private StatusSignal _status;
    private StatusSignal _leader;
    private Signal<Ratio> _demand;
    private ComponentEvent _sensorLost;
    private ComponentEvent _rotorFailed;

    public void Describe(IComponentBuilder builder)
    {
        builder.HardwareType("controller");
        builder.ControlPeriod(settings.Period);
        if (settings.Minimum > settings.Maximum)
        {
            builder.Refuse("minimum-speed", $"is {settings.Minimum}, above the highest speed of {settings.Maximum}; it must not be more.");
        }

        for (int i = 0; i < _inputs.Length; i++)
        {
            ControlLoop loop = settings.Loops[i];
            _inputs[i] = builder.SensorInput(loop.Name, Dimensions.Temperature);
            _setPoints[i] = builder.LiveParameter(
                loop.Name + "-set-point", loop.SetPoint, Temperature.FromCelsius(0), Temperature.FromCelsius(130), $"Temperature of {loop.Description} that is held.");
        }

        _speeds = builder.SensorInput(settings.SpeedInput, Dimensions.Ratio, aggregate: SensorAggregate.Minimum);
        _output = builder.ActuatorOutput(settings.Output, Dimensions.Ratio);
        _loops = builder.StateArray("loops", _inputs.Length, new LoopState { Integral = _minimum });
        _state = builder.State("controller", new ControllerState { Output = _maximum, Slope = ControllerState.TypicalSlope, Leader = -1, TooSlow = double.NegativeInfinity, TooFast = double.PositiveInfinity });
        _status = builder.Status("state", ["starting", "regulating", "sensor-lost", "rotor-failed"], new SignalOptions("What the controller is doing."));
        builder.Health(_status,
        [
            StateHealth.Ok,
            StateHealth.Ok,
            StateHealth.Degraded("A temperature has fallen silent: rotors run at full speed until it is back."),
            StateHealth.Degraded("A rotor does not reach its speed: the others run at full speed until it does."),
        ]);
        _leader = builder.Status(
            "leader", ["none", .. settings.Loops.Select(loop => loop.Name)], new SignalOptions("Whose temperature sets the speed."));
        _demand = builder.Signal<Ratio>("demand", SignalKind.Truth, new SignalOptions("Speed asked for.", 0, 1));
        _sensorLost = builder.Event("sensor-lost", AlarmSeverity.Warning, "A temperature has fallen silent or cannot be true (input {0}); full speed.");
        _rotorFailed = builder.Event("rotor-failed", AlarmSeverity.Warning, "Slowest rotor at {0} of its reference speed when {1} was asked for; full speed.");
    }

    public void StepControl(in StepContext step)
    {
        ref ControllerState state = ref step.State(_state);
        double elapsed = step.IsSettling ? settings.Period.Seconds : step.Elapsed.Seconds;
        (int leader, double worst, double demand, int lost) = Judge(step, elapsed);
        bool failed = HasFailedRotor(step, ref state, elapsed);

        int before = step.Get(_status);
        int now = lost >= 0 ? SensorLost : failed ? RotorFailed : leader < 0 ? Starting : Regulating;
        if (now != before && now == SensorLost)
        {
            step.Raise(_sensorLost, lost);
        }
        else if (now != before && now == RotorFailed)
        {
            step.Raise(_rotorFailed, step.Read(_speeds)[0], state.Output);
        }

        double output = now != Regulating ? _maximum
            : step.IsSettling ? Root(step, ref state, leader, worst)
            : Math.Clamp(demand, _minimum, _maximum);
        state.Output = output;
        step.Command(_output, output);
        step.Set(_demand, Ratio.FromSi(output));
        step.Set(_status, now);
        step.Set(_leader, leader + 1);
    }

    // Runs the PI laws. Returns the loop with the largest demand, its error, the demand, and a loop that fell silent; -1 for none.
    private (int Leader, double Error, double Demand, int Lost) Judge(in StepContext step, double elapsed)
    {
        Span<LoopState> loops = step.State(_loops);
        (int leader, double error, double demand, int lost) = (-1, 0.0, double.NegativeInfinity, -1);
        for (int i = 0; i < _inputs.Length; i++)
        {
            ref LoopState loop = ref loops[i];
            double temperature = step.Read(_inputs[i])[0];
            if (!double.IsFinite(temperature) || temperature < _lowest || temperature > _highest)
            {
                lost = loop.Reads > 0 ? i : lost;
                continue;
            }

            loop.Reads = 1;
            double e = temperature - step.Get(_setPoints[i]).Celsius;
            bool isSaturated = e > 0 && (e / _band) + loop.Integral >= _maximum;
            if (!step.IsSettling && !isSaturated)
            {
                loop.Integral = Math.Clamp(loop.Integral + (e * elapsed / (_band * _integralS)), _minimum, _maximum);
            }

            // While settling the errors themselves are compared: integrals of the last iteration say nothing.
            double asked = (e / _band) + (step.IsSettling ? 0 : loop.Integral);
            if (asked > demand)
            {
                (leader, error, demand) = (i, e, asked);
            }
        }

        return (leader, error, demand, lost);
    }

    private bool HasFailedRotor(in StepContext step, ref ControllerState state, double elapsed)
    {
        double slowest = step.Read(_speeds)[0];
        bool isBehind = slowest < state.Output - settings.SpeedTolerance.Fraction;
        state.BehindS = isBehind ? state.BehindS + elapsed : 0;
        return isBehind && state.BehindS > settings.SpeedTimeout.Seconds;
    }

    // Secant step towards zero error, kept between the fastest speed that was too slow and the slowest that was too fast, else halfway: warmer
    // with less speed holds for every loop, so the bracket closes whichever leads. Within the sensors' resolution the speed stands.
    private double Root(in StepContext step, ref ControllerState state, int leader, double error)
    {
        const double Damping = 0.7;
        const double LargestMove = 0.25;
        const double SmallestMove = 0.01;
        const double ToleranceK = 0.15;
        const double NarrowestBracket = 1e-3;
        double moved = state.Output - state.LastOutput;
        if (leader == state.Leader && Math.Abs(moved) > SmallestMove)
        {
            state.Slope = Math.Clamp((error - state.LastError) / moved, ControllerState.SteepestSlope, ControllerState.FlattestSlope);
        }

        double output = state.Output;
        if (Math.Abs(error) > ToleranceK)
        {
            state.TooSlow = error > 0 ? output : state.TooSlow;
            state.TooFast = error < 0 ? output : state.TooFast;
            output += Math.Clamp(-Damping * error / state.Slope, -LargestMove, LargestMove);
            if (state.TooFast - state.TooSlow < NarrowestBracket)
            {
                // Something else moved: look again from here.
                (state.TooSlow, state.TooFast) = (double.NegativeInfinity, double.PositiveInfinity);
            }
            else if (output <= state.TooSlow || output >= state.TooFast)
            {
                output = (state.TooSlow + state.TooFast) / 2;
            }
        }

        output = Math.Clamp(output, _minimum, _maximum);
        (state.Leader, state.LastError, state.LastOutput) = (leader, error, state.Output);

        // Integrals as they would stand after a long time: the leader's carries the speed, a cooler one's has run down.
        Span<LoopState> loops = step.State(_loops);
        for (int i = 0; i < loops.Length; i++)
        {
            loops[i].Integral = i == leader ? output : _minimum;
        }

        return output;
    }

    // Words only in both: padding would make equal states differ in their bytes.
    private struct LoopState
    {
        public double Integral;
        public double Reads;
    }

    private struct ControllerState
    {
        // Kelvin over the whole range of speed: about -30 near full speed, some hundreds near the lowest.
        public const double TypicalSlope = -60;
        public const double SteepestSlope = -400;
        public const double FlattestSlope = -10;

        public double Output;
        public double BehindS;
        public double LastOutput;
        public double LastError;
        public double Slope;
        public double Leader;
        public double TooSlow;
        public double TooFast;
    }
}
