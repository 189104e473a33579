using Twin.Physics.LinearAlgebra;

namespace Twin.Physics.Thermal.Packages;

/// <summary>A package seen through a basis: its conduction matrix and everything that goes in and comes out, in the coordinates of the basis.</summary>
internal sealed class PackageProjection
{
    private readonly string[] _blockNames;
    private readonly string[] _probeNames;
    private readonly string[] _faceNames;
    private readonly int[] _probeSources;
    private readonly double[] _faceConductances;
    private readonly int[] _cellStarts;

    private PackageProjection(IPackageOperator package, int[] cellStarts)
    {
        _blockNames = [.. package.BlockNames];
        _probeNames = [.. package.ProbeNames];
        _faceNames = [.. package.FaceNames];
        _probeSources = new int[_probeNames.Length];
        int sources = _blockNames.Length;
        for (int probe = 0; probe < _probeSources.Length; probe++)
        {
            _probeSources[probe] = package.ProbeTakesHeat(probe) ? sources++ : -1;
        }

        _faceConductances = new double[_faceNames.Length];
        _cellStarts = cellStarts;
        SourceCount = sources;
    }

    private PackageProjection(PackageProjection other, int order)
    {
        _blockNames = other._blockNames;
        _probeNames = other._probeNames;
        _faceNames = other._faceNames;
        _probeSources = other._probeSources;
        _faceConductances = other._faceConductances;
        _cellStarts = other._cellStarts;
        SourceCount = other.SourceCount;
        Order = order;
    }

    public int Order { get; private init; }

    public int BlockCount => _blockNames.Length;

    public int SourceCount { get; }

    public int FaceCount => _faceNames.Length;

    public int ProbeCount => _probeNames.Length;

    /// <summary>V' G V, order x order.</summary>
    public double[] Conduction { get; private set; } = [];

    /// <summary>V' C 1.</summary>
    public double[] Uniform { get; private set; } = [];

    /// <summary>Row per source.</summary>
    public double[] Sources { get; private set; } = [];

    /// <summary>Row per face.</summary>
    public double[] Faces { get; private set; } = [];

    /// <summary>Row per probe.</summary>
    public double[] Probes { get; private set; } = [];

    /// <summary>Row per cell of each block, block after block.</summary>
    public double[] Cells { get; private set; } = [];

    public int PortCount => SourceCount + FaceCount;

    /// <summary>Input of a port: a row of the sources, then of the faces.</summary>
    public ReadOnlySpan<double> Port(int port) =>
        port < SourceCount ? Sources.AsSpan(port * Order, Order) : Faces.AsSpan((port - SourceCount) * Order, Order);

    /// <summary>Rate of a mode; <see cref="Conduction"/> must be diagonal.</summary>
    public double Rate(int mode) => Conduction[(mode * Order) + mode];

    /// <summary>Whether a mode comes to rest: all do but the conserved heat of a package without faces, whose rate is rounding.</summary>
    public bool IsSettling(int mode) => Rate(mode) > 1e-13 * Rate(Order - 1);

    /// <summary>Rows of the cells of a block.</summary>
    public ReadOnlySpan<double> BlockRows(int block) => Cells.AsSpan(_cellStarts[block] * Order, BlockCells(block) * Order);

    public int BlockCells(int block) => _cellStarts[block + 1] - _cellStarts[block];

    /// <summary>Projects. Costs one product with G and two passes over the cells per pair of vectors.</summary>
    public static PackageProjection Of(IPackageOperator package, PackageBasis basis)
    {
        int n = package.CellCount;
        int order = basis.Count;
        int blocks = package.BlockNames.Count;
        double[] cells = new double[n];
        double[][] spreads = new double[blocks][];
        int[] starts = new int[blocks + 1];
        List<int> blockCells = [];
        for (int block = 0; block < blocks; block++)
        {
            package.Spread(block, cells);
            spreads[block] = [.. cells];
            blockCells.AddRange(Enumerable.Range(0, n).Where(cell => spreads[block][cell] > 0));
            starts[block + 1] = blockCells.Count;
        }

        PackageProjection projection = new(package, starts) { Order = order };
        projection.Conduction = ProjectConduction(package, basis);
        Span<double> capacities = package.Capacities.ToArray();
        projection.Uniform = Along(basis, capacities);
        projection.Sources = new double[projection.SourceCount * order];
        for (int block = 0; block < blocks; block++)
        {
            Along(basis, spreads[block]).CopyTo(projection.Sources, block * order);
        }

        projection.Probes = new double[projection.ProbeCount * order];
        for (int probe = 0; probe < projection.ProbeCount; probe++)
        {
            double[] row = At(basis, package.ProbeCell(probe));
            row.CopyTo(projection.Probes, probe * order);
            if (projection._probeSources[probe] >= 0)
            {
                row.CopyTo(projection.Sources, projection._probeSources[probe] * order);
            }
        }

        projection.Faces = new double[projection.FaceCount * order];
        for (int face = 0; face < projection.FaceCount; face++)
        {
            package.FaceConductances(face, cells);
            Along(basis, cells).CopyTo(projection.Faces, face * order);
            projection._faceConductances[face] = cells.Sum();
        }

        projection.Cells = new double[blockCells.Count * order];
        for (int i = 0; i < blockCells.Count; i++)
        {
            At(basis, blockCells[i]).CopyTo(projection.Cells, i * order);
        }

        return projection;
    }

    /// <summary>The same package in coordinates in which conduction is diagonal and ascending.</summary>
    public PackageProjection Diagonalised()
    {
        double[] matrix = [.. Conduction];
        double[] rates = new double[Order];
        double[] vectors = new double[Order * Order];
        if (SymmetricEigen.Decompose(matrix, rates, vectors) != SolveStatus.Success)
        {
            throw new InvalidOperationException("The modes of the package do not converge: a conductance or capacity is not finite.");
        }

        PackageProjection turned = Turned(vectors, Order);

        // What rounding leaves beside the diagonal is dropped; a rate that it made negative is a rate of zero.
        Array.Clear(turned.Conduction);
        for (int i = 0; i < Order; i++)
        {
            turned.Conduction[(i * Order) + i] = Math.Max(0, rates[i]);
        }

        return turned;
    }

    /// <summary>The same package in the coordinates of fewer vectors.</summary>
    /// <param name="rows">Orthonormal rows, count x order.</param>
    /// <param name="count">Number of rows.</param>
    public PackageProjection Turned(ReadOnlySpan<double> rows, int count)
    {
        double[] half = Product(Conduction, rows, count);
        double[] conduction = new double[count * count];
        for (int i = 0; i < count; i++)
        {
            for (int k = 0; k < Order; k++)
            {
                VectorKernels.AddScaled(rows[(i * Order) + k], half.AsSpan(k * count, count), conduction.AsSpan(i * count, count));
            }
        }

        return new(this, count)
        {
            Conduction = conduction,
            Uniform = Product(Uniform, rows, count),
            Sources = Product(Sources, rows, count),
            Faces = Product(Faces, rows, count),
            Probes = Product(Probes, rows, count),
            Cells = Product(Cells, rows, count),
        };
    }

    /// <summary>The numbers of a reduced package. <see cref="Conduction"/> must be diagonal.</summary>
    /// <param name="images">Images of the blocks; null for none.</param>
    /// <param name="errors">The error estimate; null for none.</param>
    public PackageModes Modes(PackageImages? images = null, PackageErrorModel? errors = null)
    {
        int order = (Order + PackageModes.OrderMultiple - 1) / PackageModes.OrderMultiple * PackageModes.OrderMultiple;
        double[] rates = new double[order];
        for (int i = 0; i < order; i++)
        {
            int mode = Math.Min(i, Order - 1);
            rates[i] = IsSettling(mode) ? Rate(mode) : 0;
        }

        images ??= PackageImages.None(BlockCount);
        double[] uniform = Widened(Uniform, order);
        double[] sources = Widened(Sources, order);
        double[] faces = Widened(Faces, order);
        double[] conductances = [.. _faceConductances];
        Close(rates, uniform, sources, faces, conductances);
        return new()
        {
            Order = order,
            BlockNames = _blockNames,
            ProbeNames = _probeNames,
            FaceNames = _faceNames,
            ProbeSources = _probeSources,
            FaceConductances = conductances,
            RatesPerS = rates,
            Uniform = uniform,
            Sources = sources,
            Faces = faces,
            Probes = Widened(Probes, order),
            PatternCounts = images.PatternCounts,
            CellCounts = images.CellCounts,
            PatternRows = Widened(images.PatternRows, order),
            Patterns = images.Patterns,
            EstimateTimesS = errors?.TimesS ?? [],
            EstimateGains = errors?.Gains ?? [],
            EstimateFloorsK = errors?.FloorsK ?? new double[(2 * BlockCount) + ProbeCount],
        };
    }

    /// <summary>Removes what rounding leaves of three identities, so that energy closes in every step: G 1 = sum of the g_f in each mode, sum of g_f = g_f' 1 and 1' s = 1.</summary>
    private static void Close(double[] rates, double[] uniform, double[] sources, double[] faces, double[] conductances)
    {
        int order = rates.Length;
        for (int mode = 0; mode < order; mode++)
        {
            double missing = rates[mode] * uniform[mode];
            double size = 0;
            for (int face = 0; face < conductances.Length; face++)
            {
                missing -= faces[(face * order) + mode];
                size += Math.Abs(faces[(face * order) + mode]);
            }

            for (int face = 0; face < conductances.Length && size > 0; face++)
            {
                faces[(face * order) + mode] += missing * Math.Abs(faces[(face * order) + mode]) / size;
            }
        }

        for (int face = 0; face < conductances.Length; face++)
        {
            conductances[face] = VectorKernels.Dot(uniform, faces.AsSpan(face * order, order));
        }

        for (int start = 0; start < sources.Length; start += order)
        {
            double share = VectorKernels.Dot(uniform, sources.AsSpan(start, order));
            foreach (ref double value in sources.AsSpan(start, order))
            {
                value /= share;
            }
        }
    }

    private static double[] ProjectConduction(IPackageOperator package, PackageBasis basis)
    {
        const int Block = 32;
        int order = basis.Count;
        double[] conduction = new double[order * order];
        for (int start = 0; start < order; start += Block)
        {
            double[][] images = new double[Math.Min(Block, order - start)][];
            for (int j = 0; j < images.Length; j++)
            {
                images[j] = new double[package.CellCount];
                package.Apply(basis.Vectors[start + j], images[j]);
            }

            // The upper triangle only; the lower one is its mirror, so symmetry is exact.
            int above = start + images.Length;
            double[] overlaps = new double[above * images.Length];
            PanelKernels.Overlaps(basis.Vectors[..above], images, overlaps);
            for (int j = 0; j < images.Length; j++)
            {
                for (int i = 0; i <= start + j; i++)
                {
                    double value = overlaps[(i * images.Length) + j];
                    conduction[(i * order) + start + j] = value;
                    conduction[((start + j) * order) + i] = value;
                }
            }
        }

        return conduction;
    }

    private static double[] Along(PackageBasis basis, ReadOnlySpan<double> cells)
    {
        double[] row = new double[basis.Count];
        for (int k = 0; k < row.Length; k++)
        {
            row[k] = VectorKernels.Dot(basis.Vectors[k], cells);
        }

        return row;
    }

    private static double[] At(PackageBasis basis, int cell)
    {
        double[] row = new double[basis.Count];
        for (int k = 0; k < row.Length; k++)
        {
            row[k] = basis.Vectors[k][cell];
        }

        return row;
    }

    /// <summary>Rows (m x order) times the transposed of the given ones (count x order).</summary>
    private double[] Product(double[] rows, ReadOnlySpan<double> turn, int count)
    {
        int m = rows.Length / Order;
        double[] product = new double[m * count];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < count; j++)
            {
                product[(i * count) + j] = VectorKernels.Dot(rows.AsSpan(i * Order, Order), turn.Slice(j * Order, Order));
            }
        }

        return product;
    }

    private double[] Widened(double[] rows, int order)
    {
        int m = rows.Length / Order;
        double[] wide = new double[m * order];
        for (int i = 0; i < m; i++)
        {
            rows.AsSpan(i * Order, Order).CopyTo(wide.AsSpan(i * order, Order));
        }

        return wide;
    }
}
