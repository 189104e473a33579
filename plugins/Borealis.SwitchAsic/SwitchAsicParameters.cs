using Twin.Contracts;
using Twin.Units;

namespace Borealis.SwitchAsic;

/// <summary>Datasheet values of a switch chip. The defaults are a 51.2 Tb/s chip in 5 nm: about 450 W typical, 500 W with all lanes full.</summary>
public sealed record SwitchAsicParameters
{
    // ---- lanes

    /// <summary>SerDes lanes in each direction; a multiple of 8, one eighth at each block of the die's edge.</summary>
    [Parameter("SerDes lanes in each direction, a multiple of 8", Minimum = "8", Maximum = "4096", Source = "51.2 Tb/s class: 512 x 100G (TechInsights on Tomahawk 5)")]
    public int Lanes { get; init; } = 512;

    /// <summary>Symbols each second of a lane.</summary>
    [Parameter("symbol rate of a lane", Minimum = "1 GBd", Maximum = "150 GBd", Source = "CEI-112G: 53.125 GBd with RS(544,514)")]
    public SymbolRate SymbolRate { get; init; } = SymbolRate.FromGigabaud(53.125);

    /// <summary>Levels of a symbol.</summary>
    [Parameter("line modulation")]
    public Modulation Modulation { get; init; } = Modulation.Pam4;

    /// <summary>Error ratio before correction at which margins are zero.</summary>
    [Parameter("bit error ratio before error correction at zero margin", Minimum = "1e-12", Maximum = "0.1", Source = "KP4, IEEE Std 802.3 clause 120")]
    public double TargetBitErrorRatio { get; init; } = 2.4e-4;

    /// <summary>Outer amplitude at the transmitter.</summary>
    [Parameter("differential peak-to-peak transmit amplitude", Minimum = "50 mV", Maximum = "1.4 V", Source = "COM victim amplitude 0.413 V peak, IEEE Std 802.3 table 93A-1 as used for 802.3ck")]
    public Voltage Swing { get; init; } = Voltage.FromMillivolts(800);

    /// <summary>Outer amplitude squared over noise variance of the transmitter.</summary>
    [Parameter("transmitter signal-to-noise ratio, outer amplitude squared over noise variance", Minimum = "20 dB", Maximum = "60 dB", Source = "SNR_TX 33 dB of 802.3ck COM relates to half the outer amplitude: 6 dB more here")]
    public Decibels SignalToNoise { get; init; } = Decibels.FromDb(39);

    /// <summary>Random jitter of the transmitter, rms, as a share of the unit interval.</summary>
    [Parameter("transmitter random jitter, rms, share of the unit interval", Minimum = "0", Maximum = "0.1", Source = "sigma_RJ 0.01 UI, 802.3ck COM")]
    public double Jitter { get; init; } = 0.01;

    /// <summary>Bandwidth of driver and pad.</summary>
    [Parameter("3 dB bandwidth of driver and pad", Minimum = "1 GHz", Maximum = "200 GHz", Source = "0.75 x 53.125 GBd, receiver filter ratio of 802.3ck COM taken for both ends")]
    public Frequency TransmitBandwidth { get; init; } = Frequency.FromGigahertz(40);

    /// <summary>Ratio of level mismatch.</summary>
    [Parameter("ratio of level mismatch (RLM)", Minimum = "0.7", Maximum = "1", Source = "limit 0.95, 802.3ck COM; a typical part is better")]
    public double LevelMismatch { get; init; } = 0.97;

    /// <summary>Input noise of the receiver.</summary>
    [Parameter("input-referred receiver noise, rms", Minimum = "0 V", Maximum = "20 mV", Source = "eta_0 9e-9 V2/GHz (802.3ck COM) over 40 GHz")]
    public Voltage ReceiverNoise { get; init; } = Voltage.FromMillivolts(0.6);

    /// <summary>Bandwidth of the receiver's analogue front end.</summary>
    [Parameter("3 dB bandwidth of the receiver front end", Minimum = "1 GHz", Maximum = "200 GHz", Source = "f_r = 0.75 f_b, 802.3ck COM")]
    public Frequency ReceiverBandwidth { get; init; } = Frequency.FromGigahertz(40);

    /// <summary>Equaliser in front of the slicer.</summary>
    [Parameter("equaliser in front of the slicer", Source = "802.3ck and 802.3dj reference receivers have one")]
    public Equalizer Equalizer { get; init; } = Equalizer.DecisionFeedback;

    /// <summary>What the slicer loses against an ideal one.</summary>
    [Parameter("implementation loss of the receiver", Minimum = "0 dB", Maximum = "10 dB", Source = "engineering default: quantiser, adaptation, clock recovery")]
    public Decibels ImplementationLoss { get; init; } = Decibels.FromDb(1);

    /// <summary>First decision-feedback tap relative to the cursor.</summary>
    [Parameter("first decision-feedback tap over cursor; lengthens error bursts", Minimum = "0", Maximum = "1", Source = "limit 0.85, 802.3ck COM; short channels need less")]
    public double FeedbackTap { get; init; } = 0.4;

    /// <summary>Whether 1/(1+D) precoding is on.</summary>
    [Parameter("whether 1/(1+D) precoding is on", Source = "IEEE Std 802.3 clause 120")]
    public bool Precoding { get; init; } = true;

    // ---- die

    /// <summary>Extent along x.</summary>
    [Parameter("die width", Minimum = "5 mm", Maximum = "120 mm", Source = "engineering default: near the reticle limit of 26 x 33 mm in area")]
    public Length DieWidth { get; init; } = Length.FromMillimeters(27);

    /// <summary>Extent along y.</summary>
    [Parameter("die height", Minimum = "5 mm", Maximum = "120 mm", Source = "as the width")]
    public Length DieHeight { get; init; } = Length.FromMillimeters(27);

    /// <summary>Thickness of the thinned die.</summary>
    [Parameter("die thickness", Minimum = "50 um", Maximum = "1 mm", Source = "full-thickness 300 mm wafer 0.775 mm")]
    public Length DieThickness { get; init; } = Length.FromMicrometers(775);

    // ---- power

    /// <summary>Voltage the core is made for.</summary>
    [Parameter("core voltage", Minimum = "0.4 V", Maximum = "1.2 V", Source = "0.75 V class of 5 nm switch cores (chipcraft.tech study of Tomahawk 5)")]
    public Voltage CoreVoltage { get; init; } = Voltage.FromVolts(0.75);

    /// <summary>Voltage the SerDes are made for.</summary>
    [Parameter("SerDes voltage", Minimum = "0.6 V", Maximum = "1.5 V", Source = "0.9 V class of FinFET PAM4 SerDes (Patel et al., IEEE JSSC 2022)")]
    public Voltage SerdesVoltage { get; init; } = Voltage.FromVolts(0.9);

    /// <summary>Voltage of the pads.</summary>
    [Parameter("pad voltage", Minimum = "1 V", Maximum = "3.6 V", Source = "1.8 V CMOS pads")]
    public Voltage IoVoltage { get; init; } = Voltage.FromVolts(1.8);

    /// <summary>Power of management ports and pads; zero leaves the rail <c>io</c> out.</summary>
    [Parameter("power of management interfaces and pads; zero leaves the rail out", Minimum = "0 W", Maximum = "50 W")]
    public Power IoPower { get; init; } = Power.Zero;

    /// <summary>Clock of the packet pipes.</summary>
    [Parameter("core clock", Minimum = "0.4 GHz", Maximum = "2 GHz", Live = true, Source = "engineering default for a 5 nm switch")]
    public Frequency Clock { get; init; } = Frequency.FromGigahertz(1.3);

    /// <summary>Capacitance switched in every clock period, traffic or not.</summary>
    [Parameter("capacitance switched in every clock period without traffic", Minimum = "0 nF", Maximum = "5000 nF", Source = "fits 450 W typical (chipcraft.tech)")]
    [Spread(Lot = "2 %", Part = "1 %")]
    public Capacitance ClockCapacitance { get; init; } = Capacitance.FromNanofarads(230);

    /// <summary>Capacitance switched in addition when every lane carries packets all the time.</summary>
    [Parameter("capacitance switched in addition with all lanes full of packets", Minimum = "0 nF", Maximum = "5000 nF", Source = "fits 500 W at full traffic (TechInsights) against 450 W typical")]
    [Spread(Lot = "2 %", Part = "1 %")]
    public Capacitance PacketCapacitance { get; init; } = Capacitance.FromNanofarads(137);

    /// <summary>Leakage current of the core at the reference temperature.</summary>
    [Parameter("core leakage current at the reference temperature", Minimum = "0 A", Maximum = "1000 A", Source = "engineering default: about 13 % of the core's power")]
    [Spread(Lot = "15 %", Part = "8 %", Source = "leakage is lognormal over process; first order")]
    public Current LeakageCurrent { get; init; } = Current.FromAmperes(80);

    /// <summary>Leakage current of all SerDes at the reference temperature.</summary>
    [Parameter("leakage current of all SerDes at the reference temperature", Minimum = "0 A", Maximum = "200 A", Source = "engineering default: about 5 % of their power")]
    [Spread(Lot = "15 %", Part = "8 %", Source = "as the core")]
    public Current SerdesLeakageCurrent { get; init; } = Current.FromAmperes(10);

    /// <summary>Temperature at which the leakage currents are given.</summary>
    [Parameter("temperature of the leakage currents", Minimum = "0 degC", Maximum = "125 degC")]
    public Temperature LeakageReference { get; init; } = Temperature.FromCelsius(85);

    /// <summary>Temperature rise that doubles leakage.</summary>
    [Parameter("temperature rise that doubles leakage", Minimum = "10 K", Maximum = "100 K", Source = "subthreshold law near 25-30 K in FinFET nodes; Kao, Narendra, Chandrakasan, ICCAD 2002")]
    public TemperatureDifference LeakageDoubling { get; init; } = TemperatureDifference.FromKelvin(28);

    /// <summary>Energy of a lane that is up, both directions, for each bit of line rate.</summary>
    [Parameter("SerDes energy per bit, transmitter and receiver", Minimum = "0.3 pJ/bit", Maximum = "10 pJ/bit", Source = "VSR 2-3, LR 4.5-6, XSR about 1.1 (Gangasani et al., doi 10.1109/LSSC.2025.3526877)")]
    [Spread(Lot = "3 %", Part = "1 %")]
    public EnergyPerBit SerdesEnergy { get; init; } = EnergyPerBit.FromPicojoulesPerBit(3.0);

    /// <summary>Share of a lane's power that stays when it is down.</summary>
    [Parameter("share of a lane's power that stays while it is down", Minimum = "0", Maximum = "1", Source = "engineering default: PLLs and bias shared by eight lanes stay on")]
    public Ratio SerdesStandby { get; init; } = Ratio.FromFraction(0.1);

    /// <summary>How much of the noise on the SerDes rail is kept from the transmitted signal.</summary>
    [Parameter("supply noise rejection of the transmitter", Minimum = "0 dB", Maximum = "80 dB", Source = "engineering default")]
    public Decibels SupplyRejection { get; init; } = Decibels.FromDb(20);

    // ---- protection

    /// <summary>Temperature that is reported as too high.</summary>
    [Parameter("warning temperature", Minimum = "50 degC", Maximum = "150 degC", Source = "message past 100 degC: NVIDIA SN5000 manual, Thermal Threshold Definitions")]
    public Temperature WarningTemperature { get; init; } = Temperature.FromCelsius(100);

    /// <summary>Temperature from which the clock is throttled.</summary>
    [Parameter("temperature from which the clock is throttled", Minimum = "50 degC", Maximum = "150 degC", Source = "warning level 105 degC: NVIDIA SN5000 manual")]
    public Temperature CriticalTemperature { get; init; } = Temperature.FromCelsius(105);

    /// <summary>Temperature at which the chip switches itself off until reset.</summary>
    [Parameter("temperature at which the chip switches itself off", Minimum = "60 degC", Maximum = "160 degC", Source = "critical level 120 degC: NVIDIA SN5000 manual")]
    public Temperature ShutdownTemperature { get; init; } = Temperature.FromCelsius(120);

    /// <summary>How far the temperature must fall below the critical one before the throttle is off again.</summary>
    [Parameter("hysteresis of the throttle", Minimum = "0.5 K", Maximum = "30 K", Source = "5 K: Mellanox hw-mgmt README")]
    public TemperatureDifference ThrottleHysteresis { get; init; } = TemperatureDifference.FromKelvin(5);

    /// <summary>Throttle just below the shutdown temperature.</summary>
    [Parameter("deepest throttle, as a share of the clock taken away", Minimum = "0", Maximum = "0.9", Source = "engineering default")]
    public Ratio DeepestThrottle { get; init; } = Ratio.FromFraction(0.5);

    /// <summary>Core power that raises an alarm.</summary>
    [Parameter("core power that raises an alarm", Minimum = "1 W", Maximum = "3000 W")]
    public Power MaximumCorePower { get; init; } = Power.FromWatts(450);

    /// <summary>SerDes power that raises an alarm.</summary>
    [Parameter("SerDes power that raises an alarm", Minimum = "1 W", Maximum = "2000 W")]
    public Power MaximumSerdesPower { get; init; } = Power.FromWatts(250);
}
