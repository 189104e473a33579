using Twin.Contracts;
using Twin.Units;

namespace Fulmen.Power;

/// <summary>Datasheet values of a voltage regulator. The defaults feed the core of a switch chip: 54 V to 0.75 V, 600 W.</summary>
public sealed record RegulatorParameters : IConverterParameters
{
    /// <summary>Voltage of the bus it is made for.</summary>
    [Parameter("nominal input voltage", Minimum = "1 V", Maximum = "75 V", Source = "54 V bus; 12 V where an intermediate bus converter is in front")]
    public Voltage InputVoltage { get; init; } = Voltage.FromVolts(54);

    /// <summary>Output voltage without load.</summary>
    [Parameter("output voltage without load", Minimum = "0.3 V", Maximum = "60 V", Source = "core rail of a 5 nm switch chip: 0.75 V")]
    [Spread(Part = "0.2 %", Source = "reference accuracy, engineering default")]
    public Voltage OutputVoltage { get; init; } = Voltage.FromVolts(0.75);

    /// <summary>Rated output.</summary>
    [Parameter("rated output", Minimum = "1 W", Maximum = "10 kW", Source = "500 W chip (TechInsights on Tomahawk 5) with a fifth in reserve")]
    public Twin.Units.Power Rated { get; init; } = Twin.Units.Power.FromWatts(600);

    /// <summary>Measured efficiency; the loss curve is fitted through these points. Includes controller and gate drive.</summary>
    [Parameter("efficiency over load", Source = "bus to core, 88-92 % at load (electrical facts, power conversion: model values)")]
    public IReadOnlyList<EfficiencyPoint> Efficiency { get; init; } =
        [EfficiencyPoint.At(10, 84), EfficiencyPoint.At(25, 90), EfficiencyPoint.At(50, 92), EfficiencyPoint.At(75, 91), EfficiencyPoint.At(100, 89)];

    /// <summary>Fall of the output voltage from no load to rated load.</summary>
    [Parameter("load line: fall at rated output, share of the output voltage", Minimum = "0 %", Maximum = "15 %", Source = "core rail regulated within 3 % (electrical facts, power conversion)")]
    public Ratio LoadLine { get; init; } = Ratio.FromPercent(3);

    /// <summary>Noise of the output at rated output, rms.</summary>
    [Parameter("output noise at rated output, rms, share of the output voltage", Minimum = "0 %", Maximum = "5 %", Source = "1 % peak to peak is usual for core rails: 0.3 % rms")]
    public Ratio Ripple { get; init; } = Ratio.FromPercent(0.3);

    /// <summary>Overload at which it switches off and stays off until reset.</summary>
    [Parameter("overload trip, share of the rated output", Minimum = "1.02", Maximum = "2", Source = "1.3 is usual for multiphase regulators")]
    public double TripAbove { get; init; } = 1.3;

    /// <summary>Heat capacity of power stages, inductors and the board under them.</summary>
    [Parameter("heat capacity of the body", Minimum = "0.1 J/K", Maximum = "1 kJ/K", Source = "16 phases of 5 g at 0.8 J/gK, engineering default")]
    public HeatCapacity BodyCapacity { get; init; } = HeatCapacity.FromJoulesPerKelvin(64);

    /// <summary>Conductance from the body to the mount.</summary>
    [Parameter("conductance from body to case", Minimum = "0.01 W/K", Maximum = "1000 W/K", Source = "8 K/W for each of 16 power stages into board and gap pad, engineering default")]
    public ThermalConductance CaseConductance { get; init; } = ThermalConductance.FromWattsPerKelvin(2);

    /// <summary>Body temperature at which a warning is raised.</summary>
    [Parameter("warning temperature of the body", Minimum = "0 degC", Maximum = "175 degC", Source = "power stages rated 125 degC, engineering default")]
    public Temperature Warning { get; init; } = Temperature.FromCelsius(110);

    /// <summary>Body temperature at which it must be relieved.</summary>
    [Parameter("critical temperature of the body", Minimum = "0 degC", Maximum = "175 degC", Source = "power stages rated 125 degC, engineering default")]
    public Temperature Critical { get; init; } = Temperature.FromCelsius(120);

    /// <summary>Body temperature at which it switches itself off; it comes back 15 K below.</summary>
    [Parameter("shut-down temperature of the body", Minimum = "0 degC", Maximum = "175 degC", Source = "power stages rated 125 degC, with margin, engineering default")]
    public Temperature Shutdown { get; init; } = Temperature.FromCelsius(135);
}
