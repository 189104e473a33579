namespace Twin.Physics.Thermal;

/// <summary>Properties of dry air as an ideal gas, for -50 to 150 degrees Celsius near atmospheric pressure.</summary>
/// <remarks>Pure functions. At 40 degrees Celsius and 50 % humidity real air is about 1 % lighter than dry air.</remarks>
public static class DryAir
{
    // Troposphere of the U.S. Standard Atmosphere 1976, NOAA-S/T 76-1562, table 4: sea-level temperature and lapse rate.
    private const double SeaLevelTemperatureK = 288.15;
    private const double LapseRateKPerM = 0.0065;

    /// <summary>Atmospheric pressure at an altitude, pascals: U.S. Standard Atmosphere 1976, eq. 33a, up to 11 km.</summary>
    /// <param name="altitudeM">Metres above sea level (geopotential), -500 to 11,000.</param>
    public static double PressurePa(double altitudeM) =>
        PhysicalConstants.StandardAtmospherePa * Math.Pow(
            1 - (LapseRateKPerM * altitudeM / SeaLevelTemperatureK),
            PhysicalConstants.StandardGravityMPerS2 / (PhysicalConstants.DryAirGasJPerKgK * LapseRateKPerM));

    /// <summary>Density p / (R T), kilograms per cubic metre, at the standard pressure of an altitude.</summary>
    /// <param name="temperatureC">Temperature of the air itself, not of the standard atmosphere.</param>
    /// <param name="altitudeM">Metres above sea level.</param>
    public static double DensityKgPerM3(double temperatureC, double altitudeM = 0) =>
        PressurePa(altitudeM) / (PhysicalConstants.DryAirGasJPerKgK * (temperatureC + PhysicalConstants.ZeroCelsiusK));

    /// <summary>Dynamic viscosity, pascal seconds: Sutherland's law with the constants of the U.S. Standard Atmosphere 1976, eq. 51.</summary>
    /// <param name="temperatureC">Air temperature.</param>
    public static double ViscosityPaS(double temperatureC)
    {
        double temperatureK = temperatureC + PhysicalConstants.ZeroCelsiusK;
        return 1.458e-6 * temperatureK * Math.Sqrt(temperatureK) / (temperatureK + 110.4);
    }

    /// <summary>Thermal conductivity, watts per metre and kelvin: U.S. Standard Atmosphere 1976, eq. 53.</summary>
    /// <param name="temperatureC">Air temperature.</param>
    public static double ConductivityWPerMK(double temperatureC)
    {
        double temperatureK = temperatureC + PhysicalConstants.ZeroCelsiusK;
        return 2.64638e-3 * temperatureK * Math.Sqrt(temperatureK) / (temperatureK + (245.4 * Math.Pow(10, -12 / temperatureK)));
    }

    /// <summary>Specific heat at constant pressure, joules per kilogram and kelvin.</summary>
    /// <param name="temperatureC">Air temperature.</param>
    /// <remarks>T. F. Irvine, P. E. Liley, Steam and Gas Tables with Computer Equations (1984), polynomial for 250 to 1050 K.</remarks>
    public static double SpecificHeatJPerKgK(double temperatureC)
    {
        double t = temperatureC + PhysicalConstants.ZeroCelsiusK;
        return 1034.09 + (t * (-0.284887 + (t * (0.7816818e-3 + (t * (-0.4970786e-6 + (t * 0.1077024e-9)))))));
    }
}
