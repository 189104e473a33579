using Twin.Physics.LinearAlgebra;

namespace Twin.Physics.Thermal.Packages;

/// <summary>A package of a few cells, given as dense arrays: for parts whose network is known from a data sheet, and for checks by hand.</summary>
public sealed class DensePackage : IPackageOperator
{
    private readonly double[] _capacities;
    private readonly double[] _conduction;
    private readonly double[] _spreads;
    private readonly double[] _faces;
    private readonly string[] _blockNames;
    private readonly string[] _probeNames;
    private readonly string[] _faceNames;
    private readonly int[] _probeCells;
    private readonly bool[] _probesTakeHeat;

    /// <summary>Describes the cells; the arrays are copied.</summary>
    /// <param name="capacities">Heat capacity of each cell, J/K, above zero; the length is the number of cells n.</param>
    /// <param name="couplings">Conductance between every two cells, n x n, symmetric, >= 0, W/K; the diagonal is not read.</param>
    /// <param name="blocks">Name of each block and the share of its heat that each cell takes, length n, sum one.</param>
    /// <param name="probes">Name of each probe, its cell, and whether it takes heat.</param>
    /// <param name="faces">Name of each face and its conductance to each cell, length n, W/K.</param>
    public DensePackage(
        ReadOnlySpan<double> capacities,
        ReadOnlySpan<double> couplings,
        IReadOnlyList<(string Name, double[] Shares)> blocks,
        IReadOnlyList<(string Name, int Cell, bool TakesHeat)> probes,
        IReadOnlyList<(string Name, double[] Conductances)> faces)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        ArgumentNullException.ThrowIfNull(probes);
        ArgumentNullException.ThrowIfNull(faces);
        int n = capacities.Length;
        Require.Length(couplings.Length, n * n, nameof(couplings));
        _capacities = capacities.ToArray();
        _spreads = Stack(n, [.. blocks.Select(block => block.Shares)], nameof(blocks));
        _faces = Stack(n, [.. faces.Select(face => face.Conductances)], nameof(faces));
        _blockNames = [.. blocks.Select(block => block.Name)];
        _probeNames = [.. probes.Select(probe => probe.Name)];
        _faceNames = [.. faces.Select(face => face.Name)];
        _probeCells = [.. probes.Select(probe => probe.Cell)];
        _probesTakeHeat = [.. probes.Select(probe => probe.TakesHeat)];
        _conduction = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                if (i != j)
                {
                    _conduction[(i * n) + j] = -couplings[(i * n) + j];
                    _conduction[(i * n) + i] += couplings[(i * n) + j];
                }
            }

            for (int f = 0; f < _faceNames.Length; f++)
            {
                _conduction[(i * n) + i] += _faces[(f * n) + i];
            }
        }
    }

    /// <inheritdoc/>
    public int CellCount => _capacities.Length;

    /// <inheritdoc/>
    public ReadOnlySpan<double> Capacities => _capacities;

    /// <inheritdoc/>
    public IReadOnlyList<string> BlockNames => _blockNames;

    /// <inheritdoc/>
    public IReadOnlyList<string> ProbeNames => _probeNames;

    /// <inheritdoc/>
    public IReadOnlyList<string> FaceNames => _faceNames;

    /// <inheritdoc/>
    public void Spread(int block, Span<double> cells) => _spreads.AsSpan(block * CellCount, CellCount).CopyTo(cells);

    /// <inheritdoc/>
    public void FaceConductances(int face, Span<double> cells) => _faces.AsSpan(face * CellCount, CellCount).CopyTo(cells);

    /// <inheritdoc/>
    public int ProbeCell(int probe) => _probeCells[probe];

    /// <inheritdoc/>
    public bool ProbeTakesHeat(int probe) => _probesTakeHeat[probe];

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> x, Span<double> y)
    {
        for (int i = 0; i < CellCount; i++)
        {
            y[i] = VectorKernels.Dot(_conduction.AsSpan(i * CellCount, CellCount), x);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Allocates a copy of the matrix.</remarks>
    public bool TrySolve(double shiftPerS, ReadOnlySpan<double> b, Span<double> x, double tolerance)
    {
        double[] matrix = [.. _conduction];
        for (int i = 0; i < CellCount; i++)
        {
            matrix[(i * CellCount) + i] += shiftPerS * _capacities[i];
        }

        if (DenseCholesky.Factorize(matrix, CellCount) != SolveStatus.Success)
        {
            return false;
        }

        b.CopyTo(x);
        DenseCholesky.Solve(matrix, x);
        return true;
    }

    private static double[] Stack(int n, double[][] rows, string parameter)
    {
        double[] stacked = new double[rows.Length * n];
        for (int i = 0; i < rows.Length; i++)
        {
            Require.Length(rows[i].Length, n, parameter);
            rows[i].CopyTo(stacked, i * n);
        }

        return stacked;
    }
}
