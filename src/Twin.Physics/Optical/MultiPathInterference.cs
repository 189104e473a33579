namespace Twin.Physics.Optical;

/// <summary>Multi-path interference as an upper bound with all beats aligned (formula R7).</summary>
/// <remarks>Real links see less; the published statistical results are lower than this bound. Allocates nothing.</remarks>
public static class MultiPathInterference
{
    /// <summary>Sum over all pairs of reflections of sqrt(Ri Rj).</summary>
    /// <param name="reflectances">Reflectances along the fibre, linear power ratios.</param>
    public static double PairSum(ReadOnlySpan<double> reflectances)
    {
        // ((sum of roots)^2 - sum of squares)/2 without its cancellation.
        double sum = 0.0, seen = 0.0;
        for (int i = 0; i < reflectances.Length; i++)
        {
            double root = Math.Sqrt(reflectances[i]);
            sum += root * seen;
            seen += root;
        }

        return sum;
    }

    /// <summary>Closure of the top PAM4 eye as a share of that eye, 3 * 2 y (P3 + sqrt(P2 P3))/OMA.</summary>
    /// <param name="pairSum">Pair sum y.</param>
    /// <param name="extinctionRatio">Ratio r of highest to lowest level, linear.</param>
    /// <returns>At or above 1 the eye is closed.</returns>
    public static double EyeClosure(double pairSum, double extinctionRatio)
    {
        double top = 1.0 + OpticalModulation.LowLevelRatio(extinctionRatio);
        double below = top - (1.0 / 3.0);
        return 6.0 * pairSum * (top + Math.Sqrt(below * top));
    }

    /// <summary>Penalty in decibels of OMA, -10 log10(1 - closure); infinity when the eye is closed.</summary>
    public static double PenaltyDb(double pairSum, double extinctionRatio)
    {
        double closure = EyeClosure(pairSum, extinctionRatio);
        return closure < 1.0 ? -10.0 * Math.Log10(1.0 - closure) : double.PositiveInfinity;
    }
}
