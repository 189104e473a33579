using Twin.Contracts;

namespace Etesian.Cooling;

/// <summary>Figures and names of a heat exchanger, as <see cref="FluidExchanger"/> needs them.</summary>
/// <param name="OtherName">Name of the flow element that is not the loop's.</param>
/// <param name="OtherMedium">What flows there.</param>
/// <param name="CoolantResistance">Pressure drop over flow in the loop.</param>
/// <param name="OtherResistance">The same on the other side.</param>
/// <param name="CoolantFilm">Conductance over flow in the loop.</param>
/// <param name="OtherFilm">The same on the other side.</param>
/// <param name="Arrangement">How the streams pass each other.</param>
internal sealed record FluidExchangerData(
    string OtherName,
    FlowMedium OtherMedium,
    FlowResistance CoolantResistance,
    FlowResistance OtherResistance,
    ExchangeOptions CoolantFilm,
    ExchangeOptions OtherFilm,
    ExchangerArrangement Arrangement);
