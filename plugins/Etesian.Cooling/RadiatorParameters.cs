using Twin.Contracts;
using Twin.Units;

namespace Etesian.Cooling;

/// <summary>Datasheet values of a finned-tube radiator between a coolant loop and air: cross-flow, neither mixed.</summary>
public sealed record RadiatorParameters : ExchangerParameters
{
    /// <summary>Conductance from wall to air at the rated flow of the air, fins included.</summary>
    [Parameter("conductance from wall to air at its rated flow", Minimum = "0.1 W/K", Maximum = "100000 W/K", Source = "3 m2 of fins at 50 W/m2K with 80 % efficiency: two rack units wide, 40 mm deep; engineering default")]
    [Spread(Part = "4 %", Source = "engineering default")]
    public ThermalConductance AirConductance { get; init; } = ThermalConductance.FromWattsPerKelvin(120);

    /// <summary>Exponent of that conductance over flow.</summary>
    [Parameter("exponent of the air's conductance over flow", Minimum = "0", Maximum = "1", Source = "about 0.5 in laminar developing flow, Incropera ch. 8")]
    public double AirExponent { get; init; } = 0.5;

    /// <summary>Rated flow of the air.</summary>
    [Parameter("rated flow of the air", Minimum = "1e-5 m3/s", Maximum = "10 m3/s", Source = "0.12 CFM/W for 1.3 kW (thermal parameters, switch system)")]
    public VolumeFlow AirFlow { get; init; } = VolumeFlow.FromCubicFeetPerMinute(160);

    /// <summary>Pressure drop of the air at its rated flow.</summary>
    [Parameter("pressure drop of the air at its rated flow", Minimum = "0.1 Pa", Maximum = "10 kPa", Source = "engineering default")]
    public Pressure AirDrop { get; init; } = Pressure.FromPascals(80);

    /// <summary>Share of that drop that goes with the flow rather than its square.</summary>
    [Parameter("laminar share of the air's rated drop", Minimum = "0", Maximum = "1", Source = "narrow fins: mostly laminar, engineering default")]
    public double AirLaminarShare { get; init; } = 0.6;

    internal FluidExchangerData ToData() => new(
        "air", FlowMedium.Air, CoolantResistance, FlowResistance.FromRatedPoint(AirDrop, AirFlow, AirLaminarShare), CoolantFilm,
        new ExchangeOptions(AirConductance, AirFlow, AirExponent, ThermalConductance.Zero), ExchangerArrangement.CrossFlow);
}
