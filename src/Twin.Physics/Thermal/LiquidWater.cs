namespace Twin.Physics.Thermal;

/// <summary>Properties of liquid water at atmospheric pressure, 0 to 100 degrees Celsius.</summary>
public static class LiquidWater
{
    // Every 10 degrees from 0 to 100: IAPWS-95 (W. Wagner, A. Pruss, J. Phys. Chem. Ref. Data 31 (2002) 387) at 0.1 MPa.
    private static readonly double[] SpecificHeats = [4219.4, 4195.5, 4184.4, 4180.1, 4179.6, 4181.5, 4185.1, 4190.2, 4196.9, 4205.3, 4215.7];

    /// <summary>Density, kilograms per cubic metre: G. S. Kell, J. Chem. Eng. Data 20 (1975) 97, eq. 16.</summary>
    /// <param name="temperatureC">0 to 100.</param>
    public static double DensityKgPerM3(double temperatureC)
    {
        double t = temperatureC;
        double numerator = 999.83952 + (t * (16.945176 + (t * (-7.9870401e-3 + (t * (-46.170461e-6 + (t * (105.56302e-9 - (t * 280.54253e-12)))))))));
        return numerator / (1 + (16.879850e-3 * t));
    }

    /// <summary>Specific heat at constant pressure, joules per kilogram and kelvin: IAPWS-95, linear between tabulated values, within 0.05 %.</summary>
    /// <param name="temperatureC">0 to 100; held at the end values outside.</param>
    public static double SpecificHeatJPerKgK(double temperatureC)
    {
        double position = Math.Clamp(temperatureC / 10, 0, SpecificHeats.Length - 1);
        int index = Math.Min((int)position, SpecificHeats.Length - 2);
        return SpecificHeats[index] + ((position - index) * (SpecificHeats[index + 1] - SpecificHeats[index]));
    }

    /// <summary>Dynamic viscosity, pascal seconds: IAPWS SR6-08(2011), correlation at 0.1 MPa.</summary>
    /// <param name="temperatureC">0 to 100.</param>
    public static double ViscosityPaS(double temperatureC)
    {
        double t = (temperatureC + PhysicalConstants.ZeroCelsiusK) / 300;
        return 1e-6 * ((280.68 * Math.Pow(t, -1.9)) + (511.45 * Math.Pow(t, -7.7)) + (61.131 * Math.Pow(t, -19.6)) + (0.45903 * Math.Pow(t, -40)));
    }

    /// <summary>Thermal conductivity, watts per metre and kelvin: IAPWS SR6-08(2011), correlation at 0.1 MPa.</summary>
    /// <param name="temperatureC">0 to 100.</param>
    public static double ConductivityWPerMK(double temperatureC)
    {
        double t = (temperatureC + PhysicalConstants.ZeroCelsiusK) / 300;
        return (0.80201 * Math.Pow(t, -0.32)) - (0.25992 * Math.Pow(t, -5.7)) + (0.10024 * Math.Pow(t, -12)) - (0.032005 * Math.Pow(t, -15));
    }
}
