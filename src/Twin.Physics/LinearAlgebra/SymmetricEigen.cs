namespace Twin.Physics.LinearAlgebra;

/// <summary>All eigenvalues and eigenvectors of a dense symmetric matrix.</summary>
/// <remarks>Householder reduction to tridiagonal form, then implicit QL with Wilkinson's shift; Golub and Van Loan, Matrix Computations, 4th ed.,
/// sections 8.3.1 and 8.3.3. About 9 n^3 operations: meant for orders of a few hundred. Vectors are rows throughout, so that every inner loop runs
/// over consecutive memory.</remarks>
public static class SymmetricEigen
{
    private const int MostSweeps = 60;
    private const double Rounding = 1.2e-16;

    /// <summary>Decomposes A = X' diag(values) X, where row k of X is the eigenvector of the k-th eigenvalue.</summary>
    /// <param name="matrix">A, n x n, row-major, symmetric. Overwritten.</param>
    /// <param name="values">Overwritten with the eigenvalues in ascending order, length n.</param>
    /// <param name="vectors">Overwritten with orthonormal eigenvectors as rows, n x n. The first component of largest magnitude is positive, so signs do not depend on the path.</param>
    /// <returns><see cref="SolveStatus.NotFinite"/> when a value is not finite or the iteration does not converge; the results are then undefined.</returns>
    /// <remarks>Allocates scratch of about n^2.</remarks>
    public static SolveStatus Decompose(Span<double> matrix, Span<double> values, Span<double> vectors)
    {
        int n = values.Length;
        Require.Length(matrix.Length, n * n, nameof(matrix));
        Require.Length(vectors.Length, n * n, nameof(vectors));
        foreach (double value in matrix)
        {
            if (!double.IsFinite(value))
            {
                return SolveStatus.NotFinite;
            }
        }

        double[] coupling = new double[n];
        Tridiagonalise(n, matrix, values, coupling, vectors);
        if (!Iterate(n, values, coupling, vectors))
        {
            return SolveStatus.NotFinite;
        }

        Sort(n, values, vectors);
        return SolveStatus.Success;
    }

    /// <summary>A = Q T Q' by reflections H = I - beta v v'; the rows of <paramref name="vectors"/> become Q'.</summary>
    private static void Tridiagonalise(int n, Span<double> matrix, Span<double> diagonal, Span<double> coupling, Span<double> vectors)
    {
        double[] product = new double[n];
        double[] betas = new double[n];
        double[] reflections = new double[n * n];
        for (int k = 0; k + 2 < n; k++)
        {
            int rest = n - k - 1;
            Span<double> v = reflections.AsSpan(k * n, rest);
            for (int i = 0; i < rest; i++)
            {
                v[i] = matrix[((k + 1 + i) * n) + k];
            }

            double below = VectorKernels.Dot(v[1..], v[1..]);
            double head = v[0];
            if (below == 0)
            {
                coupling[k] = head;
                continue;
            }

            double norm = Math.Sqrt((head * head) + below);
            coupling[k] = head > 0 ? -norm : norm;
            v[0] = head - coupling[k];
            double beta = 2 / ((v[0] * v[0]) + below);
            betas[k] = beta;

            Span<double> p = product.AsSpan(0, rest);
            for (int i = 0; i < rest; i++)
            {
                p[i] = beta * VectorKernels.Dot(matrix.Slice(((k + 1 + i) * n) + k + 1, rest), v);
            }

            VectorKernels.AddScaled(-0.5 * beta * VectorKernels.Dot(p, v), v, p);
            for (int i = 0; i < rest; i++)
            {
                Span<double> row = matrix.Slice(((k + 1 + i) * n) + k + 1, rest);
                VectorKernels.AddScaled(-v[i], p, row);
                VectorKernels.AddScaled(-p[i], v, row);
            }
        }

        for (int i = 0; i < n; i++)
        {
            diagonal[i] = matrix[(i * n) + i];
        }

        if (n > 1)
        {
            coupling[n - 2] = matrix[((n - 1) * n) + n - 2];
        }

        vectors.Clear();
        for (int i = 0; i < n; i++)
        {
            vectors[(i * n) + i] = 1;
        }

        for (int k = n - 3; k >= 0; k--)
        {
            if (betas[k] == 0)
            {
                continue;
            }

            ReadOnlySpan<double> v = reflections.AsSpan(k * n, n - k - 1);
            for (int i = k + 1; i < n; i++)
            {
                Span<double> row = vectors.Slice((i * n) + k + 1, n - k - 1);
                VectorKernels.AddScaled(-betas[k] * VectorKernels.Dot(row, v), v, row);
            }
        }
    }

    private static bool Iterate(int n, Span<double> diagonal, Span<double> coupling, Span<double> vectors)
    {
        // The reflections have left rounding of the size of the largest entry everywhere: what is no larger is nothing. Measured beside entries near it
        // instead, the many zeros of a matrix of low rank would never settle.
        double scale = 0;
        for (int i = 0; i < n; i++)
        {
            scale = Math.Max(scale, Math.Abs(diagonal[i]) + Math.Abs(coupling[i]));
        }

        for (int low = 0; low < n; low++)
        {
            for (int sweep = 0; ; sweep++)
            {
                int high = low;
                while (high + 1 < n && !(Math.Abs(coupling[high]) <= Rounding * scale))
                {
                    high++;
                }

                if (high == low)
                {
                    break;
                }

                if (sweep == MostSweeps)
                {
                    return false;
                }

                Sweep(n, low, high, diagonal, coupling, vectors);
            }
        }

        return true;
    }

    /// <summary>One implicit QL sweep over the unreduced part from <paramref name="low"/> to <paramref name="high"/>.</summary>
    private static void Sweep(int n, int low, int high, Span<double> diagonal, Span<double> coupling, Span<double> vectors)
    {
        double half = (diagonal[low + 1] - diagonal[low]) / (2 * coupling[low]);
        double root = Hypotenuse(half, 1);
        double g = diagonal[high] - diagonal[low] + (coupling[low] / (half + Math.CopySign(root, half)));
        double sine = 1;
        double cosine = 1;
        double shift = 0;
        for (int i = high - 1; i >= low; i--)
        {
            double f = sine * coupling[i];
            double b = cosine * coupling[i];
            root = Hypotenuse(f, g);
            coupling[i + 1] = root;
            if (root == 0)
            {
                // The chase broke off early: the matrix splits here.
                diagonal[i + 1] -= shift;
                coupling[high] = 0;
                return;
            }

            sine = f / root;
            cosine = g / root;
            g = diagonal[i + 1] - shift;
            double r = ((diagonal[i] - g) * sine) + (2 * cosine * b);
            shift = sine * r;
            diagonal[i + 1] = g + shift;
            g = (cosine * r) - b;
            Rotate(vectors.Slice(i * n, n), vectors.Slice((i + 1) * n, n), sine, cosine);
        }

        diagonal[low] -= shift;
        coupling[low] = g;
        coupling[high] = 0;
    }

    private static void Rotate(Span<double> first, Span<double> second, double sine, double cosine)
    {
        for (int k = 0; k < first.Length; k++)
        {
            double upper = second[k];
            second[k] = (sine * first[k]) + (cosine * upper);
            first[k] = (cosine * first[k]) - (sine * upper);
        }
    }

    private static double Hypotenuse(double x, double y)
    {
        double larger = Math.Max(Math.Abs(x), Math.Abs(y));
        double smaller = Math.Min(Math.Abs(x), Math.Abs(y));
        return larger == 0 ? 0 : larger * Math.Sqrt(1 + (smaller / larger * (smaller / larger)));
    }

    private static void Sort(int n, Span<double> values, Span<double> vectors)
    {
        double[] keys = values.ToArray();
        int[] order = new int[n];
        for (int i = 0; i < n; i++)
        {
            order[i] = i;
        }

        Array.Sort(keys, order);
        double[] unsorted = vectors.ToArray();
        for (int i = 0; i < n; i++)
        {
            values[i] = keys[i];
            ReadOnlySpan<double> vector = unsorted.AsSpan(order[i] * n, n);
            int largest = 0;
            for (int k = 1; k < n; k++)
            {
                largest = Math.Abs(vector[k]) > Math.Abs(vector[largest]) ? k : largest;
            }

            double sign = vector[largest] < 0 ? -1 : 1;
            Span<double> target = vectors.Slice(i * n, n);
            for (int k = 0; k < n; k++)
            {
                target[k] = sign * vector[k];
            }
        }
    }
}
