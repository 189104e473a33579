namespace Twin.Physics.Optical;

/// <summary>Physical constants of the optical kernels, exact values of the SI (CODATA 2018), with their CODATA names.</summary>
public static class OpticalConstants
{
    /// <summary>Elementary charge in coulomb.</summary>
    public const double ElementaryChargeC = 1.602176634e-19;

    /// <summary>Speed of light in vacuum in metre per second.</summary>
    public const double SpeedOfLightMPerS = 299792458.0;

    /// <summary>Boltzmann constant in electronvolt per kelvin.</summary>
    public const double BoltzmannEVPerK = 8.617333262e-5;

    /// <summary>Zero degrees Celsius in kelvin.</summary>
    public const double ZeroCelsiusK = 273.15;
}
