using Twin.Contracts;
using Twin.Units;

namespace Acme.InPLaser;

/// <summary>Datasheet values of an external laser module. The defaults are eight uncooled 100 mW lasers at 1310 nm; <see cref="Cooler"/> adds a cooler.</summary>
public sealed record LaserModuleParameters
{
    private const string LaserSet = "reference set dfb_cw_high_power, engineering default near 20 % wall-plug efficiency at 70 degC (LAS-09)";

    // ---- light

    /// <summary>Lasers, each with an output fibre of its own.</summary>
    [Parameter("lasers in the module", Minimum = "1", Maximum = "64", Source = "eight in published modules (ELS-13, ELS-17, LAS-12)")]
    public int Lasers { get; init; } = 8;

    /// <summary>Wavelengths, repeated over the lasers: four CWDM values give two of each in a module of eight.</summary>
    [Parameter("wavelengths at the reference junction temperature, repeated over the lasers", Source = "DR window 1304.5-1317.5 nm (GRD-02); CWDM4: 1271, 1291, 1311, 1331 nm (GRD-01)")]
    public IReadOnlyList<Wavelength> Wavelengths { get; init; } = [Wavelength.FromNanometers(1310)];

    /// <summary>Junction temperature at which the wavelengths hold.</summary>
    [Parameter("junction temperature at which the wavelengths hold", Minimum = "0 degC", Maximum = "100 degC", Source = "engineering default: the middle of the operating range of an uncooled laser")]
    public Temperature WavelengthReference { get; init; } = Temperature.FromCelsius(55);

    /// <summary>Drift of the wavelength with junction temperature.</summary>
    [Parameter("wavelength drift with junction temperature", Minimum = "0.05 nm/K", Maximum = "0.6 nm/K", Source = "0.09-0.1 nm/K, formula L6, LAS-06")]
    public WavelengthDrift WavelengthDrift { get; init; } = WavelengthDrift.FromNanometersPerKelvin(0.09);

    /// <summary>Power of each output that the control loop holds.</summary>
    [Parameter("output power of each laser that the control loop holds", Minimum = "0 mW", Maximum = "500 mW", Live = true, Source = "8 x 100 mW module (ELS-17)")]
    public Power OutputPower { get; init; } = Power.FromMilliwatts(100);

    /// <summary>Relative intensity noise.</summary>
    [Parameter("relative intensity noise", Minimum = "-180 dB/Hz", Maximum = "-120 dB/Hz", Source = "engineering default for CW DFB; module limits are -136 to -139 (LAS-14..18)")]
    public RelativeIntensityNoise Rin { get; init; } = RelativeIntensityNoise.FromDecibelsPerHertz(-150);

    /// <summary>Line width.</summary>
    [Parameter("line width, full width at half maximum", Minimum = "1 kHz", Maximum = "100 MHz", Source = "engineering default for CW DFB")]
    public Frequency LineWidth { get; init; } = Frequency.FromMegahertz(1);

    /// <summary>Polarisation extinction at the outputs.</summary>
    [Parameter("polarisation extinction ratio at the output fibre", Minimum = "10 dB", Maximum = "40 dB", Source = "engineering default for polarisation-maintaining pigtails")]
    public Decibels PolarizationExtinction { get; init; } = Decibels.FromDb(20);

    // ---- laser

    /// <summary>Threshold current at the reference temperature.</summary>
    [Parameter("threshold current at the reference temperature", Minimum = "1 mA", Maximum = "200 mA", Source = LaserSet)]
    public Current Threshold { get; init; } = Current.FromMilliamperes(40);

    /// <summary>Standard deviation of the threshold from laser to laser, as a share.</summary>
    [Parameter("spread of the threshold from laser to laser, one standard deviation as a share", Minimum = "0", Maximum = "0.3", Source = "engineering default")]
    public Ratio ThresholdSpread { get; init; } = Ratio.FromFraction(0.05);

    /// <summary>Slope efficiency at the reference temperature.</summary>
    [Parameter("slope efficiency at the reference temperature", Minimum = "0.05 W/A", Maximum = "0.95 W/A", Source = LaserSet)]
    public SlopeEfficiency Slope { get; init; } = SlopeEfficiency.FromWattsPerAmpere(0.42);

    /// <summary>Standard deviation of the slope from laser to laser, as a share.</summary>
    [Parameter("spread of the slope from laser to laser, one standard deviation as a share", Minimum = "0", Maximum = "0.3", Source = "engineering default")]
    public Ratio SlopeSpread { get; init; } = Ratio.FromFraction(0.03);

    /// <summary>Standard deviation of the wavelength from laser to laser.</summary>
    [Parameter("spread of the wavelength from laser to laser, one standard deviation", Minimum = "0 nm", Maximum = "3 nm", Source = "engineering default; grid tolerance +/-6.5 nm (GRD-01, GRD-02)")]
    public Wavelength WavelengthSpread { get; init; } = Wavelength.FromNanometers(0.3);

    /// <summary>Temperature at which threshold and slope are given.</summary>
    [Parameter("reference temperature of threshold and slope", Minimum = "0 degC", Maximum = "100 degC", Source = LaserSet)]
    public Temperature Reference { get; init; } = Temperature.FromCelsius(25);

    /// <summary>Characteristic temperature of the threshold.</summary>
    [Parameter("characteristic temperature of the threshold, T0", Minimum = "30 K", Maximum = "1000 K", Source = LaserSet + "; 60 K plain to 150 K improved (LAS-02, LAS-03)")]
    public TemperatureDifference T0 { get; init; } = TemperatureDifference.FromKelvin(70);

    /// <summary>Characteristic temperature of the slope.</summary>
    [Parameter("characteristic temperature of the slope, T1", Minimum = "50 K", Maximum = "2000 K", Source = LaserSet)]
    public TemperatureDifference T1 { get; init; } = TemperatureDifference.FromKelvin(250);

    /// <summary>Diode voltage without series resistance.</summary>
    [Parameter("diode voltage at no current", Minimum = "0.5 V", Maximum = "2 V", Source = LaserSet)]
    public Voltage DiodeVoltage { get; init; } = Voltage.FromVolts(0.95);

    /// <summary>Series resistance.</summary>
    [Parameter("series resistance", Minimum = "0 ohm", Maximum = "10 ohm", Source = LaserSet)]
    public Resistance SeriesResistance { get; init; } = Resistance.FromOhms(0.6);

    /// <summary>Thermal resistance from junction to module body, or to the submount on the cooler.</summary>
    [Parameter("thermal resistance from junction to what the laser sits on, body or cooler", Minimum = "0.5 K/W", Maximum = "100 K/W", Source = LaserSet)]
    public ThermalResistance JunctionResistance { get; init; } = ThermalResistance.FromKelvinPerWatt(8);

    /// <summary>Heat capacity of chip and submount.</summary>
    [Parameter("heat capacity of chip and submount", Minimum = "0.01 mJ/K", Maximum = "1 J/K", Source = "1.2 mm3 of AlN, 2.4 MJ/m3K; 24 ms with the thermal resistance")]
    public HeatCapacity JunctionCapacity { get; init; } = HeatCapacity.FromJoulesPerKelvin(0.003);

    /// <summary>Relative growth of the current needed for the set-point since new.</summary>
    [Parameter("relative growth of the bias since new", Minimum = "0", Maximum = "2", Live = true, Source = "formula L10")]
    public Ratio Ageing { get; init; } = Ratio.Zero;

    /// <summary>Growth of the bias at which a laser counts as worn out.</summary>
    [Parameter("growth of the bias at the end of life", Minimum = "0.05", Maximum = "2", Source = "20 % or 50 %, formula L10")]
    public Ratio EndOfLife { get; init; } = Ratio.FromFraction(0.5);

    // ---- cooler

    /// <summary>The cooler under the lasers; null for an uncooled module.</summary>
    [Parameter("thermoelectric cooler under the lasers; left out, the lasers sit on the body", Source = "both kinds are published: uncooled (ELS-14), with cooler (ELS-16)")]
    public CoolerParameters? Cooler { get; init; }

    // ---- module

    /// <summary>Greatest bias current.</summary>
    [Parameter("greatest bias current of a laser", Minimum = "10 mA", Maximum = "3 A", Source = "engineering default: end-of-life bias at 70 degC case for 100 mW")]
    public Current MaximumBias { get; init; } = Current.FromMilliamperes(700);

    /// <summary>Supply voltage.</summary>
    [Parameter("supply voltage", Minimum = "1 V", Maximum = "12 V", Source = "3.3 V, OIF-ELSFP-02.0 (ELS-07)")]
    public Voltage SupplyVoltage { get; init; } = Voltage.FromVolts(3.3);

    /// <summary>Efficiency of the laser drivers.</summary>
    [Parameter("efficiency of the laser drivers", Minimum = "0.2", Maximum = "1", Source = "engineering default for switched drivers; with the controller it leaves about 70 % to the lasers (LAS-27)")]
    public Ratio DriverEfficiency { get; init; } = Ratio.FromFraction(0.85);

    /// <summary>Power of controller and monitors.</summary>
    [Parameter("power of controller and monitors", Minimum = "0 W", Maximum = "10 W", Source = "engineering default, see the driver efficiency")]
    public Power Controller { get; init; } = Power.FromWatts(1);

    /// <summary>Power that raises an alarm.</summary>
    [Parameter("module power that raises an alarm", Minimum = "1 W", Maximum = "31.2 W", Source = "13 W of a published 16-channel module (ELS-15); connector limit 31.2 W (ELS-09)")]
    public Power MaximumPower { get; init; } = Power.FromWatts(13);

    /// <summary>Heat capacity of the module body.</summary>
    [Parameter("heat capacity of the module body", Minimum = "1 J/K", Maximum = "1000 J/K", Source = "80 g of zinc alloy, 0.39 J/gK")]
    public HeatCapacity BodyCapacity { get; init; } = HeatCapacity.FromJoulesPerKelvin(31);

    /// <summary>Conductance from body to the outer face.</summary>
    [Parameter("conductance from body to case", Minimum = "0.01 W/K", Maximum = "100 W/K", Source = "engineering default: 2 mm of zinc alloy over 10 cm2 and a gap pad")]
    public ThermalConductance BodyConductance { get; init; } = ThermalConductance.FromWattsPerKelvin(5);

    /// <summary>Body temperature that is reported as too high.</summary>
    [Parameter("warning temperature of the body", Minimum = "20 degC", Maximum = "120 degC", Source = "70 degC demonstrations of uncooled modules (ELS-14)")]
    public Temperature WarningTemperature { get; init; } = Temperature.FromCelsius(70);

    /// <summary>Body temperature that asks for relief.</summary>
    [Parameter("critical temperature of the body", Minimum = "20 degC", Maximum = "120 degC", Source = "engineering default: 5 K above the warning")]
    public Temperature CriticalTemperature { get; init; } = Temperature.FromCelsius(75);

    /// <summary>Body temperature at which the module switches itself off.</summary>
    [Parameter("temperature of the body at which the lasers are switched off", Minimum = "20 degC", Maximum = "130 degC", Source = "engineering default: 15 K above the warning")]
    public Temperature ShutdownTemperature { get; init; } = Temperature.FromCelsius(85);
}
