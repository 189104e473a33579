using Twin.Contracts;
using Twin.Units;

namespace Cygnus.OpticalEngine;

/// <summary>Datasheet values of the ring engine: 32 x 200G at 1310 nm, one fibre for each lane.</summary>
public sealed record RingEngineParameters : EngineParameters
{
    /// <summary>The defaults of the 32 x 200G DR engine where they differ from the other engine's.</summary>
    public RingEngineParameters()
    {
        Lanes = 32;
        Wavelengths = [Wavelength.FromNanometers(1310)];
        SymbolRate = SymbolRate.FromGigabaud(106.25);
        DriveBandwidth = Frequency.FromGigahertz(75);
        CouplingLoss = Decibels.FromDb(2.5);            // grating with reflector, between SIP-23 (1.5 dB) and SIP-24 (5.2 dB)
        RoutingLoss = Decibels.FromDb(1);               // SIP-37 over 5 mm: rings are small
        MultiplexerLoss = Decibels.FromDb(0.1);         // monitor taps only
        ReceiveBandwidth = Frequency.FromGigahertz(58); // SIP-28 diode
        HostBandwidth = Frequency.FromGigahertz(80);
        DriverEnergy = EnergyPerBit.FromPicojoulesPerBit(1.3);      // IBM 128 Gb/s transmitter, electrical facts
        AmplifierEnergy = EnergyPerBit.FromPicojoulesPerBit(1.2);   // SIP-33, a quarter more at twice the rate
        DriverShareInPhotonics = Ratio.FromFraction(0.05);          // rings are capacitors without termination
        StandingPower = Power.FromWatts(2);
    }

    /// <summary>Loaded quality factor.</summary>
    [Parameter("loaded quality factor of a ring", Minimum = "500", Maximum = "50000", Source = "2500-4000 for 106.25 GBd (SIP-03)")]
    public double QualityFactor { get; init; } = 2800;

    /// <summary>Transmission on resonance.</summary>
    [Parameter("transmission on resonance", Minimum = "0", Maximum = "0.5", Source = "engineering default: near critical coupling, 15 dB")]
    public Ratio ResonanceTransmission { get; init; } = Ratio.FromFraction(0.03);

    /// <summary>Shift of the resonance by the whole drive swing.</summary>
    [Parameter("shift of the resonance over the whole drive swing", Minimum = "0.005 nm", Maximum = "1 nm", Source = "engineering default: 40 pm/V depletion junction times 2.4 V")]
    public Wavelength DriveShift { get; init; } = Wavelength.FromNanometers(0.096);

    /// <summary>Where the lock holds the laser relative to the ring.</summary>
    [Parameter("laser minus resonance that the lock holds; below zero the ring's self-heating is stable", Minimum = "-2 nm", Maximum = "2 nm", Source = "widest eye at 0.29 of the line width, formula M2")]
    public Wavelength LockDetuning { get; init; } = Wavelength.FromNanometers(-0.14);

    /// <summary>Resonance at the reference temperature, heater off.</summary>
    [Parameter("resonance at the reference temperature, heater off", Minimum = "1200 nm", Maximum = "1400 nm", Source = "engineering default: 2.3 nm of heater at 65 degC with the laser at 1310 nm, formula M4")]
    public Wavelength Resonance { get; init; } = Wavelength.FromNanometers(1304.75);

    /// <summary>Standard deviation of the resonance from ring to ring.</summary>
    [Parameter("spread of the resonance from ring to ring, one standard deviation", Minimum = "0 nm", Maximum = "5 nm", Source = "engineering default: about 0.3 nm of width control within a die")]
    public Wavelength ResonanceSpread { get; init; } = Wavelength.FromNanometers(0.25);

    /// <summary>Standard deviation of the resonance from engine to engine.</summary>
    [Parameter("spread of the resonance from engine to engine, one standard deviation", Minimum = "0 nm", Maximum = "5 nm", Source = "engineering default, after trimming of the wafer")]
    public Wavelength ResonancePartSpread { get; init; } = Wavelength.FromNanometers(0.3);

    /// <summary>Temperature at which the resonance is given.</summary>
    [Parameter("reference temperature of the resonance", Minimum = "0 degC", Maximum = "125 degC")]
    public Temperature ResonanceReference { get; init; } = Temperature.FromCelsius(25);

    /// <summary>Drift of the resonance with temperature.</summary>
    [Parameter("drift of the resonance with temperature", Minimum = "0.01 nm/K", Maximum = "0.2 nm/K", Source = "70-90 pm/K (SIP-01)")]
    public WavelengthDrift ResonanceDrift { get; init; } = WavelengthDrift.FromNanometersPerKelvin(0.075);

    /// <summary>Tuning of a ring by its heater.</summary>
    [Parameter("tuning by heater power", Minimum = "0.01 nm/mW", Maximum = "10 nm/mW", Source = "0.25 nm/mW without undercut (SIP-21)")]
    [Spread(Part = "2 %")]
    public TuningEfficiency HeaterTuning { get; init; } = TuningEfficiency.FromNanometersPerMilliwatt(0.25);

    /// <summary>Greatest heater power.</summary>
    [Parameter("greatest heater power", Minimum = "0.1 mW", Maximum = "200 mW", Source = "7 nm with the default tuning, 93 K: the 0-105 degC class of published locks (SIP-17)")]
    public Power MaximumHeater { get; init; } = Power.FromMilliwatts(28);

    /// <summary>Tuning of a ring by the light that it takes up.</summary>
    [Parameter("tuning by the light taken up", Minimum = "0 nm/mW", Maximum = "0.25 nm/mW", Source = "engineering default: 4 % of that light becomes heat in the ring, tuned as by its heater")]
    public TuningEfficiency SelfHeating { get; init; } = TuningEfficiency.FromNanometersPerMilliwatt(0.01);

    /// <summary>Fastest drift that the lock follows.</summary>
    [Parameter("temperature slope that the lock just follows, as kelvin in one second", Minimum = "1 K", Maximum = "100000 K", Source = "800 K/s (SIP-16), 2000 K/s (SIP-17)")]
    public TemperatureDifference LockSlew { get; init; } = TemperatureDifference.FromKelvin(2000);

    /// <summary>Error at which modulation collapses and the lock counts as lost.</summary>
    [Parameter("error of the resonance at which the lock is lost", Minimum = "0.005 nm", Maximum = "1 nm", Source = "0.1 nm (SIP-02)")]
    public Wavelength LockRange { get; init; } = Wavelength.FromNanometers(0.1);
}
