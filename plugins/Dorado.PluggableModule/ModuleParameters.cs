using Twin.Contracts;
using Twin.Units;

namespace Dorado.PluggableModule;

/// <summary>Datasheet values that modules with and without a signal processor have in common.</summary>
public abstract record ModuleParameters
{
    /// <summary>Lanes in each direction, host and line alike.</summary>
    [Parameter("lanes in each direction", Minimum = "1", Maximum = "32", Source = "800G 2xFR4: two times four wavelengths")]
    public int Lanes { get; init; } = 8;

    /// <summary>Symbols each second of a lane, host and line alike.</summary>
    [Parameter("symbol rate of a lane", Minimum = "1 GBd", Maximum = "150 GBd", Source = "pmd_specs 800G 2xFR4: 53.125 GBd")]
    public SymbolRate SymbolRate { get; init; } = SymbolRate.FromGigabaud(53.125);

    /// <summary>Error ratio before correction at which margins are zero.</summary>
    [Parameter("bit error ratio before error correction at zero margin", Minimum = "1e-12", Maximum = "0.1", Source = "pmd_specs 800G 2xFR4: 2.4e-4 (KP4)")]
    public double TargetBitErrorRatio { get; init; } = 2.4e-4;

    /// <summary>Electrical side.</summary>
    [Parameter("electrical lanes")]
    public HostSideParameters Host { get; init; } = new();

    /// <summary>Lasers and modulators.</summary>
    [Parameter("lasers and modulators")]
    public LaserParameters Laser { get; init; } = new();

    /// <summary>Photodiodes and their amplifiers.</summary>
    [Parameter("optical receivers")]
    public ReceiverParameters Receiver { get; init; } = new();

    /// <summary>Nominal supply voltage.</summary>
    [Parameter("supply voltage", Minimum = "1 V", Maximum = "60 V", Source = "3.135-3.465 V (interconnect INT-01)")]
    public Voltage SupplyVoltage { get; init; } = Voltage.FromVolts(3.3);

    /// <summary>Power it may draw.</summary>
    [Parameter("greatest power", Minimum = "1 W", Maximum = "60 W", Source = "17 W (interconnect INT-01)")]
    public Power MaximumPower { get; init; } = Power.FromWatts(17);

    /// <summary>Power in the low-power state: controller and monitors, which run in every state.</summary>
    [Parameter("power in the low-power state", Minimum = "0 W", Maximum = "5 W", Source = "1.5 W (interconnect INT-01)")]
    public Power LowPower { get; init; } = Power.FromWatts(1.5);

    /// <summary>Efficiency of the converters between supply and chips.</summary>
    [Parameter("efficiency of the converters in the module", Minimum = "0.5", Maximum = "1", Source = "point-of-load converters, 3.3 V to under 1 V: engineering default")]
    public Ratio ConverterEfficiency { get; init; } = Ratio.FromPercent(85);

    /// <summary>Power of one lane's modulator driver while it is up.</summary>
    [Parameter("power of a modulator driver", Minimum = "0 W", Maximum = "3 W", Source = "linear EML driver at 53 GBd: engineering default that closes the module's published total")]
    [Spread(Part = "3 %", Source = "engineering default")]
    public Power DriverPower { get; init; } = Power.FromMilliwatts(400);

    /// <summary>Time from the low-power state to ready.</summary>
    [Parameter("time to power up", Minimum = "0 s", Maximum = "10 min", Source = "advertised in CMIS page 01h byte 167; engineering default")]
    public Duration PowerUp { get; init; } = Duration.FromSeconds(5);

    /// <summary>Time from ready to the low-power state.</summary>
    [Parameter("time to power down", Minimum = "0 s", Maximum = "10 min", Source = "advertised in CMIS page 01h byte 167; engineering default")]
    public Duration PowerDown { get; init; } = Duration.FromSeconds(0.5);

    /// <summary>Time from contact to power when it is inserted.</summary>
    [Parameter("time from contact to power", Minimum = "0 s", Maximum = "1 min", Source = "reset and management start, engineering default")]
    public Duration Insertion { get; init; } = Duration.FromSeconds(2);

    /// <summary>Heat capacity of the case.</summary>
    [Parameter("heat capacity of the case", Minimum = "1 J/K", Maximum = "1 kJ/K", Source = "OSFP shell, 0.18 kg of zinc alloy at 0.39 J/gK, with boards")]
    public HeatCapacity CaseCapacity { get; init; } = HeatCapacity.FromJoulesPerKelvin(75);

    /// <summary>Heat capacity of lasers, drivers and amplifiers with their carrier.</summary>
    [Parameter("heat capacity of the optics", Minimum = "0.01 J/K", Maximum = "100 J/K", Source = "engineering default")]
    public HeatCapacity OpticsCapacity { get; init; } = HeatCapacity.FromJoulesPerKelvin(4);

    /// <summary>Conductance from the optics to the case.</summary>
    [Parameter("conductance from optics to case", Minimum = "0.01 W/K", Maximum = "100 W/K", Source = "gap pad: about 8 K at 4.5 W, engineering default")]
    [Spread(Part = "6 %", Source = "gap pads, engineering default")]
    public ThermalConductance OpticsConductance { get; init; } = ThermalConductance.FromWattsPerKelvin(0.6);

    /// <summary>Conductance from the case to its contact face; the contact itself belongs to the cage.</summary>
    [Parameter("conductance from case to contact face", Minimum = "0.1 W/K", Maximum = "1000 W/K", Source = "2 mm of zinc alloy (110 W/mK) over 12 cm2 with spreading, engineering default")]
    public ThermalConductance CaseConductance { get; init; } = ThermalConductance.FromWattsPerKelvin(20);

    /// <summary>Case temperature at which a warning is raised.</summary>
    [Parameter("warning temperature of the case", Minimum = "0 degC", Maximum = "120 degC", Source = "commercial case limit 70 degC (thermal parameters, pluggable modules)")]
    public Temperature CaseWarning { get; init; } = Temperature.FromCelsius(70);

    /// <summary>Case temperature at which an alarm is raised.</summary>
    [Parameter("alarm temperature of the case", Minimum = "0 degC", Maximum = "120 degC", Source = "5 K above the warning is usual")]
    public Temperature CaseAlarm { get; init; } = Temperature.FromCelsius(75);

    /// <summary>Case temperature at which the module switches itself off until it is reset.</summary>
    [Parameter("shut-down temperature of the case", Minimum = "0 degC", Maximum = "120 degC", Source = "modules with cases past 80 degC kept running (thermal parameters, pluggable modules): 85 degC, engineering default")]
    public Temperature CaseShutdown { get; init; } = Temperature.FromCelsius(85);
}
