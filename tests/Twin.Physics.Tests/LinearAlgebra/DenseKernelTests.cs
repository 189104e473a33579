using Twin.Physics.LinearAlgebra;

namespace Twin.Physics.Tests.LinearAlgebra;

/// <summary>Dense kernels against closed forms and against what defines their results.</summary>
public sealed class DenseKernelTests
{
    private const double Rounding = 1e-12;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(120)]
    public void SymmetricEigen_ChainOfSprings_GivesTheKnownValues(int n)
    {
        double[] matrix = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            matrix[(i * n) + i] = 2;
            if (i > 0)
            {
                matrix[(i * n) + i - 1] = matrix[((i - 1) * n) + i] = -1;
            }
        }

        double[] values = new double[n];
        Assert.Equal(SolveStatus.Success, SymmetricEigen.Decompose(matrix, values, new double[n * n]));

        // 2 - 2 cos(k pi / (n + 1)): the second difference with fixed ends.
        for (int k = 0; k < n; k++)
        {
            Assert.Equal(2 - (2 * Math.Cos((k + 1) * Math.PI / (n + 1))), values[k], Rounding);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(64)]
    [InlineData(150)]
    public void SymmetricEigen_RandomMatrix_IsPutTogetherAgain(int n)
    {
        double[] original = Symmetric(n);
        double[] values = new double[n];
        double[] vectors = new double[n * n];
        Assert.Equal(SolveStatus.Success, SymmetricEigen.Decompose([.. original], values, vectors));
        Assert.True(values.Zip(values.Skip(1)).All(pair => pair.First <= pair.Second));
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double entry = 0;
                double product = 0;
                for (int k = 0; k < n; k++)
                {
                    entry += vectors[(k * n) + i] * values[k] * vectors[(k * n) + j];
                    product += vectors[(i * n) + k] * vectors[(j * n) + k];
                }

                Assert.Equal(original[(i * n) + j], entry, Rounding);
                Assert.Equal(i == j ? 1 : 0, product, Rounding);
            }
        }
    }

    [Fact]
    public void SymmetricEigen_RepeatedAndZeroValues_AreFound()
    {
        double[] matrix = new double[16];
        matrix[0] = matrix[5] = 3;
        double[] values = new double[4];
        Assert.Equal(SolveStatus.Success, SymmetricEigen.Decompose(matrix, values, new double[16]));
        Assert.Equal([0, 0, 3, 3], values);
    }

    [Fact]
    public void SymmetricEigen_NotFinite_IsAStatus() =>
        Assert.Equal(SolveStatus.NotFinite, SymmetricEigen.Decompose([1, double.NaN, double.NaN, 1], new double[2], new double[4]));

    [Fact]
    public void DenseCholesky_DominantMatrix_SolvesToRounding()
    {
        const int n = 40;
        double[] matrix = Symmetric(n);
        for (int i = 0; i < n; i++)
        {
            matrix[(i * n) + i] += 2 * n;
        }

        double[] expected = [.. Enumerable.Range(0, n).Select(i => Math.Sin(i + 1))];
        double[] x = new double[n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                x[i] += matrix[(i * n) + j] * expected[j];
            }
        }

        Assert.Equal(SolveStatus.Success, DenseCholesky.Factorize(matrix, n));
        DenseCholesky.Solve(matrix, x);
        for (int i = 0; i < n; i++)
        {
            Assert.Equal(expected[i], x[i], Rounding);
        }
    }

    [Theory]
    [InlineData(0.0, SolveStatus.ZeroPivot)]
    [InlineData(-1.0, SolveStatus.ZeroPivot)]
    [InlineData(double.NaN, SolveStatus.NotFinite)]
    public void DenseCholesky_NotPositive_IsAStatus(double pivot, SolveStatus expected) =>
        Assert.Equal(expected, DenseCholesky.Factorize([1, 0, 0, pivot], 2));

    [Fact]
    public void DenseLu_ZeroOnTheDiagonal_SolvesWithRowExchanges()
    {
        double[] matrix = [0, 2, 1, 1, 1, 0, 4, 0, 3];
        double[] x = [7, 3, 13];
        int[] pivots = new int[3];
        Assert.Equal(SolveStatus.Success, DenseLu.Factorize(matrix, pivots));
        DenseLu.Solve(matrix, pivots, x);
        Assert.Equal(1, x[0], Rounding);
        Assert.Equal(2, x[1], Rounding);
        Assert.Equal(3, x[2], Rounding);
    }

    [Theory]
    [InlineData(0.0, SolveStatus.ZeroPivot)]
    [InlineData(double.NaN, SolveStatus.NotFinite)]
    public void DenseLu_Unsolvable_IsAStatus(double corner, SolveStatus expected) =>
        Assert.Equal(expected, DenseLu.Factorize([1, 0, 0, corner], new int[2]));

    [Fact]
    public void SymmetricEigen_LowRank_Settles()
    {
        const int n = 120;
        double[] matrix = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                matrix[(i * n) + j] = (Math.Sin(i) * Math.Sin(j)) + (1e-6 * Math.Cos(i) * Math.Cos(j));
            }
        }

        double[] values = new double[n];
        Assert.Equal(SolveStatus.Success, SymmetricEigen.Decompose(matrix, values, new double[n * n]));
        Assert.Equal(0, values[n - 3], 1e-13);
        Assert.InRange(values[n - 2], 5e-5, 7e-5);
    }

    [Theory]
    [InlineData(120, 2)]
    [InlineData(300, 40)]
    [InlineData(400, 100)]
    public void SymmetricEigen_LowRankThatGrowsDownwards_Settles(int n, int rank)
    {
        // Moments of responses are like this: little in the first rows, strengths over twenty decades, and zeros of rounding everywhere between.
        double[] matrix = new double[n * n];
        for (int k = 0; k < rank; k++)
        {
            double[] direction = [.. Enumerable.Range(0, n).Select(i => Math.Sin((1 + k) * (1.3 + i)) * Math.Exp(-0.05 * (n - i)))];
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    matrix[(i * n) + j] += Math.Pow(10, -20.0 * k / rank) * direction[i] * direction[j];
                }
            }
        }

        double[] values = new double[n];
        double[] vectors = new double[n * n];
        Assert.Equal(SolveStatus.Success, SymmetricEigen.Decompose([.. matrix], values, vectors));
        for (int k = 0; k < n; k++)
        {
            for (int i = 0; i < n; i++)
            {
                double product = 0;
                for (int j = 0; j < n; j++)
                {
                    product += matrix[(i * n) + j] * vectors[(k * n) + j];
                }

                // Backward error of Householder and QL: some spacings of the largest value for each row.
                Assert.Equal(values[k] * vectors[(k * n) + i], product, 4e-16 * n * values[^1]);
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(8, 3)]
    [InlineData(31, 31)]
    [InlineData(32, 8)]
    [InlineData(45, 30)]
    [InlineData(176, 31)]
    public void PackedMatrix_AnyShape_MultipliesLikeTheDefinition(int rows, int columns)
    {
        double[] values = [.. Enumerable.Range(0, rows * columns).Select(i => Math.Sin(1 + (1.7 * i)))];
        double[] x = [.. Enumerable.Range(0, columns).Select(i => Math.Cos(i))];
        double[] y = new double[rows];
        new PackedMatrix(rows, columns, values).Multiply(x, y);
        for (int i = 0; i < rows; i++)
        {
            double expected = 0;
            for (int j = 0; j < columns; j++)
            {
                expected += values[(i * columns) + j] * x[j];
            }

            Assert.Equal(expected, y[i], Rounding);
        }
    }

    private static double[] Symmetric(int n)
    {
        double[] matrix = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                matrix[(i * n) + j] = matrix[(j * n) + i] = Math.Sin((i * 12.9898) + (j * 78.233));
            }
        }

        return matrix;
    }
}
