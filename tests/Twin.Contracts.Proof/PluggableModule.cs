using Twin.Units;

namespace Twin.Contracts.Proof;

/// <summary>Datasheet values of an OSFP module with a retiming signal processor.</summary>
public sealed record PluggableModuleParameters
{
    /// <summary>Power of the processor without a lane up.</summary>
    [Parameter("processor power without a lane up", Minimum = "0 W", Maximum = "20 W")]
    public Power ProcessorIdle { get; init; } = Power.FromWatts(2);

    /// <summary>Energy of the processor for each lane that is up, both directions together.</summary>
    [Parameter("processor energy", Minimum = "1 pJ/bit", Maximum = "20 pJ/bit"), Spread(Part = "3 %")]
    public EnergyPerBit ProcessorEnergy { get; init; } = EnergyPerBit.FromPicojoulesPerBit(8);

    /// <summary>Bias of each laser.</summary>
    [Parameter("laser bias", Minimum = "10 mA", Maximum = "200 mA", Live = true)]
    public Current Bias { get; init; } = Current.FromMilliamperes(70);
}

/// <summary>OSFP module of eight lanes: processor, modulated lasers of its own, receivers; pulled and inserted while running.</summary>
internal sealed class PluggableModule(PluggableModuleParameters datasheet) : IComponent, IResetBehavior, IPowerBehavior, ILightBehavior
{
    private const int Lanes = 8;
    private const double Modulation = 0.4;      // (P3 - P0) / (P3 + P0); extinction ratio 3.7 dB
    private static readonly Temperature Reference = Temperature.FromCelsius(25);
    private static readonly Voltage Forward = Voltage.FromVolts(1.1);
    private static readonly Duration StartTime = Duration.FromSeconds(1);
    private static readonly LaneFormat Format = new(SymbolRate.FromGigabaud(53.125), Contracts.Modulation.Pam4);

    private ThermalNode _processor;
    private ThermalNode _lasers;
    private ThermalNode _case;
    private RailLoad _supply;
    private ElectricalTransmitter _hostOut;
    private OpticalTransmitter _lineOut;
    private OpticalReceiver _lineIn;
    private LiveParameter<Current> _bias;
    private StateVariable<double> _uptime;
    private StatusSignal _status;
    private ComponentEvent _ready;
    private Fault _dark;

    public void Describe(IComponentBuilder builder)
    {
        builder.HardwareType("module");
        builder.Replaceable(Duration.FromSeconds(2));
        _processor = builder.ThermalNode("processor", HeatCapacity.FromJoulesPerKelvin(1.5));
        _lasers = builder.ThermalNode("lasers", HeatCapacity.FromJoulesPerKelvin(0.8));
        _case = builder.ThermalNode("case", HeatCapacity.FromJoulesPerKelvin(45), new(
            Temperature.FromCelsius(70), Temperature.FromCelsius(75), Temperature.FromCelsius(80)));
        builder.Couple(_processor, _case, ThermalConductance.FromWattsPerKelvin(0.8));
        builder.Couple(_lasers, _case, ThermalConductance.FromWattsPerKelvin(0.7));
        builder.Couple(_case, builder.Mount("top"), ThermalConductance.FromWattsPerKelvin(5));
        _supply = builder.RailLoad("supply", Voltage.FromVolts(3.3), Power.FromWatts(30));
        ElectricalReceiver hostIn = builder.ElectricalReceiver(
            "host-rx", Lanes, Format,
            new(Voltage.FromMillivolts(1.2), Frequency.FromGigahertz(40), Equalizer.DecisionFeedback, Decibels.FromDb(2), FeedbackTap: 0.4));
        _hostOut = builder.ElectricalTransmitter(
            "host-tx", Lanes, Format, new(Voltage.FromMillivolts(800), Decibels.FromDb(33), 0.01, Frequency.FromGigahertz(40)));
        _lineOut = builder.OpticalTransmitter("line-tx", Lanes, Format, new(Wavelength.FromNanometers(1310), Frequency.FromGigahertz(40), 0.96));
        _lineIn = builder.OpticalReceiver(
            "line-rx", Lanes, Format,
            new(Responsivity.FromAmperesPerWatt(0.8), NoiseCurrentDensity.FromPicoamperesPerRootHertz(17), Frequency.FromGigahertz(40),
                Power.FromDbm(4.5), Equalizer.Linear, Decibels.FromDb(1.5)));
        builder.Forward(hostIn, _lineOut, Relay.Retimed, Duration.FromNanoseconds(50));
        builder.Forward(_lineIn, _hostOut, Relay.Retimed, Duration.FromNanoseconds(50));
        _bias = builder.LiveParameter(
            "bias", datasheet.Bias, Current.FromMilliamperes(10), Current.FromMilliamperes(200), "Bias of each laser.");
        _uptime = builder.State("uptime", 0.0);
        _status = builder.Status("state", ["off", "starting", "ready"], new("State of the module."));
        _ready = builder.Event("ready", AlarmSeverity.Information, "Module ready at {0} degC.");
        _dark = builder.Fault("dark", "At severity 1 the lasers emit nothing, in between their slope falls in proportion.");
        builder.Sensor("case-sensor", _case, new(1, 0.1, 1.0 / 256, Duration.Zero, Duration.FromSeconds(1)));
    }

    public void Reset(in StepContext step)
    {
        step.State(_uptime) = 0;
        step.Set(_status, 0);
    }

    public void StepPower(in StepContext step)
    {
        bool isLive = step.IsLive(_supply);
        ref double uptime = ref step.State(_uptime);
        uptime = isLive ? (step.IsSettling ? StartTime.Seconds : uptime + step.Elapsed.Seconds) : 0;
        int state = !isLive ? 0 : uptime < StartTime.Seconds ? 1 : 2;
        if (state == 2 && step.Get(_status) != 2)
        {
            step.Raise(_ready, step[_case].Celsius);
        }

        step.Set(_status, state);
        double lanes = 0;
        foreach (double up in step.Up(_lineOut))
        {
            lanes += up;
        }

        Power processing = datasheet.ProcessorIdle + (state == 2 ? lanes * (datasheet.ProcessorEnergy * Format.LineRate) : Power.Zero);
        step.AddHeat(_processor, step.Draw(_supply, processing));
        step.AddHeat(_lasers, step.Draw(_supply, state == 2 ? Lanes * (Forward * step.Get(_bias)) : Power.Zero) - (Lanes * Emitted(step)));
        step.Lanes(_hostOut).Swing.Fill(state == 2 ? Voltage.FromMillivolts(800) : Voltage.Zero);
    }

    public void StepLight(in StepContext step)
    {
        OpticalTransmitterView sent = step.Lanes(_lineOut);
        Power power = Emitted(step);
        sent.Power.Fill(power);
        sent.Oma.Fill(2 * Modulation * power);
        sent.Wavelength.Fill(Wavelength.FromNanometers(1310) + (WavelengthDrift.FromNanometersPerKelvin(0.09) * (step[_lasers] - Reference)));
        sent.RinPerHertz.Fill(RelativeIntensityNoise.FromDecibelsPerHertz(-142).PerHertz);
        foreach (Power received in step.Lanes(_lineIn).Power)
        {
            step.AddHeat(_processor, received);
        }
    }

    // Mean power of each lane in the fibre: laser after modulator and coupling.
    private Power Emitted(in StepContext step)
    {
        if (step.Get(_status) != 2)
        {
            return Power.Zero;
        }

        TemperatureDifference rise = step[_lasers] - Reference;
        Current above = step.Get(_bias) - (Current.FromMilliamperes(15) * Math.Exp(rise / TemperatureDifference.FromKelvin(60)));
        Power laser = SlopeEfficiency.FromWattsPerAmpere(0.35) * above * Math.Exp(-(rise / TemperatureDifference.FromKelvin(180)));
        return (1 - step[_dark]) * Power.Max(Power.Zero, laser) / Decibels.FromDb(8);
    }
}
