namespace Twin.Physics.Thermal.Packages;

/// <summary>The coolant nodes of a microchannel layer: one per column, in lines along the flow.</summary>
/// <remarks>Node (x, y) has index x + columns y. Advection is by central differences with the inlet temperature at the first face and the last node's at the last face: its matrix
/// is skew but for the two ends, where it adds to the diagonal. So the symmetric part is positive, every pivot is at least the diagonal, and elimination along the lines needs no row exchange.</remarks>
internal sealed class CoolantLines
{
    private readonly int _columns;
    private readonly int _rows;
    private readonly bool _isBackward;

    // Half the heat capacity flow of each column, W/K.
    private readonly double[] _half;
    private readonly double[] _diagonal;
    private readonly double[] _inverse;

    /// <param name="columns">Cells along x.</param>
    /// <param name="rows">Cells along y.</param>
    /// <param name="capacityFlows">Heat capacity flow of each column, W/K, not negative.</param>
    /// <param name="isBackward">The flow is along -y.</param>
    public CoolantLines(int columns, int rows, double[] capacityFlows, bool isBackward)
    {
        _columns = columns;
        _rows = rows;
        _isBackward = isBackward;
        _half = [.. capacityFlows.Select(flow => flow / 2)];
        Held = new double[columns * rows];
        Capacities = new double[columns * rows];
        _diagonal = new double[columns * rows];
        _inverse = new double[columns * rows];
    }

    /// <summary>Sum of the conductances between a node and the solids, W/K.</summary>
    public double[] Held { get; }

    /// <summary>Heat capacities, J/K.</summary>
    public double[] Capacities { get; }

    /// <summary>First index of the row at the inlet.</summary>
    public int Inlet => _isBackward ? _columns * (_rows - 1) : 0;

    /// <summary>First index of the row at the outlet.</summary>
    public int Outlet => _isBackward ? 0 : _columns * (_rows - 1);

    /// <summary>Heat that one kelvin of inlet temperature brings into the inlet node of a column, W/K: its heat capacity flow.</summary>
    public double InletConductance(int column) => 2 * _half[column];

    /// <summary>Pivots for one shift, in place.</summary>
    public void Factorize(double shift)
    {
        int step = _isBackward ? -_columns : _columns;
        int row = Inlet;
        for (int y = 0; y < _rows; y++, row += step)
        {
            for (int x = 0; x < _columns; x++)
            {
                int i = row + x;
                double a = _half[x];
                double end = (y == 0 ? a : 0) + (y == _rows - 1 ? a : 0);
                _diagonal[i] = Held[i] + (shift * Capacities[i]) + end;

                // Coolant that stands still and touches nothing has no equation; its temperature counts for nothing.
                double pivot = _diagonal[i] + (y > 0 ? a * a * _inverse[i - step] : 0);
                _inverse[i] = pivot > 0 ? 1 / pivot : 0;
            }
        }
    }

    /// <summary>product = K x.</summary>
    public void Multiply(ReadOnlySpan<double> x, Span<double> product)
    {
        int step = _isBackward ? -_columns : _columns;
        int row = Inlet;
        for (int y = 0; y < _rows; y++, row += step)
        {
            for (int c = 0; c < _columns; c++)
            {
                int i = row + c;
                double next = y + 1 < _rows ? x[i + step] : 0;
                double previous = y > 0 ? x[i - step] : 0;
                product[i] = (_diagonal[i] * x[i]) + (_half[c] * (next - previous));
            }
        }
    }

    /// <summary>Solves K x = b in place.</summary>
    public void Solve(Span<double> b)
    {
        int step = _isBackward ? -_columns : _columns;
        int row = Inlet + step;
        for (int y = 1; y < _rows; y++, row += step)
        {
            for (int x = 0; x < _columns; x++)
            {
                b[row + x] += _half[x] * _inverse[row + x - step] * b[row + x - step];
            }
        }

        row = Outlet;
        for (int y = _rows - 1; y >= 0; y--, row -= step)
        {
            for (int x = 0; x < _columns; x++)
            {
                double next = y + 1 < _rows ? b[row + x + step] : 0;
                b[row + x] = (b[row + x] - (_half[x] * next)) * _inverse[row + x];
            }
        }
    }
}
