using Twin.Contracts;
using Twin.Units;

namespace Fulmen.Power;

/// <summary>Datasheet values of a power supply. The defaults are a 3,000 W Titanium supply with a 54 V bus.</summary>
public sealed record PowerSupplyParameters : IConverterParameters
{
    /// <summary>Voltage at the inlet.</summary>
    [Parameter("voltage at the inlet", Minimum = "12 V", Maximum = "480 V", Source = "80 PLUS internal redundant programme: 230 V")]
    public Voltage InputVoltage { get; init; } = Voltage.FromVolts(230);

    /// <summary>Voltage of the bus without load: 54 V or 12 V.</summary>
    [Parameter("bus voltage without load", Minimum = "5 V", Maximum = "60 V", Source = "54 V bus of current switch systems; 12 V in older ones")]
    [Spread(Part = "0.05 %", Source = "set-point accuracy after trimming, engineering default; it unbalances parallel supplies")]
    public Voltage OutputVoltage { get; init; } = Voltage.FromVolts(54);

    /// <summary>Rated output.</summary>
    [Parameter("rated output", Minimum = "50 W", Maximum = "20 kW", Source = "2 x 3,000 W in a 51.2T switch (Edgecore AIS800-64D)")]
    public Twin.Units.Power Rated { get; init; } = Twin.Units.Power.FromWatts(3000);

    /// <summary>Measured efficiency; the loss curve is fitted through these points. Includes the supply's own electronics and fan.</summary>
    [Parameter("efficiency over load", Source = "above the 80 PLUS Titanium minima (230 V internal redundant: 90, 94, 96, 91 % at 10, 20, 50, 100 %); those four points themselves lie on no curve with losses of zero or more, so the default is a typical supply above them")]
    public IReadOnlyList<EfficiencyPoint> Efficiency { get; init; } =
        [EfficiencyPoint.At(10, 92.5), EfficiencyPoint.At(20, 95.3), EfficiencyPoint.At(50, 96.2), EfficiencyPoint.At(100, 94.6)];

    /// <summary>Fall of the bus voltage from no load to rated load, by which parallel supplies share.</summary>
    [Parameter("droop at rated output, share of the bus voltage", Minimum = "0.1 %", Maximum = "10 %", Source = "droop sharing, engineering default")]
    public Ratio Droop { get; init; } = Ratio.FromPercent(1);

    /// <summary>Noise of the bus at rated output, rms.</summary>
    [Parameter("bus noise at rated output, rms, share of the bus voltage", Minimum = "0 %", Maximum = "2 %", Source = "1 % peak to peak is usual: 0.3 % rms")]
    public Ratio Ripple { get; init; } = Ratio.FromPercent(0.3);

    /// <summary>Overload at which it switches off and stays off until reset.</summary>
    [Parameter("overload trip, share of the rated output", Minimum = "1.02", Maximum = "2", Source = "1.2 is usual")]
    public double TripAbove { get; init; } = 1.2;

    /// <summary>Heat capacity of the body.</summary>
    [Parameter("heat capacity of the body", Minimum = "10 J/K", Maximum = "10 kJ/K", Source = "1.0 kg of mixed metals and boards at 0.7 J/gK, engineering default")]
    public HeatCapacity BodyCapacity { get; init; } = HeatCapacity.FromJoulesPerKelvin(700);

    /// <summary>Conductance from the body to the mount.</summary>
    [Parameter("conductance from body to case", Minimum = "0.1 W/K", Maximum = "1000 W/K", Source = "own fan through the supply: about 10 K between losses and case at 3,000 W, engineering default")]
    public ThermalConductance CaseConductance { get; init; } = ThermalConductance.FromWattsPerKelvin(25);

    /// <summary>Body temperature at which a warning is raised.</summary>
    [Parameter("warning temperature of the body", Minimum = "0 degC", Maximum = "150 degC", Source = "engineering default")]
    public Temperature Warning { get; init; } = Temperature.FromCelsius(85);

    /// <summary>Body temperature at which it must be relieved.</summary>
    [Parameter("critical temperature of the body", Minimum = "0 degC", Maximum = "150 degC", Source = "engineering default")]
    public Temperature Critical { get; init; } = Temperature.FromCelsius(95);

    /// <summary>Body temperature at which it switches itself off; it comes back 15 K below.</summary>
    [Parameter("shut-down temperature of the body", Minimum = "0 degC", Maximum = "150 degC", Source = "engineering default")]
    public Temperature Shutdown { get; init; } = Temperature.FromCelsius(105);

    /// <summary>Time from contact to power when it is inserted.</summary>
    [Parameter("time from contact to power", Minimum = "0 s", Maximum = "60 s", Source = "inlet soft start, engineering default")]
    public Duration Insertion { get; init; } = Duration.FromSeconds(2);
}
