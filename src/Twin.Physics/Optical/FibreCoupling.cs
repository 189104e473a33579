namespace Twin.Physics.Optical;

/// <summary>Coupling of two Gaussian modes (formulas C1 to C3); all results are linear efficiencies.</summary>
/// <remarks>Marcuse, Bell Syst. Tech. J. 56 (1977) 703. Radii are those of 1/e^2 intensity, half the mode field diameter. Allocates nothing.</remarks>
public static class FibreCoupling
{
    /// <summary>Efficiency of two modes with a lateral offset (C1).</summary>
    /// <param name="radius1M">First mode radius.</param>
    /// <param name="radius2M">Second mode radius.</param>
    /// <param name="offsetM">Lateral offset.</param>
    public static double Lateral(double radius1M, double radius2M, double offsetM)
    {
        double sum = (radius1M * radius1M) + (radius2M * radius2M);
        double match = 2.0 * radius1M * radius2M / sum;
        return match * match * Math.Exp(-2.0 * offsetM * offsetM / sum);
    }

    /// <summary>Efficiency of equal modes with a tilt (C2).</summary>
    /// <param name="radiusM">Mode radius.</param>
    /// <param name="tiltRad">Angle between the axes.</param>
    /// <param name="wavelengthM">Wavelength in the gap.</param>
    public static double Tilt(double radiusM, double tiltRad, double wavelengthM)
    {
        double x = Math.PI * radiusM * tiltRad / wavelengthM;
        return Math.Exp(-x * x);
    }

    /// <summary>Efficiency of equal modes with a gap (C3).</summary>
    /// <param name="radiusM">Mode radius.</param>
    /// <param name="gapM">Distance between the facets.</param>
    /// <param name="wavelengthM">Vacuum wavelength.</param>
    /// <param name="refractiveIndex">Index of what fills the gap.</param>
    public static double Gap(double radiusM, double gapM, double wavelengthM, double refractiveIndex = 1.0)
    {
        double x = gapM / (2.0 * RayleighRangeM(radiusM, wavelengthM, refractiveIndex));
        return 1.0 / (1.0 + (x * x));
    }

    /// <summary>Rayleigh range, pi w^2 n/wavelength.</summary>
    public static double RayleighRangeM(double radiusM, double wavelengthM, double refractiveIndex = 1.0) =>
        Math.PI * radiusM * radiusM * refractiveIndex / wavelengthM;

    /// <summary>Lateral offset that grows with temperature (C4): mismatch of expansion times distance from the fixed point.</summary>
    /// <param name="expansionMismatchPerK">Difference of the expansion coefficients.</param>
    /// <param name="distanceM">Distance from the fixed point.</param>
    /// <param name="temperatureDifferenceK">Temperature difference from alignment.</param>
    public static double WalkOffM(double expansionMismatchPerK, double distanceM, double temperatureDifferenceK) =>
        expansionMismatchPerK * distanceM * temperatureDifferenceK;

    /// <summary>Loss in decibels of an efficiency.</summary>
    public static double LossDb(double efficiency) => -10.0 * Math.Log10(efficiency);
}
