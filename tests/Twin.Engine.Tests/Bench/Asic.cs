using Twin.Contracts;
using Twin.Units;

namespace Twin.Engine.Tests.Bench;

/// <summary>A switch die without a package: transmitters "tx", receivers "rx", one node, 0.5 W for each lane that is up and 0.5 W more with traffic.</summary>
internal class Asic(int lanes, double transmitterSnrDb = 36, Equalizer equalizer = Equalizer.DecisionFeedback) : IComponent, IPowerBehavior
{
    public static readonly LaneFormat Format = new(SymbolRate.FromGigabaud(53.125), Modulation.Pam4);

    private ThermalNode _die;
    private RailLoad _supply;
    private ElectricalTransmitter _out;
    private Fault _mute;

    protected ElectricalReceiver In { get; private set; }

    public void Describe(IComponentBuilder builder)
    {
        _die = builder.ThermalNode("die", HeatCapacity.FromJoulesPerKelvin(5));
        builder.Couple(_die, builder.Mount("base"), ThermalConductance.FromWattsPerKelvin(5));
        _supply = builder.RailLoad("supply", Voltage.FromVolts(12), Power.FromWatts(500));
        _out = builder.ElectricalTransmitter(
            "tx", lanes, Format, new(Voltage.FromMillivolts(900), Decibels.FromDb(transmitterSnrDb), 0.005, Frequency.FromGigahertz(45)));
        _mute = builder.Fault("mute", "The driver of lane 0 is silent.");
        In = builder.ElectricalReceiver(
            "rx", lanes, Format, new(Voltage.FromMillivolts(1), Frequency.FromGigahertz(45), equalizer, Decibels.FromDb(1)));
    }

    public void StepPower(in StepContext step)
    {
        double power = 0;
        ReadOnlySpan<double> up = step.Up(_out);
        ReadOnlySpan<double> utilization = step.Utilization(_out);
        for (int lane = 0; lane < up.Length; lane++)
        {
            power += (0.5 * up[lane]) + (0.5 * utilization[lane]);
        }

        step.Lanes(_out).Swing[0] = Voltage.FromMillivolts(900 * (1 - step[_mute]));
        step.AddHeat(_die, step.Draw(_supply, Power.FromWatts(power)));
    }
}
