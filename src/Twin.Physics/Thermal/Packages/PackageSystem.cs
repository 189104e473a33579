using System.Numerics;
using Twin.Physics.LinearAlgebra;

namespace Twin.Physics.Thermal.Packages;

/// <summary>A package cut into cells: C dT/dt = -G T + sum of P_b s_b + sum of T_f g_f, and the solver for G + s C.</summary>
/// <remarks>
/// <para>Cell-centred finite volumes, one cell per layer in z. The conductance between neighbours is that of their two half cells in series, to a film that of the half cell and of the
/// film in series; side faces are adiabatic; a block's power spreads evenly over its rectangle. Cell (layer z, row y, column x) has index x + columns (z + layers y): <see cref="Cell"/>.</para>
/// <para>With microchannels the cell of the cavity's layer is the wall between the channels, and the coolant follows behind all solid cells: <see cref="CoolantCell"/>. Floor and
/// ceiling of the cavity have no capacity and are eliminated exactly. Without coolant G is symmetric and positive semidefinite; with coolant only its symmetric part is.</para>
/// <para>The equations are solved by conjugate gradients with a multigrid cycle as preconditioner; with coolant by stabilised bi-conjugate gradients (H. van der Vorst, SIAM J. Sci.
/// Stat. Comput. 13 (1992) 631) on the solids, from which the coolant is eliminated exactly line by line. After construction nothing allocates. The object holds its
/// workspace: one thread at a time.</para>
/// </remarks>
public sealed partial class PackageSystem
{
    /// <summary>Cycles before giving up: forty times what the reference package takes, ten times what it takes on cells that lie across all its edges.</summary>
    private const int MaximumIterations = 1000;

    /// <summary>The recurrence of the residual drifts from the truth, so a solution ends with the true one and begins anew if it must; a restart that gains less than this has met rounding.</summary>
    private const double RestartGain = 0.1;

    /// <summary>Relative error of a product of seven terms, some of them differences of nearly equal ones: eight spacings of doubles.</summary>
    private const double Rounding = 8 * 2.2e-16;

    private readonly StackLevel _level;
    private readonly StackMultigrid _multigrid;
    private readonly double[] _unknown;
    private readonly double[] _direction;
    private readonly double[] _product;
    private double _shift = double.NaN;

    /// <summary>Number of unknowns: columns x rows x layers, and with microchannels columns x rows of coolant behind them.</summary>
    public int CellCount => _level.Count + CoolantCount;

    /// <summary>Number of coolant unknowns; zero without microchannels.</summary>
    public int CoolantCount => _coolant is null ? 0 : Grid.Columns * Grid.Rows;

    /// <summary>Cells along x.</summary>
    public int Columns => _level.Columns;

    /// <summary>Cells along y.</summary>
    public int Rows => _level.Rows;

    /// <summary>Cells along z, of which one is the microchannels' wall where there are any.</summary>
    public int Layers => _level.Layers;

    /// <summary>G is symmetric: no coolant flows.</summary>
    public bool IsSymmetric => _coolant is null;

    /// <summary>Heat capacities, J/K, length <see cref="CellCount"/>.</summary>
    public ReadOnlySpan<double> Capacities => _capacities;

    /// <summary>Index of a solid cell, or of the wall in the microchannels' layer.</summary>
    /// <param name="layer">Layer, from the top.</param>
    /// <param name="row">Row, from y = 0.</param>
    /// <param name="column">Column, from x = 0.</param>
    public int Cell(int layer, int row, int column) => column + (Columns * (layer + (Layers * row)));

    /// <summary>Index of a coolant cell; only with microchannels.</summary>
    /// <param name="row">Row, from y = 0.</param>
    /// <param name="column">Column, from x = 0.</param>
    public int CoolantCell(int row, int column) => _level.Count + column + (Columns * row);

    /// <summary>y = (G + s C) x. Allocates nothing.</summary>
    /// <param name="shift">s, 1/s, not negative.</param>
    /// <param name="x">Temperatures, length <see cref="CellCount"/>.</param>
    /// <param name="y">Overwritten, watts, length <see cref="CellCount"/>. May be <paramref name="x"/>.</param>
    public void Apply(double shift, ReadOnlySpan<double> x, Span<double> y)
    {
        Require.Length(x.Length, CellCount, nameof(x));
        Require.Length(y.Length, CellCount, nameof(y));
        Shift(shift);
        x[.._level.Count].CopyTo(_unknown.AsSpan(_level.RowLength));
        _level.Multiply(_unknown, _product);
        Span<double> solids = _product.AsSpan(_level.RowLength, _level.Count);
        if (_coolant is not null)
        {
            x[_level.Count..].CopyTo(_coolantUnknown);
            _coolant.Multiply(_coolantUnknown, _coolantProduct);
            SubtractFromCoolant(x, _coolantProduct);
            SubtractFromSolids(_coolantUnknown, solids);
            _coolantProduct.CopyTo(y[_level.Count..]);
        }

        solids.CopyTo(y);
    }

    /// <summary>Solves (G + s C) x = b. Allocates nothing.</summary>
    /// <param name="shift">s, 1/s, not negative. A shift other than that of the last call costs about one iteration more.</param>
    /// <param name="b">Right-hand side, watts, length <see cref="CellCount"/>.</param>
    /// <param name="x">In: the initial guess. Out: the solution; after <see cref="IterationStatus.Singular"/> unchanged. Must not overlap <paramref name="b"/>.</param>
    /// <param name="tolerance">On the Euclidean norm of b - (G + s C) x over that of b, above zero.</param>
    /// <returns>The outcome with the residual as computed from x. A tolerance below what rounding of temperatures allows ends at that: converged, with the residual reported above it.</returns>
    public SolveReport Solve(double shift, ReadOnlySpan<double> b, Span<double> x, double tolerance)
    {
        Require.Length(b.Length, CellCount, nameof(b));
        Require.Length(x.Length, CellCount, nameof(x));
        if (!(tolerance > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "A tolerance is above zero.");
        }

        if (shift == 0 && IsFloating)
        {
            return new SolveReport(IterationStatus.Singular, 0, double.PositiveInfinity);
        }

        Shift(shift);
        return _coolant is null ? SolveSolid(shift, b, x, tolerance) : SolveWithCoolant(shift, b, x, tolerance);
    }

    private void Shift(double shift)
    {
        if (shift == _shift)
        {
            return;
        }

        if (!(shift >= 0) || double.IsInfinity(shift))
        {
            throw new ArgumentOutOfRangeException(nameof(shift), shift, "A shift is finite and not negative.");
        }

        _multigrid.Factorize(shift);
        _coolant?.Factorize(shift);
        _shift = shift;
    }

    private SolveReport SolveSolid(double shift, ReadOnlySpan<double> b, Span<double> x, double tolerance)
    {
        int first = _level.RowLength;
        int count = _level.Count;
        Span<double> residual = _level.Source.AsSpan(first, count);
        ReadOnlySpan<double> corrected = _level.Solution.AsSpan(first, count);
        Span<double> direction = _direction.AsSpan(first, count);
        ReadOnlySpan<double> product = _product.AsSpan(first, count);
        double norm = Math.Sqrt(Dot(b, b));
        if (!double.IsFinite(norm))
        {
            return new SolveReport(IterationStatus.NotFinite, 0, norm);
        }

        if (norm == 0)
        {
            x.Clear();
            return new SolveReport(IterationStatus.Converged, 0, 0);
        }

        int iterations = 0;
        double reached = double.PositiveInfinity;
        while (true)
        {
            Apply(shift, x, residual);
            Difference(b, residual);
            double actual = Math.Sqrt(Dot(residual, residual)) / norm;
            if (!(actual < double.PositiveInfinity))
            {
                return new SolveReport(IterationStatus.NotFinite, iterations, actual);
            }

            if (actual <= tolerance || iterations >= MaximumIterations || actual > RestartGain * reached)
            {
                return Report(iterations, actual, norm, x, tolerance);
            }

            reached = actual;
            double rho = 0;
            double estimate = actual;
            while (estimate > tolerance && iterations < MaximumIterations)
            {
                _multigrid.Cycle();
                iterations++;
                double next = Dot(residual, corrected);
                Combine(corrected, rho == 0 ? 0 : next / rho, direction);
                rho = next;
                _level.Multiply(_direction, _product);
                double alpha = rho / Dot(direction, product);
                if (!double.IsFinite(alpha))
                {
                    break;
                }

                Add(alpha, direction, x);
                estimate = Math.Sqrt(AddAndDot(-alpha, product, residual)) / norm;
            }
        }
    }

    // A residual that stays above the tolerance because temperatures have no more digits is as good as can be.
    private SolveReport Report(int iterations, double residual, double norm, ReadOnlySpan<double> x, double tolerance)
    {
        bool isReached = residual <= tolerance || residual * norm <= Rounding * _level.TermNorm(x[.._level.Count]);
        return new SolveReport(isReached ? IterationStatus.Converged : IterationStatus.NotConverged, iterations, residual);
    }

    // target = b - target.
    private static void Difference(ReadOnlySpan<double> b, Span<double> target)
    {
        int i = 0;
        for (; i <= target.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            (new Vector<double>(b[i..]) - new Vector<double>(target[i..])).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] = b[i] - target[i];
        }
    }

    // target += factor x.
    private static void Add(double factor, ReadOnlySpan<double> x, Span<double> target)
    {
        Vector<double> factors = new(factor);
        int i = 0;
        for (; i <= target.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            Vector.FusedMultiplyAdd(factors, new Vector<double>(x[i..]), new Vector<double>(target[i..])).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] = Math.FusedMultiplyAdd(factor, x[i], target[i]);
        }
    }

    // target += factor x; returns the square of the new norm.
    private static double AddAndDot(double factor, ReadOnlySpan<double> x, Span<double> target)
    {
        Vector<double> factors = new(factor);
        Vector<double> sums = default;
        int i = 0;
        for (; i <= target.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            Vector<double> value = Vector.FusedMultiplyAdd(factors, new Vector<double>(x[i..]), new Vector<double>(target[i..]));
            value.CopyTo(target[i..]);
            sums = Vector.FusedMultiplyAdd(value, value, sums);
        }

        double sum = Vector.Sum(sums);
        for (; i < target.Length; i++)
        {
            target[i] = Math.FusedMultiplyAdd(factor, x[i], target[i]);
            sum += target[i] * target[i];
        }

        return sum;
    }

    // target = x + factor target.
    private static void Combine(ReadOnlySpan<double> x, double factor, Span<double> target)
    {
        Vector<double> factors = new(factor);
        int i = 0;
        for (; i <= target.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            Vector.FusedMultiplyAdd(factors, new Vector<double>(target[i..]), new Vector<double>(x[i..])).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] = Math.FusedMultiplyAdd(factor, target[i], x[i]);
        }
    }

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Vector<double> sums = default;
        int i = 0;
        for (; i <= x.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            sums = Vector.FusedMultiplyAdd(new Vector<double>(x[i..]), new Vector<double>(y[i..]), sums);
        }

        double sum = Vector.Sum(sums);
        for (; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }
}
