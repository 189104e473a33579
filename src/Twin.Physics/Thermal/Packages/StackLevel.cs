using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Twin.Physics.Thermal.Packages;

/// <summary>The operator G + s C on one grid of stacked cells, and the smoother for it: vertical lines.</summary>
/// <remarks>
/// <para>Cell (x, z, y) has index x + nx (z + nz y): one row of the package is one piece of nx nz cells, and its lines are solved side by side in vector registers. Every array has
/// one row of zeros before and one behind, so that no loop has to know where the grid ends; conductances across the edges are zero.</para>
/// <para>The smoother goes from row to row. Within a row all lines are solved at once with the neighbours in x taken from before (a part of their conductance is added to the diagonal
/// as damping), while the row just done counts with its new values: Jacobi along x, Gauss-Seidel along y. Forwards and backwards are adjoint, so that a cycle with one of each is symmetric.</para>
/// </remarks>
internal sealed class StackLevel
{
    /// <summary>Part of the conductances along x that damps the Jacobi step: 0 to 0.5 differ by some iterations in twenty, 0.25 is the best for the reference package.</summary>
    private const double Damping = 0.25;

    /// <summary>Least part of the interface's conductance between coarse cells: what a uniform material gives. Less would let an edge of a material inside one coarse cell pass for a barrier between
    /// both, and the correction overshoot in proportion to the contrast of the materials. 0.35 to 0.6 need the same number of iterations within two, none at all or all of it three times as many.</summary>
    private const double Softest = 0.5;

    // A column or row of the finer level, shifted right by this, is the one of this level.
    private readonly int _shiftX;
    private readonly int _shiftY;
    private readonly double[] _diagonal;
    private readonly double[] _inverse;
    private readonly double[] _ratio;
    private readonly double[] _row;

    /// <param name="columns">Cells along x.</param>
    /// <param name="layers">Cells along z.</param>
    /// <param name="rows">Cells along y.</param>
    /// <param name="pairsX">Each column stands for two of the finer level.</param>
    /// <param name="pairsY">Each row stands for two of the finer level.</param>
    public StackLevel(int columns, int layers, int rows, bool pairsX = false, bool pairsY = false)
    {
        _shiftX = pairsX ? 1 : 0;
        _shiftY = pairsY ? 1 : 0;
        Columns = columns;
        Layers = layers;
        Rows = rows;
        RowLength = columns * layers;
        Count = RowLength * rows;
        AlongX = NewVector();
        AlongY = NewVector();
        AlongZ = NewVector();
        Ground = NewVector();
        Capacities = NewVector();
        _diagonal = NewVector();
        _inverse = NewVector();
        _ratio = NewVector();
        _row = new double[RowLength];
        Solution = NewVector();
        Source = NewVector();
    }

    public int Columns { get; }

    public int Layers { get; }

    public int Rows { get; }

    /// <summary>Cells of one row, all layers; also the index of the first cell in every array.</summary>
    public int RowLength { get; }

    /// <summary>Cells without the zeros at both ends.</summary>
    public int Count { get; }

    /// <summary>Conductance to the next cell along x, W/K.</summary>
    public double[] AlongX { get; }

    /// <summary>Conductance to the next cell along y, W/K.</summary>
    public double[] AlongY { get; }

    /// <summary>Conductance to the next layer below, W/K.</summary>
    public double[] AlongZ { get; }

    /// <summary>Conductance to fixed temperatures, W/K.</summary>
    public double[] Ground { get; }

    /// <summary>Heat capacities, J/K.</summary>
    public double[] Capacities { get; }

    /// <summary>Right-hand side of a cycle.</summary>
    public double[] Source { get; }

    /// <summary>Result of a cycle.</summary>
    public double[] Solution { get; }

    /// <summary>An array of the level's shape, zero.</summary>
    public double[] NewVector() => new double[Count + (2 * RowLength)];

    /// <summary>Largest ratio over the columns of lateral conductance to what holds the column: s C and fixed temperatures. Infinite without any.</summary>
    public double LateralRatio(double shift)
    {
        double worst = 0;
        for (int y = 0; y < Rows; y++)
        {
            for (int x = 0; x < Columns; x++)
            {
                double lateral = 0;
                double held = 0;
                for (int z = 0; z < Layers; z++)
                {
                    int i = RowLength + x + (Columns * (z + (Layers * y)));
                    lateral += AlongX[i] + AlongX[i - 1] + AlongY[i] + AlongY[i - RowLength];
                    held += Ground[i] + (shift * Capacities[i]);
                }

                worst = Math.Max(worst, held > 0 ? lateral / held : lateral > 0 ? double.PositiveInfinity : 0);
            }
        }

        return worst;
    }

    /// <summary>Computes diagonals and line factors for one shift, in place.</summary>
    public void Factorize(double shift)
    {
        for (int y = 0; y < Rows; y++)
        {
            for (int z = 0; z < Layers; z++)
            {
                int start = RowLength + (Columns * (z + (Layers * y)));
                for (int i = start; i < start + Columns; i++)
                {
                    double lateral = AlongX[i] + AlongX[i - 1];
                    double above = z > 0 ? AlongZ[i - Columns] : 0;
                    double diagonal = lateral + AlongY[i] + AlongY[i - RowLength] + above + AlongZ[i] + Ground[i] + (shift * Capacities[i]);
                    _diagonal[i] = diagonal;
                    double pivot = diagonal + (Damping * lateral) - (z > 0 ? above * _ratio[i - Columns] : 0);
                    double inverse = pivot > 0 ? 1 / pivot : 0;
                    _inverse[i] = inverse;
                    _ratio[i] = AlongZ[i] * inverse;
                }
            }
        }
    }

    /// <summary>Norm of the largest single terms of (G + s C) x: times the spacing of doubles, what rounding leaves of a residual.</summary>
    public double TermNorm(ReadOnlySpan<double> x)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double term = _diagonal[RowLength + i] * x[i];
            sum += term * term;
        }

        return Math.Sqrt(sum);
    }

    /// <summary>product = (G + s C) x.</summary>
    public void Multiply(double[] x, double[] product)
    {
        int end = RowLength + Count;
        int i = RowLength;
        for (; i <= end - Vector<double>.Count; i += Vector<double>.Count)
        {
            Product(x, i).CopyTo(product, i);
        }

        for (; i < end; i++)
        {
            product[i] = ProductAt(x, i);
        }
    }

    /// <summary>Forward sweep from zero: <see cref="Solution"/> from <see cref="Source"/>.</summary>
    public void SweepForward()
    {
        double[] solution = Solution;
        double[] along = AlongY;
        for (int y = 0; y < Rows; y++)
        {
            int start = RowLength * (y + 1);
            int i = start;
            int end = start + RowLength;
            for (; i <= end - Vector<double>.Count; i += Vector<double>.Count)
            {
                Vector.FusedMultiplyAdd(new Vector<double>(along, i - RowLength), new Vector<double>(solution, i - RowLength), new Vector<double>(Source, i)).CopyTo(_row, i - start);
            }

            for (; i < end; i++)
            {
                _row[i - start] = Math.FusedMultiplyAdd(along[i - RowLength], solution[i - RowLength], Source[i]);
            }

            SolveLines(start);
            _row.CopyTo(solution, start);
        }
    }

    /// <summary>Backward sweep on <see cref="Solution"/> as it stands.</summary>
    public void SweepBackward()
    {
        double[] solution = Solution;
        for (int y = Rows - 1; y >= 0; y--)
        {
            int start = RowLength * (y + 1);
            int i = start;
            int end = start + RowLength;
            for (; i <= end - Vector<double>.Count; i += Vector<double>.Count)
            {
                (new Vector<double>(Source, i) - Product(solution, i)).CopyTo(_row, i - start);
            }

            for (; i < end; i++)
            {
                _row[i - start] = Source[i] - ProductAt(solution, i);
            }

            SolveLines(start);
            for (i = 0; i <= RowLength - Vector<double>.Count; i += Vector<double>.Count)
            {
                (new Vector<double>(solution, start + i) + new Vector<double>(_row, i)).CopyTo(solution, start + i);
            }

            for (; i < RowLength; i++)
            {
                solution[start + i] += _row[i];
            }
        }
    }

    /// <summary>Restricts the residual of <see cref="Solution"/> to the source of the coarser level: sums over the columns that one of its columns stands for.</summary>
    public void RestrictResidual(StackLevel coarse)
    {
        Array.Clear(coarse.Source);
        for (int y = 0; y < Rows; y++)
        {
            int start = RowLength * (y + 1);
            int i = start;
            int end = start + RowLength;
            for (; i <= end - Vector<double>.Count; i += Vector<double>.Count)
            {
                (new Vector<double>(Source, i) - Product(Solution, i)).CopyTo(_row, i - start);
            }

            for (; i < end; i++)
            {
                _row[i - start] = Source[i] - ProductAt(Solution, i);
            }

            for (int z = 0; z < Layers; z++)
            {
                ReadOnlySpan<double> fine = _row.AsSpan(z * Columns, Columns);
                Span<double> sums = coarse.Source.AsSpan(coarse.RowLength + (coarse.Columns * (z + (Layers * (y >> coarse._shiftY)))), coarse.Columns);
                if (coarse._shiftX == 0)
                {
                    for (int x = 0; x < sums.Length; x++)
                    {
                        sums[x] += fine[x];
                    }

                    continue;
                }

                int pairs = Columns >> 1;
                for (int x = 0; x < pairs; x++)
                {
                    sums[x] += fine[2 * x] + fine[(2 * x) + 1];
                }

                if (sums.Length > pairs)
                {
                    sums[pairs] += fine[^1];
                }
            }
        }
    }

    /// <summary>Adds the coarser level's solution to <see cref="Solution"/>, the same to all columns of an aggregate.</summary>
    public void AddCorrection(StackLevel coarse)
    {
        for (int y = 0; y < Rows; y++)
        {
            for (int z = 0; z < Layers; z++)
            {
                Span<double> fine = Solution.AsSpan(RowLength + (Columns * (z + (Layers * y))), Columns);
                ReadOnlySpan<double> sums = coarse.Solution.AsSpan(coarse.RowLength + (coarse.Columns * (z + (Layers * (y >> coarse._shiftY)))), coarse.Columns);
                if (coarse._shiftX == 0)
                {
                    for (int x = 0; x < sums.Length; x++)
                    {
                        fine[x] += sums[x];
                    }

                    continue;
                }

                int pairs = Columns >> 1;
                for (int x = 0; x < pairs; x++)
                {
                    fine[2 * x] += sums[x];
                    fine[(2 * x) + 1] += sums[x];
                }

                if (sums.Length > pairs)
                {
                    fine[^1] += sums[pairs];
                }
            }
        }
    }

    /// <summary>Sets the conductances, capacities and films of the coarser level from this one's.</summary>
    /// <remarks>Vertically and to ground conductances of an aggregate are in parallel. Sideways the way from middle to middle is half of what lies within one aggregate, the interface,
    /// and half of what lies within the other, in series: what the discretisation of a coarser grid would give, but not less than half of the interface. (The Galerkin sum of the interface
    /// alone would be twice too stiff.)</remarks>
    public void Coarsen(StackLevel coarse)
    {
        Array.Clear(coarse.AlongX);
        Array.Clear(coarse.AlongY);
        Array.Clear(coarse.AlongZ);
        Array.Clear(coarse.Ground);
        Array.Clear(coarse.Capacities);
        for (int y = 0; y < Rows; y++)
        {
            for (int z = 0; z < Layers; z++)
            {
                for (int x = 0; x < Columns; x++)
                {
                    int i = RowLength + x + (Columns * (z + (Layers * y)));
                    int k = coarse.RowLength + (x >> coarse._shiftX) + (coarse.Columns * (z + (Layers * (y >> coarse._shiftY))));
                    coarse.AlongZ[k] += AlongZ[i];
                    coarse.Ground[k] += Ground[i];
                    coarse.Capacities[k] += Capacities[i];
                    if (coarse._shiftX == 0)
                    {
                        coarse.AlongX[k] += AlongX[i];
                    }
                    else if ((x & 1) != 0)
                    {
                        coarse.AlongX[k] += Path(AlongX[i - 1], AlongX[i], x + 2 < Columns ? AlongX[i + 1] : double.PositiveInfinity);
                    }

                    if (coarse._shiftY == 0)
                    {
                        coarse.AlongY[k] += AlongY[i];
                    }
                    else if ((y & 1) != 0)
                    {
                        coarse.AlongY[k] += Path(AlongY[i - RowLength], AlongY[i], y + 2 < Rows ? AlongY[i + RowLength] : double.PositiveInfinity);
                    }
                }
            }
        }
    }

    private static double Path(double before, double across, double behind) =>
        across > 0 ? Math.Max(Softest * across, 1 / ((0.5 / before) + (1 / across) + (0.5 / behind))) : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector<double> Product(double[] x, int i)
    {
        // Loads without range checks make a product in 1.0 instead of 1.5 ns per cell; the rows of zeros at both ends keep every index within its array.
        ref double diagonal = ref MemoryMarshal.GetArrayDataReference(_diagonal);
        ref double alongX = ref MemoryMarshal.GetArrayDataReference(AlongX);
        ref double alongY = ref MemoryMarshal.GetArrayDataReference(AlongY);
        ref double alongZ = ref MemoryMarshal.GetArrayDataReference(AlongZ);
        ref double value = ref MemoryMarshal.GetArrayDataReference(x);
        nuint at = (nuint)i;
        nuint columns = (nuint)Columns;
        nuint row = (nuint)RowLength;
        Vector<double> sum = Vector.LoadUnsafe(ref diagonal, at) * Vector.LoadUnsafe(ref value, at);
        Vector<double> off = Vector.LoadUnsafe(ref alongX, at) * Vector.LoadUnsafe(ref value, at + 1);
        off = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref alongX, at - 1), Vector.LoadUnsafe(ref value, at - 1), off);
        off = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref alongZ, at), Vector.LoadUnsafe(ref value, at + columns), off);
        off = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref alongZ, at - columns), Vector.LoadUnsafe(ref value, at - columns), off);
        off = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref alongY, at), Vector.LoadUnsafe(ref value, at + row), off);
        off = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref alongY, at - row), Vector.LoadUnsafe(ref value, at - row), off);
        return sum - off;
    }

    private double ProductAt(double[] x, int i) =>
        (_diagonal[i] * x[i])
        - (AlongX[i] * x[i + 1]) - (AlongX[i - 1] * x[i - 1])
        - (AlongZ[i] * x[i + Columns]) - (AlongZ[i - Columns] * x[i - Columns])
        - (AlongY[i] * x[i + RowLength]) - (AlongY[i - RowLength] * x[i - RowLength]);

    /// <summary>Solves the lines of one row in place in <see cref="_row"/>.</summary>
    private void SolveLines(int start)
    {
        int columns = Columns;
        int vectors = columns - (columns % Vector<double>.Count);
        double[] row = _row;
        double[] ratio = _ratio;
        double[] inverse = _inverse;
        for (int z = 1; z < Layers; z++)
        {
            int at = z * columns;
            int x = at;
            for (; x < at + vectors; x += Vector<double>.Count)
            {
                Vector.FusedMultiplyAdd(new Vector<double>(ratio, start + x - columns), new Vector<double>(row, x - columns), new Vector<double>(row, x)).CopyTo(row, x);
            }

            for (; x < at + columns; x++)
            {
                row[x] = Math.FusedMultiplyAdd(ratio[start + x - columns], row[x - columns], row[x]);
            }
        }

        int last = RowLength - columns;
        for (int x = last; x < RowLength; x++)
        {
            row[x] *= inverse[start + x];
        }

        for (int at = last - columns; at >= 0; at -= columns)
        {
            int x = at;
            for (; x < at + vectors; x += Vector<double>.Count)
            {
                Vector.FusedMultiplyAdd(new Vector<double>(ratio, start + x), new Vector<double>(row, x + columns), new Vector<double>(row, x) * new Vector<double>(inverse, start + x)).CopyTo(row, x);
            }

            for (; x < at + columns; x++)
            {
                row[x] = Math.FusedMultiplyAdd(ratio[start + x], row[x + columns], row[x] * inverse[start + x]);
            }
        }
    }
}
