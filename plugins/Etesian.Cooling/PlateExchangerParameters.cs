using Twin.Contracts;
using Twin.Units;

namespace Etesian.Cooling;

/// <summary>Datasheet values of a plate exchanger between a coolant loop and facility water: counter-flow.</summary>
public sealed record PlateExchangerParameters : ExchangerParameters
{
    /// <summary>Conductance from wall to facility water at its rated flow.</summary>
    [Parameter("conductance from wall to facility water at its rated flow", Minimum = "0.1 W/K", Maximum = "100000 W/K", Source = "brazed plates, as the side of the loop")]
    [Spread(Part = "4 %", Source = "engineering default")]
    public ThermalConductance FacilityConductance { get; init; } = ThermalConductance.FromWattsPerKelvin(600);

    /// <summary>Exponent of that conductance over flow.</summary>
    [Parameter("exponent of the facility water's conductance over flow", Minimum = "0", Maximum = "1", Source = "0.8 in turbulent flow, Incropera ch. 8")]
    public double FacilityExponent { get; init; } = 0.8;

    /// <summary>Rated flow of the facility water.</summary>
    [Parameter("rated flow of the facility water", Minimum = "1e-7 m3/s", Maximum = "0.1 m3/s", Source = "engineering default")]
    public VolumeFlow FacilityFlow { get; init; } = VolumeFlow.FromLitersPerMinute(4);

    /// <summary>Pressure drop of the facility water at its rated flow.</summary>
    [Parameter("pressure drop of the facility water at its rated flow", Minimum = "1 Pa", Maximum = "1000 kPa", Source = "engineering default")]
    public Pressure FacilityDrop { get; init; } = Pressure.FromKilopascals(12);

    internal FluidExchangerData ToData() => new(
        "facility", FlowMedium.Coolant, CoolantResistance, FlowResistance.FromRatedPoint(FacilityDrop, FacilityFlow, 0.1), CoolantFilm,
        new ExchangeOptions(FacilityConductance, FacilityFlow, FacilityExponent, ThermalConductance.Zero), ExchangerArrangement.CounterFlow);
}
