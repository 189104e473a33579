using Twin.Units;

namespace Twin.Contracts.Proof;

/// <summary>Datasheet values of a switch from working lasers to a spare one.</summary>
public sealed record SpareLaserSwitchParameters
{
    /// <summary>Channels; there is one input more, for the spare.</summary>
    [Parameter("number of channels", Minimum = "1", Maximum = "64")]
    public int Channels { get; init; } = 8;

    /// <summary>Loss of a path.</summary>
    [Parameter("loss of a path", Minimum = "0 dB", Maximum = "6 dB"), Spread(Part = "0.1 dB")]
    public Decibels Loss { get; init; } = Decibels.FromDb(0.8);

    /// <summary>Power below which a working laser counts as dead.</summary>
    [Parameter("power below which a laser counts as dead", Minimum = "-30 dBm", Maximum = "20 dBm")]
    public Power Threshold { get; init; } = Power.FromDbm(10);

    /// <summary>Time between two steps of the switch.</summary>
    [Parameter("switching time", Minimum = "1 ms", Maximum = "10 s")]
    public Duration SwitchingTime { get; init; } = Duration.FromMilliseconds(20);
}

/// <summary>Light in, light out: passes each working laser on and puts the spare, the last input, in the place of the first one that dies.</summary>
internal sealed class SpareLaserSwitch(SpareLaserSwitchParameters datasheet) : IComponent, IPowerBehavior, ILightBehavior
{
    private const int None = -1;
    private static readonly Power Electronics = Power.FromMilliwatts(200);

    private ThermalNode _body;
    private RailLoad _supply;
    private LightInput _in;
    private LightSource _out;
    private Fault _stuck;
    private StateVariable<int> _replaced;
    private StateVariable<double> _darkSeconds;
    private StatusSignal _position;
    private ComponentEvent _switched;

    public void Describe(IComponentBuilder builder)
    {
        builder.HardwareType("module");
        _body = builder.ThermalNode("body", HeatCapacity.FromJoulesPerKelvin(8));
        builder.Couple(_body, builder.Mount("base"), ThermalConductance.FromWattsPerKelvin(1));
        _supply = builder.RailLoad("supply", Voltage.FromVolts(3.3), Power.FromWatts(1));
        _in = builder.LightInput("in", datasheet.Channels + 1, Decibels.FromDb(-40));
        _out = builder.LightSource(
            "out", datasheet.Channels, new([Wavelength.FromNanometers(1310)], Decibels.FromDb(20), Frequency.FromMegahertz(1)), _in);
        _stuck = builder.Fault("stuck", "At severity 1 the switch stays where it is.");
        _replaced = builder.State("replaced-channel", None);
        _darkSeconds = builder.State("dark-seconds", 0.0);
        _position = builder.Status("position", ["working", "spare-in-use"], new("Whether the spare is in use."));
        _switched = builder.Event("switched", AlarmSeverity.Warning, "Spare laser in the place of laser {0}.");
    }

    public void StepPower(in StepContext step) => step.AddHeat(_body, step.Draw(_supply, Electronics));

    public void StepLight(in StepContext step)
    {
        ArrivingLightView arriving = step.Arriving(_in);
        Watch(step, arriving.Power);
        LightView leaving = step.Emitted(_out);
        int replaced = step.State(_replaced);
        Power absorbed = Power.Zero;
        foreach (Power power in arriving.Power)
        {
            absorbed += power;
        }

        for (int channel = 0; channel < datasheet.Channels; channel++)
        {
            int input = channel == replaced ? datasheet.Channels : channel;
            leaving.Power[channel] = arriving.Power[input] / datasheet.Loss;
            leaving.Wavelength[channel] = arriving.Wavelength[input];
            leaving.RinPerHertz[channel] = arriving.RinPerHertz[input];
            absorbed -= leaving.Power[channel];
        }

        step.AddHeat(_body, absorbed);
    }

    // A latching switch: without supply, or stuck, it stays. All channels dark is no reason to switch: then the lasers are off.
    private void Watch(in StepContext step, ReadOnlySpan<Power> power)
    {
        ref int replaced = ref step.State(_replaced);
        ref double dark = ref step.State(_darkSeconds);
        int dead = None;
        int alive = 0;
        for (int channel = datasheet.Channels - 1; channel >= 0; channel--)
        {
            bool isDead = power[channel] < datasheet.Threshold;
            dead = isDead ? channel : dead;
            alive += isDead ? 0 : 1;
        }

        bool wants = replaced == None && dead != None && alive > 0 && !step.IsSettling && step.IsLive(_supply) && step[_stuck] < 0.5;
        dark = wants ? dark + step.Elapsed.Seconds : 0;
        if (wants && dark >= datasheet.SwitchingTime.Seconds)
        {
            replaced = dead;
            step.Raise(_switched, dead);
            step.Set(_position, 1);
        }
    }
}
