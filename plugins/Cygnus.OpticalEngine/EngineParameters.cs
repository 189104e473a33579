using Twin.Contracts;
using Twin.Units;

namespace Cygnus.OpticalEngine;

/// <summary>Datasheet values that both engines have. The defaults are those of the Mach-Zehnder engine.</summary>
public abstract record EngineParameters
{
    // ---- lanes

    /// <summary>Lanes in each direction.</summary>
    [Parameter("lanes in each direction; a multiple of wavelengths times lanes per input", Minimum = "1", Maximum = "512", Source = "64 x 100G (TH5-Bailly), 32 x 200G (TH6-Davisson): systems reference")]
    public int Lanes { get; init; } = 64;

    /// <summary>Lanes that one external laser line feeds.</summary>
    [Parameter("lanes fed by each light input", Minimum = "1", Maximum = "16", Source = "four: 8 lasers for 32 lanes, 128 lines for 512 lanes (systems reference)")]
    public int LanesPerInput { get; init; } = 4;

    /// <summary>Wavelengths of one fibre. Lane l has wavelength l modulo their number.</summary>
    [Parameter("wavelengths in one fibre, in lane order", Source = "CWDM4 of FR4 (GRD-01), 1310 nm of DR (GRD-02)")]
    public IReadOnlyList<Wavelength> Wavelengths { get; init; } =
        [Wavelength.FromNanometers(1271), Wavelength.FromNanometers(1291), Wavelength.FromNanometers(1311), Wavelength.FromNanometers(1331)];

    /// <summary>Symbols each second of a lane.</summary>
    [Parameter("symbol rate of a lane", Minimum = "1 GBd", Maximum = "150 GBd", Source = "53.125 GBd for 100G, 106.25 GBd for 200G lanes (802.3df, P802.3dj)")]
    public SymbolRate SymbolRate { get; init; } = SymbolRate.FromGigabaud(53.125);

    /// <summary>Levels of a symbol.</summary>
    [Parameter("line modulation")]
    public Modulation Modulation { get; init; } = Modulation.Pam4;

    /// <summary>Error ratio before correction at which margins are zero.</summary>
    [Parameter("bit error ratio before error correction at zero margin", Minimum = "1e-12", Maximum = "0.1", Source = "KP4, IEEE Std 802.3 clause 120")]
    public double TargetBitErrorRatio { get; init; } = 2.4e-4;

    // ---- transmit side

    /// <summary>Bandwidth of driver and modulator.</summary>
    [Parameter("3 dB bandwidth of the driver, and of the modulator where it is no ring", Minimum = "5 GHz", Maximum = "200 GHz", Source = "engineering default; depletion modulators reach 50 GHz (SIP-13), drivers more")]
    public Frequency DriveBandwidth { get; init; } = Frequency.FromGigahertz(40);

    /// <summary>Noise of the driver input.</summary>
    [Parameter("input-referred noise of the driver, rms", Minimum = "0 V", Maximum = "20 mV", Source = "engineering default")]
    public Voltage DriverNoise { get; init; } = Voltage.FromMillivolts(0.5);

    /// <summary>Loss between fibre and chip, at each crossing.</summary>
    [Parameter("loss between fibre and chip at each crossing", Minimum = "0 dB", Maximum = "12 dB", Source = "1.52 dB TE for edge couplers (SIP-23)")]
    [Spread(Part = "5 %", Source = "engineering default for fibre attach")]
    public Decibels CouplingLoss { get; init; } = Decibels.FromDb(1.52);

    /// <summary>Loss of the splitter beyond the division itself.</summary>
    [Parameter("excess loss of the splitter that divides a laser line", Minimum = "0 dB", Maximum = "3 dB", Source = "engineering default: two 1:2 couplers of 0.15 dB")]
    public Decibels SplitterExcessLoss { get; init; } = Decibels.FromDb(0.3);

    /// <summary>Loss of the waveguides from input to output.</summary>
    [Parameter("loss of on-chip waveguides", Minimum = "0 dB", Maximum = "10 dB", Source = "2 dB/cm (SIP-37) over 7.5 mm")]
    public Decibels RoutingLoss { get; init; } = Decibels.FromDb(1.5);

    /// <summary>Loss of the multiplexer or, without one, of the monitor taps.</summary>
    [Parameter("loss of the wavelength multiplexer and monitor taps, each way", Minimum = "0 dB", Maximum = "5 dB", Source = "engineering default; no figure published for a CWDM4 multiplexer on chip")]
    public Decibels MultiplexerLoss { get; init; } = Decibels.FromDb(1.5);

    /// <summary>Reflectance of the light inputs.</summary>
    [Parameter("reflectance of the light inputs", Minimum = "-60 dB", Maximum = "-10 dB", Source = "limit -26 dB, OCI v1.0 (ELS-20); a typical part is better")]
    public Decibels InputReflectance { get; init; } = Decibels.FromDb(-30);

    // ---- receive side

    /// <summary>Responsivity of the photodiode.</summary>
    [Parameter("responsivity of the photodiode itself", Minimum = "0.1 A/W", Maximum = "1.1 A/W", Source = "0.91 A/W in the O band (SIP-28)")]
    public Responsivity Responsivity { get; init; } = Responsivity.FromAmperesPerWatt(0.91);

    /// <summary>Noise of the transimpedance amplifier at 27 degC.</summary>
    [Parameter("input noise current density of the transimpedance amplifier at 27 degC", Minimum = "1 pA/rtHz", Maximum = "100 pA/rtHz", Source = "16.9 pA/rtHz (SIP-31)")]
    [Spread(Part = "3 %")]
    public NoiseCurrentDensity AmplifierNoise { get; init; } = NoiseCurrentDensity.FromPicoamperesPerRootHertz(16.9);

    /// <summary>Bandwidth of photodiode and amplifier.</summary>
    [Parameter("3 dB bandwidth of photodiode and amplifier", Minimum = "5 GHz", Maximum = "150 GHz", Source = "32 GHz amplifier (SIP-31), 58 GHz diode (SIP-28)")]
    public Frequency ReceiveBandwidth { get; init; } = Frequency.FromGigahertz(36);

    /// <summary>Average power at which the amplifier compresses.</summary>
    [Parameter("average power that overloads the receiver", Minimum = "-10 dBm", Maximum = "10 dBm", Source = "1.8 mA peak to peak (SIP-34); receiver damage 4.5 dBm of FR4")]
    public Power Overload { get; init; } = Power.FromDbm(4);

    /// <summary>Amplitude towards the switch chip.</summary>
    [Parameter("differential peak-to-peak amplitude towards the switch chip", Minimum = "50 mV", Maximum = "1.2 V", Source = "engineering default for a linear amplifier with gain control")]
    public Voltage HostSwing { get; init; } = Voltage.FromMillivolts(400);

    /// <summary>Bandwidth of the electrical side.</summary>
    [Parameter("3 dB bandwidth of the electrical inputs and outputs", Minimum = "5 GHz", Maximum = "200 GHz", Source = "engineering default")]
    public Frequency HostBandwidth { get; init; } = Frequency.FromGigahertz(50);

    /// <summary>Delay through the engine in each direction.</summary>
    [Parameter("delay in each direction", Minimum = "0 ns", Maximum = "100 ns", Source = "engineering default: a linear path of a few centimetres")]
    public Duration Latency { get; init; } = Duration.FromNanoseconds(1);

    // ---- power

    /// <summary>Supply voltage.</summary>
    [Parameter("supply voltage", Minimum = "0.5 V", Maximum = "5 V", Source = "0.9-1.8 V class; SIP-31 amplifier at 0.9 V")]
    public Voltage SupplyVoltage { get; init; } = Voltage.FromVolts(1.8);

    /// <summary>Energy of a driver for each bit.</summary>
    [Parameter("energy per bit of a driver", Minimum = "0.05 pJ/bit", Maximum = "10 pJ/bit", Source = "1.0-1.33 pJ/bit for 112-128 Gb/s PAM4 transmitters (electrical facts)")]
    [Spread(Part = "2 %")]
    public EnergyPerBit DriverEnergy { get; init; } = EnergyPerBit.FromPicojoulesPerBit(1.1);

    /// <summary>Share of the driver's power that ends in the photonic chip.</summary>
    [Parameter("share of the driver's power that ends in the photonic chip", Minimum = "0", Maximum = "1", Source = "engineering default: terminations of travelling-wave electrodes")]
    public Ratio DriverShareInPhotonics { get; init; } = Ratio.FromFraction(0.2);

    /// <summary>Energy of an amplifier for each bit.</summary>
    [Parameter("energy per bit of a transimpedance amplifier", Minimum = "0.05 pJ/bit", Maximum = "10 pJ/bit", Source = "0.96 pJ/bit (SIP-33)")]
    [Spread(Part = "2 %")]
    public EnergyPerBit AmplifierEnergy { get; init; } = EnergyPerBit.FromPicojoulesPerBit(0.96);

    /// <summary>Power of bias, control and monitors.</summary>
    [Parameter("power of bias, control and monitors", Minimum = "0 W", Maximum = "20 W", Source = "engineering default; with the lanes about 14 W in the electronic chip (thermal reference, blocks.csv)")]
    public Power StandingPower { get; init; } = Power.FromWatts(1.5);

    /// <summary>Power that raises an alarm.</summary>
    [Parameter("engine power that raises an alarm", Minimum = "1 W", Maximum = "100 W")]
    public Power MaximumPower { get; init; } = Power.FromWatts(30);

    // ---- die

    /// <summary>Extent along x, the edge with the fibres.</summary>
    [Parameter("width of the engine", Minimum = "2 mm", Maximum = "40 mm", Source = "9 mm, thermal reference, blocks.csv")]
    public Length Width { get; init; } = Length.FromMillimeters(9);

    /// <summary>Extent along y: electronics in the lower half, photonics in the upper.</summary>
    [Parameter("height of the engine, electronics and photonics half each", Minimum = "2 mm", Maximum = "40 mm", Source = "6 mm, thermal reference, blocks.csv")]
    public Length Height { get; init; } = Length.FromMillimeters(6);

    /// <summary>Thickness.</summary>
    [Parameter("thickness of the engine", Minimum = "50 um", Maximum = "1 mm", Source = "full-thickness 300 mm wafer 0.775 mm")]
    public Length Thickness { get; init; } = Length.FromMicrometers(775);

    /// <summary>Temperature that is reported as too high.</summary>
    [Parameter("warning temperature", Minimum = "30 degC", Maximum = "150 degC", Source = "engineering default; no public limit of a co-packaged engine was found")]
    public Temperature WarningTemperature { get; init; } = Temperature.FromCelsius(90);

    /// <summary>Temperature that asks for relief.</summary>
    [Parameter("critical temperature", Minimum = "30 degC", Maximum = "150 degC", Source = "engineering default")]
    public Temperature CriticalTemperature { get; init; } = Temperature.FromCelsius(100);

    /// <summary>Temperature that destroys the engine.</summary>
    [Parameter("absolute maximum temperature", Minimum = "30 degC", Maximum = "160 degC", Source = "engineering default")]
    public Temperature ShutdownTemperature { get; init; } = Temperature.FromCelsius(110);
}
