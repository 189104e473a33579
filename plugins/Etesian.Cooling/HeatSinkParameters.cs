using Twin.Contracts;
using Twin.Units;

namespace Etesian.Cooling;

/// <summary>Geometry of an air heat sink with straight fins. The defaults sit on a 450-500 W switch chip in two rack units.</summary>
public sealed record HeatSinkParameters
{
    /// <summary>Width of the base across the flow.</summary>
    [Parameter("width of the base across the flow", Minimum = "5 mm", Maximum = "1 m", Source = "two-rack-unit switch, engineering default")]
    public Length BaseWidth { get; init; } = Length.FromMillimeters(130);

    /// <summary>Length of base and fins along the flow.</summary>
    [Parameter("length along the flow", Minimum = "5 mm", Maximum = "1 m", Source = "two-rack-unit switch, engineering default")]
    public Length BaseLength { get; init; } = Length.FromMillimeters(150);

    /// <summary>Thickness of the base.</summary>
    [Parameter("thickness of the base", Minimum = "0.5 mm", Maximum = "50 mm", Source = "vapour chamber base, engineering default")]
    public Length BaseThickness { get; init; } = Length.FromMillimeters(6);

    /// <summary>Number of fins.</summary>
    [Parameter("number of fins", Minimum = "1", Maximum = "1000", Source = "2 mm pitch")]
    public int Fins { get; init; } = 65;

    /// <summary>Height of the fins over the base.</summary>
    [Parameter("height of the fins", Minimum = "1 mm", Maximum = "300 mm", Source = "two-rack-unit switch, engineering default")]
    public Length FinHeight { get; init; } = Length.FromMillimeters(45);

    /// <summary>Thickness of a fin.</summary>
    [Parameter("thickness of a fin", Minimum = "0.05 mm", Maximum = "10 mm", Source = "fin of formula A5")]
    public Length FinThickness { get; init; } = Length.FromMillimeters(0.4);

    /// <summary>Conductivity of the fins.</summary>
    [Parameter("conductivity of the fins", Minimum = "1 W/mK", Maximum = "2000 W/mK", Source = "aluminium, fin of formula A5")]
    public ThermalConductivity FinConductivity { get; init; } = ThermalConductivity.FromWattsPerMeterKelvin(200);

    /// <summary>Heat capacity of base and fins for each volume.</summary>
    [Parameter("volumetric heat capacity of base and fins", Minimum = "0.5 MJ/m3K", Maximum = "5 MJ/m3K", Source = "aluminium: 2,700 kg/m3 x 897 J/kgK")]
    public VolumetricHeatCapacity Material { get; init; } = VolumetricHeatCapacity.FromMegajoulesPerCubicMeterKelvin(2.42);

    /// <summary>Film coefficient at the rated flow.</summary>
    [Parameter("film coefficient at the rated flow", Minimum = "1 W/m2K", Maximum = "10000 W/m2K", Source = "fin of formula A5: 60 W/m2K; laminar in a 1.6 mm gap, Nu 7.5-8")]
    [Spread(Part = "3 %", Source = "engineering default")]
    public HeatTransferCoefficient Film { get; init; } = HeatTransferCoefficient.FromWattsPerSquareMeterKelvin(60);

    /// <summary>Exponent of the film coefficient over flow.</summary>
    [Parameter("exponent of the film coefficient over flow", Minimum = "0", Maximum = "1", Source = "about 0.5 in laminar developing flow, Incropera ch. 8")]
    public double FilmExponent { get; init; } = 0.5;

    /// <summary>Film coefficient that remains without flow.</summary>
    [Parameter("film coefficient without flow", Minimum = "0 W/m2K", Maximum = "50 W/m2K", Source = "free convection in a narrow gap, Incropera ch. 9")]
    public HeatTransferCoefficient StillFilm { get; init; } = HeatTransferCoefficient.FromWattsPerSquareMeterKelvin(2);

    /// <summary>Flow at which pressure drop and film coefficient are given.</summary>
    [Parameter("rated flow", Minimum = "1e-5 m3/s", Maximum = "1 m3/s", Source = "0.12 CFM/W for 500 W (thermal parameters, switch system)")]
    public VolumeFlow RatedFlow { get; init; } = VolumeFlow.FromCubicFeetPerMinute(60);

    /// <summary>Pressure drop at the rated flow.</summary>
    [Parameter("pressure drop at the rated flow", Minimum = "0.1 Pa", Maximum = "10 kPa", Source = "laminar friction 24/Re over 150 mm of 1.6 mm gap at 6 m/s plus 1.5 heads: 110 Pa")]
    public Pressure RatedDrop { get; init; } = Pressure.FromPascals(110);

    /// <summary>Share of the drop at the rated flow that goes with the flow rather than its square.</summary>
    [Parameter("laminar share of the rated drop", Minimum = "0", Maximum = "1", Source = "from the same estimate: 80 of 110 Pa")]
    public double LaminarShare { get; init; } = 0.7;

    /// <summary>How the conductance of the base is found.</summary>
    [Parameter("kind of base: given takes base-conductance; solid and vapour-chamber compute it from the source and the base")]
    public BaseKind Base { get; init; }

    /// <summary>Width of what heats the base, across the flow.</summary>
    [Parameter("width of the heat source under the base", Minimum = "1 mm", Maximum = "1 m", Source = "27 mm die of the thermal reference")]
    public Length SourceWidth { get; init; } = Length.FromMillimeters(27);

    /// <summary>Length of what heats the base, along the flow.</summary>
    [Parameter("length of the heat source under the base", Minimum = "1 mm", Maximum = "1 m", Source = "27 mm die of the thermal reference")]
    public Length SourceLength { get; init; } = Length.FromMillimeters(27);

    /// <summary>Conductivity of a solid base.</summary>
    [Parameter("conductivity of a solid base", Minimum = "1 W/mK", Maximum = "2000 W/mK", Source = "copper, formula A6")]
    public ThermalConductivity BaseConductivity { get; init; } = ThermalConductivity.FromWattsPerMeterKelvin(390);

    /// <summary>Conductivity of a vapour chamber along it.</summary>
    [Parameter("conductivity along a vapour chamber", Minimum = "100 W/mK", Maximum = "100000 W/mK", Source = "more than ten times copper (thermal parameters, cooling hardware)")]
    public ThermalConductivity ChamberConductivity { get; init; } = ThermalConductivity.FromWattsPerMeterKelvin(5000);

    /// <summary>Conductivity of a vapour chamber through it.</summary>
    [Parameter("conductivity through a vapour chamber", Minimum = "1 W/mK", Maximum = "2000 W/mK", Source = "two wicks of 0.5 mm at 40 W/mK and copper walls over 6 mm, vapour without resistance: 6 / (2 x 0.5/40 + 2 x 1/390) W/mK = 200")]
    public ThermalConductivity ChamberThroughConductivity { get; init; } = ThermalConductivity.FromWattsPerMeterKelvin(200);

    /// <summary>Conductance from the mount through the base: spreading in the vapour chamber. Holds when the base is given.</summary>
    [Parameter("conductance of the base, spreading included", Minimum = "0.01 W/K", Maximum = "10000 W/K", Source = "vapour chamber under a 27 mm die: about 0.02 K/W, engineering default")]
    [Spread(Part = "5 %", Source = "engineering default")]
    public ThermalConductance BaseConductance { get; init; } = ThermalConductance.FromWattsPerKelvin(50);
}
