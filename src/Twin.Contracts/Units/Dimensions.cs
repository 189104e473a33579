using static Twin.Units.Unit;

namespace Twin.Units;

/// <summary>The dimensions that quantities have. Each is named as its quantity.</summary>
/// <remarks>The first unit of each is the usual one. Units that differ from another one by case alone (MW beside mW, Mohm beside mohm) are left out,
/// so that a slip is an error and not a factor of a billion. Hidden units are read, and written only where asked for.</remarks>
public static class Dimensions
{
    /// <summary>The dimension of <see cref="Units.Temperature"/>.</summary>
    public static Dimension Temperature { get; } = new("temperature", "degC", "Cel",
        Base("degC").Or("C"), Shifted("K", -273.15))
    {
        Minimum = -273.15,
    };

    /// <summary>The dimension of <see cref="Units.TemperatureDifference"/>.</summary>
    public static Dimension TemperatureDifference { get; } = new("temperature difference", "K", "K",
        Base("K"), Parts("mK", 1e3));

    /// <summary>The dimension of <see cref="Units.Power"/>.</summary>
    public static Dimension Power { get; } = new("power", "W", "W",
        Base("W"), Parts("mW", 1e3), Times("kW", 1e3), Parts("uW", 1e6), DecibelsAbove("dBm", 1e3));

    /// <summary>The dimension of <see cref="Units.Energy"/>.</summary>
    public static Dimension Energy { get; } = new("energy", "J", "J",
        Base("J"), Parts("mJ", 1e3), Times("kJ", 1e3), Parts("uJ", 1e6), Parts("nJ", 1e9), Parts("pJ", 1e12),
        Times("Wh", 3600).Hidden(), Times("kWh", 3.6e6).Hidden());

    /// <summary>The dimension of <see cref="Units.HeatCapacity"/>.</summary>
    public static Dimension HeatCapacity { get; } = new("heat capacity", "J/K", "J/K",
        Base("J/K"), Parts("mJ/K", 1e3), Times("kJ/K", 1e3), Parts("uJ/K", 1e6));

    /// <summary>The dimension of <see cref="Units.ThermalConductance"/>.</summary>
    public static Dimension ThermalConductance { get; } = new("thermal conductance", "W/K", "W/K",
        Base("W/K"), Parts("mW/K", 1e3), Parts("uW/K", 1e6));

    /// <summary>The dimension of <see cref="Units.ThermalResistance"/>.</summary>
    public static Dimension ThermalResistance { get; } = new("thermal resistance", "K/W", "K/W",
        Base("K/W").Or("degC/W", "C/W"), Parts("mK/W", 1e3), Times("K/mW", 1e3));

    /// <summary>The dimension of <see cref="Units.HeatTransferCoefficient"/>.</summary>
    public static Dimension HeatTransferCoefficient { get; } = new("heat transfer coefficient", "W/m2K", "W/(m2.K)",
        Base("W/m2K").Or("W/(m2 K)", "W/(m2.K)"));

    /// <summary>The dimension of <see cref="Units.ThermalConductivity"/>.</summary>
    public static Dimension ThermalConductivity { get; } = new("thermal conductivity", "W/mK", "W/(m.K)",
        Base("W/mK").Or("W/(m K)", "W/(m.K)"));

    /// <summary>The dimension of <see cref="Units.VolumetricHeatCapacity"/>.</summary>
    public static Dimension VolumetricHeatCapacity { get; } = new("volumetric heat capacity", "J/m3K", "J/(m3.K)",
        Base("J/m3K").Or("J/(m3 K)", "J/(m3.K)"), Times("kJ/m3K", 1e3), Times("MJ/m3K", 1e6));

    /// <summary>The dimension of <see cref="Units.SpecificHeat"/>.</summary>
    public static Dimension SpecificHeat { get; } = new("specific heat", "J/kgK", "J/(kg.K)",
        Base("J/kgK").Or("J/(kg K)", "J/(kg.K)"), Times("kJ/kgK", 1e3), Times("J/gK", 1e3).Hidden());

    /// <summary>The dimension of <see cref="Units.Density"/>.</summary>
    public static Dimension Density { get; } = new("density", "kg/m3", "kg/m3",
        Base("kg/m3"), Times("g/cm3", 1e3).Hidden());

    /// <summary>The dimension of <see cref="Units.Length"/>.</summary>
    public static Dimension Length { get; } = new("length", "m", "m",
        Base("m"), Parts("mm", 1e3), Parts("um", 1e6), Parts("nm", 1e9), Parts("cm", 1e2).Hidden(), Times("km", 1e3),
        Times("in", 0.0254).Hidden());

    /// <summary>The dimension of <see cref="Units.Area"/>.</summary>
    public static Dimension Area { get; } = new("area", "m2", "m2",
        Base("m2"), Parts("cm2", 1e4).Hidden(), Parts("mm2", 1e6), Parts("um2", 1e12));

    /// <summary>The dimension of <see cref="Units.Voltage"/>.</summary>
    public static Dimension Voltage { get; } = new("voltage", "V", "V",
        Base("V"), Parts("mV", 1e3), Parts("uV", 1e6), Times("kV", 1e3));

    /// <summary>The dimension of <see cref="Units.Current"/>.</summary>
    public static Dimension Current { get; } = new("current", "A", "A",
        Base("A"), Parts("mA", 1e3), Parts("uA", 1e6), Parts("nA", 1e9));

    /// <summary>The dimension of <see cref="Units.Resistance"/>.</summary>
    public static Dimension Resistance { get; } = new("resistance", "ohm", "Ohm",
        Base("ohm"), Parts("mohm", 1e3), Parts("uohm", 1e6), Times("kohm", 1e3));

    /// <summary>The dimension of <see cref="Units.Capacitance"/>.</summary>
    public static Dimension Capacitance { get; } = new("capacitance", "F", "F",
        Base("F"), Parts("mF", 1e3), Parts("uF", 1e6), Parts("nF", 1e9), Parts("pF", 1e12), Parts("fF", 1e15));

    /// <summary>The dimension of <see cref="Units.Frequency"/>.</summary>
    public static Dimension Frequency { get; } = new("frequency", "Hz", "Hz",
        Base("Hz"), Times("kHz", 1e3), Times("MHz", 1e6), Times("GHz", 1e9), Times("THz", 1e12));

    /// <summary>The dimension of <see cref="Units.SymbolRate"/>.</summary>
    public static Dimension SymbolRate { get; } = new("symbol rate", "Bd", "Bd",
        Times("GBd", 1e9), Times("MBd", 1e6), Base("Bd"));

    /// <summary>The dimension of <see cref="Units.BitRate"/>.</summary>
    public static Dimension BitRate { get; } = new("bit rate", "bit/s", "bit/s",
        Times("Gb/s", 1e9).Or("Gbit/s"), Times("Tb/s", 1e12).Or("Tbit/s"), Times("Mb/s", 1e6).Or("Mbit/s"),
        Times("kb/s", 1e3).Or("kbit/s"), Base("bit/s").Or("b/s"));

    /// <summary>The dimension of <see cref="Units.Wavelength"/>.</summary>
    public static Dimension Wavelength { get; } = new("wavelength", "m", "m",
        Parts("nm", 1e9), Parts("pm", 1e12), Parts("um", 1e6).Hidden(), Base("m").Hidden());

    /// <summary>The dimension of <see cref="Units.Duration"/>.</summary>
    public static Dimension Duration { get; } = new("duration", "s", "s",
        Base("s"), Parts("ms", 1e3), Parts("us", 1e6), Parts("ns", 1e9), Times("min", 60).Hidden(), Times("h", 3600).Hidden())
    {
        Minimum = -9.2e9,
        Maximum = 9.2e9,
    };

    /// <summary>The dimension of <see cref="Units.VolumeFlow"/>.</summary>
    public static Dimension VolumeFlow { get; } = new("volume flow", "m3/s", "m3/s",
        Parts("L/min", 60e3), Parts("mL/min", 60e6), Fraction("CFM", 0.028316846592, 60).Hidden(), Parts("m3/h", 3600).Hidden(),
        Base("m3/s").Hidden());

    /// <summary>The dimension of <see cref="Units.Pressure"/>.</summary>
    public static Dimension Pressure { get; } = new("pressure", "Pa", "Pa",
        Base("Pa"), Times("kPa", 1e3), Times("bar", 1e5).Hidden(), Times("mbar", 1e2).Hidden(),
        Times("psi", 6894.757293168361).Hidden(), Times("inH2O", 249.08891).Hidden());

    /// <summary>The dimension of <see cref="Units.RotationalSpeed"/>.</summary>
    public static Dimension RotationalSpeed { get; } = new("rotational speed", "rev/s", "{revolution}/s",
        Parts("rpm", 60), Base("rev/s").Hidden());

    /// <summary>The dimension of <see cref="Units.Responsivity"/>.</summary>
    public static Dimension Responsivity { get; } = new("responsivity", "A/W", "A/W",
        Base("A/W").Or("mA/mW"), Parts("mA/W", 1e3).Hidden());

    /// <summary>The dimension of <see cref="Units.SlopeEfficiency"/>.</summary>
    public static Dimension SlopeEfficiency { get; } = new("slope efficiency", "W/A", "W/A",
        Base("W/A").Or("mW/mA"));

    /// <summary>The dimension of <see cref="Units.SeebeckCoefficient"/>.</summary>
    public static Dimension SeebeckCoefficient { get; } = new("Seebeck coefficient", "V/K", "V/K",
        Parts("mV/K", 1e3), Parts("uV/K", 1e6), Base("V/K").Hidden());

    /// <summary>The dimension of <see cref="Units.Decibels"/>.</summary>
    public static Dimension Decibels { get; } = new("decibel ratio", "dB", "dB",
        Base("dB"));

    /// <summary>The dimension of <see cref="Units.RelativeIntensityNoise"/>.</summary>
    public static Dimension RelativeIntensityNoise { get; } = new("relative intensity noise", "dB/Hz", "dB/Hz",
        Base("dB/Hz"));

    /// <summary>The dimension of <see cref="Units.WavelengthDrift"/>.</summary>
    public static Dimension WavelengthDrift { get; } = new("wavelength drift", "m/K", "m/K",
        Parts("nm/K", 1e9).Or("nm/degC", "nm/C"), Parts("pm/K", 1e12).Or("pm/degC", "pm/C"), Base("m/K").Hidden());

    /// <summary>The dimension of <see cref="Units.TuningEfficiency"/>.</summary>
    public static Dimension TuningEfficiency { get; } = new("tuning efficiency", "m/W", "m/W",
        Parts("nm/mW", 1e6), Parts("pm/mW", 1e9), Parts("nm/W", 1e9).Hidden(), Base("m/W").Hidden());

    /// <summary>The dimension of <see cref="Units.NoiseCurrentDensity"/>.</summary>
    public static Dimension NoiseCurrentDensity { get; } = new("noise current density", "A/rtHz", "A{/rtHz}",
        Parts("pA/rtHz", 1e12), Parts("nA/rtHz", 1e9), Parts("uA/rtHz", 1e6), Base("A/rtHz"));

    /// <summary>The dimension of <see cref="Units.NoiseVoltageDensity"/>.</summary>
    public static Dimension NoiseVoltageDensity { get; } = new("noise voltage density", "V/rtHz", "V{/rtHz}",
        Parts("nV/rtHz", 1e9), Parts("uV/rtHz", 1e6), Base("V/rtHz"));

    /// <summary>The dimension of <see cref="Units.Attenuation"/>.</summary>
    public static Dimension Attenuation { get; } = new("attenuation", "dB/m", "dB/m",
        Base("dB/m"), Parts("dB/km", 1e3), Times("dB/cm", 1e2), Times("dB/mm", 1e3).Hidden(), Parts("dB/in", 0.0254).Hidden());

    /// <summary>The dimension of <see cref="Units.EnergyPerBit"/>.</summary>
    public static Dimension EnergyPerBit { get; } = new("energy per bit", "J/bit", "J/bit",
        Parts("pJ/bit", 1e12), Parts("fJ/bit", 1e15), Parts("nJ/bit", 1e9), Base("J/bit"));

    /// <summary>The dimension of <see cref="Units.Ratio"/>.</summary>
    public static Dimension Ratio { get; } = new("ratio", "", "1",
        Base(""), Parts("%", 1e2).Hidden(), Parts("ppm", 1e6).Hidden());

    /// <summary>Every dimension, in the order above.</summary>
    public static IReadOnlyList<Dimension> All { get; } =
    [
        Temperature, TemperatureDifference, Power, Energy,
        HeatCapacity, ThermalConductance, ThermalResistance, HeatTransferCoefficient,
        ThermalConductivity, VolumetricHeatCapacity, SpecificHeat, Density,
        Length, Area, Voltage, Current,
        Resistance, Capacitance, Frequency, SymbolRate,
        BitRate, Wavelength, Duration, VolumeFlow,
        Pressure, RotationalSpeed, Responsivity, SlopeEfficiency,
        SeebeckCoefficient, Decibels, RelativeIntensityNoise, WavelengthDrift, TuningEfficiency,
        NoiseCurrentDensity, NoiseVoltageDensity, Attenuation, EnergyPerBit,
        Ratio,
    ];
}
