using Twin.Physics.LinearAlgebra;

namespace Twin.Physics.Thermal.Packages;

/// <summary>The temperatures of a block's cells as sums of a few patterns: T = U (W z) with U cells x patterns and W patterns x order.</summary>
/// <remarks>U holds the principal directions of the cells' temperatures over the states that occur (L. Sirovich, Quarterly of Applied Mathematics 45 (1987) 561), and W = U' R,
/// with R the rows of the cells: an orthogonal projection, which cannot make an error larger.</remarks>
internal sealed class PackageImages
{
    public required int[] PatternCounts { get; init; }

    public required int[] CellCounts { get; init; }

    /// <summary>W of all blocks, one below the other.</summary>
    public required double[] PatternRows { get; init; }

    /// <summary>U of all blocks, one after the other.</summary>
    public required double[] Patterns { get; init; }

    /// <summary>Blocks without cells.</summary>
    public static PackageImages None(int blocks) => new() { PatternCounts = new int[blocks], CellCounts = new int[blocks], PatternRows = [], Patterns = [] };

    /// <summary>Every cell is a pattern.</summary>
    public static PackageImages Whole(PackageProjection package)
    {
        int[] counts = [.. Enumerable.Range(0, package.BlockCount).Select(package.BlockCells)];
        List<double> patterns = [];
        foreach (int count in counts)
        {
            for (int i = 0; i < count * count; i++)
            {
                patterns.Add(i % (count + 1) == 0 ? 1 : 0);
            }
        }

        return new() { PatternCounts = counts, CellCounts = counts, PatternRows = package.Cells, Patterns = [.. patterns] };
    }

    /// <summary>As few patterns as the tolerance allows.</summary>
    /// <param name="package">The reduced model.</param>
    /// <param name="moments">Mean of z z' over the states that occur; overwritten.</param>
    /// <param name="toleranceK">Root mean square of what may be missed of all cells of a block together.</param>
    public static PackageImages Of(PackageProjection package, double[] moments, double toleranceK)
    {
        int order = package.Order;

        // Directions that never occur get a little, so that the factor exists.
        double trace = 0;
        for (int i = 0; i < order; i++)
        {
            trace += moments[(i * order) + i];
        }

        for (int i = 0; i < order; i++)
        {
            moments[(i * order) + i] += 1e-14 * trace;
        }

        if (DenseCholesky.Factorize(moments, order) != SolveStatus.Success)
        {
            throw new InvalidOperationException("The states that occur in the package are not finite.");
        }

        double[] factor = new double[order * order];
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                factor[(j * order) + i] = moments[(i * order) + j];
            }
        }

        int[] patternCounts = new int[package.BlockCount];
        List<double> rows = [];
        List<double> patterns = [];
        for (int block = 0; block < patternCounts.Length; block++)
        {
            double[] own = Principal(package.BlockRows(block), factor, order, toleranceK, out patternCounts[block]);
            patterns.AddRange(own);
            rows.AddRange(Rows(own, package.BlockRows(block), order, patternCounts[block]));
        }

        return new()
        {
            PatternCounts = patternCounts,
            CellCounts = [.. Enumerable.Range(0, package.BlockCount).Select(package.BlockCells)],
            PatternRows = [.. rows],
            Patterns = [.. patterns],
        };
    }

    /// <summary>U: principal directions of S = R L, with L the factor of the moments; from the eigenvectors of S' S, as a block may have many cells.</summary>
    private static double[] Principal(ReadOnlySpan<double> cellRows, double[] factor, int order, double toleranceK, out int count)
    {
        int cells = cellRows.Length / order;
        double[] snapshots = new double[cells * order];
        double[] products = new double[order * order];
        for (int cell = 0; cell < cells; cell++)
        {
            Span<double> snapshot = snapshots.AsSpan(cell * order, order);
            for (int k = 0; k < order; k++)
            {
                snapshot[k] = VectorKernels.Dot(factor.AsSpan(k * order, order), cellRows.Slice(cell * order, order));
            }

            for (int k = 0; k < order; k++)
            {
                VectorKernels.AddScaled(snapshot[k], snapshot, products.AsSpan(k * order, order));
            }
        }

        double[] strengths = new double[order];
        double[] directions = new double[order * order];
        if (SymmetricEigen.Decompose(products, strengths, directions) != SolveStatus.Success)
        {
            throw new InvalidOperationException("The patterns of a block do not converge.");
        }

        int first = 0;
        for (double missed = Math.Max(0, strengths[0]); first < order - 1 && (order - first > cells || missed <= toleranceK * toleranceK); missed += Math.Max(0, strengths[first]))
        {
            first++;
        }

        count = order - first;
        double[] patterns = new double[cells * count];
        for (int k = 0; k < count; k++)
        {
            ReadOnlySpan<double> direction = directions.AsSpan((order - 1 - k) * order, order);
            double scale = 1 / Math.Sqrt(strengths[order - 1 - k]);
            for (int cell = 0; cell < cells; cell++)
            {
                patterns[(cell * count) + k] = scale * VectorKernels.Dot(snapshots.AsSpan(cell * order, order), direction);
            }
        }

        return patterns;
    }

    /// <summary>W = U' R.</summary>
    private static double[] Rows(double[] patterns, ReadOnlySpan<double> cellRows, int order, int count)
    {
        double[] rows = new double[count * order];
        for (int cell = 0; cell < cellRows.Length / order; cell++)
        {
            for (int k = 0; k < count; k++)
            {
                VectorKernels.AddScaled(patterns[(cell * count) + k], cellRows.Slice(cell * order, order), rows.AsSpan(k * order, order));
            }
        }

        return rows;
    }
}
