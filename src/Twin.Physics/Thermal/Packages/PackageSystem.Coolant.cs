namespace Twin.Physics.Thermal.Packages;

/// <content>The coolant: its exchange with the solids and the solution of both.</content>
public sealed partial class PackageSystem
{
    private readonly CoolantLines? _coolant;
    private readonly double[] _coolantUnknown = [];
    private readonly double[] _coolantProduct = [];

    // Conductance between the coolant of a column and the solid above, the wall, and the solid below, W/K.
    private readonly double[] _toAbove = [];
    private readonly double[] _toWall = [];
    private readonly double[] _toBelow = [];
    private readonly double[] _shadow = [];
    private readonly double[] _searched = [];
    private readonly double[] _searchedProduct = [];
    private readonly double[] _remainder = [];

    /// <summary>Writes the heat that one kelvin of coolant inlet temperature brings into each cell, W/K.</summary>
    /// <param name="cells">Overwritten, length <see cref="CellCount"/>; zero everywhere without microchannels.</param>
    public void InletConductances(Span<double> cells)
    {
        LinearAlgebra.Require.Length(cells.Length, CellCount, nameof(cells));
        cells.Clear();
        if (_coolant is not null)
        {
            Span<double> inlet = cells[(_level.Count + _coolant.Inlet)..];
            for (int x = 0; x < Columns; x++)
            {
                inlet[x] = _coolant.InletConductance(x);
            }
        }
    }

    /// <summary>Heat that the coolant carries away: what leaves at the outlet less what comes in, watts. Zero without microchannels.</summary>
    /// <param name="temperaturesC">Length <see cref="CellCount"/>.</param>
    /// <param name="inletTemperatureC">Where the coolant enters, degrees Celsius.</param>
    public double CarriedOffW(ReadOnlySpan<double> temperaturesC, double inletTemperatureC)
    {
        LinearAlgebra.Require.Length(temperaturesC.Length, CellCount, nameof(temperaturesC));
        double sum = 0;
        if (_coolant is not null)
        {
            ReadOnlySpan<double> outlet = temperaturesC[(_level.Count + _coolant.Outlet)..];
            for (int x = 0; x < Columns; x++)
            {
                sum += _coolant.InletConductance(x) * (outlet[x] - inletTemperatureC);
            }
        }

        return sum;
    }

    private void SubtractFromCoolant(ReadOnlySpan<double> solids, Span<double> coolant)
    {
        int cavity = Model.Microchannels!.Layer;
        for (int y = 0; y < Rows; y++)
        {
            int wall = Cell(cavity, y, 0);
            for (int x = 0; x < Columns; x++)
            {
                int k = x + (Columns * y);
                coolant[k] -= (_toAbove[k] * solids[wall + x - Columns]) + (_toWall[k] * solids[wall + x]) + (_toBelow[k] * solids[wall + x + Columns]);
            }
        }
    }

    private void SubtractFromSolids(ReadOnlySpan<double> coolant, Span<double> solids)
    {
        int cavity = Model.Microchannels!.Layer;
        for (int y = 0; y < Rows; y++)
        {
            int wall = Cell(cavity, y, 0);
            for (int x = 0; x < Columns; x++)
            {
                int k = x + (Columns * y);
                solids[wall + x - Columns] -= _toAbove[k] * coolant[k];
                solids[wall + x] -= _toWall[k] * coolant[k];
                solids[wall + x + Columns] -= _toBelow[k] * coolant[k];
            }
        }
    }

    // product = S x, where the coolant is eliminated: G x less what the coolant gives back of it.
    private void MultiplyEliminated(double[] x, double[] product)
    {
        int first = _level.RowLength;
        _level.Multiply(x, product);
        Array.Clear(_coolantUnknown);
        SubtractFromCoolant(x.AsSpan(first, _level.Count), _coolantUnknown);
        for (int k = 0; k < _coolantUnknown.Length; k++)
        {
            _coolantUnknown[k] = -_coolantUnknown[k];
        }

        _coolant!.Solve(_coolantUnknown);
        SubtractFromSolids(_coolantUnknown, product.AsSpan(first, _level.Count));
    }

    // x of the coolant from that of the solids and b.
    private void SolveCoolant(ReadOnlySpan<double> b, Span<double> x)
    {
        Array.Clear(_coolantUnknown);
        SubtractFromCoolant(x, _coolantUnknown);
        for (int k = 0; k < _coolantUnknown.Length; k++)
        {
            _coolantUnknown[k] = b[_level.Count + k] - _coolantUnknown[k];
        }

        _coolant!.Solve(_coolantUnknown);
        _coolantUnknown.CopyTo(x[_level.Count..]);
    }

    // What remains of b in the solids once the coolant is solved for: into target; returns its norm.
    private double Remain(double shift, ReadOnlySpan<double> b, Span<double> x, Span<double> target)
    {
        SolveCoolant(b, x);
        Apply(shift, x, _remainder);
        Difference(b, _remainder);
        _remainder.AsSpan(0, target.Length).CopyTo(target);
        return Math.Sqrt(Dot(_remainder, _remainder));
    }

    private SolveReport SolveWithCoolant(double shift, ReadOnlySpan<double> b, Span<double> x, double tolerance)
    {
        int first = _level.RowLength;
        int count = _level.Count;
        Span<double> residual = _level.Source.AsSpan(first, count);
        ReadOnlySpan<double> corrected = _level.Solution.AsSpan(first, count);
        Span<double> direction = _direction.AsSpan(first, count);
        Span<double> product = _product.AsSpan(first, count);
        Span<double> searched = _searched.AsSpan(first, count);
        Span<double> kept = _searchedProduct.AsSpan(first, count);
        Span<double> solids = x[..count];
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
            double actual = Remain(shift, b, x, residual) / norm;
            if (!(actual < double.PositiveInfinity))
            {
                return new SolveReport(IterationStatus.NotFinite, iterations, actual);
            }

            if (actual <= tolerance || iterations >= MaximumIterations || actual > RestartGain * reached)
            {
                return Report(iterations, actual, norm, x, tolerance);
            }

            reached = actual;
            residual.CopyTo(_shadow);
            double rho = 1;
            double alpha = 1;
            double omega = 1;
            direction.Clear();
            kept.Clear();
            double estimate = actual;
            while (estimate > tolerance && iterations < MaximumIterations)
            {
                double next = Dot(_shadow, residual);
                double beta = next / rho * (alpha / omega);
                rho = next;

                // direction = residual + beta (direction - omega kept).
                Add(-omega, kept, direction);
                Combine(residual, beta, direction);

                // The cycle reads the source: the residual waits in _remainder meanwhile.
                residual.CopyTo(_remainder);
                direction.CopyTo(residual);
                _multigrid.Cycle();
                corrected.CopyTo(searched);
                MultiplyEliminated(_searched, _searchedProduct);
                _remainder.AsSpan(0, count).CopyTo(residual);
                alpha = rho / Dot(_shadow, kept);
                if (!double.IsFinite(alpha))
                {
                    break;
                }

                Add(alpha, searched, solids);
                Add(-alpha, kept, residual);
                _multigrid.Cycle();
                iterations += 2;
                corrected.CopyTo(searched);
                MultiplyEliminated(_searched, _product);
                double square = Dot(product, product);
                omega = square > 0 ? Dot(product, residual) / square : 0;
                Add(omega, searched, solids);
                estimate = Math.Sqrt(AddAndDot(-omega, product, residual)) / norm;
                if (!(Math.Abs(omega) > 0) || !double.IsFinite(omega))
                {
                    break;
                }
            }
        }
    }
}
