using Twin.Contracts;
using Twin.Units;

namespace Dorado.PluggableModule;

/// <summary>Lasers and modulators of a module: formulas L1 to L6 and M1 with the parameter set for pluggables.</summary>
public sealed record LaserParameters
{
    /// <summary>Wavelengths at the reference temperature, repeated over the lanes.</summary>
    [Parameter("wavelengths at the reference temperature, repeated over the lanes", Source = "CWDM4 (grids GRD-01), 2 nm low because the lasers run some 25 K above the reference temperature")]
    public IReadOnlyList<Wavelength> Wavelengths { get; init; } =
        [Wavelength.FromNanometers(1269), Wavelength.FromNanometers(1289), Wavelength.FromNanometers(1309), Wavelength.FromNanometers(1329)];

    /// <summary>Drift of the wavelength with the junction temperature.</summary>
    [Parameter("drift of the wavelength", Minimum = "0 nm/K", Maximum = "1 nm/K", Source = "laser default set dfb_pluggable (formula L6)")]
    public WavelengthDrift Drift { get; init; } = WavelengthDrift.FromNanometersPerKelvin(0.09);

    /// <summary>Junction temperature at which threshold, slope and wavelengths are given.</summary>
    [Parameter("reference temperature", Minimum = "-40 degC", Maximum = "100 degC", Source = "laser default set dfb_pluggable")]
    public Temperature Reference { get; init; } = Temperature.FromCelsius(25);

    /// <summary>Threshold current.</summary>
    [Parameter("threshold current at the reference temperature", Minimum = "0.1 mA", Maximum = "200 mA", Source = "laser default set dfb_pluggable (formula L1)")]
    public Current Threshold { get; init; } = Current.FromMilliamperes(15);

    /// <summary>Characteristic temperature of the threshold.</summary>
    [Parameter("characteristic temperature of the threshold (T0)", Minimum = "10 K", Maximum = "1000 K", Source = "laser LAS-02, default set dfb_pluggable")]
    public TemperatureDifference ThresholdTemperature { get; init; } = TemperatureDifference.FromKelvin(60);

    /// <summary>Slope efficiency.</summary>
    [Parameter("slope efficiency at the reference temperature", Minimum = "0.01 W/A", Maximum = "1 W/A", Source = "laser default set dfb_pluggable (formula L2)")]
    public SlopeEfficiency Slope { get; init; } = SlopeEfficiency.FromWattsPerAmpere(0.35);

    /// <summary>Characteristic temperature of the slope.</summary>
    [Parameter("characteristic temperature of the slope (T1)", Minimum = "10 K", Maximum = "1000 K", Source = "laser default set dfb_pluggable")]
    public TemperatureDifference SlopeTemperature { get; init; } = TemperatureDifference.FromKelvin(180);

    /// <summary>Forward voltage without series resistance.</summary>
    [Parameter("forward voltage (V0)", Minimum = "0.3 V", Maximum = "3 V", Source = "laser default set dfb_pluggable (formula L4)")]
    public Voltage Forward { get; init; } = Voltage.FromVolts(0.95);

    /// <summary>Series resistance.</summary>
    [Parameter("series resistance (Rs)", Minimum = "0 ohm", Maximum = "20 ohm", Source = "laser default set dfb_pluggable (formula L4)")]
    public Resistance Series { get; init; } = Resistance.FromOhms(0.9);

    /// <summary>Thermal resistance from junction to carrier.</summary>
    [Parameter("thermal resistance from junction to carrier (Rth)", Minimum = "0 K/W", Maximum = "200 K/W", Source = "laser default set dfb_pluggable (formula L5)")]
    public ThermalResistance JunctionResistance { get; init; } = ThermalResistance.FromKelvinPerWatt(12);

    /// <summary>Largest bias current; beyond it the power control gives up.</summary>
    [Parameter("largest bias current", Minimum = "1 mA", Maximum = "1 A", Source = "engineering default: more than twice the bias of a new laser at 60 degC")]
    public Current MaximumBias { get; init; } = Current.FromMilliamperes(150);

    /// <summary>Average power of a lane that leaves the module.</summary>
    [Parameter("average launch power of a lane", Minimum = "-10 dBm", Maximum = "10 dBm", Source = "pmd_specs 800G 2xFR4: -3.3 to 3.5 dBm")]
    public Power Launch { get; init; } = Power.FromDbm(1.5);

    /// <summary>Loss from the laser chip to the fibre.</summary>
    [Parameter("loss from laser to fibre: modulator, coupling, multiplexer", Minimum = "0 dB", Maximum = "30 dB", Source = "modulator 5 dB with its modulation loss (silicon_photonics SIP-09), coupling 2 dB, multiplexer 1.25 dB (grids GRD-09)")]
    public Decibels TransmitLoss { get; init; } = Decibels.FromDb(8.25);

    /// <summary>Extinction ratio.</summary>
    [Parameter("extinction ratio", Minimum = "2 dB", Maximum = "20 dB", Source = "pmd_specs 800G 2xFR4: at least 3.5 dB")]
    [Spread(Part = "2 %", Source = "engineering default")]
    public Decibels ExtinctionRatio { get; init; } = Decibels.FromDb(4.5);

    /// <summary>Relative intensity noise.</summary>
    [Parameter("relative intensity noise", Minimum = "-170 dB/Hz", Maximum = "-110 dB/Hz", Source = "limit -136 dB/Hz (laser LAS-15); a typical laser is 6 dB better")]
    public RelativeIntensityNoise IntensityNoise { get; init; } = RelativeIntensityNoise.FromDecibelsPerHertz(-142);

    /// <summary>Bandwidth of driver and modulator.</summary>
    [Parameter("3 dB bandwidth of driver and modulator", Minimum = "1 GHz", Maximum = "200 GHz", Source = "EML for 53 GBd: engineering default, two thirds of the symbol rate")]
    [Spread(Part = "3 %", Source = "engineering default")]
    public Frequency Bandwidth { get; init; } = Frequency.FromGigahertz(36);

    /// <summary>Ratio of level mismatch.</summary>
    [Parameter("ratio of level mismatch (RLM)", Minimum = "0.7", Maximum = "1", Source = "engineering default; 0.95 is the electrical limit")]
    public double LevelMismatch { get; init; } = 0.97;
}
