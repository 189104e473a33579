using Twin.Contracts;
using Twin.Units;

namespace Etesian.Cooling;

/// <summary>Datasheet values of a module cage with a riding heat sink.</summary>
public sealed record CageParameters
{
    /// <summary>Conductance of the dry contact between module and heat sink.</summary>
    [Parameter("contact conductance between module and riding heat sink", Minimum = "0.05 W/K", Maximum = "100 W/K", Source = "dry contact of about 0.4 K/W under spring load, engineering default")]
    [Spread(Part = "8 %", Source = "dry contacts differ with flatness and wear, engineering default")]
    public ThermalConductance ContactConductance { get; init; } = ThermalConductance.FromWattsPerKelvin(2.5);

    /// <summary>Heat capacity of the heat sink.</summary>
    [Parameter("heat capacity of the heat sink", Minimum = "0.5 J/K", Maximum = "1 kJ/K", Source = "40 g of aluminium at 0.9 J/gK")]
    public HeatCapacity SinkCapacity { get; init; } = HeatCapacity.FromJoulesPerKelvin(36);

    /// <summary>Conductance from heat sink to air at the rated flow.</summary>
    [Parameter("conductance from heat sink to air at the rated flow", Minimum = "0.05 W/K", Maximum = "100 W/K", Source = "zipper fins on a 60 x 20 mm sink: 0.024 m2 at 60 W/m2K, engineering default")]
    public ThermalConductance Conductance { get; init; } = ThermalConductance.FromWattsPerKelvin(1.4);

    /// <summary>Exponent of that conductance over flow.</summary>
    [Parameter("exponent of the conductance over flow", Minimum = "0", Maximum = "1", Source = "about 0.5 in laminar developing flow, Incropera ch. 8")]
    public double Exponent { get; init; } = 0.5;

    /// <summary>Conductance that remains without flow.</summary>
    [Parameter("conductance without flow", Minimum = "0 W/K", Maximum = "10 W/K", Source = "0.024 m2 at 5 W/m2K of free convection")]
    public ThermalConductance StillConductance { get; init; } = ThermalConductance.FromWattsPerKelvin(0.12);

    /// <summary>Flow at which drop and conductance are given.</summary>
    [Parameter("rated flow", Minimum = "1e-6 m3/s", Maximum = "0.1 m3/s", Source = "64 cages share 190 CFM: 0.1 CFM/W of a 1,900 W system (thermal parameters, switch system)")]
    public VolumeFlow RatedFlow { get; init; } = VolumeFlow.FromCubicFeetPerMinute(3);

    /// <summary>Pressure drop at the rated flow.</summary>
    [Parameter("pressure drop at the rated flow", Minimum = "0.1 Pa", Maximum = "10 kPa", Source = "face plate openings and belly-to-belly cages, engineering default")]
    public Pressure RatedDrop { get; init; } = Pressure.FromPascals(120);

    /// <summary>Share of the drop at the rated flow that goes with the flow rather than its square.</summary>
    [Parameter("laminar share of the rated drop", Minimum = "0", Maximum = "1", Source = "mostly openings: 0.3, engineering default")]
    public double LaminarShare { get; init; } = 0.3;
}
