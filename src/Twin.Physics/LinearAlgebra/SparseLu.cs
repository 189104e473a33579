using System.Runtime.CompilerServices;

namespace Twin.Physics.LinearAlgebra;

/// <summary>Sparse LU factorisation without pivoting for matrices with a structurally symmetric pattern and possibly unsymmetric values.</summary>
/// <remarks>
/// <para>Made for networks: diagonally dominant M-matrices from conduction and upwind advection need no row exchange (Golub and Van Loan,
/// Matrix Computations, 4th ed., section 4.1.1). The object holds structure only and is immutable: one instance serves any number of states
/// and threads. Factors live in the caller's span, for instance in a state block, so a snapshot carries its factorisation along.</para>
/// <para>The ordering is approximate minimum degree. L is unit lower and stored by columns, U by rows without its diagonal; as the pattern is symmetric,
/// both use the same index list. Row i of U and column i of L are formed together (Crout's order), so the order of operations is fixed by the pattern.</para>
/// </remarks>
public sealed class SparseLu
{
    // Permuted index i stands for original unknown _order[i].
    private readonly int[] _order;

    // Row i of U and column i of L: their other index is _indices[_starts[i].._starts[i + 1]], ascending, all above i.
    private readonly int[] _starts;
    private readonly int[] _indices;

    // The positions in _indices that name i, i.e. the entries of row i of L and column i of U, in ascending order of their own row.
    private readonly int[] _crossStarts;
    private readonly int[] _crossPositions;
    private readonly int[] _crossEnds;

    // Entries of the matrix on the upper side of permuted row i: target index, value slot of (i, target) and of (target, i).
    private readonly int[] _entryStarts;
    private readonly int[] _entryTargets;
    private readonly int[] _entryUpperSlots;
    private readonly int[] _entryLowerSlots;
    private readonly int[] _diagonalSlots;

    /// <summary>Analyses a pattern: ordering, fill, and the index lists for every later factorisation. Allocates; done once.</summary>
    /// <param name="pattern">The structure of the matrices to be factorised.</param>
    public SparseLu(SparsePattern pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        Pattern = pattern;
        int n = pattern.Size;
        _order = MinimumDegreeOrdering.Order(pattern);
        int[] position = new int[n];
        for (int i = 0; i < n; i++)
        {
            position[_order[i]] = i;
        }

        (_entryStarts, _entryTargets, _entryUpperSlots, _entryLowerSlots, _diagonalSlots) = MapEntries(pattern, _order, position);
        (_starts, _indices) = FindFill(n, _entryStarts, _entryTargets);
        (_crossStarts, _crossPositions, _crossEnds) = CrossReference(n, _starts, _indices);
    }

    /// <summary>The pattern that was analysed.</summary>
    public SparsePattern Pattern { get; }

    /// <summary>Number of unknowns.</summary>
    public int Size => _order.Length;

    /// <summary>Number of doubles that a factorisation takes: the inverse pivots and the off-diagonal entries of U and of L.</summary>
    public int FactorCount => _order.Length + (2 * _indices.Length);

    /// <summary>Number of doubles of scratch that factorisation, <see cref="Solve"/> and <see cref="SolveTransposed"/> need; its content is of no use to anyone between calls.</summary>
    public int ScratchCount => 2 * _order.Length;

    /// <summary>Computes the factors of A; costs about one multiply-add per pair of entries in each row of U.</summary>
    /// <param name="values">Values of A in the order of <see cref="Pattern"/>.</param>
    /// <param name="factors">Overwritten, length <see cref="FactorCount"/>. After a failure its content is undefined.</param>
    /// <param name="scratch">Overwritten, at least <see cref="ScratchCount"/> long, must not overlap the other spans.</param>
    /// <returns>The outcome; a failure names no row, <see cref="Factorize(ReadOnlySpan{double}, Span{double}, Span{double}, out int)"/> does.</returns>
    /// <remarks>Allocates nothing.</remarks>
    public SolveStatus Factorize(ReadOnlySpan<double> values, Span<double> factors, Span<double> scratch) =>
        Factorize(values, factors, scratch, out _);

    /// <summary>Computes the factors of A and names the unknown at which it failed.</summary>
    /// <param name="values">Values of A in the order of <see cref="Pattern"/>.</param>
    /// <param name="factors">Overwritten, length <see cref="FactorCount"/>. After a failure its content is undefined.</param>
    /// <param name="scratch">Overwritten, at least <see cref="ScratchCount"/> long, must not overlap the other spans.</param>
    /// <param name="failedUnknown">The unknown whose pivot is zero or not finite; -1 on success.</param>
    /// <remarks>Allocates nothing. A value that is not finite always surfaces at a pivot, so success means that all factors are finite.</remarks>
    public SolveStatus Factorize(ReadOnlySpan<double> values, Span<double> factors, Span<double> scratch, out int failedUnknown)
    {
        Require.Length(values.Length, Pattern.EntryCount, nameof(values));
        Require.Length(factors.Length, FactorCount, nameof(factors));
        Require.AtLeast(scratch.Length, ScratchCount, nameof(scratch));
        int n = _order.Length;
        int count = _indices.Length;
        Span<double> inversePivots = factors[..n];
        Span<double> upper = factors.Slice(n, count);
        Span<double> lower = factors.Slice(n + count, count);

        // Dense images of row i of U and of column i of L while they are being formed; zero again after each i.
        Span<double> row = scratch[..n];
        Span<double> column = scratch.Slice(n, n);
        row.Clear();
        column.Clear();
        ReadOnlySpan<int> indices = _indices;
        for (int i = 0; i < n; i++)
        {
            for (int e = _entryStarts[i]; e < _entryStarts[i + 1]; e++)
            {
                row[_entryTargets[e]] = values[_entryUpperSlots[e]];
                column[_entryTargets[e]] = values[_entryLowerSlots[e]];
            }

            double pivot = values[_diagonalSlots[i]];
            for (int c = _crossStarts[i]; c < _crossStarts[i + 1]; c++)
            {
                int first = _crossPositions[c];
                double lowerFactor = lower[first];
                double upperFactor = upper[first];
                pivot -= lowerFactor * upperFactor;
                int length = _crossEnds[c] - first - 1;
                ReadOnlySpan<int> targets = indices.Slice(first + 1, length);
                ReadOnlySpan<double> upperRow = upper.Slice(first + 1, length);
                ReadOnlySpan<double> lowerColumn = lower.Slice(first + 1, length);
                for (int p = 0; p < targets.Length; p++)
                {
                    int j = targets[p];
                    row[j] -= lowerFactor * upperRow[p];
                    column[j] -= upperFactor * lowerColumn[p];
                }
            }

            double inverse = 1 / pivot;
            if (!double.IsFinite(pivot) || !double.IsFinite(inverse))
            {
                failedUnknown = _order[i];
                return double.IsFinite(pivot) ? SolveStatus.ZeroPivot : SolveStatus.NotFinite;
            }

            inversePivots[i] = inverse;
            for (int p = _starts[i]; p < _starts[i + 1]; p++)
            {
                int j = indices[p];
                upper[p] = row[j];
                lower[p] = column[j] * inverse;
                row[j] = 0;
                column[j] = 0;
            }
        }

        failedUnknown = -1;
        return SolveStatus.Success;
    }

    /// <summary>Number of negative eigenvalues of a symmetric A, from the signs of its pivots (Sylvester's law of inertia).</summary>
    /// <param name="factors">From a successful <see cref="Factorize(ReadOnlySpan{double}, Span{double}, Span{double})"/> of a symmetric matrix.</param>
    internal int CountNegativePivots(ReadOnlySpan<double> factors)
    {
        int count = 0;
        foreach (double inversePivot in factors[.._order.Length])
        {
            count += inversePivot < 0 ? 1 : 0;
        }

        return count;
    }

    /// <summary>Solves A x = b with the factors of A.</summary>
    /// <param name="factors">Factors from a successful <see cref="Factorize(ReadOnlySpan{double}, Span{double}, Span{double})"/>.</param>
    /// <param name="rightHandSideThenSolution">In: b. Out: x. Length <see cref="Size"/>.</param>
    /// <param name="scratch">Overwritten, at least <see cref="ScratchCount"/> long, must not overlap the other spans.</param>
    /// <remarks>Allocates nothing and checks nothing: a right-hand side that is not finite gives a solution that is not.</remarks>
    public void Solve(ReadOnlySpan<double> factors, Span<double> rightHandSideThenSolution, Span<double> scratch)
    {
        Split(
            factors, rightHandSideThenSolution.Length, scratch.Length,
            out ReadOnlySpan<double> inversePivots, out ReadOnlySpan<double> upper, out ReadOnlySpan<double> lower);
        Span<double> x = scratch[.._order.Length];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = rightHandSideThenSolution[_order[i]];
        }

        // L y = b, column by column.
        ReadOnlySpan<int> starts = _starts;
        for (int i = 0; i < x.Length; i++)
        {
            Eliminate(lower, starts[i], starts[i + 1], x[i], x);
        }

        // U x = y, row by row.
        for (int i = x.Length - 1; i >= 0; i--)
        {
            double solution = inversePivots[i] * Substitute(upper, starts[i], starts[i + 1], x[i], x);
            x[i] = solution;
            rightHandSideThenSolution[_order[i]] = solution;
        }
    }

    /// <summary>Solves A^T x = b with the factors of A.</summary>
    /// <param name="factors">Factors from a successful <see cref="Factorize(ReadOnlySpan{double}, Span{double}, Span{double})"/>.</param>
    /// <param name="rightHandSideThenSolution">In: b. Out: x. Length <see cref="Size"/>.</param>
    /// <param name="scratch">Overwritten, at least <see cref="ScratchCount"/> long, must not overlap the other spans.</param>
    /// <remarks>Allocates nothing. The solution for a unit vector is a row of the inverse: how one output answers every input.</remarks>
    public void SolveTransposed(ReadOnlySpan<double> factors, Span<double> rightHandSideThenSolution, Span<double> scratch)
    {
        Split(
            factors, rightHandSideThenSolution.Length, scratch.Length,
            out ReadOnlySpan<double> inversePivots, out ReadOnlySpan<double> upper, out ReadOnlySpan<double> lower);
        Span<double> x = scratch[.._order.Length];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = rightHandSideThenSolution[_order[i]];
        }

        // U^T y = b: the rows of U are the columns of its transpose.
        ReadOnlySpan<int> starts = _starts;
        for (int i = 0; i < x.Length; i++)
        {
            double value = inversePivots[i] * x[i];
            x[i] = value;
            Eliminate(upper, starts[i], starts[i + 1], value, x);
        }

        // L^T x = y.
        for (int i = x.Length - 1; i >= 0; i--)
        {
            double solution = Substitute(lower, starts[i], starts[i + 1], x[i], x);
            x[i] = solution;
            rightHandSideThenSolution[_order[i]] = solution;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Eliminate(ReadOnlySpan<double> factor, int start, int end, double value, Span<double> x)
    {
        ReadOnlySpan<int> targets = _indices.AsSpan(start, end - start);
        ReadOnlySpan<double> entries = factor.Slice(start, targets.Length);
        for (int p = 0; p < targets.Length; p++)
        {
            x[targets[p]] -= entries[p] * value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Substitute(ReadOnlySpan<double> factor, int start, int end, double value, ReadOnlySpan<double> x)
    {
        ReadOnlySpan<int> sources = _indices.AsSpan(start, end - start);
        ReadOnlySpan<double> entries = factor.Slice(start, sources.Length);
        for (int p = 0; p < sources.Length; p++)
        {
            value -= entries[p] * x[sources[p]];
        }

        return value;
    }

    private void Split(
        ReadOnlySpan<double> factors, int sizeGiven, int scratchGiven,
        out ReadOnlySpan<double> inversePivots, out ReadOnlySpan<double> upper, out ReadOnlySpan<double> lower)
    {
        Require.Length(factors.Length, FactorCount, nameof(factors));
        Require.Length(sizeGiven, Size, "rightHandSideThenSolution");
        Require.AtLeast(scratchGiven, ScratchCount, "scratch");
        inversePivots = factors[..Size];
        upper = factors.Slice(Size, _indices.Length);
        lower = factors.Slice(Size + _indices.Length, _indices.Length);
    }

    private static (int[] Starts, int[] Targets, int[] UpperSlots, int[] LowerSlots, int[] DiagonalSlots) MapEntries(
        SparsePattern pattern, int[] order, int[] position)
    {
        int n = order.Length;
        int half = (pattern.EntryCount - n) / 2;
        int[] starts = new int[n + 1];
        int[] targets = new int[half];
        int[] upperSlots = new int[half];
        int[] lowerSlots = new int[half];
        int[] diagonalSlots = new int[n];
        int count = 0;
        for (int i = 0; i < n; i++)
        {
            int row = order[i];
            diagonalSlots[i] = pattern.DiagonalIndices[row];
            for (int slot = pattern.RowStarts[row]; slot < pattern.RowStarts[row + 1]; slot++)
            {
                int column = pattern.Columns[slot];
                if (position[column] > i)
                {
                    targets[count] = position[column];
                    upperSlots[count] = slot;
                    lowerSlots[count] = pattern.IndexOf(column, row);
                    count++;
                }
            }

            starts[i + 1] = count;
        }

        return (starts, targets, upperSlots, lowerSlots, diagonalSlots);
    }

    /// <summary>Structure of the factors: each row is its own entries and those of its children in the elimination tree.</summary>
    private static (int[] Starts, int[] Indices) FindFill(int n, int[] entryStarts, int[] entryTargets)
    {
        int[][] rows = new int[n][];
        List<int>[] children = new List<int>[n];
        int[] marks = new int[n];
        int[] starts = new int[n + 1];
        List<int> row = [];
        for (int i = 0; i < n; i++)
        {
            row.Clear();
            marks[i] = i + 1;
            Collect(entryTargets.AsSpan(entryStarts[i], entryStarts[i + 1] - entryStarts[i]), row, marks, i + 1);
            foreach (int child in children[i] ?? [])
            {
                Collect(rows[child], row, marks, i + 1);
            }

            row.Sort();
            rows[i] = [.. row];
            starts[i + 1] = checked(starts[i] + row.Count);
            if (row.Count > 0)
            {
                (children[row[0]] ??= []).Add(i);
            }
        }

        int[] indices = new int[starts[n]];
        for (int i = 0; i < n; i++)
        {
            rows[i].CopyTo(indices, starts[i]);
        }

        return (starts, indices);
    }

    private static void Collect(ReadOnlySpan<int> from, List<int> row, int[] marks, int mark)
    {
        foreach (int j in from)
        {
            if (marks[j] != mark)
            {
                marks[j] = mark;
                row.Add(j);
            }
        }
    }

    private static (int[] Starts, int[] Positions, int[] Ends) CrossReference(int n, int[] starts, int[] indices)
    {
        int[] crossStarts = new int[n + 1];
        foreach (int j in indices)
        {
            crossStarts[j + 1]++;
        }

        for (int i = 0; i < n; i++)
        {
            crossStarts[i + 1] += crossStarts[i];
        }

        int[] fill = crossStarts.AsSpan(0, n).ToArray();
        int[] positions = new int[indices.Length];
        int[] ends = new int[indices.Length];
        for (int i = 0; i < n; i++)
        {
            for (int p = starts[i]; p < starts[i + 1]; p++)
            {
                int at = fill[indices[p]]++;
                positions[at] = p;
                ends[at] = starts[i + 1];
            }
        }

        return (crossStarts, positions, ends);
    }
}
