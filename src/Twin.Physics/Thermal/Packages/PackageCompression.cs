using Twin.Physics.LinearAlgebra;

namespace Twin.Physics.Thermal.Packages;

/// <summary>Finds the few directions of a rich modal model that step responses need.</summary>
internal sealed class PackageCompression
{
    private const double LongestTimeS = 60;
    private const double TimeRatio = 1.5;

    /// <summary>Keeps the metric definite where a package without faces has a rate of zero.</summary>
    private const double SmallestRate = 1e-13;

    private readonly PackageProjection _rich;
    private readonly double[] _scales;
    private readonly double _shortestS;
    private readonly List<double[]> _directions = [];

    /// <param name="rich">Diagonal and ascending.</param>
    /// <param name="scales">Size of a usual change of each port.</param>
    /// <param name="shortestS">First time after a change that matters.</param>
    public PackageCompression(PackageProjection rich, double[] scales, double shortestS)
    {
        _rich = rich;
        _scales = scales;
        _shortestS = shortestS;
        Add(rich.Uniform);
        for (int port = 0; port < rich.PortCount; port++)
        {
            Add(Transient(rich, port, 1, 0));
        }

        LeastOrder = _directions.Count;
        AddDissipating();
    }

    /// <summary>Order that uniform temperature and steady responses take.</summary>
    public int LeastOrder { get; }

    /// <summary>The best model of an order, or the richest one when there are not as many directions.</summary>
    public PackageProjection Of(int order)
    {
        int count = Math.Clamp(order, LeastOrder, _directions.Count);
        return _rich.Turned(_directions.Take(count).SelectMany(direction => direction).ToArray(), count).Diagonalised();
    }

    /// <summary>Largest error of any block average and of any cell at any time after changes of all ports by their scales, independently of one another.</summary>
    public (double AverageK, double CellK) StepErrors(PackageProjection reduced)
    {
        double[] averages = new double[_rich.BlockCount];
        double[] cells = new double[(_rich.Cells.Length + _rich.Probes.Length) / _rich.Order];
        (double AverageK, double CellK) worst = default;
        for (double time = _shortestS; time < LongestTimeS; time *= TimeRatio)
        {
            Array.Clear(averages);
            Array.Clear(cells);
            for (int port = 0; port < _scales.Length; port++)
            {
                double[] exact = Transient(_rich, port, _scales[port], time);
                double[] near = Transient(reduced, port, _scales[port], time);
                AddSquares(_rich.Sources, exact, reduced.Sources, near, averages);
                int count = _rich.Cells.Length / _rich.Order;
                AddSquares(_rich.Cells, exact, reduced.Cells, near, cells.AsSpan(0, count));
                AddSquares(_rich.Probes, exact, reduced.Probes, near, cells.AsSpan(count));
            }

            worst = (Math.Max(worst.AverageK, Math.Sqrt(averages.Max())), Math.Max(worst.CellK, Math.Sqrt(cells.Append(0).Max())));
        }

        return worst;
    }

    /// <summary>What is left to settle at a time after a port changed: Lambda^-1 e^(-Lambda t) b.</summary>
    private static double[] Transient(PackageProjection package, int port, double scale, double timeS)
    {
        ReadOnlySpan<double> input = package.Port(port);
        double[] left = new double[package.Order];
        for (int i = 0; i < left.Length; i++)
        {
            double rate = package.Rate(i);
            left[i] = package.IsSettling(i) ? scale * input[i] / rate * Math.Exp(-rate * timeS) : 0;
        }

        return left;
    }

    private static void AddSquares(double[] richRows, double[] exact, double[] reducedRows, double[] near, Span<double> squares)
    {
        for (int i = 0; i < squares.Length; i++)
        {
            double error = VectorKernels.Dot(richRows.AsSpan(i * exact.Length, exact.Length), exact)
                - VectorKernels.Dot(reducedRows.AsSpan(i * near.Length, near.Length), near);
            squares[i] += error * error;
        }
    }

    private void Add(ReadOnlySpan<double> vector)
    {
        double[] direction = vector.ToArray();
        double before = Math.Sqrt(VectorKernels.Dot(direction, direction));
        for (int pass = 0; pass < 2; pass++)
        {
            foreach (double[] known in _directions)
            {
                VectorKernels.AddScaled(-VectorKernels.Dot(known, direction), known, direction);
            }
        }

        double norm = Math.Sqrt(VectorKernels.Dot(direction, direction));
        if (norm > 1e-10 * before)
        {
            foreach (ref double value in direction.AsSpan())
            {
                value /= norm;
            }

            _directions.Add(direction);
        }
    }

    /// <summary>Adds the principal directions of all transients, the strongest first.</summary>
    private void AddDissipating()
    {
        int order = _rich.Order;
        double[] roots = new double[order];
        double fastest = _rich.Rate(order - 1);
        for (int i = 0; i < order; i++)
        {
            roots[i] = Math.Sqrt(Math.Max(_rich.Rate(i), SmallestRate * fastest));
        }

        double[] moments = new double[order * order];
        for (double time = _shortestS; time < LongestTimeS; time *= TimeRatio)
        {
            for (int port = 0; port < _scales.Length; port++)
            {
                double[] transient = Transient(_rich, port, _scales[port], time);
                foreach (double[] known in _directions)
                {
                    VectorKernels.AddScaled(-VectorKernels.Dot(known, transient), known, transient);
                }

                for (int i = 0; i < order; i++)
                {
                    transient[i] *= roots[i];
                }

                for (int i = 0; i < order; i++)
                {
                    VectorKernels.AddScaled(transient[i], transient, moments.AsSpan(i * order, order));
                }
            }
        }

        double[] strengths = new double[order];
        double[] principal = new double[order * order];
        if (SymmetricEigen.Decompose(moments, strengths, principal) != SolveStatus.Success)
        {
            throw new InvalidOperationException("The principal directions of the package do not converge.");
        }

        double[] direction = new double[order];
        for (int k = order - 1; k >= 0 && _directions.Count < order; k--)
        {
            for (int i = 0; i < order; i++)
            {
                direction[i] = principal[(k * order) + i] / roots[i];
            }

            Add(direction);
        }
    }
}
