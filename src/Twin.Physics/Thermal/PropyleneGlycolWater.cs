namespace Twin.Physics.Thermal;

/// <summary>Properties of aqueous propylene glycol without inhibitors, from freezing to 100 degrees Celsius, 0 to 60 % glycol by mass.</summary>
/// <remarks>
/// Å. Melinder, Properties of Secondary Working Fluids for Indirect Systems, 2nd ed., International Institute of Refrigeration, 2010:
/// polynomials in glycol fraction and temperature about 30.7031 % and 32.7083 degrees Celsius. Coefficients as CoolProp's public fluid file
/// MPG lists them; its viscosity row is read as the logarithm of millipascal seconds, which is what meets water at no glycol. Pure functions without range checks.
/// </remarks>
public static class PropyleneGlycolWater
{
    /// <summary>Glycol mass fraction of PG25, the coolant with 25 % glycol by volume: 0.25 x 1036 / (0.25 x 1036 + 0.75 x 998.2) from the densities at 20 degrees Celsius.</summary>
    public const double Pg25MassFraction = 0.257;

    private const double BaseFraction = 0.307031;
    private const double BaseTemperatureC = 32.7083;

    // Rows: powers 0 to 3 of temperature; within a row ascending powers of the fraction, six, five, four and three of them.
    private static readonly double[] Density =
    [
        1018, 76.04, -24.98, -155.0, -113.1, 234.2,
        -0.5406, -0.9450, 0.2700, 2.829, -2.221,
        -2.666e-3, 5.541e-3, -4.018e-3, -7.175e-3,
        1.347e-5, -1.343e-5, 3.376e-5,
    ];

    private static readonly double[] SpecificHeat =
    [
        3882, -1304, -1598, 353.9, 5000, -4959,
        2.699, 5.070, 0.9534, 31.02, -71.35,
        -1.659e-3, -4.752e-3, 0.1167, -0.2950,
        -1.032e-5, 1.522e-4, -4.870e-4,
    ];

    private static readonly double[] Conductivity =
    [
        0.4513, -0.4795, 0.2076, -0.09083, -0.05952, 0.2104,
        7.955e-4, -1.678e-3, 1.563e-3, -2.518e-3, -3.605e-3,
        3.482e-8, 8.941e-6, -4.615e-5, 6.543e-5,
        -5.966e-9, 1.493e-8, 9.897e-8,
    ];

    // Natural logarithm of the viscosity in millipascal seconds.
    private static readonly double[] LogViscosity =
    [
        0.6837, 3.328, 0.5453, -3.900, -1.587, 35.64,
        -0.03045, -0.03984, -8.6e-4, 0.1054, 0.04475,
        2.525e-4, 4.332e-4, -1.593e-4, -1.589e-3,
        -1.399e-6, -1.860e-6, -4.465e-7,
    ];

    /// <summary>Density, kilograms per cubic metre.</summary>
    /// <param name="temperatureC">Above the freezing point, up to 100.</param>
    /// <param name="glycolMassFraction">0 to 0.6.</param>
    public static double DensityKgPerM3(double temperatureC, double glycolMassFraction = Pg25MassFraction) =>
        Evaluate(Density, temperatureC, glycolMassFraction);

    /// <summary>Specific heat at constant pressure, joules per kilogram and kelvin.</summary>
    /// <param name="temperatureC">Above the freezing point, up to 100.</param>
    /// <param name="glycolMassFraction">0 to 0.6.</param>
    public static double SpecificHeatJPerKgK(double temperatureC, double glycolMassFraction = Pg25MassFraction) =>
        Evaluate(SpecificHeat, temperatureC, glycolMassFraction);

    /// <summary>Thermal conductivity, watts per metre and kelvin.</summary>
    /// <param name="temperatureC">Above the freezing point, up to 100.</param>
    /// <param name="glycolMassFraction">0 to 0.6.</param>
    public static double ConductivityWPerMK(double temperatureC, double glycolMassFraction = Pg25MassFraction) =>
        Evaluate(Conductivity, temperatureC, glycolMassFraction);

    /// <summary>Dynamic viscosity, pascal seconds.</summary>
    /// <param name="temperatureC">Above the freezing point, up to 100.</param>
    /// <param name="glycolMassFraction">0 to 0.6.</param>
    public static double ViscosityPaS(double temperatureC, double glycolMassFraction = Pg25MassFraction) =>
        1e-3 * Math.Exp(Evaluate(LogViscosity, temperatureC, glycolMassFraction));

    private static double Evaluate(ReadOnlySpan<double> coefficients, double temperatureC, double glycolMassFraction)
    {
        double x = glycolMassFraction - BaseFraction;
        double t = temperatureC - BaseTemperatureC;
        return Horner(coefficients[..6], x)
            + (t * (Horner(coefficients[6..11], x) + (t * (Horner(coefficients[11..15], x) + (t * Horner(coefficients[15..], x))))));
    }

    private static double Horner(ReadOnlySpan<double> coefficients, double x)
    {
        double sum = 0;
        for (int i = coefficients.Length - 1; i >= 0; i--)
        {
            sum = (sum * x) + coefficients[i];
        }

        return sum;
    }
}
