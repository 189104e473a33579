using Twin.Units;

namespace Twin.Contracts.Proof;

/// <summary>Datasheet values of a fan tray.</summary>
public sealed record FanTrayParameters
{
    /// <summary>Number of fans.</summary>
    [Parameter("number of fans", Minimum = "1", Maximum = "16")]
    public int Fans { get; init; } = 4;

    /// <summary>Free delivery of each fan at full speed.</summary>
    [Parameter("free delivery", Minimum = "0.001 m3/s", Maximum = "0.5 m3/s"), Spread(Part = "2 %")]
    public VolumeFlow FreeDelivery { get; init; } = VolumeFlow.FromCubicFeetPerMinute(30);

    /// <summary>Shut-off pressure of each fan at full speed.</summary>
    [Parameter("shut-off pressure", Minimum = "50 Pa", Maximum = "3 kPa"), Spread(Part = "2 %")]
    public Pressure ShutOff { get; init; } = Pressure.FromPascals(1200);

    /// <summary>Speed at a command of 100 %.</summary>
    [Parameter("full speed", Minimum = "1000 rpm", Maximum = "60000 rpm")]
    public RotationalSpeed FullSpeed { get; init; } = RotationalSpeed.FromRpm(28000);

    /// <summary>Electrical power that a fan draws at full speed beside what the air takes, over the efficiency.</summary>
    [Parameter("losses at full speed", Minimum = "0 W", Maximum = "100 W")]
    public Power Losses { get; init; } = Power.FromWatts(6);

    /// <summary>Share of shaft power that becomes pressure times flow.</summary>
    [Parameter("aerodynamic efficiency", Minimum = "5 %", Maximum = "90 %")]
    public Ratio Efficiency { get; init; } = Ratio.FromPercent(45);
}

/// <summary>Tray of fans in parallel on one speed command; each can fail, stands still then and lets air leak backwards.</summary>
/// <remarks>Flow and rise follow the affinity laws in the engine; losses in motor and bearings are taken to rise with the square of the speed.</remarks>
internal sealed class FanTray(FanTrayParameters datasheet) : IComponent, IPowerBehavior, IFlowBehavior
{
    private const double SpinTimeSeconds = 1.5;

    private readonly FlowMover[] _rotors = new FlowMover[datasheet.Fans];
    private readonly ThermalNode[] _motors = new ThermalNode[datasheet.Fans];
    private IReadOnlyList<Fault> _stalled = [];
    private RailLoad _supply;
    private Actuator<Ratio> _speed;
    private StateArray<double> _ratios;
    private StateArray<byte> _alarmed;
    private LaneSignal<RotationalSpeed> _tachometers;
    private Signal<Ratio> _slowest;
    private ComponentEvent _stopped;

    public void Describe(IComponentBuilder builder)
    {
        builder.HardwareType("fan");
        builder.Replaceable(Duration.FromSeconds(1));
        _supply = builder.RailLoad("supply", Voltage.FromVolts(12), datasheet.Fans * Power.FromWatts(60));
        Mount frame = builder.Mount("frame");
        FlowMoverOptions curve = new(
            [new(VolumeFlow.Zero, datasheet.ShutOff), new(0.6 * datasheet.FreeDelivery, 0.55 * datasheet.ShutOff), new(datasheet.FreeDelivery, Pressure.Zero)]);
        for (int fan = 0; fan < datasheet.Fans; fan++)
        {
            _rotors[fan] = builder.FlowMover(ElementName.Numbered("rotor", fan, datasheet.Fans), FlowMedium.Air, curve);
            _motors[fan] = builder.ThermalNode(ElementName.Numbered("motor", fan, datasheet.Fans), HeatCapacity.FromJoulesPerKelvin(40));
            builder.Couple(_motors[fan], frame, ThermalConductance.FromWattsPerKelvin(0.5));
        }

        _speed = builder.Actuator("speed", Ratio.FromPercent(60), Ratio.FromPercent(20), Ratio.FromPercent(100), "Speed command of all fans.");
        _stalled = builder.Faults("stalled", datasheet.Fans, "At severity 1 the fan stands still, in between it turns slower in proportion.");
        _ratios = builder.StateArray("speed-ratio", datasheet.Fans, 0.6);
        _alarmed = builder.StateArray<byte>("stop-reported", datasheet.Fans, 0);
        _tachometers = builder.Signals<RotationalSpeed>(
            "tachometer", "fan", datasheet.Fans, SignalKind.Sensor, new("Speed of a fan.", 0, 1000, "hw.fan.speed", "fan"));
        _slowest = builder.Signal<Ratio>("slowest", SignalKind.Sensor, new("Slowest fan over the command.", 0, 2));
        builder.Alarm("fan-slow", _slowest, new(0.8, double.PositiveInfinity, 0.05, AlarmSeverity.Critical, "A fan turns too slowly: replace the tray."));
        _stopped = builder.Event("fan-stopped", AlarmSeverity.Critical, "Fan {0} stopped.");
    }

    public void StepFlow(in StepContext step)
    {
        double command = step.Get(_speed);
        double blend = step.IsSettling ? 1 : 1 - Math.Exp(-step.Elapsed.Seconds / SpinTimeSeconds);
        double slowest = 1;
        Span<double> ratios = step.State(_ratios);
        Span<byte> reported = step.State(_alarmed);
        Span<RotationalSpeed> tachometers = step.Values(_tachometers);
        for (int fan = 0; fan < ratios.Length; fan++)
        {
            double target = step.IsLive(_supply) ? command * (1 - step[_stalled[fan]]) : 0;
            ratios[fan] += blend * (target - ratios[fan]);
            step.SetSpeed(_rotors[fan], ratios[fan]);
            tachometers[fan] = ratios[fan] * datasheet.FullSpeed;
            slowest = Math.Min(slowest, ratios[fan] / command);
            bool hasStopped = ratios[fan] < 0.02;
            if (hasStopped && reported[fan] == 0)
            {
                step.Raise(_stopped, fan);
            }

            reported[fan] = hasStopped ? (byte)1 : (byte)0;
        }

        step.Set(_slowest, Ratio.FromSi(slowest));
    }

    public void StepPower(in StepContext step)
    {
        ReadOnlySpan<double> ratios = step.State(_ratios);
        for (int fan = 0; fan < ratios.Length; fan++)
        {
            // A rotor that runs out on a dead rail gives the air what it had stored in its rotation; the motor's heat stands in for that store.
            Power hydraulic = step.HydraulicPower(_rotors[fan]);
            Power drawn = step.Draw(_supply, (hydraulic / (double)datasheet.Efficiency) + (ratios[fan] * ratios[fan] * datasheet.Losses));
            step.AddHeat(_motors[fan], drawn - hydraulic);
        }
    }
}
