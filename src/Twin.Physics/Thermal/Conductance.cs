namespace Twin.Physics.Thermal;

/// <summary>Thermal conductances in watts per kelvin, and how they combine.</summary>
/// <remarks>Pure functions without checks; zero is a valid conductance and means no path.</remarks>
public static class Conductance
{
    /// <summary>Slab normal to its faces: k A / t.</summary>
    /// <param name="conductivityWPerMK">k.</param>
    /// <param name="areaM2">A.</param>
    /// <param name="thicknessM">t, greater than zero.</param>
    public static double Slab(double conductivityWPerMK, double areaM2, double thicknessM) =>
        conductivityWPerMK * areaM2 / thicknessM;

    /// <summary>Film or interface: h A.</summary>
    /// <param name="coefficientWPerM2K">h.</param>
    /// <param name="areaM2">A.</param>
    public static double Film(double coefficientWPerM2K, double areaM2) => coefficientWPerM2K * areaM2;

    /// <summary>Two in series: 1 / (1/G1 + 1/G2); zero if either is zero.</summary>
    public static double Series(double firstWPerK, double secondWPerK)
    {
        double sum = firstWPerK + secondWPerK;
        return sum > 0 ? firstWPerK * (secondWPerK / sum) : 0;
    }

    /// <summary>Any number in series; zero if one of them is zero, infinite if none is given.</summary>
    public static double Series(ReadOnlySpan<double> conductancesWPerK)
    {
        double resistanceKPerW = 0;
        foreach (double conductance in conductancesWPerK)
        {
            resistanceKPerW += 1 / conductance;
        }

        return 1 / resistanceKPerW;
    }

    /// <summary>Any number in parallel: their sum, added in the order given.</summary>
    public static double Parallel(ReadOnlySpan<double> conductancesWPerK)
    {
        double sum = 0;
        foreach (double conductance in conductancesWPerK)
        {
            sum += conductance;
        }

        return sum;
    }
}
