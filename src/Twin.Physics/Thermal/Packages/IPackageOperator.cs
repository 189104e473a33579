namespace Twin.Physics.Thermal.Packages;

/// <summary>What the reduction needs to know of a full package model C T' = -G T + sum of s_b P_b + sum of g_f T_f.</summary>
/// <remarks>C is diagonal and positive, G symmetric and positive semidefinite; G 1 is the sum of the g_f of all faces. An implementation need not serve two threads at once.</remarks>
public interface IPackageOperator
{
    /// <summary>Number of cells, n.</summary>
    int CellCount { get; }

    /// <summary>Diagonal of C, J/K, length n.</summary>
    ReadOnlySpan<double> Capacities { get; }

    /// <summary>Names of the blocks.</summary>
    IReadOnlyList<string> BlockNames { get; }

    /// <summary>Names of the probes.</summary>
    IReadOnlyList<string> ProbeNames { get; }

    /// <summary>Names of the faces.</summary>
    IReadOnlyList<string> FaceNames { get; }

    /// <summary>Which share of a block's heat each cell takes. The shares of a block sum to one; its cells are those with a share above zero.</summary>
    /// <param name="block">Index of the block.</param>
    /// <param name="cells">Overwritten, length n.</param>
    void Spread(int block, Span<double> cells);

    /// <summary>Conductance from each cell to a face, W/K.</summary>
    /// <param name="face">Index of the face.</param>
    /// <param name="cells">Overwritten, length n.</param>
    void FaceConductances(int face, Span<double> cells);

    /// <summary>The cell that a probe reads.</summary>
    /// <param name="probe">Index of the probe.</param>
    int ProbeCell(int probe);

    /// <summary>Whether heat may flow into the cell of a probe.</summary>
    /// <param name="probe">Index of the probe.</param>
    bool ProbeTakesHeat(int probe);

    /// <summary>y = G x.</summary>
    /// <param name="x">Length n.</param>
    /// <param name="y">Overwritten, length n.</param>
    void Apply(ReadOnlySpan<double> x, Span<double> y);

    /// <summary>Solves (G + shift C) x = b.</summary>
    /// <param name="shiftPerS">Shift, 1/s, zero or positive; positive when there is no face.</param>
    /// <param name="b">Length n.</param>
    /// <param name="x">In: a first guess. Out: the solution. Length n.</param>
    /// <param name="tolerance">Norm of the residual relative to that of b.</param>
    /// <returns>Whether the tolerance was reached.</returns>
    bool TrySolve(double shiftPerS, ReadOnlySpan<double> b, Span<double> x, double tolerance);
}
