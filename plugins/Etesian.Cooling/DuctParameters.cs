using Twin.Contracts;
using Twin.Units;

namespace Etesian.Cooling;

/// <summary>Datasheet values of a stretch of air path along boards, supplies and frames.</summary>
public sealed record DuctParameters
{
    /// <summary>Heat capacity of the surfaces.</summary>
    [Parameter("heat capacity of the surfaces", Minimum = "0.5 J/K", Maximum = "100 kJ/K", Source = "0.6 kg of sheet metal and board at 0.8 J/gK, engineering default")]
    public HeatCapacity WallCapacity { get; init; } = HeatCapacity.FromJoulesPerKelvin(500);

    /// <summary>Conductance from the mount to the surfaces.</summary>
    [Parameter("conductance from mount to surfaces", Minimum = "0.05 W/K", Maximum = "10000 W/K", Source = "the parts themselves are the surfaces: hardly a resistance, engineering default")]
    public ThermalConductance MountConductance { get; init; } = ThermalConductance.FromWattsPerKelvin(100);

    /// <summary>Conductance from surfaces to air at the rated flow.</summary>
    [Parameter("conductance from surfaces to air at the rated flow", Minimum = "0.01 W/K", Maximum = "10000 W/K", Source = "0.5 m2 of board at 25 W/m2K and 3 m/s, flat plate, Incropera ch. 7")]
    public ThermalConductance Conductance { get; init; } = ThermalConductance.FromWattsPerKelvin(12.5);

    /// <summary>Exponent of that conductance over flow.</summary>
    [Parameter("exponent of the conductance over flow", Minimum = "0", Maximum = "1", Source = "0.8 in turbulent flow, Incropera ch. 8")]
    public double Exponent { get; init; } = 0.8;

    /// <summary>Conductance that remains without flow.</summary>
    [Parameter("conductance without flow", Minimum = "0 W/K", Maximum = "1000 W/K", Source = "0.5 m2 at 4 W/m2K of free convection")]
    public ThermalConductance StillConductance { get; init; } = ThermalConductance.FromWattsPerKelvin(2);

    /// <summary>Flow at which drop and conductance are given.</summary>
    [Parameter("rated flow", Minimum = "1e-6 m3/s", Maximum = "10 m3/s", Source = "two-rack-unit switch, engineering default")]
    public VolumeFlow RatedFlow { get; init; } = VolumeFlow.FromCubicFeetPerMinute(160);

    /// <summary>Pressure drop at the rated flow.</summary>
    [Parameter("pressure drop at the rated flow", Minimum = "0.01 Pa", Maximum = "10 kPa", Source = "open path of 400 x 60 mm with two turns at 3 m/s, engineering default")]
    public Pressure RatedDrop { get; init; } = Pressure.FromPascals(15);

    /// <summary>Share of the drop at the rated flow that goes with the flow rather than its square.</summary>
    [Parameter("laminar share of the rated drop", Minimum = "0", Maximum = "1", Source = "turbulent")]
    public double LaminarShare { get; init; }
}
