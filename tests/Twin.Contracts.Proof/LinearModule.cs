using Twin.Units;

namespace Twin.Contracts.Proof;

/// <summary>Datasheet values of a module without a receiving retimer.</summary>
public sealed record LinearModuleParameters
{
    /// <summary>Energy of driver and receiver amplifier, both directions together.</summary>
    [Parameter("energy of driver and amplifier", Minimum = "0.5 pJ/bit", Maximum = "15 pJ/bit"), Spread(Part = "3 %")]
    public EnergyPerBit AnalogueEnergy { get; init; } = EnergyPerBit.FromPicojoulesPerBit(4);

    /// <summary>Energy of the retimer where there is one.</summary>
    [Parameter("energy of the transmit retimer", Minimum = "0 pJ/bit", Maximum = "15 pJ/bit")]
    public EnergyPerBit RetimerEnergy { get; init; } = EnergyPerBit.FromPicojoulesPerBit(4);

    /// <summary>Electrical power of each continuous-wave laser.</summary>
    [Parameter("electrical power of a laser", Minimum = "10 mW", Maximum = "2 W")]
    public Power LaserPower { get; init; } = Power.FromMilliwatts(150);

    /// <summary>Share of it that leaves as modulated light.</summary>
    [Parameter("share that leaves as light", Minimum = "0.1 %", Maximum = "30 %"), Spread(Part = "5 %")]
    public Ratio LightShare { get; init; } = Ratio.FromPercent(1.3);
}

/// <summary>
/// Linear module: what comes from the host drives the modulator unjudged, what comes from the fibre reaches the host unjudged. Half-retimed:
/// the transmit side decides the bits anew, the receive side stays linear.
/// </summary>
internal sealed class LinearModule(LinearModuleParameters datasheet, bool retimesTransmit) : IComponent, IPowerBehavior, ILightBehavior
{
    private const int Lanes = 8;
    private const double Modulation = 0.4;
    private static readonly LaneFormat Format = new(SymbolRate.FromGigabaud(53.125), Contracts.Modulation.Pam4);

    private ThermalNode _case;
    private RailLoad _supply;
    private OpticalTransmitter _lineOut;
    private OpticalReceiver _lineIn;
    private ElectricalTransmitter _hostOut;
    private Signal<Power> _light;

    public void Describe(IComponentBuilder builder)
    {
        builder.HardwareType("module");
        builder.Replaceable(Duration.FromSeconds(2));
        _case = builder.ThermalNode("case", HeatCapacity.FromJoulesPerKelvin(45), new(
            Temperature.FromCelsius(70), Temperature.FromCelsius(75), Temperature.FromCelsius(80)));
        builder.Couple(_case, builder.Mount("top"), ThermalConductance.FromWattsPerKelvin(5));
        _supply = builder.RailLoad("supply", Voltage.FromVolts(3.3), Power.FromWatts(20));
        ElectricalReceiver hostIn = builder.ElectricalReceiver(
            "host-rx", Lanes, Format,
            new(Voltage.FromMillivolts(1), Frequency.FromGigahertz(45), retimesTransmit ? Equalizer.DecisionFeedback : Equalizer.Linear,
                Decibels.FromDb(retimesTransmit ? 2 : 0)));
        _hostOut = builder.ElectricalTransmitter(
            "host-tx", Lanes, Format, new(Voltage.FromMillivolts(600), Decibels.FromDb(36), 0.005, Frequency.FromGigahertz(45), 0.97));
        _lineOut = builder.OpticalTransmitter("line-tx", Lanes, Format, new(Wavelength.FromNanometers(1310), Frequency.FromGigahertz(42), 0.96));
        _lineIn = builder.OpticalReceiver(
            "line-rx", Lanes, Format,
            new(Responsivity.FromAmperesPerWatt(0.8), NoiseCurrentDensity.FromPicoamperesPerRootHertz(17), Frequency.FromGigahertz(42),
                Power.FromDbm(4.5), Equalizer.Linear, Decibels.FromDb(0)));
        builder.Forward(hostIn, _lineOut, retimesTransmit ? Relay.Retimed : Relay.Linear, Duration.FromNanoseconds(retimesTransmit ? 50 : 1));
        builder.Forward(_lineIn, _hostOut, Relay.Linear, Duration.FromNanoseconds(1));
        _light = builder.Signal<Power>("light", SignalKind.Truth, new("Mean light power of all lanes.", 0));
        builder.Sensor("light-sensor", _light, new(1e-4, 1e-5, 1e-7, Duration.Zero, Duration.FromSeconds(1)));
    }

    public void StepPower(in StepContext step)
    {
        double lanes = 0;
        foreach (double up in step.Up(_lineOut))
        {
            lanes += up;
        }

        EnergyPerBit energy = datasheet.AnalogueEnergy + (retimesTransmit ? datasheet.RetimerEnergy : EnergyPerBit.Zero);
        Power drawn = step.Draw(_supply, (Lanes * datasheet.LaserPower) + (lanes * (energy * Format.LineRate)));
        step.AddHeat(_case, drawn - (Lanes * Emitted(step)));
        step.Set(_light, Lanes * Emitted(step));
    }

    public void StepLight(in StepContext step)
    {
        OpticalTransmitterView sent = step.Lanes(_lineOut);
        sent.Power.Fill(Emitted(step));
        sent.Oma.Fill(2 * Modulation * Emitted(step));
        sent.RinPerHertz.Fill(RelativeIntensityNoise.FromDecibelsPerHertz(-145).PerHertz);
        OpticalReceiverView arrived = step.Lanes(_lineIn);
        Span<Voltage> swing = step.Lanes(_hostOut).Swing;
        for (int lane = 0; lane < Lanes; lane++)
        {
            step.AddHeat(_case, arrived.Power[lane]);
            swing[lane] = Voltage.FromMillivolts(step.IsLive(_supply) && arrived.Oma[lane] > Power.Zero ? 600 : 0);
        }
    }

    private Power Emitted(in StepContext step) => step.IsLive(_supply) ? datasheet.LaserPower * datasheet.LightShare : Power.Zero;
}
