namespace Twin.Benchmarks;

/// <summary>Order statistics of measured values.</summary>
internal static class Statistics
{
    /// <summary>The value below which a share of all values lies (nearest rank).</summary>
    /// <param name="values">The values; not changed.</param>
    /// <param name="share">0 to 1.</param>
    public static double Quantile(ReadOnlySpan<double> values, double share)
    {
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }

    /// <summary>The median; of an even number of values the mean of the two in the middle.</summary>
    /// <param name="values">The values; not changed.</param>
    public static double Median(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>Interval that holds the median with at least 95 % probability, whatever the distribution.</summary>
    /// <param name="values">Independent values, at least six.</param>
    /// <remarks>Ranks r and n + 1 - r with the largest r for which 2 P(Binomial(n, 1/2) &lt; r) &lt;= 5 %; of 20 values the 6th and the 15th. David and Nagaraja, Order Statistics, 7.1.</remarks>
    public static (double Low, double High) MedianInterval(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        int rank = 0;
        double term = Math.Pow(0.5, sorted.Length);
        double below = term;
        while (2 * below <= 0.05)
        {
            rank++;
            term *= (double)(sorted.Length - rank + 1) / rank;
            below += term;
        }

        return (sorted[Math.Max(rank, 1) - 1], sorted[sorted.Length - Math.Max(rank, 1)]);
    }
}
