using Twin.Contracts;
using Twin.Units;

namespace Etesian.Cooling;

/// <summary>Datasheet values of a cold plate. The defaults are a micro-channel plate on a package of 600 to 1,000 W.</summary>
public sealed record ColdPlateParameters
{
    /// <summary>Heat capacity of the plate with the coolant in it.</summary>
    [Parameter("heat capacity of the plate, coolant included", Minimum = "1 J/K", Maximum = "100 kJ/K", Source = "75 x 75 x 8 mm, half copper (3.45 MJ/m3K) and half coolant (4.1 MJ/m3K): 45 cm3")]
    public HeatCapacity PlateCapacity { get; init; } = HeatCapacity.FromJoulesPerKelvin(170);

    /// <summary>Conductance from the mount through the base.</summary>
    [Parameter("conductance of the base", Minimum = "0.1 W/K", Maximum = "100000 W/K", Source = "3 mm of copper over 75 x 75 mm: 390 W/mK x A / t")]
    public ThermalConductance BaseConductance { get; init; } = ThermalConductance.FromWattsPerKelvin(730);

    /// <summary>Conductance from plate to coolant at the rated flow.</summary>
    [Parameter("conductance from plate to coolant at the rated flow", Minimum = "0.1 W/K", Maximum = "10000 W/K", Source = "formula A8: 83.333 W/K at 2 L/min, 0.016 K/W from base to inlet; micro-channel plates typically 0.015-0.035 K/W")]
    [Spread(Part = "4 %", Source = "engineering default")]
    public ThermalConductance Conductance { get; init; } = ThermalConductance.FromWattsPerKelvin(83.333);

    /// <summary>Exponent of that conductance over flow.</summary>
    [Parameter("exponent of the conductance over flow", Minimum = "0", Maximum = "1", Source = "thermally developing laminar flow, Leveque: 1/3; Incropera ch. 8")]
    public double Exponent { get; init; } = 1.0 / 3;

    /// <summary>Conductance that remains without flow.</summary>
    [Parameter("conductance without flow", Minimum = "0 W/K", Maximum = "1000 W/K", Source = "conduction into standing coolant, engineering default")]
    public ThermalConductance StillConductance { get; init; } = ThermalConductance.FromWattsPerKelvin(2);

    /// <summary>Flow at which drop and conductance are given.</summary>
    [Parameter("rated flow", Minimum = "1e-7 m3/s", Maximum = "0.01 m3/s", Source = "formula A8")]
    public VolumeFlow RatedFlow { get; init; } = VolumeFlow.FromLitersPerMinute(2);

    /// <summary>Pressure drop at the rated flow.</summary>
    [Parameter("pressure drop at the rated flow", Minimum = "1 Pa", Maximum = "1000 kPa", Source = "a quarter of the 10 psi of one loop at 4.3 L/min, engineering default")]
    public Pressure RatedDrop { get; init; } = Pressure.FromKilopascals(18);

    /// <summary>Share of the drop at the rated flow that goes with the flow rather than its square.</summary>
    [Parameter("laminar share of the rated drop", Minimum = "0", Maximum = "1", Source = "laminar channels, turbulent manifolds and couplings: half each, engineering default")]
    public double LaminarShare { get; init; } = 0.5;
}
