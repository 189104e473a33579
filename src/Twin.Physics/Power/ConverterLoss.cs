namespace Twin.Physics.Power;

/// <summary>Loss of a power converter against its output: P_loss = a + b P + c P^2 (standby, linear, resistive).</summary>
/// <remarks>Valid for any P from zero. Defined for output powers; evaluation allocates nothing.</remarks>
/// <param name="StandbyW">a, watts.</param>
/// <param name="LinearRatio">b, watts per watt.</param>
/// <param name="QuadraticPerW">c, per watt.</param>
public readonly record struct ConverterLoss(double StandbyW, double LinearRatio, double QuadraticPerW)
{
    /// <summary>Loss at an output power.</summary>
    /// <param name="outputW">P, zero or more.</param>
    public double LossW(double outputW) => StandbyW + (outputW * (LinearRatio + (QuadraticPerW * outputW)));

    /// <summary>Input power that an output needs.</summary>
    /// <param name="outputW">P, zero or more.</param>
    public double InputW(double outputW) => outputW + LossW(outputW);

    /// <summary>Output power that an input can feed; zero when the input does not cover the standby loss.</summary>
    /// <param name="inputW">P + P_loss, zero or more.</param>
    public double OutputW(double inputW)
    {
        // Root of c P^2 + (1 + b) P = input - a in the form that neither cancels nor divides by c.
        double available = inputW - StandbyW;
        if (!(available > 0))
        {
            return 0;
        }

        double linear = 1 + LinearRatio;
        return 2 * available / (linear + Math.Sqrt((linear * linear) + (4 * QuadraticPerW * available)));
    }

    /// <summary>Output over input power; zero at no output.</summary>
    /// <param name="outputW">P, zero or more.</param>
    public double Efficiency(double outputW) => outputW > 0 ? outputW / InputW(outputW) : 0;

    /// <summary>Fits the loss to efficiency points so that the squared errors of efficiency are least (to first order).</summary>
    /// <param name="points">One or more; the simplest loss that their number allows is fitted.</param>
    /// <param name="linearTerm">Whether b may fall below zero; a and c never do.</param>
    /// <returns>The best of all coefficient subsets that satisfy the bounds.</returns>
    /// <remarks>
    /// Each loss is weighted by d(efficiency)/d(loss) = -efficiency^2 / P. With three unknowns and bounds the optimum is the best feasible
    /// solution over the eight sets of coefficients held at zero (C. L. Lawson, R. J. Hanson, Solving Least Squares Problems, ch. 23). Not for the step: meant for building.
    /// </remarks>
    /// <exception cref="ArgumentException">No point was given, or one is out of range.</exception>
    public static ConverterLoss Fit(ReadOnlySpan<EfficiencyPoint> points, LinearLossTerm linearTerm = LinearLossTerm.NonNegative)
    {
        if (points.IsEmpty)
        {
            throw new ArgumentException("At least one efficiency point is needed.", nameof(points));
        }

        double scaleW = 0;
        foreach (EfficiencyPoint point in points)
        {
            if (!(point.OutputW > 0) || !double.IsFinite(point.OutputW) || !(point.Efficiency > 0 && point.Efficiency <= 1))
            {
                throw new ArgumentException(
                    $"Efficiency {point.Efficiency} at {point.OutputW} W: output must be above zero and efficiency in (0, 1].", nameof(points));
            }

            scaleW = Math.Max(scaleW, point.OutputW);
        }

        ConverterLoss best = default;
        double bestError = double.PositiveInfinity;
        for (int subset = 0; subset < 8; subset++)
        {
            if (int.PopCount(subset) > points.Length || !TryFit(points, scaleW, subset, out ConverterLoss loss))
            {
                continue;
            }

            double error = SquaredError(points, loss);
            if (IsAllowed(loss, linearTerm) && error < bestError)
            {
                (best, bestError) = (loss, error);
            }
        }

        return best;
    }

    private static bool IsAllowed(ConverterLoss loss, LinearLossTerm linearTerm)
    {
        if (loss.StandbyW < 0 || loss.QuadraticPerW < 0)
        {
            return false;
        }

        // With b below zero: discriminant negative (loss never reaches zero) and input rising from the start.
        return loss.LinearRatio >= 0
            || (linearTerm == LinearLossTerm.EitherSign
                && loss.LinearRatio > -1
                && loss.LinearRatio * loss.LinearRatio < 4 * loss.StandbyW * loss.QuadraticPerW);
    }

    private static double SquaredError(ReadOnlySpan<EfficiencyPoint> points, ConverterLoss loss)
    {
        double sum = 0;
        foreach (EfficiencyPoint point in points)
        {
            double weight = point.Efficiency * point.Efficiency / point.OutputW;
            double error = weight * (loss.LossW(point.OutputW) - ((point.OutputW / point.Efficiency) - point.OutputW));
            sum += error * error;
        }

        return sum;
    }

    /// <summary>Least squares with the coefficients in the subset (bits 0 to 2: a, b, c), powers scaled to at most one; false if singular.</summary>
    private static bool TryFit(ReadOnlySpan<EfficiencyPoint> points, double scaleW, int subset, out ConverterLoss loss)
    {
        Span<double> matrix = stackalloc double[9];
        Span<double> solution = stackalloc double[3];
        Span<double> terms = stackalloc double[3];
        matrix.Clear();
        solution.Clear();
        foreach (EfficiencyPoint point in points)
        {
            double p = point.OutputW / scaleW;
            double weight = point.Efficiency * point.Efficiency / p;
            double target = weight * ((p / point.Efficiency) - p);
            terms[0] = weight;
            terms[1] = weight * p;
            terms[2] = weight * p * p;
            for (int i = 0; i < 3; i++)
            {
                for (int j = 0; j < 3; j++)
                {
                    matrix[(3 * i) + j] += terms[i] * terms[j];
                }

                solution[i] += terms[i] * target;
            }
        }

        for (int i = 0; i < 3; i++)
        {
            if ((subset & (1 << i)) == 0)
            {
                for (int j = 0; j < 3; j++)
                {
                    matrix[(3 * i) + j] = 0;
                    matrix[(3 * j) + i] = 0;
                }

                matrix[(3 * i) + i] = 1;
                solution[i] = 0;
            }
        }

        loss = default;
        for (int k = 0; k < 3; k++)
        {
            // Normal equations are positive definite unless points coincide: no pivoting needed, a vanishing pivot means singular.
            double pivot = matrix[(3 * k) + k];
            if (!(pivot > 1e-13 * points.Length))
            {
                return false;
            }

            for (int i = 0; i < 3; i++)
            {
                if (i == k)
                {
                    continue;
                }

                double factor = matrix[(3 * i) + k] / pivot;
                for (int j = k; j < 3; j++)
                {
                    matrix[(3 * i) + j] -= factor * matrix[(3 * k) + j];
                }

                solution[i] -= factor * solution[k];
            }
        }

        loss = new ConverterLoss(scaleW * solution[0] / matrix[0], solution[1] / matrix[4], solution[2] / matrix[8] / scaleW);
        return true;
    }
}
