using Twin.Contracts;
using Twin.Units;

namespace Acme.InPLaser;

/// <summary>Datasheet values of the cooler under the lasers. The defaults hold eight lasers of 100 mW at 45 degC up to a case of 70 degC.</summary>
public sealed record CoolerParameters
{
    private const string ModuleSet = "engineering default: one bismuth telluride module of 15 x 15 mm; Rowe (ed.), CRC Handbook of Thermoelectrics, ch. 49";

    /// <summary>Where the submount is held.</summary>
    [Parameter("temperature at which the submount is held", Minimum = "0 degC", Maximum = "90 degC", Live = true, Source = "engineering default: between cooled telecom lasers (25 degC) and hot cases")]
    public Temperature SetPoint { get; init; } = Temperature.FromCelsius(45);

    /// <summary>Greatest heat of the module.</summary>
    [Parameter("heat that the cooler pumps without a difference of temperature (Qmax)", Minimum = "0.5 W", Maximum = "200 W", Source = ModuleSet)]
    public Power MaximumHeat { get; init; } = Power.FromWatts(18);

    /// <summary>Greatest difference of the module.</summary>
    [Parameter("difference of temperature that the cooler reaches without heat (dTmax)", Minimum = "20 K", Maximum = "120 K", Source = ModuleSet)]
    public TemperatureDifference MaximumDifference { get; init; } = TemperatureDifference.FromKelvin(70);

    /// <summary>Current at both.</summary>
    [Parameter("current at both (Imax), which the driver does not exceed", Minimum = "0.2 A", Maximum = "30 A", Source = ModuleSet)]
    public Current MaximumCurrent { get; init; } = Current.FromAmperes(4);

    /// <summary>Hot side of the figures.</summary>
    [Parameter("hot side at which the figures of the cooler hold", Minimum = "0 degC", Maximum = "100 degC", Source = "data sheets give 27 or 50 degC")]
    public Temperature HotSide { get; init; } = Temperature.FromCelsius(50);

    /// <summary>Greatest current the other way.</summary>
    [Parameter("greatest heating current", Minimum = "0 A", Maximum = "30 A", Source = "engineering default: heating needs no more than a fraction of the cooling current")]
    public Current HeatingLimit { get; init; } = Current.FromAmperes(1);

    /// <summary>Error that asks for the greatest current.</summary>
    [Parameter("proportional band of the temperature control", Minimum = "1 K", Maximum = "100 K", Source = "engineering default: 0.3 A/K close the loop over a submount of 3 J/K in 1.3 s (7.3 W/A of the module)")]
    public TemperatureDifference Band { get; init; } = TemperatureDifference.FromKelvin(13);

    /// <summary>Integral time.</summary>
    [Parameter("integral time of the temperature control", Minimum = "0.1 s", Maximum = "100 s", Source = "engineering default: half as much again as the 1.3 s of the loop")]
    public Duration IntegralTime { get; init; } = Duration.FromSeconds(2);

    /// <summary>Efficiency of the driver.</summary>
    [Parameter("efficiency of the cooler's driver", Minimum = "0.3", Maximum = "1", Source = "engineering default for switched drivers")]
    public Ratio DriverEfficiency { get; init; } = Ratio.FromFraction(0.9);

    /// <summary>Heat capacity of the submount.</summary>
    [Parameter("heat capacity of the submount", Minimum = "0.1 J/K", Maximum = "100 J/K", Source = "1.2 cm3 of AlN, 2.4 MJ/m3K")]
    public HeatCapacity SubmountCapacity { get; init; } = HeatCapacity.FromJoulesPerKelvin(3);
}
