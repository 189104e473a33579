namespace Twin.Physics.LinearAlgebra;

/// <summary>LU factorisation with row exchanges of small dense matrices, in the caller's memory: for a package's ports together with the few nodes around it.</summary>
/// <remarks>Golub and Van Loan, Matrix Computations, 4th ed., section 3.4. Allocates nothing. Matrices are row-major. About n^3 / 3 multiply-adds.</remarks>
public static class DenseLu
{
    /// <summary>Overwrites A with its factors.</summary>
    /// <param name="matrix">A, n x n.</param>
    /// <param name="pivots">Overwritten with the row that was exchanged in each step; its length is n.</param>
    /// <returns><see cref="SolveStatus.ZeroPivot"/> when A is singular, <see cref="SolveStatus.NotFinite"/> when an entry is not finite.</returns>
    public static SolveStatus Factorize(Span<double> matrix, Span<int> pivots)
    {
        int n = pivots.Length;
        Require.Length(matrix.Length, n * n, nameof(matrix));
        for (int k = 0; k < n; k++)
        {
            int pivot = k;
            for (int i = k + 1; i < n; i++)
            {
                // A value that is not a number is never larger: it is found as a pivot at the latest.
                pivot = Math.Abs(matrix[(i * n) + k]) > Math.Abs(matrix[(pivot * n) + k]) ? i : pivot;
            }

            pivots[k] = pivot;
            double value = matrix[(pivot * n) + k];
            if (!double.IsFinite(value))
            {
                return SolveStatus.NotFinite;
            }

            if (value == 0)
            {
                return SolveStatus.ZeroPivot;
            }

            if (pivot != k)
            {
                for (int j = 0; j < n; j++)
                {
                    (matrix[(k * n) + j], matrix[(pivot * n) + j]) = (matrix[(pivot * n) + j], matrix[(k * n) + j]);
                }
            }

            ReadOnlySpan<double> pivotRow = matrix.Slice((k * n) + k + 1, n - k - 1);
            for (int i = k + 1; i < n; i++)
            {
                double factor = matrix[(i * n) + k] / value;
                matrix[(i * n) + k] = factor;
                VectorKernels.AddScaled(-factor, pivotRow, matrix.Slice((i * n) + k + 1, n - k - 1));
            }
        }

        return SolveStatus.Success;
    }

    /// <summary>Solves A x = b in place.</summary>
    /// <param name="factors">From <see cref="Factorize"/>.</param>
    /// <param name="pivots">From <see cref="Factorize"/>.</param>
    /// <param name="x">In: b. Out: x. Length n.</param>
    public static void Solve(ReadOnlySpan<double> factors, ReadOnlySpan<int> pivots, Span<double> x)
    {
        int n = pivots.Length;
        Require.Length(factors.Length, n * n, nameof(factors));
        Require.Length(x.Length, n, nameof(x));
        for (int k = 0; k < n; k++)
        {
            (x[k], x[pivots[k]]) = (x[pivots[k]], x[k]);
        }

        for (int i = 0; i < n; i++)
        {
            x[i] -= VectorKernels.Dot(factors.Slice(i * n, i), x[..i]);
        }

        for (int i = n - 1; i >= 0; i--)
        {
            double above = VectorKernels.Dot(factors.Slice((i * n) + i + 1, n - i - 1), x[(i + 1)..]);
            x[i] = (x[i] - above) / factors[(i * n) + i];
        }
    }
}
