using FsCheck;
using FsCheck.Fluent;
using Twin.Physics.LinearAlgebra;
using Twin.Physics.Random;

namespace Twin.Physics.Tests.LinearAlgebra;

public class SparseLuTests
{
    // Diagonally dominant elimination has a growth factor of at most 2: residuals stay within a small multiple of n rounding errors.
    private const double ResidualTolerance = 1e-12;

    [Fact]
    public void Solve_RandomNetworks_LeavesNoResidual() => Prop.ForAll(
        ArbMap.Default.ArbFor<PositiveInt>(),
        seed =>
        {
            (SparsePattern pattern, double[] values) = RandomNetwork((ulong)seed.Get, 1 + (seed.Get * 7 % 90));
            SparseLu solver = new(pattern);
            double[] factors = new double[solver.FactorCount];
            double[] scratch = new double[solver.ScratchCount];
            SolveStatus status = solver.Factorize(values, factors, scratch);
            double[] rightHandSide = Draw((ulong)seed.Get, 9, pattern.Size);
            double[] forward = [.. rightHandSide];
            solver.Solve(factors, forward, scratch);
            double[] transposed = [.. rightHandSide];
            solver.SolveTransposed(factors, transposed, scratch);
            return status == SolveStatus.Success
                && Residual(pattern, values, forward, rightHandSide) < ResidualTolerance
                && Residual(pattern, Transpose(pattern, values), transposed, rightHandSide) < ResidualTolerance;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Factorize_Grid_KeepsFillNearThatOfGoodOrderings()
    {
        // A 30 x 30 grid: natural order gives 26,970 entries in L (band of 30); minimum degree about a third of that.
        List<int> rows = [];
        List<int> columns = [];
        for (int i = 0; i < 900; i++)
        {
            if (i % 30 < 29)
            {
                rows.Add(i);
                columns.Add(i + 1);
            }

            if (i < 870)
            {
                rows.Add(i);
                columns.Add(i + 30);
            }
        }

        SparseLu solver = new(SparsePattern.FromEntries(900, rows.ToArray(), columns.ToArray()));
        Assert.InRange((solver.FactorCount - 900) / 2, 1740, 11_000);
    }

    [Fact]
    public void Factorize_Tree_HasNoFill()
    {
        int[] rows = Enumerable.Range(1, 200).ToArray();
        int[] columns = rows.Select(i => (i - 1) / 3).ToArray();
        SparseLu solver = new(SparsePattern.FromEntries(201, rows, columns));
        Assert.Equal(201 + (2 * 200), solver.FactorCount);
    }

    [Fact]
    public void Factorize_AdvectionChain_SolvesUnsymmetricExactly()
    {
        // Each node takes its temperature from the one upstream and is heated: T_i = 20 + i.
        const int Count = 50;
        SparsePattern pattern = SparsePattern.FromEntries(Count, Enumerable.Range(1, Count - 1).ToArray(), Enumerable.Range(0, Count - 1).ToArray());
        double[] values = new double[pattern.EntryCount];
        double[] x = new double[Count];
        for (int i = 0; i < Count; i++)
        {
            values[pattern.IndexOf(i, i)] = 2;
            x[i] = 2;
            if (i > 0)
            {
                values[pattern.IndexOf(i, i - 1)] = -2;
            }
        }

        x[0] = 2 * 20;
        SparseLu solver = new(pattern);
        double[] factors = new double[solver.FactorCount];
        double[] scratch = new double[solver.ScratchCount];
        Assert.Equal(SolveStatus.Success, solver.Factorize(values, factors, scratch));
        solver.Solve(factors, x, scratch);
        Assert.Equal(Enumerable.Range(20, Count).Select(i => (double)i), x);
    }

    [Fact]
    public void Factorize_SingularOrNotFinite_IsAStatus()
    {
        SparsePattern pattern = SparsePattern.FromEntries(3, [0, 1], [1, 2]);
        SparseLu solver = new(pattern);
        double[] factors = new double[solver.FactorCount];
        double[] scratch = new double[solver.ScratchCount];

        // A Laplacian without a path to a fixed temperature.
        double[] values = [1, -1, -1, 2, -1, -1, 1];
        Assert.Equal(SolveStatus.ZeroPivot, solver.Factorize(values, factors, scratch, out int unknown));
        Assert.InRange(unknown, 0, 2);

        values[pattern.IndexOf(1, 2)] = double.NaN;
        values[0] = 2;
        Assert.Equal(SolveStatus.NotFinite, solver.Factorize(values, factors, scratch));

        values[pattern.IndexOf(1, 2)] = -1;
        Assert.Equal(SolveStatus.Success, solver.Factorize(values, factors, scratch, out unknown));
        Assert.Equal(-1, unknown);
    }

    [Fact]
    public void Factorize_WrongLengths_AreRefused()
    {
        SparseLu solver = new(SparsePattern.FromEntries(2, [0], [1]));
        Assert.Throws<ArgumentException>(() => solver.Factorize(new double[3], new double[solver.FactorCount], new double[4]));
        Assert.Throws<ArgumentException>(() => solver.Factorize(new double[4], new double[solver.FactorCount - 1], new double[4]));
        Assert.Throws<ArgumentException>(() => solver.Solve(new double[solver.FactorCount], new double[2], new double[3]));
    }

    [Fact]
    public void FactorizeAndSolve_Warm_AllocateNothingAndRepeatBits()
    {
        (SparsePattern pattern, double[] values) = RandomNetwork(3, 300);
        SparseLu solver = new(pattern);
        double[] factors = new double[solver.FactorCount];
        double[] scratch = new double[solver.ScratchCount];
        double[] first = Draw(4, 4, 300);
        double[] x = [.. first];
        solver.Factorize(values, factors, scratch);
        solver.Solve(factors, x, scratch);
        double[] again = [.. first];
        AllocationWindow window = AllocationWindow.Open();
        solver.Factorize(values, factors, scratch);
        solver.Solve(factors, again, scratch);
        long allocated = window.Bytes;
        Assert.Equal(0, allocated);
        Assert.Equal(x, again);
    }

    [Fact]
    public void Ordering_SamePatternNamedDifferently_GivesSameBits()
    {
        int[] rows = [0, 1, 2, 3, 4, 0, 2];
        int[] columns = [1, 2, 3, 4, 5, 5, 5];
        SparsePattern one = SparsePattern.FromEntries(6, rows, columns);
        SparsePattern other = SparsePattern.FromEntries(6, columns.Reverse().ToArray(), rows.Reverse().ToArray());
        double[] values = new double[one.EntryCount];
        for (int i = 0; i < 6; i++)
        {
            for (int e = one.RowStarts[i]; e < one.RowStarts[i + 1]; e++)
            {
                values[e] = one.Columns[e] == i ? 7 : -1.1 - e;
            }
        }

        Assert.Equal(SolveFor(one, values), SolveFor(other, values));
    }

    private static double[] SolveFor(SparsePattern pattern, double[] values)
    {
        SparseLu solver = new(pattern);
        double[] factors = new double[solver.FactorCount];
        double[] scratch = new double[solver.ScratchCount];
        solver.Factorize(values, factors, scratch);
        double[] x = Enumerable.Range(1, pattern.Size).Select(i => (double)i).ToArray();
        solver.Solve(factors, x, scratch);
        return x;
    }

    private static (SparsePattern Pattern, double[] Values) RandomNetwork(ulong seed, int size)
    {
        List<int> rows = [];
        List<int> columns = [];
        for (ulong draw = 0; draw < (ulong)(2 * size); draw++)
        {
            (ulong low, ulong high) = CounterRandom.Block(seed, 0, draw);
            rows.Add((int)(low % (ulong)size));
            columns.Add((int)(high % (ulong)size));
        }

        SparsePattern pattern = SparsePattern.FromEntries(size, rows.ToArray(), columns.ToArray());
        double[] values = new double[pattern.EntryCount];
        for (int row = 0; row < size; row++)
        {
            double sum = 0;
            for (int e = pattern.RowStarts[row]; e < pattern.RowStarts[row + 1]; e++)
            {
                if (pattern.Columns[e] != row)
                {
                    values[e] = -CounterRandom.Uniform(seed, 1, (ulong)e);
                    sum -= values[e];
                }
            }

            values[pattern.DiagonalIndices[row]] = sum + 0.1;
        }

        return (pattern, values);
    }

    private static double[] Draw(ulong seed, ulong stream, int count) =>
        Enumerable.Range(0, count).Select(i => CounterRandom.Uniform(seed, stream, (ulong)i)).ToArray();

    private static double[] Transpose(SparsePattern pattern, double[] values)
    {
        double[] transposed = new double[values.Length];
        for (int row = 0; row < pattern.Size; row++)
        {
            for (int e = pattern.RowStarts[row]; e < pattern.RowStarts[row + 1]; e++)
            {
                transposed[e] = values[pattern.IndexOf(pattern.Columns[e], row)];
            }
        }

        return transposed;
    }

    private static double Residual(SparsePattern pattern, double[] values, double[] x, double[] rightHandSide)
    {
        double[] product = new double[pattern.Size];
        pattern.Multiply(values, x, product);
        return product.Zip(rightHandSide, (p, b) => Math.Abs(p - b)).DefaultIfEmpty(0).Max();
    }
}
