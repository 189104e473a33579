using Twin.Units;

namespace Twin.Contracts.Proof;

/// <summary>Datasheet values of an optical engine with ring modulators.</summary>
public sealed record OpticalEngineParameters
{
    /// <summary>Energy of driver and receiver amplifier of a lane that is up.</summary>
    [Parameter("energy of driver and amplifier", Minimum = "0.2 pJ/bit", Maximum = "10 pJ/bit"), Spread(Part = "3 %")]
    public EnergyPerBit LaneEnergy { get; init; } = EnergyPerBit.FromPicojoulesPerBit(2);

    /// <summary>Loss from the light input to a ring, the split apart.</summary>
    [Parameter("coupling and waveguide loss", Minimum = "0 dB", Maximum = "20 dB"), Spread(Part = "0.3 dB")]
    public Decibels CouplingLoss { get; init; } = Decibels.FromDb(3);

    /// <summary>Lowest transmission of a ring on resonance.</summary>
    [Parameter("lowest transmission of a ring", Minimum = "0.001", Maximum = "0.9")]
    public double Floor { get; init; } = 0.05;

    /// <summary>Full width at half maximum of a ring; 1310 nm at a loaded Q of 3500.</summary>
    [Parameter("line width of a ring", Minimum = "10 pm", Maximum = "2 nm", Source = "ring modulators for 106 GBd, loaded Q 2500 to 4000")]
    public Wavelength LineWidth { get; init; } = Wavelength.FromPicometers(374);

    /// <summary>Drift of the resonance with temperature.</summary>
    [Parameter("drift of the resonance", Minimum = "10 pm/K", Maximum = "200 pm/K", Source = "silicon ring, 70 to 90 pm/K")]
    public WavelengthDrift Drift { get; init; } = WavelengthDrift.FromPicometersPerKelvin(75);

    /// <summary>Deviation of a ring's resonance from lane to lane, one standard deviation.</summary>
    [Parameter("resonance deviation between lanes", Minimum = "0 pm", Maximum = "1 nm")]
    public Wavelength LaneDeviation { get; init; } = Wavelength.FromPicometers(20);
}

/// <summary>Engine of 64 direct-drive lanes: rings on eight shared heaters, each ring a node on a probe of the die, light from two external lasers.</summary>
/// <remarks>Ring transmission is formula M2, resonance M3, amplitude M1 of the project's optical formulas.</remarks>
internal sealed class OpticalEngine(OpticalEngineParameters datasheet) : IComponent, IPowerBehavior, ILightBehavior
{
    private const int Lanes = 64;
    private const int Heaters = 8;
    private const int RingsPerHeater = Lanes / Heaters;
    private const int Lasers = 2;
    private static readonly Temperature Cold = Temperature.FromCelsius(25);
    private static readonly Wavelength Grid = Wavelength.FromNanometers(1310);
    private static readonly Power HeaterMaximum = Power.FromMilliwatts(400);
    private static readonly LaneFormat Format = new(SymbolRate.FromGigabaud(53.125), Modulation.Pam4);

    private readonly ThermalNode[] _rings = new ThermalNode[Lanes];
    private readonly Actuator<Power>[] _heaters = new Actuator<Power>[Heaters];
    private readonly int[] _feeds = new int[Lanes];
    private DieBlock _electronics;
    private DieBlock _photonics;
    private RailLoad _driverRail;
    private RailLoad _heaterRail;
    private ElectricalReceiver _hostIn;
    private ElectricalTransmitter _hostOut;
    private OpticalTransmitter _lineOut;
    private OpticalReceiver _lineIn;
    private LightInput _lasers;
    private LaneParameter<Wavelength> _resonance;
    private LaneSignal<Wavelength> _detuning;
    private IReadOnlyList<Fault> _openRings = [];

    public void Describe(IComponentBuilder builder)
    {
        builder.HardwareType("optical_engine");
        Die die = builder.Die("die", new(
            Length.FromMillimeters(9), Length.FromMillimeters(6), Length.FromMillimeters(0.775),
            VolumetricHeatCapacity.FromMegajoulesPerCubicMeterKelvin(1.66), ThermalConductivity.FromWattsPerMeterKelvin(120)));
        _electronics = builder.DieBlock(die, "electronics", Rectangle(0, 0, 9, 3));
        _photonics = builder.DieBlock(die, "photonics", Rectangle(0, 3, 9, 3));
        _driverRail = builder.RailLoad("driver", Voltage.FromVolts(1.8), Power.FromWatts(40));
        _heaterRail = builder.RailLoad("heater", Voltage.FromVolts(3.3), Power.FromWatts(5));
        _lasers = builder.LightInput("els", Lasers, Decibels.FromDb(-26));
        for (int lane = 0; lane < Lanes; lane++)
        {
            string name = ElementName.Numbered("ring", lane, Lanes);
            ThermalProbe site = builder.Probe(
                die, name + "-site", Length.FromMillimeters(0.5 + (lane % RingsPerHeater * 1.1)), Length.FromMillimeters(3.3 + (lane / RingsPerHeater * 0.33)));
            _rings[lane] = builder.ThermalNode(name, HeatCapacity.FromMillijoulesPerKelvin(0.01));
            builder.Couple(_rings[lane], site, ThermalConductance.FromMilliwattsPerKelvin(1.2));
            _feeds[lane] = lane * Lasers / Lanes;
        }

        for (int heater = 0; heater < Heaters; heater++)
        {
            _heaters[heater] = builder.Actuator(
                ElementName.Numbered("heater", heater, Heaters), 0.5 * HeaterMaximum, Power.Zero, HeaterMaximum, "Power of a heater, over its eight rings.");
        }

        _resonance = builder.LaneParameter(
            "ring-resonance", Grid - (datasheet.Drift * TemperatureDifference.FromKelvin(65)), Lanes, new(0, 0, datasheet.LaneDeviation.Si, IsRelative: false));
        _detuning = builder.Signals<Wavelength>("detuning", "ring", Lanes, SignalKind.Truth, new("Laser minus resonance wavelength."));
        _openRings = builder.Faults("ring-open", Lanes, "At severity 1 the ring no longer modulates.");
        _hostIn = builder.ElectricalReceiver(
            "host-rx", Lanes, Format, new(Voltage.FromMillivolts(1), Frequency.FromGigahertz(45), Equalizer.Linear, Decibels.FromDb(0)));
        _hostOut = builder.ElectricalTransmitter(
            "host-tx", Lanes, Format, new(Voltage.FromMillivolts(600), Decibels.FromDb(33), 0.01, Frequency.FromGigahertz(45)));
        _lineOut = builder.OpticalTransmitter("line-tx", Lanes, Format, new(Grid, Frequency.FromGigahertz(50), 0.95), _lasers, _feeds);
        _lineIn = builder.OpticalReceiver(
            "line-rx", Lanes, Format,
            new(Responsivity.FromAmperesPerWatt(0.9), NoiseCurrentDensity.FromPicoamperesPerRootHertz(17), Frequency.FromGigahertz(40),
                Power.FromDbm(4), Equalizer.Linear, Decibels.FromDb(1)));
        builder.Forward(_hostIn, _lineOut, Relay.Linear, Duration.FromNanoseconds(1));
        builder.Forward(_lineIn, _hostOut, Relay.Linear, Duration.FromNanoseconds(1));
    }

    public void StepPower(in StepContext step)
    {
        double lanes = 0;
        foreach (double up in step.Up(_lineOut))
        {
            lanes += up;
        }

        step.AddHeat(_electronics, step.Draw(_driverRail, lanes * (datasheet.LaneEnergy * Format.LineRate)));
        for (int heater = 0; heater < Heaters; heater++)
        {
            Power perRing = step.Draw(_heaterRail, step.Get(_heaters[heater])) / RingsPerHeater;
            for (int ring = heater * RingsPerHeater; ring < (heater + 1) * RingsPerHeater; ring++)
            {
                step.AddHeat(_rings[ring], perRing);
            }
        }
    }

    public void StepLight(in StepContext step)
    {
        ArrivingLightView light = step.Arriving(_lasers);
        OpticalTransmitterView sent = step.Lanes(_lineOut);
        ReadOnlySpan<Wavelength> resonance = step.Get(_resonance);
        ReadOnlySpan<double> up = step.Up(_lineOut);
        Span<Wavelength> detuning = step.Values(_detuning);
        bool isDriven = step.IsLive(_driverRail);
        Power absorbed = Power.Zero;
        foreach (Power arriving in light.Power)
        {
            absorbed += arriving;
        }

        foreach (Power received in step.Lanes(_lineIn).Power)
        {
            absorbed += received;
        }

        // A ring is biased on its slope, half a line width beside resonance; the drive moves it by a quarter to either side.
        for (int lane = 0; lane < Lanes; lane++)
        {
            int laser = _feeds[lane];
            Power carrier = light.Power[laser] / (Lanes / Lasers) / datasheet.CouplingLoss;
            detuning[lane] = light.Wavelength[laser] - resonance[lane] - (datasheet.Drift * (step[_rings[lane]] - Cold));
            double offset = detuning[lane] / datasheet.LineWidth;
            double swing = isDriven ? 0.25 * up[lane] * (1 - step[_openRings[lane]]) : 0;
            Power one = carrier * Transmission(offset + swing);
            Power zero = carrier * Transmission(offset - swing);
            sent.Power[lane] = 0.5 * (one + zero);
            sent.Oma[lane] = Power.Abs(one - zero);
            sent.Wavelength[lane] = light.Wavelength[laser];
            sent.RinPerHertz[lane] = light.RinPerHertz[laser];
            absorbed -= sent.Power[lane];
        }

        step.AddHeat(_photonics, absorbed);
    }

    private double Transmission(double offsetInLineWidths) => 1 - ((1 - datasheet.Floor) / (1 + (4 * offsetInLineWidths * offsetInLineWidths)));

    private static DieRectangle Rectangle(double x, double y, double width, double height) => new(
        Length.FromMillimeters(x), Length.FromMillimeters(y), Length.FromMillimeters(width), Length.FromMillimeters(height));
}
