namespace Twin.Physics.LinearAlgebra;

/// <summary>Cholesky factorisation A = L L' of small dense symmetric positive definite matrices, in the caller's memory.</summary>
/// <remarks>Golub and Van Loan, Matrix Computations, 4th ed., section 4.2. Allocates nothing. Matrices are row-major.</remarks>
public static class DenseCholesky
{
    /// <summary>Overwrites the lower triangle of A with L; the strict upper triangle is not read and not touched.</summary>
    /// <param name="matrix">A, n x n.</param>
    /// <param name="n">Order.</param>
    /// <returns><see cref="SolveStatus.ZeroPivot"/> when a pivot is not positive, <see cref="SolveStatus.NotFinite"/> when it is not finite.</returns>
    public static SolveStatus Factorize(Span<double> matrix, int n)
    {
        Require.Length(matrix.Length, n * n, nameof(matrix));
        for (int j = 0; j < n; j++)
        {
            ReadOnlySpan<double> pivotRow = matrix.Slice(j * n, j);
            double pivot = matrix[(j * n) + j] - VectorKernels.Dot(pivotRow, pivotRow);
            if (!double.IsFinite(pivot))
            {
                return SolveStatus.NotFinite;
            }

            if (pivot <= 0)
            {
                return SolveStatus.ZeroPivot;
            }

            double root = Math.Sqrt(pivot);
            matrix[(j * n) + j] = root;
            for (int i = j + 1; i < n; i++)
            {
                matrix[(i * n) + j] = (matrix[(i * n) + j] - VectorKernels.Dot(matrix.Slice(i * n, j), matrix.Slice(j * n, j))) / root;
            }
        }

        return SolveStatus.Success;
    }

    /// <summary>Solves L L' x = b in place.</summary>
    /// <param name="factor">From <see cref="Factorize"/>.</param>
    /// <param name="x">In: b. Out: x. Length n.</param>
    public static void Solve(ReadOnlySpan<double> factor, Span<double> x)
    {
        int n = x.Length;
        Require.Length(factor.Length, n * n, nameof(factor));
        for (int i = 0; i < n; i++)
        {
            x[i] = (x[i] - VectorKernels.Dot(factor.Slice(i * n, i), x[..i])) / factor[(i * n) + i];
        }

        for (int i = n - 1; i >= 0; i--)
        {
            double value = x[i] / factor[(i * n) + i];
            x[i] = value;
            VectorKernels.AddScaled(-value, factor.Slice(i * n, i), x[..i]);
        }
    }
}
