using Twin.Contracts;
using Twin.Units;

namespace Twin.Engine.Tests.Bench;

/// <summary>Lanes from "host-rx" over "line-tx" and from "line-rx" over "host-tx"; light from "els", lane i from input i * inputs / lanes.</summary>
internal sealed class Engine(int lanes, int inputs, Relay transmit = Relay.Linear, Relay receive = Relay.Linear, double noisePicoamperes = 17) : IComponent, IPowerBehavior, ILightBehavior
{
    private static readonly Frequency Bandwidth = Frequency.FromGigahertz(45);

    private ThermalNode _die;
    private RailLoad _supply;
    private LightInput _els;
    private OpticalTransmitter _out;
    private OpticalReceiver _in;
    private int[] _feeds = [];

    public void Describe(IComponentBuilder builder)
    {
        builder.Replaceable(Duration.FromMilliseconds(5));
        _die = builder.ThermalNode("die", HeatCapacity.FromJoulesPerKelvin(2));
        builder.Couple(_die, builder.Mount("base"), ThermalConductance.FromWattsPerKelvin(2));
        _supply = builder.RailLoad("supply", Voltage.FromVolts(12), Power.FromWatts(100));
        _els = builder.LightInput("els", inputs, Decibels.FromDb(-26));
        _feeds = [.. Enumerable.Range(0, lanes).Select(lane => lane * inputs / lanes)];
        ElectricalReceiver hostIn = builder.ElectricalReceiver(
            "host-rx", lanes, Asic.Format, new(Voltage.FromMillivolts(1), Bandwidth, Equalizer.Linear, Decibels.FromDb(0)));
        ElectricalTransmitter hostOut = builder.ElectricalTransmitter(
            "host-tx", lanes, Asic.Format, new(Voltage.FromMillivolts(600), Decibels.FromDb(36), 0.005, Bandwidth));
        _out = builder.OpticalTransmitter("line-tx", lanes, Asic.Format, new(Wavelength.FromNanometers(1310), Bandwidth, 0.97), _els, _feeds);
        _in = builder.OpticalReceiver("line-rx", lanes, Asic.Format, new(
            Responsivity.FromAmperesPerWatt(0.9), NoiseCurrentDensity.FromPicoamperesPerRootHertz(noisePicoamperes), Bandwidth, Power.FromDbm(4), Equalizer.Linear, Decibels.FromDb(0.5)));
        builder.Forward(hostIn, _out, transmit, Duration.FromNanoseconds(1));
        builder.Forward(_in, hostOut, receive, Duration.FromNanoseconds(2));
    }

    public void StepPower(in StepContext step) => step.AddHeat(_die, step.Draw(_supply, Power.FromWatts(0.2 * lanes)));

    public void StepLight(in StepContext step)
    {
        ArrivingLightView light = step.Arriving(_els);
        OpticalTransmitterView sent = step.Lanes(_out);
        Power absorbed = Power.Zero;
        foreach (Power power in light.Power)
        {
            absorbed += power;
        }

        foreach (Power power in step.Lanes(_in).Power)
        {
            absorbed += power;
        }

        for (int lane = 0; lane < lanes; lane++)
        {
            // A quarter of the lane's share of its carrier leaves on average, at an extinction ratio of 4.
            sent.Power[lane] = light.Power[_feeds[lane]] / (4.0 * lanes / inputs);
            sent.Oma[lane] = sent.Power[lane] * (step.IsLive(_supply) ? 1.2 : 0);
            sent.Wavelength[lane] = light.Wavelength[_feeds[lane]];
            sent.RinPerHertz[lane] = light.RinPerHertz[_feeds[lane]];
            absorbed -= sent.Power[lane];
        }

        step.AddHeat(_die, absorbed);
    }
}
