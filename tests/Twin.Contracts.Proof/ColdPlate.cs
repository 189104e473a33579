using Twin.Units;

namespace Twin.Contracts.Proof;

/// <summary>Datasheet values of a cold plate with its pump.</summary>
public sealed record ColdPlateParameters
{
    /// <summary>Conductance from base to coolant at the rated flow.</summary>
    [Parameter("conductance at the rated flow", Minimum = "1 W/K", Maximum = "500 W/K"), Spread(Part = "3 %")]
    public ThermalConductance ToCoolant { get; init; } = ThermalConductance.FromWattsPerKelvin(60);

    /// <summary>Rated flow.</summary>
    [Parameter("rated flow", Minimum = "0.1 L/min", Maximum = "50 L/min")]
    public VolumeFlow RatedFlow { get; init; } = VolumeFlow.FromLitersPerMinute(2);

    /// <summary>Pressure drop at the rated flow.</summary>
    [Parameter("pressure drop at the rated flow", Minimum = "100 Pa", Maximum = "200 kPa")]
    public Pressure RatedDrop { get; init; } = Pressure.FromKilopascals(20);

    /// <summary>Shut-off pressure of the pump at full speed.</summary>
    [Parameter("shut-off pressure of the pump", Minimum = "1 kPa", Maximum = "500 kPa")]
    public Pressure PumpShutOff { get; init; } = Pressure.FromKilopascals(60);

    /// <summary>Share of the pump's power that becomes pressure times flow.</summary>
    [Parameter("efficiency of the pump", Minimum = "2 %", Maximum = "80 %")]
    public Ratio PumpEfficiency { get; init; } = Ratio.FromPercent(25);
}

/// <summary>Cold plate with a pump of its own, a seam that can leak and a rope sensor under it.</summary>
internal sealed class ColdPlate(ColdPlateParameters datasheet) : IComponent, IPowerBehavior, IFlowBehavior
{
    private static readonly VolumeFlow FullLeak = VolumeFlow.FromLitersPerMinute(0.3);
    private static readonly VolumeFlow LeastLeak = VolumeFlow.FromLitersPerMinute(0.001);
    private static readonly Power Electronics = Power.FromWatts(1.5);

    private ThermalNode _motor;
    private RailLoad _supply;
    private FlowMover _pump;
    private FlowElement _channels;
    private FlowElement _leak;
    private Actuator<Ratio> _speed;
    private Fault _seam;
    private Fault _seized;
    private StateVariable<double> _spilledLitres;
    private Signal<Ratio> _wetness;
    private Signal<VolumeFlow> _flow;
    private StatusSignal _rope;
    private ComponentEvent _leaking;

    public void Describe(IComponentBuilder builder)
    {
        builder.HardwareType("cold_plate");
        ThermalNode plate = builder.ThermalNode("base", HeatCapacity.FromJoulesPerKelvin(350));
        builder.Couple(plate, builder.Mount("lid"), ThermalConductance.FromWattsPerKelvin(200));
        _motor = builder.ThermalNode("pump-motor", HeatCapacity.FromJoulesPerKelvin(120));
        _channels = builder.FlowElement("channels", FlowMedium.Coolant, FlowResistance.FromRatedPoint(datasheet.RatedDrop, datasheet.RatedFlow, 0.4));
        _leak = builder.FlowElement("leak", FlowMedium.Coolant, FlowResistance.FromRatedPoint(datasheet.RatedDrop, FullLeak));
        builder.Exchange("fins", plate, _channels, new(datasheet.ToCoolant, datasheet.RatedFlow, 0.4, 0.02 * datasheet.ToCoolant));
        builder.Exchange("motor-jacket", _motor, _channels, new(
            ThermalConductance.FromWattsPerKelvin(8), datasheet.RatedFlow, 0.8, ThermalConductance.FromWattsPerKelvin(0.2)));
        _pump = builder.FlowMover("pump", FlowMedium.Coolant, new(
        [
            new(VolumeFlow.Zero, datasheet.PumpShutOff), new(datasheet.RatedFlow, 0.8 * datasheet.PumpShutOff), new(2.5 * datasheet.RatedFlow, Pressure.Zero),
        ]));
        _supply = builder.RailLoad("pump-supply", Voltage.FromVolts(12), Power.FromWatts(40));
        _speed = builder.Actuator("pump-speed", Ratio.FromPercent(70), Ratio.Zero, Ratio.FromPercent(100), "Speed command of the pump.");
        _seam = builder.Fault("seam-leak", "At severity 1 the seam passes 0.3 L/min at the rated pressure drop, in between in proportion.");
        _seized = builder.Fault("pump-seized", "At severity 1 the pump stands still.");
        _spilledLitres = builder.State("spilled-litres", 0.0);
        _wetness = builder.Signal<Ratio>("wetness", SignalKind.Truth, new("How much of the rope is wet.", 0, 1));
        _flow = builder.Signal<VolumeFlow>("flow", SignalKind.Truth, new("Flow through the plate."));
        builder.Sensor("flow-sensor", _flow, new(1e-6, 2e-7, 1e-7, Duration.FromSeconds(1), Duration.FromMilliseconds(100)));
        Sensor rope = builder.Sensor("rope-sensor", _wetness, new(0, 0.005, 0, Duration.FromSeconds(2), Duration.FromMilliseconds(500)));
        builder.Alarm("coolant-leak", rope, new(double.NegativeInfinity, 0.1, 0.05, AlarmSeverity.Critical, "Coolant under the cold plate: shut the loop."));
        _rope = builder.Status("rope", ["dry", "wet"], new("What the rope says."));
        _leaking = builder.Event("leak-found", AlarmSeverity.Critical, "Rope wet after {0} L.");
    }

    public void StepFlow(in StepContext step)
    {
        step.SetSpeed(_pump, step.IsLive(_supply) ? step.Get(_speed) * (1 - step[_seized]) : 0);
        step.SetOpening(_leak, step[_seam]);
        step.Set(_flow, step.Flow(_channels));

        // A seam that weeps less than the sensor can see counts as dry; what it has spilled stays until the component is reset.
        VolumeFlow lost = step.Flow(_leak);
        ref double spilled = ref step.State(_spilledLitres);
        spilled += lost > LeastLeak && !step.IsSettling ? lost.LitersPerMinute * step.Elapsed.Seconds / 60 : 0;
        double wetness = 1 - Math.Exp(-spilled / 0.05);
        step.Set(_wetness, Ratio.FromSi(wetness));
        if (wetness > 0.1 && step.Get(_rope) == 0)
        {
            step.Raise(_leaking, spilled);
            step.Set(_rope, 1);
        }
    }

    public void StepPower(in StepContext step)
    {
        // A pump that runs out on a dead rail gives the coolant what it had stored in its rotation; the motor's heat stands in for that store.
        Power hydraulic = step.HydraulicPower(_pump);
        Power drawn = step.Draw(_supply, Electronics + (hydraulic / (double)datasheet.PumpEfficiency));
        step.AddHeat(_motor, drawn - hydraulic);
    }
}
