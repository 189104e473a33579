using Twin.Units;

namespace Etesian.Cooling;

/// <summary>A plate that spreads the heat of a smaller, centred source, with one conductivity along it and another through it.</summary>
/// <remarks>
/// <para>
/// Stretching the thickness by sqrt(k_along / k_through) turns such a plate into one with the same conductivity, sqrt(k_along k_through), in all directions
/// (Carslaw and Jaeger, Conduction of Heat in Solids, 1.20; Muzychka, Culham, Yovanovich, J. Electronic Packaging 125 (2003) 178).
/// </para>
/// <para>
/// For that one the closed form of Lee, Song, Au, Moran (4th ASME/JSME Thermal Engineering Joint Conf., 1995), mean temperature of the source (formula A6):
/// <c>eps = a/b, tau = t/b, Bi = 1/(pi k b R0), lambda = pi + 1/(sqrt(pi) eps), R = (1 - eps)^1.5 phi / (2 k sqrt(A_s))</c>,
/// <c>phi = (tanh(lambda tau) + lambda/Bi) / (1 + lambda/Bi tanh(lambda tau))</c>, a and b the radii of discs of the areas of source and plate. It lies some percent above the exact series.
/// </para>
/// </remarks>
/// <param name="Plate">Area of the plate.</param>
/// <param name="Source">Area of the source, not above that of the plate.</param>
/// <param name="Thickness">Thickness of the plate.</param>
/// <param name="Along">Conductivity along the plate.</param>
/// <param name="Through">Conductivity through the plate.</param>
internal readonly record struct SpreaderPlate(Area Plate, Area Source, Length Thickness, ThermalConductivity Along, ThermalConductivity Through)
{
    /// <summary>Resistance through the plate, evenly heated.</summary>
    internal ThermalResistance Straight => ThermalResistance.FromSi(Thickness.Si / (Through.Si * Plate.Si));

    /// <summary>Resistance of spreading from the mean of the source to the plate.</summary>
    /// <param name="beyond">Conductance from the far face of the plate to the fluid: the poorer it is, the more even the plate.</param>
    internal ThermalResistance Spreading(ThermalConductance beyond)
    {
        double conductivity = Math.Sqrt(Along.Si * Through.Si);
        double thickness = Thickness.Si * Math.Sqrt(Along.Si / Through.Si);
        double radius = Math.Sqrt(Plate.Si / Math.PI);
        double epsilon = Math.Sqrt(Source.Si / Plate.Si);
        double lambda = Math.PI + (1 / (Math.Sqrt(Math.PI) * epsilon));
        double tanh = Math.Tanh(lambda * thickness / radius);
        double overBiot = lambda * Math.PI * conductivity * radius / beyond.Si;
        double phi = (tanh + overBiot) / (1 + (overBiot * tanh));
        return ThermalResistance.FromSi(0.5 * Math.Pow(1 - epsilon, 1.5) * phi / (conductivity * Math.Sqrt(Source.Si)));
    }
}
