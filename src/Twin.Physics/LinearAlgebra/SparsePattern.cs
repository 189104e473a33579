namespace Twin.Physics.LinearAlgebra;

/// <summary>Where the entries of a square sparse matrix are: structure only, immutable, free to share between threads.</summary>
/// <remarks>
/// <para>Stored by rows with ascending columns. The pattern is made structurally symmetric (an entry (r,c) brings (c,r)) and has its
/// whole diagonal, so that a factorisation without pivoting needs one index list for both triangles. Values live with the caller, in a
/// span of <see cref="EntryCount"/> doubles in the order of this pattern.</para>
/// <para>Equal sets of entries give equal patterns, whatever the order in which they were named.</para>
/// </remarks>
public sealed class SparsePattern
{
    private readonly int[] _rowStarts;
    private readonly int[] _columns;
    private readonly int[] _diagonals;

    private SparsePattern(int size, int[] rowStarts, int[] columns)
    {
        Size = size;
        _rowStarts = rowStarts;
        _columns = columns;
        _diagonals = new int[size];
        for (int row = 0; row < size; row++)
        {
            _diagonals[row] = Find(row, row);
        }
    }

    /// <summary>Number of rows, and of columns.</summary>
    public int Size { get; }

    /// <summary>Number of stored entries, both triangles and the diagonal: the length of a values span.</summary>
    public int EntryCount => _columns.Length;

    /// <summary>First entry of each row, and one past the last entry: length <see cref="Size"/> + 1.</summary>
    public ReadOnlySpan<int> RowStarts => _rowStarts;

    /// <summary>Column of each entry: length <see cref="EntryCount"/>, ascending within a row.</summary>
    public ReadOnlySpan<int> Columns => _columns;

    /// <summary>Position of each row's diagonal entry in a values span: length <see cref="Size"/>.</summary>
    public ReadOnlySpan<int> DiagonalIndices => _diagonals;

    /// <summary>Builds a pattern from entry positions; duplicates merge, mirrored entries and the diagonal are added.</summary>
    /// <param name="size">Number of rows, zero or more.</param>
    /// <param name="rows">Row of each entry, in [0, <paramref name="size"/>).</param>
    /// <param name="columns">Column of each entry, same length as <paramref name="rows"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a position is outside the matrix.</exception>
    public static SparsePattern FromEntries(int size, ReadOnlySpan<int> rows, ReadOnlySpan<int> columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        if (rows.Length != columns.Length)
        {
            throw new ArgumentException($"{rows.Length} rows but {columns.Length} columns were given.", nameof(columns));
        }

        long[] keys = new long[size + (2 * rows.Length)];
        for (int row = 0; row < size; row++)
        {
            keys[row] = Key(row, row);
        }

        for (int entry = 0; entry < rows.Length; entry++)
        {
            if ((uint)rows[entry] >= (uint)size || (uint)columns[entry] >= (uint)size)
            {
                throw new ArgumentException(
                    $"Entry {entry} at ({rows[entry]}, {columns[entry]}) is outside a matrix of size {size}.", nameof(rows));
            }

            keys[size + (2 * entry)] = Key(rows[entry], columns[entry]);
            keys[size + (2 * entry) + 1] = Key(columns[entry], rows[entry]);
        }

        Array.Sort(keys);
        int[] starts = new int[size + 1];
        int[] unique = new int[keys.Length];
        int count = 0;
        for (int i = 0; i < keys.Length; i++)
        {
            if (i > 0 && keys[i] == keys[i - 1])
            {
                continue;
            }

            unique[count++] = (int)keys[i];
            starts[(int)(keys[i] >> 32) + 1] = count;
        }

        return new SparsePattern(size, starts, unique.AsSpan(0, count).ToArray());
    }

    /// <summary>Gives the position of entry (<paramref name="row"/>, <paramref name="column"/>) in a values span.</summary>
    /// <remarks>A binary search: meant for building index lists once, not for every step.</remarks>
    /// <exception cref="ArgumentException">The pattern has no such entry.</exception>
    public int IndexOf(int row, int column)
    {
        int index = (uint)row < (uint)Size && (uint)column < (uint)Size ? Find(row, column) : -1;
        return index >= 0
            ? index
            : throw new ArgumentException($"The pattern of size {Size} has no entry at ({row}, {column}).", nameof(column));
    }

    /// <summary>Whether the pattern has an entry at (<paramref name="row"/>, <paramref name="column"/>).</summary>
    public bool Contains(int row, int column) =>
        (uint)row < (uint)Size && (uint)column < (uint)Size && Find(row, column) >= 0;

    /// <summary>Computes y = A x.</summary>
    /// <param name="values">Matrix values, length <see cref="EntryCount"/>.</param>
    /// <param name="x">Length <see cref="Size"/>.</param>
    /// <param name="y">Overwritten, length <see cref="Size"/>; must not overlap <paramref name="x"/>.</param>
    /// <remarks>Allocates nothing; each row sums in ascending column order.</remarks>
    public void Multiply(ReadOnlySpan<double> values, ReadOnlySpan<double> x, Span<double> y)
    {
        Require.Length(values.Length, EntryCount, nameof(values));
        Require.Length(x.Length, Size, nameof(x));
        Require.Length(y.Length, Size, nameof(y));
        for (int row = 0; row < Size; row++)
        {
            double sum = 0;
            for (int entry = _rowStarts[row]; entry < _rowStarts[row + 1]; entry++)
            {
                sum += values[entry] * x[_columns[entry]];
            }

            y[row] = sum;
        }
    }

    private static long Key(int row, int column) => ((long)row << 32) | (uint)column;

    private int Find(int row, int column)
    {
        int index = Array.BinarySearch(_columns, _rowStarts[row], _rowStarts[row + 1] - _rowStarts[row], column);
        return index < 0 ? -1 : index;
    }
}
