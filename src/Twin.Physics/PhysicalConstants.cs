namespace Twin.Physics;

/// <summary>Physical constants under their CODATA names, and the reference conditions that several kernels share.</summary>
/// <remarks>CODATA 2018 values (E. Tiesinga et al., Rev. Mod. Phys. 93 (2021) 025010); exact ones follow from the definition of the SI of 2019.</remarks>
public static class PhysicalConstants
{
    /// <summary>Elementary charge e (also written q), coulombs; exact.</summary>
    public const double ElementaryChargeC = 1.602176634e-19;

    /// <summary>Boltzmann constant k, joules per kelvin; exact.</summary>
    public const double BoltzmannJPerK = 1.380649e-23;

    /// <summary>Boltzmann constant in electronvolts per kelvin; exact (k / e).</summary>
    public const double BoltzmannEVPerK = BoltzmannJPerK / ElementaryChargeC;

    /// <summary>Planck constant h, joule seconds; exact.</summary>
    public const double PlanckJS = 6.62607015e-34;

    /// <summary>Speed of light in vacuum c, metres per second; exact.</summary>
    public const double SpeedOfLightInVacuumMPerS = 299_792_458;

    /// <summary>Molar gas constant R, joules per mole and kelvin; exact (N_A k).</summary>
    public const double MolarGasJPerMolK = 8.31446261815324;

    /// <summary>Stefan-Boltzmann constant sigma, watts per square metre and K^4; exact to the digits given.</summary>
    public const double StefanBoltzmannWPerM2K4 = 5.670374419e-8;

    /// <summary>Standard acceleration of gravity g_n, metres per second squared; exact by convention (CGPM 1901).</summary>
    public const double StandardGravityMPerS2 = 9.80665;

    /// <summary>Standard atmosphere, pascals; exact by convention (CGPM 1954).</summary>
    public const double StandardAtmospherePa = 101_325;

    /// <summary>Absolute temperature of 0 degrees Celsius, kelvin; exact by definition.</summary>
    public const double ZeroCelsiusK = 273.15;

    /// <summary>Specific gas constant of dry air, joules per kilogram and kelvin: U.S. Standard Atmosphere 1976 and ISO 2533.</summary>
    public const double DryAirGasJPerKgK = 287.05287;

    /// <summary>Density of dry air at 20 degrees Celsius and one standard atmosphere, kilograms per cubic metre: p / (R T).</summary>
    public const double DryAirDensity20CKgPerM3 = StandardAtmospherePa / (DryAirGasJPerKgK * (ZeroCelsiusK + 20));

    /// <summary>Density of water at 25 degrees Celsius and one standard atmosphere, kilograms per cubic metre: G. S. Kell, J. Chem. Eng. Data 20 (1975) 97.</summary>
    public const double WaterDensity25CKgPerM3 = 997.047;

    /// <summary>Specific heat of water at 25 degrees Celsius and 0.1 MPa, joules per kilogram and kelvin: IAPWS-95.</summary>
    public const double WaterSpecificHeat25CJPerKgK = 4181.6;
}
