using MathNet.Numerics.LinearRegression;
using Twin.Contracts;

namespace Fulmen.Power;

/// <summary>Turns measured efficiencies into the loss polynomial of the contract.</summary>
/// <remarks>
/// <para>
/// The loss at a point is <c>P (1/eta - 1)</c>; the model is <c>loss = a + b P + c P^2</c> with a, b, c at least zero (standing loss of control and
/// magnetics, switching loss, conduction loss; Erickson and Maksimovic, Fundamentals of Power Electronics, ch. 3 and 4).
/// </para>
/// <para>
/// Least squares in efficiency, not in watts: an error dL of the loss moves the efficiency by <c>eta^2 dL / P</c>, so each row is weighted by
/// <c>eta^2 / P</c>; otherwise the full-load point alone would decide. A negative coefficient would mean a converter that gains power somewhere, so
/// of all subsets of the three terms whose solution has none, the one with the least residual is taken: for three terms that is the exact
/// non-negative least-squares solution (Lawson and Hanson, Solving Least Squares Problems, ch. 23).
/// </para>
/// </remarks>
internal static class LossFit
{
    private const int Terms = 3;

    /// <summary>Fits the polynomial.</summary>
    /// <param name="ratedW">Rated output in watts, greater than zero.</param>
    /// <param name="points">At least three points at different loads.</param>
    /// <returns>The loss.</returns>
    internal static ConverterLoss From(double ratedW, IReadOnlyList<EfficiencyPoint> points)
    {
        double[] best = new double[Terms];
        double least = double.PositiveInfinity;
        for (int subset = 1; subset < 1 << Terms; subset++)
        {
            double[] candidate = Solve(points, subset);
            double residual = Residual(points, candidate);
            if (Array.TrueForAll(candidate, coefficient => coefficient >= 0) && residual < least)
            {
                (best, least) = (candidate, residual);
            }
        }

        // Loads were shares of the rated output and losses too: back to watts.
        return new ConverterLoss(Twin.Units.Power.FromWatts(best[0] * ratedW), best[1], best[2] / ratedW);
    }

    /// <summary>Tells what is wrong with a curve, or null.</summary>
    internal static string? Problem(IReadOnlyList<EfficiencyPoint> points)
    {
        int loads = points.Select(point => point.Load.Fraction).Distinct().Count();
        return loads >= Terms ? null : $"has {loads} different loads; a curve needs at least {Terms}, such as 10 %, 20 %, 50 % and 100 %.";
    }

    private static double[] Solve(IReadOnlyList<EfficiencyPoint> points, int subset)
    {
        int[] terms = [.. Enumerable.Range(0, Terms).Where(term => (subset >> term & 1) == 1)];
        double[][] rows = [.. points.Select(point => terms.Select(term => Weight(point) * Math.Pow(point.Load, term)).ToArray())];
        double[] losses = [.. points.Select(point => Weight(point) * RelativeLoss(point))];
        double[] solution = MultipleRegression.QR(rows, losses);
        double[] all = new double[Terms];
        for (int i = 0; i < terms.Length; i++)
        {
            all[terms[i]] = solution[i];
        }

        return all;
    }

    private static double Residual(IReadOnlyList<EfficiencyPoint> points, double[] loss) => points.Sum(point =>
    {
        double load = point.Load;
        return Math.Pow(Weight(point) * (loss[0] + (load * (loss[1] + (load * loss[2]))) - RelativeLoss(point)), 2);
    });

    private static double RelativeLoss(EfficiencyPoint point) => point.Load * ((1 / point.Efficiency.Fraction) - 1);

    private static double Weight(EfficiencyPoint point) => point.Efficiency * point.Efficiency.Fraction / point.Load.Fraction;
}
