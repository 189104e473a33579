namespace Twin.Physics.Optical;

/// <summary>Average power, extinction ratio, outer modulation amplitude and levels of intensity-modulated light (formula M1).</summary>
/// <remarks>Ratios are linear, not decibels. Allocates nothing.</remarks>
public static class OpticalModulation
{
    /// <summary>Outer modulation amplitude of an average power, 2 P (r - 1)/(r + 1).</summary>
    /// <param name="averagePowerW">Average power.</param>
    /// <param name="extinctionRatio">Ratio r of highest to lowest level, above 1; infinity is allowed.</param>
    public static double OmaW(double averagePowerW, double extinctionRatio) =>
        2.0 * averagePowerW * (1.0 - (2.0 / (extinctionRatio + 1.0)));

    /// <summary>Average power of an outer modulation amplitude, the inverse of <see cref="OmaW"/>.</summary>
    public static double AveragePowerW(double omaW, double extinctionRatio) => omaW * (0.5 + LowLevelRatio(extinctionRatio));

    /// <summary>Extinction ratio of an average power and amplitude; infinity when the lowest level is dark.</summary>
    public static double ExtinctionRatio(double averagePowerW, double omaW)
    {
        double low = averagePowerW - (0.5 * omaW);
        return low > 0.0 ? (averagePowerW + (0.5 * omaW)) / low : double.PositiveInfinity;
    }

    /// <summary>Lowest level over the outer modulation amplitude, 1/(r - 1).</summary>
    public static double LowLevelRatio(double extinctionRatio) => 1.0 / (extinctionRatio - 1.0);

    /// <summary>Highest level, OMA r/(r - 1).</summary>
    public static double HighLevelW(double omaW, double extinctionRatio) => omaW * (1.0 + LowLevelRatio(extinctionRatio));

    /// <summary>Lowest level, OMA/(r - 1).</summary>
    public static double LowLevelW(double omaW, double extinctionRatio) => omaW * LowLevelRatio(extinctionRatio);

    /// <summary>Equally spaced levels, P0 + k OMA/(n - 1).</summary>
    /// <param name="omaW">Outer modulation amplitude.</param>
    /// <param name="extinctionRatio">Ratio of highest to lowest level.</param>
    /// <param name="levelsW">Out: the levels, rising; two for NRZ, four for PAM4.</param>
    /// <exception cref="ArgumentException">Fewer than two levels.</exception>
    public static void Levels(double omaW, double extinctionRatio, Span<double> levelsW)
    {
        if (levelsW.Length < 2)
            throw new ArgumentException("Modulated light has at least two levels.", nameof(levelsW));
        double low = LowLevelW(omaW, extinctionRatio);
        for (int k = 0; k < levelsW.Length; k++)
            levelsW[k] = low + (omaW * k / (levelsW.Length - 1));
    }
}
