using Twin.Units;

namespace Twin.Contracts;

/// <summary>A thermoelectric module: what it pumps, loses and conducts.</summary>
/// <remarks>
/// <c>Q_cold = alpha I T_cold - I^2 R / 2 - K dT</c>, <c>Q_hot = alpha I T_hot + I^2 R / 2 - K dT</c>, power <c>alpha I dT + I^2 R</c>, dT from cold to hot; D. M. Rowe (ed.), CRC Handbook
/// of Thermoelectrics, ch. 2. The figures are those of the whole module and do not change with temperature.
/// </remarks>
/// <param name="Seebeck">Seebeck coefficient alpha, greater than zero.</param>
/// <param name="Resistance">Electrical resistance R, greater than zero.</param>
/// <param name="Conductance">Thermal conductance K between the faces without current, greater than zero.</param>
public sealed record HeatPumpOptions(SeebeckCoefficient Seebeck, Resistance Resistance, ThermalConductance Conductance)
{
    /// <summary>Makes it from the figures of a data sheet.</summary>
    /// <remarks>The current of the greatest difference is <c>alpha T_cold / R</c> there, which with the two figures gives all three properties.</remarks>
    /// <param name="maximumHeat">Heat from the cold face without a difference (Qmax).</param>
    /// <param name="maximumDifference">Difference without heat (dTmax).</param>
    /// <param name="maximumCurrent">Current of both (Imax).</param>
    /// <param name="hotSide">Temperature of the hot face at which they hold; more than <paramref name="maximumDifference"/> above absolute zero.</param>
    public static HeatPumpOptions FromRating(Power maximumHeat, TemperatureDifference maximumDifference, Current maximumCurrent, Temperature hotSide)
    {
        double hotK = hotSide.Kelvin;
        double coldK = hotK - maximumDifference.Kelvin;
        double currentA = maximumCurrent.Amperes;
        double seebeck = 2 * maximumHeat.Watts / (currentA * (hotK + maximumDifference.Kelvin));
        return new HeatPumpOptions(
            SeebeckCoefficient.FromSi(seebeck),
            Resistance.FromSi(seebeck * coldK / currentA),
            ThermalConductance.FromSi(seebeck * currentA * coldK / (2 * maximumDifference.Kelvin)));
    }
}
