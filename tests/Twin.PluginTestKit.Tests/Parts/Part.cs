using System.Diagnostics;
using Twin.Contracts;
using Twin.Units;

namespace Twin.PluginTestKit.Tests.Parts;

/// <summary>A part with all behaviours: a lamp with a fan and a controller. With one defect at a time.</summary>
internal sealed class Part(PartParameters datasheet, Defect defect) : IComponent, IResetBehavior, IPowerBehavior, ILightBehavior, IFlowBehavior, ILinkBehavior, IControlBehavior
{
    /// <summary>Held up by a part that never returns, until the test lets go.</summary>
    public static readonly ManualResetEventSlim Blocked = new();

    private const double GrowthK = 40;
    private static readonly TimeSpan Slow = TimeSpan.FromMicroseconds(1100);
    private static double _static;

    private ThermalNode _body;
    private ThermalCoupling _foot;
    private RailLoad _supply;
    private LightSource _out;
    private LightInput _in;
    private FlowMover _rotor;
    private ElectricalReceiver _lanes;
    private Fault _dead;
    private Actuator<Ratio> _speed;
    private SensorInput _hottest;
    private ActuatorOutput _fans;
    private StateVariable<double> _filtered;
    private RandomStream _random;
    private Signal<Power> _drawn;
    private Signal<Ratio> _noise;
    private Signal<Ratio> _load;
    private StatusSignal _status;
    private CounterSignal _count;
    private double _field;

    public void Describe(IComponentBuilder builder)
    {
        if (defect == Defect.RefusesItsDefaults)
        {
            builder.Refuse("active", "is never right.");
        }

        double capacity = defect switch
        {
            Defect.DescribesByAStatic => 5 + ++_static,
            Defect.DescribesWronglyInACorner when datasheet.Active.Watts > 99 => -1,
            _ => 5,
        };
        _body = builder.ThermalNode("body", HeatCapacity.FromJoulesPerKelvin(capacity));
        _foot = builder.Couple(_body, builder.Mount("foot"), ThermalConductance.FromWattsPerKelvin(1));
        _supply = builder.RailLoad("supply", Voltage.FromVolts(12), Power.FromWatts(500));
        _out = builder.LightSource("out", datasheet.Outputs, new LightSourceOptions([Wavelength.FromNanometers(1310)], Decibels.FromDb(20), Frequency.FromHertz(1e6)));
        _in = builder.LightInput("in", 2, Decibels.FromDb(-30));
        _rotor = builder.FlowMover("rotor", FlowMedium.Air, new FlowMoverOptions([new(VolumeFlow.FromSi(0), Pressure.FromPascals(500)), new(VolumeFlow.FromSi(0.02), Pressure.FromPascals(0))]));
        _lanes = builder.ElectricalReceiver(
            "lanes", 4, new LaneFormat(SymbolRate.FromSi(53.125e9), Modulation.Pam4), new ElectricalReceiverOptions(Voltage.FromVolts(1e-3), Frequency.FromHertz(40e9), Equalizer.Linear, Decibels.FromDb(1)));
        _dead = builder.Fault("dead", "Share of the power that is lost.");
        _speed = builder.Actuator("speed", Ratio.FromFraction(0.5), Ratio.Zero, Ratio.FromFraction(1), "Speed of the fan.");
        _hottest = builder.SensorInput("hottest", Dimensions.Temperature);
        _fans = builder.ActuatorOutput("fans", Dimensions.Ratio);
        _filtered = builder.State("filtered", 0.0);
        _random = builder.RandomStream("random");
        _drawn = builder.Signal<Power>("drawn", SignalKind.Truth, new SignalOptions("Power drawn.", 0));
        _noise = builder.Signal<Ratio>("noise", SignalKind.Sensor, new SignalOptions("Even noise.", 0, 1));
        _load = builder.Signal<Ratio>("load", SignalKind.Truth, new SignalOptions("Filtered load.", 0, 1000));
        _status = builder.Status("state", ["off", "on"], new SignalOptions("Whether it is on."));
        _count = builder.Counter("calls", "{call}", new SignalOptions("Calls."));
    }

    public void Reset(in StepContext step) => _field = defect == Defect.KeepsAFieldFromReset ? 7 : 0;

    public void StepFlow(in StepContext step)
    {
        step.SetSpeed(_rotor, step.Get(_speed).Fraction);
        step.Set(_foot, ThermalConductance.FromWattsPerKelvin(defect == Defect.CouplesNegatively && step.Get(_speed).Fraction > 0.99 ? -0.1 : 1));
    }

    public void StepPower(in StepContext step)
    {
        if (defect == Defect.NeverReturns)
        {
            Blocked.Wait();
        }

        if (defect == Defect.AllocatesInStepPower)
        {
            GC.KeepAlive(new byte[16]);
        }

        if (defect == Defect.ThrowsWithAFault && step[_dead] >= 1)
        {
            throw new InvalidOperationException("The lamp is dead.");
        }

        if (defect == Defect.IsSlow)
        {
            long started = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(started) < Slow)
            {
            }
        }

        Power hydraulic = step.HydraulicPower(_rotor);
        Power lamp = step.Draw(_supply, Wanted(step));
        Power motor = step.Draw(_supply, hydraulic);
        Power drawn = lamp + motor;
        Power heat = lamp - LightOf(step, lamp);
        step.AddHeat(_body, (defect == Defect.LosesHeat && step[_body].Celsius > 100 ? 0.95 : 1) * heat);
        step.AddHeat(_body, motor - (defect == Defect.ForgetsTheFluid ? Power.Zero : hydraulic));
        if (defect == Defect.ChargesLightBeforeItCame)
        {
            step.AddHeat(_body, Arriving(step));
        }

        step.Set(_drawn, defect == Defect.DividesByADeadRail ? drawn / step[_supply].Volts : drawn);
        step.Set(_noise, Ratio.FromFraction(step.NextUniform(_random)));
        ref double filtered = ref step.State(_filtered);
        filtered += (step.IsSettling ? 1 : 0.1) * (drawn.Watts - filtered);
        step.Set(_load, Ratio.FromSi(defect switch
        {
            Defect.CountsInAStatic => _static++ % 1000,
            Defect.CountsInAField => _field++,
            Defect.KeepsAFieldFromReset => _field,
            Defect.LeavesTheRangeOfItsSignal when step[_body].Celsius > 120 => 1001,
            Defect.Cools => 200 - step[_body].Celsius,
            _ => filtered + 50 + step[_body].Celsius,
        }));
        step.Set(_status, drawn > Power.Zero ? defect == Defect.HasNoSuchState ? 2 : 1 : 0);
        step.Add(_count, defect == Defect.CountsBackwards && step[_dead] > 0.4 ? -1 : 1);
    }

    public void StepLight(in StepContext step)
    {
        LightView light = step.Emitted(_out);
        Power drawn = step.IsLive(_supply) || defect == Defect.LeavesLightOnWithoutPower ? Wanted(step) : Power.Zero;
        light.Power.Fill(LightOf(step, drawn) / datasheet.Outputs);
        light.RinPerHertz.Fill(1e-15);
        if (defect != Defect.ChargesLightBeforeItCame)
        {
            step.AddHeat(_body, Arriving(step));
        }
    }

    public void StepLink(in StepContext step) => step.Verdicts(_lanes).Margin[0] = Decibels.FromDb(1);

    public void StepControl(in StepContext step)
    {
        if (defect == Defect.AllocatesInControlWithAFault && step[_dead] > 0.9)
        {
            GC.KeepAlive(new object());
        }

        double hottest = step.Read(_hottest)[0];
        step.Command(_fans, double.IsFinite(hottest) ? Math.Clamp((hottest - 20) / 60, 0, 1) : 1);
    }

    private Power Arriving(in StepContext step) => step.Arriving(_in).Power[0] + step.Arriving(_in).Power[1];

    private Power Wanted(in StepContext step) => (1 - step[_dead]) * Math.Exp((step[_body].Celsius - 45) / GrowthK) * datasheet.Active;

    private Power LightOf(in StepContext step, Power lamp) => datasheet.LightShare * (1 - step[_dead]) * lamp;
}
