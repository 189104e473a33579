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
