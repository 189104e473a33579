using MathNet.Numerics;
using Twin.Contracts;
using Twin.Units;

namespace Etesian.Cooling;

/// <summary>Conductance of an array of straight rectangular fins from its geometry.</summary>
/// <remarks>
/// Formula A5: <c>m = sqrt(2 h / (k t))</c>, corrected length <c>Lc = H + t / 2</c>, efficiency <c>eta = tanh(m Lc) / (m Lc)</c>; then
/// <c>UA = h (eta A_fins + A_base)</c> (Incropera and DeWitt, Fundamentals of Heat and Mass Transfer, 3.6.3 and 3.6.5). The film coefficient follows the flow as
/// <c>h = h_ref (Q / Q_ref)^n</c>; because a fin gets less efficient as h grows, UA rises more slowly than that. The contract takes a power law, so UA is computed over
/// the range of flows and its exponent fitted.
/// </remarks>
/// <param name="Count">Number of fins.</param>
/// <param name="Height">Height over the base.</param>
/// <param name="Thickness">Thickness of a fin.</param>
/// <param name="Length">Length along the flow.</param>
/// <param name="BaseWidth">Width of the base across the flow.</param>
/// <param name="Conductivity">Conductivity of the fin material.</param>
internal readonly record struct FinArray(int Count, Length Height, Length Thickness, Length Length, Length BaseWidth, ThermalConductivity Conductivity)
{
    /// <summary>Wetted area of the fins, both faces and the tip.</summary>
    internal Area FinArea => Count * (2 * CorrectedLength * Length);

    /// <summary>Area of the base between the fins.</summary>
    internal Area OpenBaseArea => (BaseWidth - (Count * Thickness)) * Length;

    private Length CorrectedLength => Height + (Thickness / 2);

    /// <summary>Efficiency of a fin at a film coefficient.</summary>
    internal double Efficiency(HeatTransferCoefficient film)
    {
        double m = Math.Sqrt(2 * film.Si / (Conductivity.Si * Thickness.Si));
        return Math.Tanh(m * CorrectedLength.Si) / (m * CorrectedLength.Si);
    }

    /// <summary>Conductance from base to air at a film coefficient.</summary>
    internal ThermalConductance Conductance(HeatTransferCoefficient film) => film * ((Efficiency(film) * FinArea) + OpenBaseArea);

    /// <summary>Conductance over flow as the contract takes it.</summary>
    /// <param name="film">Film coefficient at the reference flow.</param>
    /// <param name="reference">The reference flow.</param>
    /// <param name="exponent">Exponent of the film coefficient over flow.</param>
    /// <param name="still">Film coefficient that remains without flow.</param>
    internal ExchangeOptions ToExchange(HeatTransferCoefficient film, VolumeFlow reference, double exponent, HeatTransferCoefficient still)
    {
        // From a fifth of the reference flow (fans at their lowest) to half above it.
        const int Points = 14;
        double[] ratios = new double[Points];
        double[] conductances = new double[Points];
        for (int i = 0; i < Points; i++)
        {
            ratios[i] = 0.2 + (0.1 * i);
            conductances[i] = Conductance(film * Math.Pow(ratios[i], exponent)).WattsPerKelvin;
        }

        (double atReference, double fitted) = Fit.Power(ratios, conductances);
        return new ExchangeOptions(ThermalConductance.FromWattsPerKelvin(atReference), reference, fitted, Conductance(still));
    }
}
